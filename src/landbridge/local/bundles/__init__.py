"""Bundles (SuiteBundler): what is offered, what is installed, and what an installation or an update changes in the account."""
