"""The pairs of one NetSuite account and one SuiteProjects Pro account, and how to reach both."""
