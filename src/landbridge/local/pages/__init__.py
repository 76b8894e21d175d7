"""The pages of the local account, where a person signs in, works with records and sees how the account is set up."""

from landbridge.local.pages.routing import routes

__all__ = ["routes"]
