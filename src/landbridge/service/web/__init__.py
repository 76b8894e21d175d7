"""The shared page frame and its static files."""
