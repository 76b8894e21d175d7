"""A NetSuite account that runs on your machine."""
