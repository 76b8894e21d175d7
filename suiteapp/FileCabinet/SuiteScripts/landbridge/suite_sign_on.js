/**
 * The way of accounts that have not been upgraded: a token of SuiteSignOn instead of a signed notice. It is used where the
 * settings record names a SuiteSignOn record and no service. NetSuite 2025.1 has ended it.
 *
 * N/sso is loaded only here, when it is needed: the trigger must load in accounts that no longer have the module of an ended
 * feature. That the callback of `require` runs at once in server scripts is assumed, as public scripts use it.
 *
 * Who takes the call is what the SuiteSignOn record names; the Landbridge service cannot verify such tokens and takes none.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['N/https', 'N/log'],
  /**
   * @param {typeof import('N/https')} https
   * @param {typeof import('N/log')} log
   * @returns {Landbridge.SuiteSignOnModule}
   */
  (https, log) => {
    const UPGRADE =
      'SuiteSignOn has ended with NetSuite 2025.1. To go on with certificates: (1) update bundle 369637 to 4.0 or later, then ' +
      'bundle 369630 to 3.0 or later; (2) undeploy "SuiteProjects Pro: Send to SPP" and deploy "SuiteProjects Pro: Send to SPP ' +
      '2.0" for each record type; (3) enter the Landbridge URL in the integration settings; (4) generate the real-time ' +
      'certificate in the service and switch real time on there.';
    const ANSWERED = 200;

    /** @param {string} id of the SuiteSignOn record @returns {string} the address with its token */
    const addressed = (id) => {
      let address = '';
      try {
        require(['N/sso'], (/** @type {typeof import('N/sso')} */ sso) => {
          address = sso.generateSuiteSignOnToken({ suiteSignOnId: id });
        });
      } catch (error) {
        throw new Error(`${/** @type {Error} */ (error).message} ${UPGRADE}`);
      }
      return address;
    };

    /** @type {Landbridge.SuiteSignOnModule['call']} */
    const call = (id) => {
      const { code } = https.get({ url: addressed(id) });
      if (code !== ANSWERED) throw new Error(`HTTP ${code} by SuiteSignOn. ${UPGRADE}`);
      log.audit({ title: 'Announced by SuiteSignOn', details: UPGRADE });
    };

    return { call };
  },
);
