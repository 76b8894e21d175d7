/* N/https: calls to the outside. Addresses, time-outs and certificates are judged by the account. */

const HTTP_METHOD = enumerationOf('DELETE GET HEAD POST PUT');

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

function sendRequest(method, options) {
  const headers = headerTexts(options.headers);
  const body = method === 'POST' || method === 'PUT' ? bodyText(options.body, headers) : null;
  const answer = callHost('https.request', { method, url: String(options.url), headers, body });
  return { type: 'https.ClientResponse', code: answer.code, headers: answer.headers, body: answer.body };
}

function httpsCall(method, bodied) {
  const caller = method.toLowerCase();
  return withPromise((...given) => {
    const options = requireArguments(caller, optionsOf(given, bodied ? ['url', 'body', 'headers'] : ['url', 'headers']), ['url']);
    if (bodied && (options.body === undefined || options.body === null)) requireArguments(caller, options, ['body']);
    return sendRequest(method, options);
  });
}

const HTTP_ENUMERATIONS = {
  Method: HTTP_METHOD,
  CacheDuration: enumeration({ UNIQUE: 'UNIQUE', SHORT: 'SHORT', MEDIUM: 'MEDIUM', LONG: 'LONG' }),
  RedirectType: enumeration({ EDITABLE: 'edit', RECORD: 'RECORD', SUITELET: 'SUITELET', TASK_LINK: 'TASKLINK' }),
};

builtin('N/https', () => ({
  get: httpsCall('GET', false),
  post: httpsCall('POST', true),
  put: httpsCall('PUT', true),
  delete: httpsCall('DELETE', false),
  request: withPromise((options) => {
    requireArguments('request', options, ['method', 'url']);
    return sendRequest(String(options.method).toUpperCase(), options);
  }),
  requestRestlet: withPromise(() => unsupported('https.requestRestlet')),
  requestSuitelet: withPromise(() => unsupported('https.requestSuitelet')),
  createSecureKey: withPromise(() => unsupported('https.createSecureKey')),
  createSecureString: withPromise(() => unsupported('https.createSecureString')),
  ...HTTP_ENUMERATIONS,
  Encoding: ENCODING,
  HashAlg: HASH_ALG,
}));

builtin('N/https/clientCertificate', () => {
  const refused = (name) => () => unsupported(`clientCertificate.${name}`);
  return { get: refused('get'), post: refused('post'), put: refused('put'), delete: refused('delete'), request: refused('request') };
});
