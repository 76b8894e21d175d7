"""What is installed in NetSuite: asked of the SuiteApp's setup RESTlet, compared with what real time needs."""
