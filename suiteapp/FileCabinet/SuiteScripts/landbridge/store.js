/**
 * The cache that the scripts of this SuiteApp share. Protected, not private: the script that shows an answer is not
 * the script that stored it.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['N/cache'],
  /**
   * @param {typeof import('N/cache')} cache
   * @returns {Landbridge.StoreModule}
   */
  (cache) => {
    const NAME = 'landbridge';

    const open = () => cache.getCache({ name: NAME, scope: cache.Scope.PROTECTED });

    /** @type {Landbridge.StoreModule['get']} */
    const get = (key) => open().get({ key }) || null;

    /** @type {Landbridge.StoreModule['put']} */
    const put = (key, value, seconds) => open().put({ key, value, ttl: seconds });

    /** @type {Landbridge.StoreModule['remove']} */
    const remove = (key) => open().remove({ key });

    return { get, put, remove };
  },
);
