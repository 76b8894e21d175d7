/**
 * The setup RESTlet: GET answers what is installed and how it is set up, PUT writes the settings record.
 *
 * RESTlets run in the caller's role; `permissions.js` says what it needs.
 *
 * @NApiVersion 2.1
 * @NScriptType Restlet
 * @NModuleScope SameAccount
 */
define(
  [
    'N/file',
    'N/log',
    'N/runtime',
    'N/search',
    './certificate',
    './circuit',
    './deployments',
    './ids',
    './permissions',
    './restlet_answer',
    './settings_record',
    './version',
  ],
  /**
   * @param {typeof import('N/file')} file
   * @param {typeof import('N/log')} log
   * @param {typeof import('N/runtime')} runtime
   * @param {typeof import('N/search')} search
   * @param {Landbridge.CertificateModule} certificate
   * @param {Landbridge.CircuitModule} circuit
   * @param {Landbridge.DeploymentsModule} deployments
   * @param {Landbridge.IdsModule} ids
   * @param {Landbridge.PermissionsModule} permissions
   * @param {Landbridge.RestletAnswerModule} restletAnswer
   * @param {Landbridge.SettingsRecordModule} settingsRecord
   * @param {Landbridge.VersionModule} version
   */
  (
    file,
    log,
    runtime,
    search,
    certificate,
    circuit,
    deployments,
    { BUILD },
    permissions,
    { answer },
    settingsRecord,
    { VERSION, PROTOCOL },
  ) => {
    const INTEGRATION = '369637';
    const REAL_TIME = '369630';

    /**
     * The form beside the native connector is no bundle's, and lies in another folder than these files.
     *
     * @param {string} bundle
     * @returns {string} its version, empty where its part is not installed
     */
    const versionOf = (bundle) => {
      if (BUILD !== 'standalone') return '';
      try {
        const { version } = JSON.parse(file.load({ id: `SuiteScripts/landbridge/bundle_${bundle}.json` }).getContents());
        return String(version);
      } catch (error) {
        log.debug({ title: 'No version of a bundle', details: `${bundle}: ${error}` });
        return '';
      }
    };

    /** Its script id stands for the name where roles must not be read. @param {import('N/runtime').User} user */
    const roleName = (user) => {
      try {
        return String(search.lookupFields({ type: search.Type.ROLE, id: user.role, columns: ['name'] }).name || user.roleId);
      } catch (error) {
        log.debug({ title: 'Role not read', details: String(error) });
        return user.roleId;
      }
    };

    const role = () => {
      const user = runtime.getCurrentUser();
      const lacking = permissions.lacking(permissions.SETUP);
      return { id: String(user.role), scriptId: user.roleId, name: roleName(user), lacking };
    };

    const get = () =>
      answer('Setup not read', () => ({
        version: VERSION,
        protocol: PROTOCOL,
        build: BUILD,
        account: runtime.accountId,
        environment: String(runtime.envType),
        bundles: { integration: versionOf(INTEGRATION), realTime: versionOf(REAL_TIME) },
        role: role(),
        settings: settingsRecord.read(),
        deployments: deployments.list(),
        certificate: certificate.find(),
      }));

    /** @param {{ values?: unknown }} body */
    const put = (body) =>
      answer('Settings not written', () => {
        const changed = settingsRecord.write(body?.values);
        if (changed.length) {
          circuit.close(); // what was corrected may be why it was opened
          log.audit({ title: 'Settings written', details: changed.join(', ') });
        }
        return { status: 'ok', changed };
      });

    return { get, put };
  },
);
