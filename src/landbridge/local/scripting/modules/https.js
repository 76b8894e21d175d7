/* N/https and N/http: calls to the outside. Addresses, time-outs and certificates are judged by the account. */

const HTTP_METHOD = enumerationOf('DELETE GET HEAD POST PUT');
const REDIRECT_TYPE = enumeration({ EDITABLE: 'edit', RECORD: 'RECORD', SUITELET: 'SUITELET', TASK_LINK: 'TASKLINK' });

function bodyText(body, headers) {
  if (body === undefined || body === null) return { text: '', form: false };
  if (typeof body === 'string') return { text: body, form: false };
  if (typeof body !== 'object') return { text: String(body), form: false };
  const type = Object.keys(headers).find((name) => name.toLowerCase() === 'content-type');
  if (type && /json/i.test(headers[type])) return { text: JSON.stringify(body), form: false };
  const pairs = Object.keys(body).map((key) => `${encodeURIComponent(key)}=${encodeURIComponent(String(body[key]))}`);
  return { text: pairs.join('&'), form: true };
}

function headerTexts(headers) {
  const texts = {};
  Object.keys(headers || {}).forEach((name) => { texts[name] = String(headers[name]); });
  return texts;
}

function sendRequest(scheme, method, options) {
  const headers = headerTexts(options.headers);
  const body = method === 'POST' || method === 'PUT' ? bodyText(options.body, headers) : null;
  const answer = callHost('https.request', { scheme, method, url: String(options.url), headers, body });
  return { type: `${scheme}.ClientResponse`, code: answer.code, headers: answer.headers, body: answer.body };
}

function httpModule(scheme) {
  const call = (method, needed) =>
    withPromise((...given) => {
      const options = optionsOf(given, needed.includes('body') ? ['url', 'body', 'headers'] : ['url', 'headers']);
      const caller = method === 'DELETE' ? 'delete' : method.toLowerCase();
      requireArguments(caller, options, ['url']);
      if (needed.includes('body') && (options.body === undefined || options.body === null)) {
        requireArguments(caller, options, ['body']);
      }
      return sendRequest(scheme, method, options);
    });
  return {
    get: call('GET', ['url']),
    post: call('POST', ['url', 'body']),
    put: call('PUT', ['url', 'body']),
    delete: call('DELETE', ['url']),
    request: withPromise((options) => {
      requireArguments('request', options, ['method', 'url']);
      return sendRequest(scheme, String(options.method).toUpperCase(), options);
    }),
    requestRestlet: withPromise(() => unsupported(`${scheme}.requestRestlet`)),
    requestSuitelet: withPromise(() => unsupported(`${scheme}.requestSuitelet`)),
    Method: HTTP_METHOD,
    CacheDuration: enumeration({ UNIQUE: 'UNIQUE', SHORT: 'SHORT', MEDIUM: 'MEDIUM', LONG: 'LONG' }),
    RedirectType: REDIRECT_TYPE,
  };
}

builtin('N/http', () => httpModule('http'));

builtin('N/https', () => ({
  ...httpModule('https'),
  createSecureKey: withPromise(() => unsupported('https.createSecureKey')),
  createSecureString: withPromise(() => unsupported('https.createSecureString')),
  Encoding: ENCODING,
  HashAlg: HASH_ALG,
}));

builtin('N/https/clientCertificate', () => {
  const refused = (name) => () => unsupported(`clientCertificate.${name}`);
  return { get: refused('get'), post: refused('post'), put: refused('put'), delete: refused('delete'), request: refused('request') };
});
