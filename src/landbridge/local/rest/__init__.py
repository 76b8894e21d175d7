"""SuiteTalk REST web services: records, metadata catalogue, and the gate of every REST service."""
