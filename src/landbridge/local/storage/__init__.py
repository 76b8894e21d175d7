"""Where the account keeps its data: SQLite, in memory or in a folder."""

from landbridge.local.storage.database import Database

__all__ = ["Database"]
