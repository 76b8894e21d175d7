/**
 * What the role that calls the RESTlets needs for what they do, each at its level. RESTlets run in the caller's role.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['N/runtime'],
  /**
   * @param {typeof import('N/runtime')} runtime
   * @returns {Landbridge.PermissionsModule}
   */
  (runtime) => {
    /** @type {Readonly<Record<string, Landbridge.Level>>} */
    const CERTIFICATES = Object.freeze({
      ADMI_CERTIFICATES: 'FULL', // makes and replaces the certificate
      LIST_CERTIFICATES: 'FULL', // finds and loads it, and signs with it
      LIST_FILECABINET: 'FULL', // holds the key file while it is read, and tells the versions of the bundles
    });

    /** @type {Readonly<Record<string, Landbridge.Level>>} */
    const SETUP = Object.freeze({
      ...CERTIFICATES,
      ADMI_CUSTOMSCRIPT: 'VIEW', // lists the deployments of user event scripts
      LIST_FIND: 'VIEW', // finds the settings record
    });

    /** @type {Landbridge.PermissionsModule['lacking']} */
    const lacking = (needed) => {
      const user = runtime.getCurrentUser();
      return Object.entries(needed)
        .filter(([name, level]) => Number(user.getPermission({ name })) < Number(runtime.Permission[level]))
        .map(([name]) => name);
    };

    return { CERTIFICATES, SETUP, lacking };
  },
);
