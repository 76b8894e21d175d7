"""The queue, the schedule, the runs and their log."""
