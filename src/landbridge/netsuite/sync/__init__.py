"""The same verbs for callers without an event loop: threads, Django, scripts."""

from landbridge.netsuite.sync.certificates import SyncOAuth2Certificates
from landbridge.netsuite.sync.client import SyncClient
from landbridge.netsuite.sync.once import SyncOnce
from landbridge.netsuite.sync.reader import SyncRecordReader
from landbridge.netsuite.sync.rest import SyncRest
from landbridge.netsuite.sync.restlets import SyncRestlets
from landbridge.netsuite.sync.soap import SyncSoap
from landbridge.netsuite.sync.suiteql import SyncSuiteQL
from landbridge.netsuite.sync.suiteql_reader import SyncSuiteQLReader

__all__ = [
    "SyncClient",
    "SyncOAuth2Certificates",
    "SyncOnce",
    "SyncRecordReader",
    "SyncRest",
    "SyncRestlets",
    "SyncSoap",
    "SyncSuiteQL",
    "SyncSuiteQLReader",
]
