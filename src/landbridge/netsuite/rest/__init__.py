"""SuiteTalk REST web services: records, metadata, limits (help book_1559132836)."""
