/**
 * Which saves are sent: a person's own, and where its box is ticked an integration's that saves one record at a time. The
 * same change by CSV import, script, workflow or mass update arrives with the next scheduled, manual or catch-up run.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['./contexts', './export_flags', './monitored_fields', './stages', './stamp'],
  /**
   * @param {Landbridge.ContextsModule} contexts
   * @param {Landbridge.ExportFlagsModule} exportFlags
   * @param {Landbridge.MonitoredFieldsModule} monitoredFields
   * @param {Landbridge.StagesModule} stages
   * @param {Landbridge.StampModule} stamp
   * @returns {Landbridge.RulesModule}
   */
  ({ CONTEXTS }, exportFlags, monitoredFields, stages, stamp) => {
    const EVENTS = ['create', 'edit', 'xedit'];

    /** What SOAP and RESTlets may save, in the names of their boxes. @type {Readonly<Record<string, string>>} */
    const BOXES = Object.freeze({ employee: 'User', customer: 'Customer', job: 'Project' });

    /**
     * `1234567-sb1` in a host name is `1234567_SB1` in `runtime.accountId`.
     *
     * @param {string} account
     */
    const normalised = (account) => account.toUpperCase().replace(/-/g, '_');

    /** @type {Landbridge.RulesModule['mayBeSent']} */
    const mayBeSent = ({ event, context, recordType }) => {
      if (!EVENTS.includes(event)) return false;
      if (!Object.hasOwn(CONTEXTS, context)) return false;
      return CONTEXTS[context] === null || Object.hasOwn(BOXES, stages.recordOf(recordType));
    };

    /** @type {Landbridge.RulesModule['boxOf']} */
    const boxOf = ({ context, recordType }) => {
      const way = CONTEXTS[context];
      return way === null ? null : /** @type {Landbridge.Box} */ (way + BOXES[stages.recordOf(recordType)]);
    };

    /**
     * @param {Landbridge.Save} save
     * @param {Landbridge.Settings} settings
     */
    const hasItsBox = (save, settings) => {
      const box = boxOf(save);
      return box === null || settings.isTicked(box);
    };

    /**
     * Settings of the time of SuiteSignOn name no account.
     *
     * @param {Landbridge.Save} save
     * @param {Landbridge.Settings} settings
     */
    const areOfThisAccount = (save, settings) =>
      settings.suiteSignOn !== '' || normalised(save.account) === normalised(settings.account);

    /**
     * @param {Landbridge.Save} save
     * @param {Landbridge.Settings} settings
     * @returns {Landbridge.RecordTypeSettings} what the service keeps of the save's type
     */
    const ofType = ({ recordType }, { recordTypes }) => recordTypes[stages.recordOf(recordType)] ?? {};

    /**
     * Each with what keeps a save back that does not pass. A sandbox that was refreshed from production carries production's
     * settings, which name another account, and must stay silent.
     *
     * @type {[string, (save: Landbridge.Save, settings: Landbridge.Settings) => boolean][]}
     */
    const RULES = [
      ['real time is switched off', (_, settings) => settings.realTime],
      ['the settings are for another account', areOfThisAccount],
      ['the box for saves from outside is not ticked', hasItsBox],
      ['it says when the record was imported last', (save) => !stamp.isWritten(save)],
      ['leads or prospects are not integrated', (save, settings) => stages.isWanted(save.recordType, settings)],
      [
        'the record is not marked for export',
        (save, settings) => ofType(save, settings).unflagged === true || exportFlags.isOrWasMarked(save),
      ],
      [
        'no monitored field has changed',
        (save, settings) => monitoredFields.haveChanged(save, ofType(save, settings).monitored),
      ],
    ];

    /** @type {Landbridge.RulesModule['whyNot']} */
    const whyNot = (save, settings) => RULES.find(([, passes]) => !passes(save, settings))?.[0] ?? null;

    return { mayBeSent, boxOf, whyNot };
  },
);
