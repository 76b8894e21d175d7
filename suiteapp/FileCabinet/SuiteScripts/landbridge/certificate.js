/**
 * The certificate that notices are signed with, as NetSuite's list of certificates has it.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define(
  ['N/certificateControl', './ids'],
  /**
   * @param {typeof import('N/certificateControl')} certificateControl
   * @param {Landbridge.IdsModule} ids
   * @returns {Landbridge.CertificateModule}
   */
  (certificateControl, { CERTIFICATE }) => {
    /** Finds it (10 units). @type {Landbridge.CertificateModule['find']} */
    const find = () => {
      const listed = /** @type {{ id: string, name: string }[]} */ (
        /** @type {unknown} */ (certificateControl.findCertificates({}))
      );
      const found = listed.find(({ id }) => id === CERTIFICATE);
      return found ? { scriptId: found.id, name: found.name } : null;
    };

    return { find };
  },
);
