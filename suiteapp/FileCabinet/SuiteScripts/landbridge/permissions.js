/**
 * What the role of the integration needs, each at its level: for the RESTlets, which run in the caller's role, and for reading.
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
      LIST_CUSTRECORDENTRY: 'EDIT', // writes the settings record
      LIST_EMPLOYEE: 'VIEW', // employees, customers and projects are read in every set-up
      LIST_CUSTJOB: 'VIEW',
      LIST_JOB: 'VIEW',
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
