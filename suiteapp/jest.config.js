const SuiteCloud = require('@oracle/suitecloud-unit-testing/jest-configuration/SuiteCloudJestConfiguration');

module.exports = {
  ...SuiteCloud.build({
    projectFolder: '.',
    projectType: SuiteCloud.ProjectType.ACP,
    // Oracle's stubs lack this module.
    customStubs: [{ module: 'N/crypto/random', path: '<rootDir>/tests/stubs/random.js' }],
  }),
  testMatch: ['<rootDir>/tests/*.test.js'],
  resetMocks: true,
};
