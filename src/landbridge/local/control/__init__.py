"""The control plane: what a test may do that NetSuite would not let it."""
