"""Pairs of NetSuite and SuiteProjects Pro records that a person must look at: doubtful ones, merged ones, deleted ones."""
