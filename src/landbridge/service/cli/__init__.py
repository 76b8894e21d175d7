"""The service's commands. Each calls the operation that the pages call too."""
