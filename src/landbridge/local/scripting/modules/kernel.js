/* The kernel: host calls, errors, the AMD loader and the globals of a script.
 *
 * All files of this folder are evaluated in one closure in the order of sources.py, so `builtin`, `callHost` and the others
 * below are in reach of the module files and of nothing else. Only `define`, `require`, `log` and `util` reach a script.
 */

/* global __landbridgeHost */
const hostFunction = __landbridgeHost;

/** Call the account. Throws the SuiteScript error that it answers. */
function callHost(name, options) {
  const reply = JSON.parse(hostFunction(name, JSON.stringify(options === undefined ? {} : options)));
  if (reply.error) throw suiteError(reply.error);
  return reply.value;
}

/* ---- errors ---- */

class SuiteScriptError extends Error {
  #details;
  constructor(details) {
    super(details.message);
    this.#details = details;
    Object.defineProperty(this, 'name', { value: details.name, enumerable: true, writable: true, configurable: true });
    Object.defineProperty(this, 'message', { value: details.message, enumerable: true, writable: true, configurable: true });
    this.id = '';
    this.cause = details.cause === undefined ? { name: details.name, message: details.message } : details.cause;
    this.notifyOff = !!details.notifyOff;
  }
  toString() {
    return `${this.name}: ${this.message}`;
  }
  toJSON() {
    return {
      type: this.#details.type || 'error.SuiteScriptError',
      name: this.name,
      message: this.message,
      id: this.id,
      stack: stackLines(this),
      cause: this.cause,
      notifyOff: this.notifyOff,
      userFacing: false,
    };
  }
}

function suiteError(details) {
  return new SuiteScriptError(details);
}

function fail(name, message) {
  throw suiteError({ name, message });
}

function unsupported(what) {
  fail('UNSUPPORTED_BY_LOCAL_ACCOUNT', `${what} is not supported by the local account.`);
}

function isOptions(value) {
  return value !== null && typeof value === 'object' && !Array.isArray(value) && !(value instanceof Date);
}

/** Options object from either calling form: one object, or positional arguments named by `names`. */
function optionsOf(given, names) {
  if (given.length === 1 && isOptions(given[0])) return given[0];
  const options = {};
  names.forEach((name, index) => {
    if (index < given.length) options[name] = given[index];
  });
  return options;
}

/** SSS_MISSING_REQD_ARGUMENT unless every one of `names` is given. */
function requireArguments(caller, options, names) {
  const given = options === undefined || options === null ? {} : options;
  for (const name of names) {
    if (given[name] === undefined || given[name] === null || given[name] === '') {
      fail('SSS_MISSING_REQD_ARGUMENT', `${caller}: Missing a required argument: ${name}`);
    }
  }
  return given;
}

function enumeration(values) {
  return Object.freeze(Object.assign({}, values));
}

/** Enumeration whose values are its keys in lower case, or as `convert` makes them. */
function enumerationOf(keys, convert) {
  const made = {};
  keys.split(/\s+/).filter(Boolean).forEach((key) => {
    made[key] = convert ? convert(key) : key;
  });
  return Object.freeze(made);
}

/** Add the `.promise` form that some methods have. */
function withPromise(method) {
  method.promise = (...given) => new Promise((resolve) => resolve(method(...given)));
  return method;
}

/* ---- stack traces: the engine names no files, so each begins at the line where the one before it ended ---- */

const FIRST_SOURCE_LINE = 5000; // beyond the lines of these modules themselves
const sourceStarts = [];
let linesSoFar = FIRST_SOURCE_LINE;

function stackLines(error) {
  return String(error.stack || '')
    .split('\n')
    .map((line) => line.trim().replace(/<input>:(\d+):(\d+)/, (all, line, column) => placeOf(Number(line), column)))
    .filter((line) => line.includes('/'));
}

function placeOf(line, column) {
  const source = sourceStarts.findLast(({ start }) => start <= line);
  return source ? `${source.path}:${line - source.start + 1}:${column}` : 'native';
}

/** The engine throws null when there is no room left for an error. A script may throw null itself: the process tells them apart. */
function isOutOfMemory(thrown) {
  return thrown === null || (thrown instanceof Error && thrown.name === 'InternalError' && /out of memory/.test(thrown.message));
}

/** What is reported of anything thrown. */
function describeThrown(thrown) {
  if (isOutOfMemory(thrown)) {
    const described = { name: 'SSS_MEMORY_LIMIT_EXCEEDED', message: 'Script Execution Memory Exceeded.', stack: [] };
    return thrown === null ? { ...described, thrownNull: true } : described;
  }
  if (thrown instanceof Error) {
    return { name: String(thrown.name), message: String(thrown.message), stack: stackLines(thrown) };
  }
  if (isOptions(thrown)) {
    const name = thrown.name || thrown.code;
    return {
      name: name ? String(name) : 'UNEXPECTED_ERROR',
      message: thrown.message === undefined ? safeText(thrown) : String(thrown.message),
      stack: [],
    };
  }
  return { name: 'UNEXPECTED_ERROR', message: String(thrown), stack: [] };
}

function safeText(value) {
  try {
    const text = JSON.stringify(value);
    return text === undefined ? String(value) : text;
  } catch (error) {
    return String(value);
  }
}

/* ---- modules ---- */

const builtinFactories = {};
const builtinModules = {};

/** Declare an `N/` module; its object is made at the first import. */
function builtin(name, factory) {
  builtinFactories[name] = factory;
}

function builtinModule(name) {
  if (!(name in builtinModules)) builtinModules[name] = builtinFactories[name]();
  return builtinModules[name];
}

function everyBuiltin() {
  const all = {};
  for (const name of Object.keys(builtinFactories)) {
    const parts = name.split('/').slice(1);
    const leaf = parts.pop();
    let place = all;
    for (const part of parts) place = place[part] || (place[part] = {});
    Object.defineProperty(place, leaf, { enumerable: true, configurable: true, get: () => builtinModule(name) });
  }
  return all;
}

const loadedFiles = {};
const namedModules = {};
/* Files that came with the request: what the script imported the last time, read anew. */
let sentSources = {};

function moduleMissing(name) {
  const path = /\.\w+$/.test(name) ? name : `${name}.js`;
  throw suiteError({
    type: 'error.SuiteScriptModuleLoaderError',
    name: 'MODULE_DOES_NOT_EXIST',
    message: `Module does not exist: ${path}`,
  });
}

function joinPath(folder, relative) {
  const parts = folder.split('/').filter(Boolean);
  for (const part of relative.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '.' && part !== '') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

function resolveModule(name, importer) {
  if (typeof name !== 'string') fail('MODULE_DOES_NOT_EXIST', `Module does not exist: ${String(name)}`);
  if (name === 'N') return everyBuiltin();
  if (name.startsWith('N/')) return name in builtinFactories ? builtinModule(name) : moduleMissing(name);
  if (name in namedModules) return namedModules[name].load();
  if (name.startsWith('.')) return loadFile(joinPath(importer.replace(/[^/]*$/, ''), name));
  return loadFile(joinPath('/', name));
}

/** One AMD module: its dependencies are loaded and its factory is run once, at the first import. */
class AmdModule {
  constructor(path) {
    this.path = path;
    this.exports = {};
    this.definition = null;
    this.state = 'new';
  }
  load() {
    if (this.state === 'new' && this.definition) {
      this.state = 'loaded'; // already now: a circular import gets what has been exported so far
      try {
        this.make();
      } catch (thrown) {
        this.state = 'new';
        throw thrown;
      }
    }
    return this.exports;
  }
  make() {
    const { dependencies, factory } = this.definition;
    const given = dependencies.map((name) => this.dependency(name));
    const made = typeof factory === 'function' ? factory.apply(globalThis, given) : factory;
    if (made !== undefined) this.exports = made;
  }
  dependency(name) {
    if (name === 'require') return requireFrom(this.path);
    if (name === 'exports') return this.exports;
    if (name === 'module') return this;
    return resolveModule(name, this.path);
  }
}

function requireFrom(path) {
  function require(first, callback) {
    if (typeof first === 'string') return resolveModule(first, path);
    if (!Array.isArray(first)) fail('MODULE_DOES_NOT_EXIST', 'require needs the name of a module.');
    const given = first.map((name) => resolveModule(name, path));
    return callback ? callback.apply(globalThis, given) : undefined;
  }
  require.config = () => requireFrom(path);
  return require;
}

/** `define` as one file sees it: named, with a list, without a list, or with a plain object. */
function defineFor(module) {
  return function define(...given) {
    const name = typeof given[0] === 'string' ? given.shift() : null;
    const dependencies = Array.isArray(given[0]) ? given.shift() : null;
    const factory = given[0];
    const definition = { dependencies: dependencies || ['require', 'exports', 'module'], factory };
    if (typeof factory !== 'function') definition.dependencies = [];
    if (name !== null) {
      const named = new AmdModule(module.path);
      named.definition = definition;
      namedModules[name] = named;
    }
    module.definition = definition;
  };
}

function loadFile(path) {
  const known = loadedFiles[path] || loadedFiles[`${path}.js`];
  if (known) return known.load();
  const source = sentSources[path] || callHost('module.source', { path });
  const module = new AmdModule(source.path);
  loadedFiles[source.path] = module;
  evaluateFile(module, source.text);
  return module.load();
}

function evaluateFile(module, text) {
  const opening = `${'\n'.repeat(linesSoFar)}(function (define, require) {`;
  sourceStarts.push({ path: module.path, start: linesSoFar + 1 });
  linesSoFar += text.split('\n').length;
  // Sloppy mode by indirect eval: scripts assign to variables that they never declare.
  const wrapper = (0, eval)(`${opening}${text}\n})`);
  wrapper.call(globalThis, defineFor(module), requireFrom(module.path));
}

/* ---- globals that the engine has and NetSuite's server does not ---- */

for (const name of ['performance', 'btoa', 'atob', 'queueMicrotask', 'navigator', 'DOMException', 'gc']) {
  delete globalThis[name];
}

/** Let the script's clock show the account's time. */
function shiftClock(milliseconds) {
  if (!milliseconds) return;
  const RealDate = Date;
  const now = () => RealDate.now() + milliseconds;
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, wanted) => Reflect.construct(target, given.length ? given : [now()], wanted),
    apply: () => new RealDate(now()).toString(),
    get: (target, key) => (key === 'now' ? now : target[key]),
  });
  RealDate.prototype.constructor = globalThis.Date;
}
