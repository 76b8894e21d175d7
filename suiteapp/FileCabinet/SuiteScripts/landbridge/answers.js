/**
 * What came of a save, kept for the person who saved until the record is viewed next.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['./store'],
  /**
   * @param {Landbridge.StoreModule} store
   * @returns {Landbridge.AnswersModule}
   */
  (store) => {
    const KEPT_S = 600;
    const CUSTOMER_STAGES = ['customer', 'lead', 'prospect'];

    /**
     * Lead, prospect and customer are one record: a save may change the stage, and with it the record type.
     *
     * @param {string} recordType
     * @param {string} internalId
     * @param {string} user
     */
    const key = (recordType, internalId, user) =>
      ['answer', CUSTOMER_STAGES.includes(recordType) ? 'customer' : recordType, internalId, user].join(':');

    /** @type {Landbridge.AnswersModule['keep']} */
    const keep = (save, answer) =>
      store.put(key(save.recordType, save.internalId, save.user), JSON.stringify(answer), KEPT_S);

    /** @type {Landbridge.AnswersModule['take']} */
    const take = (recordType, internalId, user) => {
      const name = key(recordType, internalId, user);
      const kept = store.get(name);
      if (kept === null) return null;
      store.remove(name);
      return JSON.parse(kept);
    };

    return { keep, take };
  },
);
