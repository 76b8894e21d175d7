/**
 * The user event deployments on the record types of the integration: ours, and those of anybody else.
 *
 * N/search knows script deployments (`search.Type.SCRIPT_DEPLOYMENT`). That `runasrole`, `allroles`, `eventtype` and the
 * script's `apiversion` and `isinactive` are columns of it is assumed from the fields of the deployment record. The execution
 * contexts of a deployment are no column that is known, so nobody sees whether one is restricted to some.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['N/log', 'N/runtime', 'N/search', 'N/suiteAppInfo', './ids'],
  /**
   * @param {typeof import('N/log')} log
   * @param {typeof import('N/runtime')} runtime
   * @param {typeof import('N/search')} search
   * @param {typeof import('N/suiteAppInfo')} suiteAppInfo
   * @param {Landbridge.IdsModule} ids
   * @returns {Landbridge.DeploymentsModule}
   */
  (log, runtime, search, suiteAppInfo, { ROLE }) => {
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
    const PAGE = 1000; // rows, the most that NetSuite takes

    const COLUMN = Object.freeze({
      scriptId: { name: 'scriptid' },
      script: { name: 'scriptid', join: 'script' },
      scriptName: { name: 'name', join: 'script' },
      apiVersion: { name: 'apiversion', join: 'script' },
      scriptInactive: { name: 'isinactive', join: 'script' },
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

    /** Script ids of roles by internal ids: the caller's own, and the integration's where roles may be searched. */
    const knownRoles = () => {
      const user = runtime.getCurrentUser();
      const known = { [String(user.role)]: user.roleId };
      try {
        const found = search.create({ type: search.Type.ROLE, filters: [['scriptid', 'is', ROLE]], columns: ['internalid'] });
        for (const { id } of found.run().getRange({ start: 0, end: 1 })) known[String(id)] = ROLE;
      } catch (error) {
        log.debug({ title: 'Roles not searched', details: String(error) });
      }
      return known;
    };

    /**
     * @param {import('N/search').Result} row
     * @param {Record<string, string>} roles
     * @returns {Landbridge.Deployment} without its bundle
     */
    const deployment = (row, roles) => ({
      id: String(row.id),
      scriptId: lower(row.getValue(COLUMN.scriptId)),
      script: lower(row.getValue(COLUMN.script)),
      scriptName: String(row.getValue(COLUMN.scriptName)),
      recordType: lower(row.getValue(COLUMN.recordType)),
      deployed: isTicked(row.getValue(COLUMN.deployed)) && !isTicked(row.getValue(COLUMN.scriptInactive)),
      scriptInactive: isTicked(row.getValue(COLUMN.scriptInactive)),
      status: String(row.getValue(COLUMN.status)),
      runAsRole: roles[String(row.getValue(COLUMN.runAsRole))] ?? String(row.getText(COLUMN.runAsRole) ?? ''),
      runAsRoleId: String(row.getValue(COLUMN.runAsRole) ?? ''),
      allRoles: isTicked(row.getValue(COLUMN.allRoles)),
      eventType: String(row.getValue(COLUMN.eventType) ?? ''),
      apiVersion: String(row.getValue(COLUMN.apiVersion)).startsWith('1') ? '1.0' : '2.x',
      bundle: '',
    });

    /** @returns {Landbridge.Deployment[]} */
    const found = () => {
      const recordTypes = RECORD_TYPES.map((name) => name.toUpperCase());
      const pages = search
        .create({
          type: search.Type.SCRIPT_DEPLOYMENT,
          filters: [['scripttype', 'anyof', ['USEREVENT']], 'AND', ['recordtype', 'anyof', recordTypes]],
          columns: Object.values(COLUMN).map((column) => search.createColumn(column)),
        })
        .runPaged({ pageSize: PAGE });
      const roles = knownRoles();
      return pages.pageRanges.flatMap(({ index }) => pages.fetch({ index }).data.map((row) => deployment(row, roles)));
    };

    /** Lists them (30 units, and 5 more for each further thousand). @type {Landbridge.DeploymentsModule['list']} */
    const list = () => {
      const deployments = found();
      const scriptIds = [...new Set(deployments.map(({ script }) => script))];
      const bundles = scriptIds.length ? suiteAppInfo.listBundlesContainingScripts({ scriptIds }) : {};
      return deployments.map((one) => ({ ...one, bundle: String(bundles[one.script]?.[0] ?? '') }));
    };

    return { list };
  },
);
