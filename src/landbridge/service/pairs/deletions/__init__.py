"""What was deleted in NetSuite: found by a sweep, marked or made inactive by policy."""
