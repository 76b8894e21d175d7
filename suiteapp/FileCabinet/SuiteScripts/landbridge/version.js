/**
 * The version of the SuiteApp, and of what it and the service say to each other in notices and RESTlets.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define([], () => ({ VERSION: '2.0.0', PROTOCOL: 2 }));
