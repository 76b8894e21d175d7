/* N/suiteAppInfo: which bundles are installed and which scripts they brought. A local account has no SuiteApps, only projects. */

builtin('N/suiteAppInfo', () => {
  const scriptIds = (caller, options) => [].concat(requireArguments(caller, options, ['scriptIds']).scriptIds).map(String);
  return {
    isBundleInstalled: withPromise((options) => {
      const { bundleId } = requireArguments('isBundleInstalled', options, ['bundleId']);
      return callHost('bundles.isInstalled', { bundle: String(bundleId) });
    }),
    listInstalledBundles: withPromise(() =>
      callHost('bundles.installed').map((bundle) => ({
        ...bundle, dateInstalled: new Date(bundle.dateInstalled), dateLastUpdated: new Date(bundle.dateLastUpdated),
      }))),
    listBundlesContainingScripts: withPromise((options) =>
      callHost('bundles.ofScripts', { scripts: scriptIds('listBundlesContainingScripts', options) })),
    isSuiteAppInstalled: withPromise((options) => {
      requireArguments('isSuiteAppInstalled', options, ['suiteAppId']);
      callHost('bundles.charge', { units: 5 });
      return false;
    }),
    listInstalledSuiteApps: withPromise(() => callHost('bundles.charge', { units: 10 }) || []),
    listSuiteAppsContainingScripts: withPromise((options) => {
      const scripts = scriptIds('listSuiteAppsContainingScripts', options);
      callHost('bundles.charge', { units: 10 });
      return Object.fromEntries(scripts.map((script) => [script, null]));
    }),
  };
});
