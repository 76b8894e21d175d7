/**
 * Notices signed with a certificate come with version 3.0 of the real-time add-on.
 *
 * @NApiVersion 2.1
 * @NModuleScope SameAccount
 */
define([], () => ({
  claims: () => ({}),
  sign: () => {
    throw new Error('This version signs on by SuiteSignOn only. Update bundle 369630 to version 3.0 or later.');
  },
}));
