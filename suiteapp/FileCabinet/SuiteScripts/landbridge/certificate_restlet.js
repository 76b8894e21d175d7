/**
 * The certificate RESTlet: GET answers the SuiteApp's version and what the role lacks, POST replaces the real-time certificate.
 *
 * Certificates are no records that SOAP or REST could write, so the service brings a new one here. NetSuite takes
 * certificates from the File Cabinet only; the file lies in a private folder and both are gone when the call ends.
 * RESTlets run in the caller's role, which needs Certificate Management, Certificate Access and Documents and Files.
 *
 * @NApiVersion 2.1
 * @NScriptType Restlet
 * @NModuleScope SameAccount
 */
define(
  [
    'N/certificateControl',
    'N/crypto/random',
    'N/file',
    'N/log',
    'N/record',
    'N/runtime',
    './certificate',
    './circuit',
    './ids',
    './permissions',
    './restlet_answer',
    './version',
  ],
  /**
   * @param {typeof import('N/certificateControl')} certificateControl
   * @param {typeof import('N/crypto/random')} random
   * @param {typeof import('N/file')} file
   * @param {typeof import('N/log')} log
   * @param {typeof import('N/record')} record
   * @param {typeof import('N/runtime')} runtime
   * @param {Landbridge.CertificateModule} certificate
   * @param {Landbridge.CircuitModule} circuit
   * @param {Landbridge.IdsModule} ids
   * @param {Landbridge.PermissionsModule} permissions
   * @param {Landbridge.RestletAnswerModule} restletAnswer
   * @param {Landbridge.VersionModule} version
   */
  (
    certificateControl,
    random,
    file,
    log,
    record,
    runtime,
    certificate,
    circuit,
    ids,
    permissions,
    { InvalidRequest, answer },
    { VERSION, PROTOCOL },
  ) => {
    const SCRIPT_ID = ids.CERTIFICATE;
    const SCRIPT_ID_SUFFIX = SCRIPT_ID.replace('custcertificate', ''); // NetSuite puts it before
    const DEFAULT_NAME = 'SuiteProjects Pro real-time import';
    const BASE_64 = /^[A-Za-z0-9+/]+={0,2}$/;
    const LARGEST_FILE = 64 * 1024; // base64 characters; a PKCS#12 with one RSA-4096 key has about 6,000

    /**
     * @param {Partial<Landbridge.CertificateUpload>} body
     * @returns {Landbridge.CertificateUpload}
     */
    const validated = (body) => {
      const { name = DEFAULT_NAME, file: content, password } = body || {};
      if (typeof name !== 'string' || !name) throw new InvalidRequest('name must be a text');
      if (typeof password !== 'string') throw new InvalidRequest('password must be a text');
      if (typeof content !== 'string' || !BASE_64.test(content) || content.length > LARGEST_FILE) {
        throw new InvalidRequest('file must be a PKCS#12 file in base64, of 64 KiB at most');
      }
      return { name, file: content, password };
    };

    /** @returns {number} internal id of a new folder that only its owner sees */
    const createPrivateFolder = () => {
      const folder = record.create({ type: record.Type.FOLDER });
      folder.setValue({ fieldId: 'name', value: `landbridge-${random.generateUUID()}` });
      folder.setValue({ fieldId: 'isprivate', value: true });
      return folder.save();
    };

    /**
     * @param {Landbridge.CertificateUpload} upload
     * @param {number} fileId
     * @returns {boolean} whether the certificate is new
     */
    const saveCertificate = ({ name, password }, fileId) => {
      const keyFile = file.load({ id: fileId });
      if (certificate.find()) {
        const existing = certificateControl.loadCertificate({ scriptId: SCRIPT_ID });
        existing.name = name;
        existing.file = keyFile;
        existing.password = password;
        existing.save();
        return false;
      }
      certificateControl
        .createCertificate({ scriptId: SCRIPT_ID_SUFFIX, name, file: keyFile, password })
        .save();
      return true;
    };

    /**
     * Does what follows a new certificate. NetSuite signs with it by then, so a failure here is told beside the outcome.
     *
     * @param {string[]} told where a failure is told
     * @param {string} what
     * @param {() => void} action
     */
    const attempt = (told, what, action) => {
      try {
        action();
      } catch (error) {
        const { name = 'UNEXPECTED_ERROR', message = '' } = /** @type {Error} */ (error);
        told.push(`${what}: ${name}: ${message}`);
      }
    };

    /** @param {Landbridge.CertificateUpload} upload @param {string[]} left @returns {boolean} whether the certificate is new */
    const replace = (upload, left) => {
      const folderId = createPrivateFolder();
      try {
        const fileId = file
          .create({
            name: `${SCRIPT_ID}.p12`,
            fileType: file.Type.CERTIFICATE,
            contents: upload.file,
            folder: folderId,
          })
          .save();
        try {
          return saveCertificate(upload, fileId);
        } finally {
          attempt(left, `The key file ${fileId} in the folder ${folderId} was not deleted`, () => file.delete({ id: fileId }));
        }
      } finally {
        attempt(left, `The folder ${folderId} was not deleted`, () => {
          record.delete({ type: record.Type.FOLDER, id: folderId });
        });
      }
    };

    const get = () => ({
      version: VERSION,
      protocol: PROTOCOL,
      account: runtime.accountId,
      lacking: permissions.lacking(permissions.CERTIFICATES),
      ...answer('Certificate not read', () => ({ certificate: certificate.find() })),
    });

    /** @param {Partial<Landbridge.CertificateUpload>} body */
    const post = (body) => {
      const left = /** @type {string[]} */ ([]);
      const failed = /** @type {string[]} */ ([]);
      const outcome = answer('Certificate not replaced', () => {
        const created = replace(validated(body), left);
        attempt(failed, 'Saves may be skipped for five minutes more', circuit.close); // a bad certificate may have opened it
        attempt(failed, 'The change was not logged', () => log.audit({ title: 'Certificate replaced', details: SCRIPT_ID }));
        return { status: 'ok', version: VERSION, protocol: PROTOCOL, certificate: SCRIPT_ID, created };
      });
      return { ...outcome, ...(left.length && { left }), ...(failed.length && { failed }) };
    };

    return { get, post };
  },
);
