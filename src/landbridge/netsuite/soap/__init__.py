"""The SOAP codec and service of one endpoint version."""
