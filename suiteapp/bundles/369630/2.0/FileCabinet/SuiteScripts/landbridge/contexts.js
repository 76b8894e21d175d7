/**
 * The execution contexts whose saves may be sent: in this version of the real-time add-on those of a person.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define([], () => ({ CONTEXTS: Object.freeze({ USERINTERFACE: null }) }));
