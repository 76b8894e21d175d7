"""Reach one NetSuite account: SOAP, RESTlets, signatures, limits, one tree of errors. A library that stands alone."""

from landbridge.netsuite.account import AccountId
from landbridge.netsuite.budget import Budget, LocalBudget
from landbridge.netsuite.check import CheckLine, CheckState, RestletAddress, check_connection
from landbridge.netsuite.client import Client
from landbridge.netsuite.clock import ClockReading
from landbridge.netsuite.credentials import OAuth2Credentials, TokenCredentials, UserCredentials
from landbridge.netsuite.errors import (
    ConnectionNotMade,
    FixRecord,
    FixRequest,
    FixSetup,
    MalformedReply,
    NetSuiteError,
    OutcomeUnknown,
    PermissionMissing,
    QueryRefused,
    RecordMissing,
    ReplyTooLarge,
    ReportBug,
    Retry,
    RotationStopped,
    ScriptError,
    ScriptFailedAfterSave,
    SearchLapsed,
    SignInAgain,
    Wait,
)
from landbridge.netsuite.options import ClientOptions, Surroundings, Timeouts
from landbridge.netsuite.records import Criterion, DataCenterUrls, Outcome, Record, Ref, SearchPage
from landbridge.netsuite.retries import RetryPolicy
from landbridge.netsuite.sync import SyncClient

__all__ = [
    "AccountId",
    "Budget",
    "CheckLine",
    "CheckState",
    "Client",
    "ClientOptions",
    "ClockReading",
    "ConnectionNotMade",
    "Criterion",
    "DataCenterUrls",
    "FixRecord",
    "FixRequest",
    "FixSetup",
    "LocalBudget",
    "MalformedReply",
    "NetSuiteError",
    "OAuth2Credentials",
    "Outcome",
    "OutcomeUnknown",
    "PermissionMissing",
    "QueryRefused",
    "Record",
    "RecordMissing",
    "Ref",
    "ReplyTooLarge",
    "ReportBug",
    "RestletAddress",
    "Retry",
    "RetryPolicy",
    "RotationStopped",
    "ScriptError",
    "ScriptFailedAfterSave",
    "SearchLapsed",
    "SearchPage",
    "SignInAgain",
    "Surroundings",
    "SyncClient",
    "Timeouts",
    "TokenCredentials",
    "UserCredentials",
    "Wait",
    "check_connection",
]
