"""Concurrency governance: one pool of requests for SOAP and RESTlets."""
