/**
 * Tells saves in bulk from single ones. NetSuite has no property that does, so the saves of one user, in one context, of one
 * record are counted: after five within a minute the next is part of a bulk. It arrives with the service's catch-up.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['./stages', './store'],
  /**
   * @param {Landbridge.StagesModule} stages
   * @param {Landbridge.StoreModule} store
   * @returns {Landbridge.BulkModule}
   */
  (stages, store) => {
    const SINGLE_SAVES = 5;
    const WITHIN_MS = 60 * 1000;
    const KEPT_S = 300; // the shortest time that N/cache keeps anything

    /** @param {Landbridge.Save} save */
    const key = (save) => ['saves', save.user, save.context, stages.recordOf(save.recordType)].join(':');

    /**
     * Counts the save (2 units). Requests at the very same time may count as one: the cache has no transaction.
     *
     * @type {Landbridge.BulkModule['isPart']}
     */
    const isPart = (save, now) => {
      /** @type {number[]} */
      const earlier = JSON.parse(store.get(key(save)) ?? '[]');
      store.put(key(save), JSON.stringify([...earlier, now.getTime()].slice(-SINGLE_SAVES)), KEPT_S);
      return earlier.filter((saved) => now.getTime() - saved < WITHIN_MS).length >= SINGLE_SAVES;
    };

    return { isPart };
  },
);
