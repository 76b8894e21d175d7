/**
 * Answers what was sent.
 * @NApiVersion 2.1
 * @NScriptType Restlet
 */
define([], function () {
  function of(method) {
    return function (sent) {
      if (typeof sent === 'string') return sent;
      return { method: method, sent: sent };
    };
  }
  return { get: of('GET'), post: of('POST'), put: of('PUT'), delete: of('DELETE') };
});
