/* N/log, also the global `log`. Titles hold 99 characters, details 3999 (help: N/log). */

function logText(value) {
  if (value === undefined || value === null) return '';
  if (typeof value === 'string') return value;
  if (typeof value === 'function') return String(value);
  if (value instanceof Error && !(value instanceof SuiteScriptError)) return `${value.name}: ${value.message}`;
  return typeof value === 'object' ? safeText(value) : String(value);
}

builtin('N/log', () => {
  const write = (level) => (...given) => {
    const options = optionsOf(given, ['title', 'details']);
    callHost('log.write', {
      level,
      title: logText(options.title).slice(0, 99),
      details: logText(options.details).slice(0, 3999),
    });
  };
  return { debug: write('DEBUG'), audit: write('AUDIT'), error: write('ERROR'), emergency: write('EMERGENCY') };
});

/* N/util, also the global `util`. */
builtin('N/util', () => {
  const kind = (value) => Object.prototype.toString.call(value).slice(8, -1);
  return {
    each(iterable, callback) {
      if (Array.isArray(iterable)) iterable.forEach((value, index) => callback(value, index, iterable));
      else Object.keys(iterable).forEach((key) => callback(iterable[key], key, iterable));
      return iterable;
    },
    extend: (receiver, contributor) => Object.assign(receiver, contributor),
    deepExtend: (receiver, contributor) => {
      for (const key of Object.keys(contributor)) {
        const value = contributor[key];
        receiver[key] = isOptions(value) && isOptions(receiver[key]) ? builtinModule('N/util').deepExtend(receiver[key], value) : value;
      }
      return receiver;
    },
    isArray: (value) => Array.isArray(value),
    isBoolean: (value) => kind(value) === 'Boolean',
    isDate: (value) => kind(value) === 'Date',
    isError: (value) => value instanceof Error,
    isFunction: (value) => typeof value === 'function',
    isNumber: (value) => kind(value) === 'Number',
    isObject: (value) => kind(value) === 'Object',
    isRegExp: (value) => kind(value) === 'RegExp',
    isString: (value) => kind(value) === 'String',
    nanoTime: () => Date.now() * 1e6,
  };
});
