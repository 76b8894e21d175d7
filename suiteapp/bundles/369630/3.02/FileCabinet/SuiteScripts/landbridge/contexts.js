/**
 * The execution contexts whose saves may be sent, and whose boxes of the settings record each asks for: in this version of
 * the real-time add-on those of a person, and single saves by SOAP.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define([], () => ({ CONTEXTS: Object.freeze({ USERINTERFACE: null, WEBSERVICES: 'soap' }) }));
