/**
 * After one failed call the next saves skip it for 300 seconds, so that a service that hangs costs one slow save and
 * not every save. What is skipped arrives with the service's next catch-up.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['./store'],
  /**
   * @param {Landbridge.StoreModule} store
   * @returns {Landbridge.CircuitModule}
   */
  (store) => {
    const KEY = 'circuit';
    const OPEN_S = 300;

    /** @param {Landbridge.Settings} settings a corrected address closes the circuit at once */
    const target = (settings) => `${settings.serviceUrl} ${settings.databaseId}`;

    /** @type {Landbridge.CircuitModule['isOpen']} */
    const isOpen = (settings) => store.get(KEY) === target(settings);

    /** @type {Landbridge.CircuitModule['open']} */
    const open = (settings) => store.put(KEY, target(settings), OPEN_S);

    const close = () => store.remove(KEY);

    return { isOpen, open, close };
  },
);
