"""SuiteTalk REST web services: records and the metadata catalogue."""
