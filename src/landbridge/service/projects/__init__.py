"""The built-in SuiteProjects Pro account: records, users with roles, audit trail."""
