/**
 * The version of the SuiteApp, which the service reads through the certificate RESTlet.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define([], () => ({ VERSION: '1.0.0' }));
