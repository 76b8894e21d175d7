"""The health check: one line for each subject, red only where the cause is."""
