"""SuiteFlow: small workflows, just deep enough that a workflow saves records in its own context."""
