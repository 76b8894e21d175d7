"""Trouble on the way to the account, made on purpose: what a client meets on a bad day, as often as a test wants it."""
