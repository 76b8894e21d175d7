/**
 * "SuiteProjects Pro: Check Settings": refuses a settings record that cannot work, with what is wrong, and a second one.
 *
 * @NApiVersion 2.1
 * @NScriptType UserEventScript
 * @NModuleScope SameAccount
 */
define(
  ['N/error', 'N/search', './ids', './record_types'],
  /**
   * @param {typeof import('N/error')} error
   * @param {typeof import('N/search')} search
   * @param {Landbridge.IdsModule} ids
   * @param {Landbridge.RecordTypesModule} recordTypes
   */
  (error, search, { SETTINGS, FIELD }, recordTypes) => {
    const EVENTS = ['create', 'edit', 'xedit'];

    /** @type {[Landbridge.SettingsMember, (entered: string) => boolean, string][]} what each field must be, and how it is said */
    const CHECKS = [
      [
        'url',
        (entered) => /^https:\/\/[a-z0-9-]+\.app\.(sandbox\.)?(netsuitesuiteprojectspro|openair)\.com(\/\S*)?$/i.test(entered),
        'SuiteProjects Pro URL must have the account-specific domain name: https://<company>.app.netsuitesuiteprojectspro.com, ' +
          'or https://<company>.app.openair.com.',
      ],
      [
        'databaseId',
        (entered) => /^\d+$/.test(entered),
        'SuiteProjects Pro Database ID must be the number of the account, digits only.',
      ],
      [
        'serviceUrl',
        (entered) => /^https:\/\/[^\s/]+(\/\S*)?$/i.test(entered),
        'Landbridge URL must be the address of the service, beginning with https://.',
      ],
      [
        'account',
        (entered) => /^\w+(-\w+)?$/.test(entered),
        'NetSuite Account ID must be as on the SOAP Web Services Preferences page, for example 1234567 or 1234567_SB1.',
      ],
      [
        'email',
        (entered) => /^[^\s@,;]+@[^\s@,;]+\.[^\s@,;]+$/.test(entered),
        'Email address to send errors must be one e-mail address.',
      ],
      ['recordTypes', recordTypes.isRight, 'Record Types is kept by the service: leave it as it is, or empty.'],
    ];

    /** @param {import('N/record').Record} record */
    const faults = (record) =>
      CHECKS.filter(([member, isRight]) => {
        const entered = String(record.getValue({ fieldId: FIELD[member] }) ?? '').trim();
        return entered !== '' && !isRight(entered);
      }).map(([, , words]) => words);

    /** @param {string | null} id of the record that is saved, null for a new one */
    const others = (id) =>
      search
        .create({ type: SETTINGS, filters: [['isinactive', 'is', 'F']], columns: ['internalid'] })
        .run()
        .getRange({ start: 0, end: 2 })
        .filter((found) => String(found.id) !== String(id));

    /** @param {string} message */
    const refusal = (message) => error.create({ name: 'INTEGRATION_SETTINGS', message, notifyOff: true });

    /**
     * Inline editing submits the edited fields alone; what it leaves out stays as it was.
     *
     * @param {import('N/types').EntryPoints.UserEvent.beforeSubmitContext} context
     */
    const isInactive = ({ type, newRecord, oldRecord }) => {
      const isLeftOut = String(type) === 'xedit' && !newRecord.getFields().includes('isinactive');
      return (isLeftOut ? oldRecord : newRecord)?.getValue({ fieldId: 'isinactive' }) === true;
    };

    /** @param {import('N/types').EntryPoints.UserEvent.beforeSubmitContext} context */
    const beforeSubmit = (context) => {
      const { type, newRecord } = context;
      if (!EVENTS.includes(String(type))) return;
      const wrong = faults(newRecord);
      if (wrong.length > 0) throw refusal(wrong.join(' '));
      if (isInactive(context)) return;
      if (others(newRecord.id ? String(newRecord.id) : null).length > 0) {
        throw refusal('There is a settings record already, and there must be one only: edit that one.');
      }
    };

    return { beforeSubmit };
  },
);
