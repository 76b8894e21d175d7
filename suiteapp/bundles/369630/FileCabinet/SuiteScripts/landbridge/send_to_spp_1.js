/**
 * "SuiteProjects Pro: Send to SPP": the SuiteScript 1.0 version of the trigger. It knows SuiteSignOn only, which NetSuite
 * 2025.1 has ended; where it still runs it says how to upgrade. Whatever goes wrong, the save has succeeded and looks so.
 */

var SETTINGS = 'customrecord_oa_srp_integration_settings';
var REAL_TIME = 'custrecord_oa_realtime_enable';
var EMAIL = 'custrecord_oa_realtime_email';
var SIGN_ON = 'custrecord_oa_realtime_sso_record';
var STAGE_BOXES = {
  lead: 'custrecord_oa_realtime_include_lead',
  prospect: 'custrecord_oa_realtime_include_prospect'
};
var TOLD = 'landbridge_error_mail';
var QUIET_MS = 15 * 60 * 1000;
var UPGRADE =
  'The SuiteScript 1.0 version of this script signs on by SuiteSignOn, which has ended with NetSuite 2025.1. To go on with ' +
  'certificates: (1) update bundle 369637 to 4.0 or later, then bundle 369630 to 3.0 or later; (2) undeploy "SuiteProjects Pro: ' +
  'Send to SPP" and deploy "SuiteProjects Pro: Send to SPP 2.0" for each record type; (3) enter the Landbridge URL in the ' +
  'integration settings; (4) generate the real-time certificate in the service and switch real time on there.';

/** The active settings record as a search result, or null. */
function readSettings() {
  var columns = [REAL_TIME, EMAIL, SIGN_ON, STAGE_BOXES.lead, STAGE_BOXES.prospect].map(function (name) {
    return new nlobjSearchColumn(name);
  });
  var found = nlapiSearchRecord(SETTINGS, null, [new nlobjSearchFilter('isinactive', null, 'is', 'F')], columns);
  return found ? found[0] : null;
}

/** Whether real time is switched on, and a lead or prospect has its box. */
function isWanted(settings) {
  var box = STAGE_BOXES[String(nlapiGetRecordType()).toLowerCase()];
  return settings.getValue(REAL_TIME) === 'T' && (!box || settings.getValue(box) === 'T');
}

/** Calls the address that SuiteSignOn gives for the settings' record. Throws what to do when that fails. */
function announce(settings) {
  var code;
  try {
    code = nlapiRequestURL(nlapiOutboundSSO(settings.getValue(SIGN_ON))).getCode();
  } catch (error) {
    throw nlapiCreateError('SUITESIGNON', String(error) + ' ' + UPGRADE, true);
  }
  if (Number(code) !== 200) throw nlapiCreateError('SUITESIGNON', 'HTTP ' + code + '. ' + UPGRADE, true);
}

/** Whether this user was told within 15 minutes. SuiteScript 1.0 has no cache: the user's session remembers it. */
function toldLately() {
  var now = new Date().getTime();
  var last = Number(nlapiGetContext().getSessionObject(TOLD) || 0);
  if (now - last < QUIET_MS) return true;
  nlapiGetContext().setSessionObject(TOLD, String(now));
  return false;
}

/** Logs the failure and mails it to the address of the settings. */
function report(settings, error) {
  var details = error.getDetails ? error.getDetails() : String(error);
  nlapiLogExecution('ERROR', 'Record not announced', nlapiGetRecordType() + ' ' + nlapiGetRecordId() + ': ' + details);
  var recipient = settings ? settings.getValue(EMAIL) : '';
  if (!recipient || toldLately()) return;
  nlapiSendEmail(nlapiGetUser(), recipient, 'SuiteProjects Pro: real-time integration error', details);
}

/** User event, after submit. */
function afterSubmit(type) {
  var settings = null;
  try {
    if (['create', 'edit', 'xedit'].indexOf(String(type)) < 0) return;
    if (nlapiGetContext().getExecutionContext() !== 'userinterface') return;
    settings = readSettings();
    if (settings && isWanted(settings)) announce(settings);
  } catch (error) {
    try {
      report(settings, error);
    } catch (failure) {
      nlapiLogExecution('ERROR', 'Failure not reported', String(failure));
    }
  }
}
