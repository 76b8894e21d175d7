"""The Python side of the `N/` modules: one file a subject, each with its table of host calls."""
