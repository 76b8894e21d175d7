"""Asking for runs: by a person, by a schedule, for a group, for one record, by polling."""
