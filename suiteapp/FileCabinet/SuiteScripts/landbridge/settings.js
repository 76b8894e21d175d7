/**
 * The one record of "SuiteProjects Pro: Integration Settings", as the trigger reads it.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['./record_types', './settings_record'],
  /**
   * @param {Landbridge.RecordTypesModule} recordTypes
   * @param {Landbridge.SettingsRecordModule} settingsRecord
   * @returns {Landbridge.SettingsModule}
   */
  (recordTypes, settingsRecord) => {
    /** @param {unknown} value */
    const text = (value) => String(value ?? '').trim();

    /**
     * Reads the record (12 units), never cached: an administrator who switches real time off means now. With a service to
     * announce to, certificates are used and no SuiteSignOn record.
     *
     * @type {Landbridge.SettingsModule['read']}
     */
    const read = () => {
      const { values } = settingsRecord.read();
      if (!values) return null;
      const serviceUrl = text(values.serviceUrl).replace(/\/+$/, '');
      return {
        account: text(values.account),
        serviceUrl,
        databaseId: text(values.databaseId),
        realTime: values.realTime === true,
        email: text(values.email),
        includeLeads: values.includeLeads === true,
        includeProspects: values.includeProspects === true,
        isTicked: (box) => values[box] === true,
        recordTypes: recordTypes.read(text(values.recordTypes)),
        suiteSignOn: serviceUrl ? '' : text(values.suiteSignOn),
      };
    };

    return { read };
  },
);
