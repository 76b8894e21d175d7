"""The account's own certificate authority."""
