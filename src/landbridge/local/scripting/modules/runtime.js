/* N/runtime: who runs what, where, and what is left of the governance units. Members that change are read when asked for. */

const CONTEXT_TYPE = Object.freeze({
  ...enumerationOf(
    `ACTION ADVANCEDREVREC BANKCONNECTIVITY BANKSTATEMENTPARSER CLIENT CONSOLRATEADJUSTOR CUSTOMGLLINES DATASETBUILDER DEBUGGER
     FICONNECTIVITY FIPARSER NONE OCRPLUGIN PAYMENTGATEWAY PAYMENTPOSTBACK PLATFORMEXTENSION PORTLET PROMOTIONS RECORDACTION
     RESTLET SCHEDULED SUITELET USEREVENT WEBAPPLICATION WEBSERVICES WEBSTORE WORKBOOKBUILDER WORKFLOW`),
  ...enumerationOf(
    `BUNDLE_INSTALLATION CSV_IMPORT CUSTOM_MASSUPDATE EMAIL_CAPTURE MAP_REDUCE REST_WEBSERVICES SDF_INSTALLATION
     SHIPPING_PARTNERS TAX_CALCULATION USER_INTERFACE`,
    (key) => key.replaceAll('_', ''),
  ),
});

builtin('N/runtime', () => {
  const facts = callHost('runtime.facts');
  const user = () => ({
    ...facts.user,
    getPermission(...given) {
      const { name } = requireArguments('getPermission', optionsOf(given, ['name']), ['name']);
      return callHost('runtime.permission', { name });
    },
    getPreference(...given) {
      const { name } = requireArguments('getPreference', optionsOf(given, ['name']), ['name']);
      return callHost('runtime.preference', { name });
    },
  });
  const script = () => ({
    ...facts.script,
    getParameter(...given) {
      const { name } = requireArguments('getParameter', optionsOf(given, ['name']), ['name']);
      return callHost('runtime.parameter', { name: String(name) });
    },
    getRemainingUsage: () => callHost('runtime.remainingUsage'),
    percentComplete: 0,
  });
  const session = () => ({
    get(...given) {
      const { name } = requireArguments('get', optionsOf(given, ['name']), ['name']);
      return callHost('runtime.sessionGet', { name: String(name) });
    },
    set(...given) {
      const options = requireArguments('set', optionsOf(given, ['name', 'value']), ['name', 'value']);
      callHost('runtime.sessionSet', { name: String(options.name), value: String(options.value) });
    },
  });
  return {
    accountId: facts.accountId,
    envType: facts.envType,
    executionContext: facts.executionContext,
    version: facts.version,
    processorCount: 1,
    queueCount: 1,
    country: 'US',
    getCurrentUser: user,
    getCurrentScript: script,
    getCurrentSession: session,
    isFeatureInEffect(...given) {
      const { feature } = requireArguments('isFeatureInEffect', optionsOf(given, ['feature']), ['feature']);
      return callHost('runtime.feature', { feature: String(feature) });
    },
    ContextType: CONTEXT_TYPE,
    EnvType: enumerationOf('SANDBOX PRODUCTION BETA INTERNAL'),
    Permission: enumeration({ FULL: 4, EDIT: 3, CREATE: 2, VIEW: 1, NONE: 0 }),
  };
});
