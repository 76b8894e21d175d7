/**
 * The one record of "SuiteProjects Pro: Integration Settings".
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['N/search'],
  /**
   * @param {typeof import('N/search')} search
   * @returns {Landbridge.SettingsModule}
   */
  (search) => {
    const RECORD_TYPE = 'customrecord_oa_srp_integration_settings';

    const COLUMN = Object.freeze({
      account: 'custrecord_landbridge_account',
      url: 'custrecord_landbridge_url',
      databaseId: 'custrecord_oa_db_id',
      realTime: 'custrecord_oa_realtime_enable',
      email: 'custrecord_oa_realtime_email',
      includeLeads: 'custrecord_oa_realtime_include_lead',
      includeProspects: 'custrecord_oa_realtime_include_prospect',
    });

    /** @param {unknown} value a check box: a boolean in SuiteScript 2.1, 'T' in older search results */
    const isChecked = (value) => value === true || value === 'T';

    /** @param {unknown} value */
    const text = (value) => String(value ?? '').trim();

    /**
     * Reads the settings record (10 units), never cached: an administrator who switches real time off means now.
     *
     * @returns {Landbridge.Settings | null} null when there is no active settings record
     */
    const read = () => {
      const [found] = search
        .create({ type: RECORD_TYPE, filters: [['isinactive', 'is', 'F']], columns: Object.values(COLUMN) })
        .run()
        .getRange({ start: 0, end: 1 });
      if (!found) return null;
      /** @param {string} name */
      const value = (name) => /** @type {unknown} */ (found.getValue({ name }));
      return {
        account: text(value(COLUMN.account)),
        url: text(value(COLUMN.url)).replace(/\/+$/, ''),
        databaseId: text(value(COLUMN.databaseId)),
        realTime: isChecked(value(COLUMN.realTime)),
        email: text(value(COLUMN.email)),
        includeLeads: isChecked(value(COLUMN.includeLeads)),
        includeProspects: isChecked(value(COLUMN.includeProspects)),
      };
    };

    return { read };
  },
);
