/**
 * The ids of everything that this SuiteApp brings. The build beside the native connector has this file with ids of its own.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define([], () => ({
  BUILD: 'standalone',
  CERTIFICATE: 'custcertificate_oa_realtime',
  ROLE: 'customrole_oa_integration',
  SETTINGS: 'customrecord_oa_srp_integration_settings',

  /** Fields of the settings record, by what the setup RESTlet calls them. */
  FIELD: Object.freeze({
    serviceUrl: 'custrecord_landbridge_url',
    account: 'custrecord_landbridge_account',
    url: 'custrecord_oa_url',
    databaseId: 'custrecord_oa_db_id',
    realTime: 'custrecord_oa_realtime_enable',
    email: 'custrecord_oa_realtime_email',
    includeLeads: 'custrecord_oa_realtime_include_lead',
    includeProspects: 'custrecord_oa_realtime_include_prospect',
    soapCustomer: 'custrecord_oa_realtime_soap_customer',
    soapProject: 'custrecord_oa_realtime_soap_project',
    soapUser: 'custrecord_oa_realtime_soap_user',
    restletCustomer: 'custrecord_oa_realtime_restlet_customer',
    restletProject: 'custrecord_oa_realtime_restlet_project',
    restletUser: 'custrecord_oa_realtime_restlet_user',
    recordTypes: 'custrecord_landbridge_record_types',
    suiteSignOn: 'custrecord_oa_realtime_sso_record',
  }),
}));
