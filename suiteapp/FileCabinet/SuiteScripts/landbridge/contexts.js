/**
 * The execution contexts whose saves may be sent, and whose boxes of the settings record each asks for: none, those named
 * "soap..." or those named "restlet...". Earlier versions of the real-time add-on know fewer.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define([], () => ({
  CONTEXTS: Object.freeze({
    USERINTERFACE: null,
    WEBSERVICES: 'soap',
    RESTLET: 'restlet',
  }),
}));
