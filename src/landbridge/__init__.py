"""Landbridge: the open integration of NetSuite with SuiteProjects Pro."""

__version__ = "0.1.0"
