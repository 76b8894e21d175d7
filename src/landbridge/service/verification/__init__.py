"""Comparing NetSuite with SuiteProjects Pro, record by record, without writing to either."""
