"""Concurrency governance: one pool of requests for SOAP, REST and RESTlets."""
