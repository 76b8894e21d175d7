/* N/sso: SuiteSignOn, the outbound single sign-on that ended with NetSuite 2025.1. */

builtin('N/sso', () => ({
  generateSuiteSignOnToken: withPromise((...given) => {
    const { suiteSignOnId } = optionsOf(given, ['suiteSignOnId']);
    return callHost('sso.token', { id: suiteSignOnId === undefined ? '' : String(suiteSignOnId) });
  }),
}));
