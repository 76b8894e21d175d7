/**
 * Greets whoever asks.
 * @NApiVersion 2.1
 * @NScriptType Restlet
 */
define([], function () {
  return {
    get: function (parameters) {
      return { hello: parameters.name || 'world' };
    },
  };
});
