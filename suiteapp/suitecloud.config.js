// For Oracle's SuiteCloud CLI: the SDF project is this folder.
module.exports = { defaultProjectFolder: '', commands: {} };
