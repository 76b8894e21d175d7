"""Real-time certificates: made here, kept by NetSuite, rotated with an overlap."""
