"""What one NetSuite record would become by a mapping as it is edited. Writes nothing."""
