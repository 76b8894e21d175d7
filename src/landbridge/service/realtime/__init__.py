"""The intake of signed save notices, and the certificates."""
