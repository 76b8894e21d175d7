/**
 * Which saves are sent. Only a person's own save counts: the same change by CSV import, script or workflow arrives
 * with the next scheduled, manual or catch-up run instead.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  [],
  /** @returns {Landbridge.RulesModule} */
  () => {
    const EVENTS = ['create', 'edit', 'xedit'];
    const CONTEXT = 'USERINTERFACE';

    /**
     * `1234567-sb1` in a host name is `1234567_SB1` in `runtime.accountId`.
     *
     * @param {string} account
     */
    const normalised = (account) => account.toUpperCase().replace(/-/g, '_');

    /** Decides without reading anything, so that other saves cost no units. @type {Landbridge.RulesModule['isUserSave']} */
    const isUserSave = (event, context) => EVENTS.includes(event) && context === CONTEXT;

    /**
     * False when real time is off, when leads or prospects are not wanted, or when the settings name another account:
     * a sandbox that was refreshed from production carries production's settings and must stay silent.
     *
     * @type {Landbridge.RulesModule['isWanted']}
     */
    const isWanted = (settings, recordType, accountId) => {
      if (!settings || !settings.realTime) return false;
      if (normalised(settings.account) !== normalised(accountId)) return false;
      if (recordType === 'lead') return settings.includeLeads;
      if (recordType === 'prospect') return settings.includeProspects;
      return true;
    };

    return { isUserSave, isWanted };
  },
);
