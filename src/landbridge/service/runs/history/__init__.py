"""The run log: reading, searching, masking, causes and what to do, files, and how long it is kept."""
