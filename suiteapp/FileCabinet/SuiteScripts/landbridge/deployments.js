/**
 * The user event deployments on the record types of the integration: ours, and those of anybody else.
 *
 * N/search knows script deployments (`search.Type.SCRIPT_DEPLOYMENT`). That `runasrole`, `allroles`, `eventtype` and the
 * script's `apiversion` are columns of it is assumed from the fields of the deployment record.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['N/runtime', 'N/search', 'N/suiteAppInfo'],
  /**
   * @param {typeof import('N/runtime')} runtime
   * @param {typeof import('N/search')} search
   * @param {typeof import('N/suiteAppInfo')} suiteAppInfo
   * @returns {Landbridge.DeploymentsModule}
   */
  (runtime, search, suiteAppInfo) => {
    const RECORD_TYPES = [
      'employee',
      'customer',
      'lead',
      'prospect',
      'job',
      'supportcase',
      'projecttask',
      'serviceitem',
      'noninventoryitem',
      'otherchargeitem',
      'expensecategory',
      'salesorder',
      'creditmemo',
      'customerpayment',
      'vendorbill',
      'vendorcredit',
      'purchaseorder',
      'vendorpayment',
      'customrecord_oa_cost_center',
      'customrecord_oa_project_rate_card',
    ];
    const MOST = 1000; // rows that one call gets; accounts have a few hundred deployments

    const COLUMN = Object.freeze({
      scriptId: { name: 'scriptid' },
      script: { name: 'scriptid', join: 'script' },
      scriptName: { name: 'name', join: 'script' },
      apiVersion: { name: 'apiversion', join: 'script' },
      recordType: { name: 'recordtype' },
      deployed: { name: 'isdeployed' },
      status: { name: 'status' },
      runAsRole: { name: 'runasrole' },
      allRoles: { name: 'allroles' },
      eventType: { name: 'eventtype' },
    });

    /** @param {unknown} value */
    const isTicked = (value) => value === true || value === 'T';

    /** Ids come in capitals from searches. @param {unknown} value */
    const lower = (value) => String(value ?? '').toLowerCase();

    /**
     * A role by its script id where it is the caller's own, otherwise by its name: to search roles asks for more rights.
     *
     * @param {import('N/search').Result} row
     */
    const runAsRole = (row) => {
      const user = runtime.getCurrentUser();
      const id = String(row.getValue(COLUMN.runAsRole) ?? '');
      return id === String(user.role) ? user.roleId : String(row.getText(COLUMN.runAsRole) ?? '');
    };

    /** @param {import('N/search').Result} row @returns {Landbridge.Deployment} without its bundle */
    const deployment = (row) => ({
      id: String(row.id),
      scriptId: lower(row.getValue(COLUMN.scriptId)),
      script: lower(row.getValue(COLUMN.script)),
      scriptName: String(row.getValue(COLUMN.scriptName)),
      recordType: lower(row.getValue(COLUMN.recordType)),
      deployed: isTicked(row.getValue(COLUMN.deployed)),
      status: String(row.getValue(COLUMN.status)),
      runAsRole: runAsRole(row),
      allRoles: isTicked(row.getValue(COLUMN.allRoles)),
      eventType: String(row.getValue(COLUMN.eventType) ?? ''),
      apiVersion: String(row.getValue(COLUMN.apiVersion)).startsWith('1') ? '1.0' : '2.x',
      bundle: '',
    });

    /** @returns {Landbridge.Deployment[]} */
    const found = () =>
      search
        .create({
          type: search.Type.SCRIPT_DEPLOYMENT,
          filters: [['scripttype', 'anyof', ['USEREVENT']]],
          columns: Object.values(COLUMN).map((column) => search.createColumn(column)),
        })
        .run()
        .getRange({ start: 0, end: MOST })
        .map(deployment)
        .filter(({ recordType }) => RECORD_TYPES.includes(recordType));

    /** Lists them (20 units). @type {Landbridge.DeploymentsModule['list']} */
    const list = () => {
      const deployments = found();
      const scriptIds = [...new Set(deployments.map(({ script }) => script))];
      const bundles = scriptIds.length ? suiteAppInfo.listBundlesContainingScripts({ scriptIds }) : {};
      return deployments.map((one) => ({ ...one, bundle: String(bundles[one.script]?.[0] ?? '') }));
    };

    return { list };
  },
);
