/**
 * What came of a save, kept for the person who saved until the record is viewed next.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['./stages', './store'],
  /**
   * @param {Landbridge.StagesModule} stages
   * @param {Landbridge.StoreModule} store
   * @returns {Landbridge.AnswersModule}
   */
  (stages, store) => {
    const KEPT_S = 600;

    /**
     * A save may have changed the stage, and with it the record type.
     *
     * @param {string} recordType
     * @param {string} internalId
     * @param {string} user
     */
    const key = (recordType, internalId, user) =>
      ['answer', stages.recordOf(recordType), internalId, user].join(':');

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
