"""The same verbs for callers without an event loop: threads, Django, scripts."""

from landbridge.netsuite.sync.client import SyncClient
from landbridge.netsuite.sync.restlets import SyncRestlets
from landbridge.netsuite.sync.soap import SyncSoap

__all__ = ["SyncClient", "SyncRestlets", "SyncSoap"]
