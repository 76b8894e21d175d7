/* N/cache: short texts, kept for a time on the account's clock. Objects that a loader returns are kept as JSON. */

const CACHE_SCOPE = enumerationOf('PRIVATE PROTECTED PUBLIC');

function cacheText(value) {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

class Cache {
  constructor(name, scope) {
    this.name = name;
    this.scope = scope;
  }
  get(options) {
    const given = isOptions(options) ? options : { key: options };
    const { key, loader, ttl } = requireArguments('get', given, ['key']);
    const place = { name: this.name, scope: this.scope, key: String(key) };
    const kept = callHost('cache.get', { ...place, loading: typeof loader === 'function' });
    if (kept !== null || typeof loader !== 'function') return kept;
    const loaded = loader({ key: String(key) });
    if (loaded === undefined || loaded === null) return null;
    const text = cacheText(loaded);
    callHost('cache.keep', { ...place, value: text, ttl: ttl === undefined ? null : Number(ttl) });
    return text;
  }
  put(options) {
    const { key, value, ttl } = requireArguments('put', options, ['key', 'value']);
    callHost('cache.put', {
      name: this.name, scope: this.scope, key: String(key), value: cacheText(value), ttl: ttl === undefined ? null : Number(ttl),
    });
    return cacheText(value);
  }
  remove(options) {
    const given = isOptions(options) ? options : { key: options };
    const { key } = requireArguments('remove', given, ['key']);
    return callHost('cache.remove', { name: this.name, scope: this.scope, key: String(key) });
  }
}

builtin('N/cache', () => ({
  getCache(options) {
    const { name, scope } = requireArguments('getCache', options, ['name']);
    const chosen = scope === undefined || scope === null ? CACHE_SCOPE.PRIVATE : scope;
    if (!(chosen in CACHE_SCOPE)) fail('WRONG_PARAMETER_TYPE', 'Wrong parameter type: scope is expected as cache.Scope.');
    return new Cache(String(name), chosen);
  },
  Scope: CACHE_SCOPE,
}));
