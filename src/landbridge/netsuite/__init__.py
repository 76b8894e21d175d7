"""Reach one NetSuite account: SOAP, RESTlets, signatures, limits, one tree of errors. A library that stands alone."""

from landbridge.netsuite.account import AccountId, AccountType
from landbridge.netsuite.attemptlog import logged
from landbridge.netsuite.budget import Budget, LocalBudget
from landbridge.netsuite.check import CheckLine, CheckState, RestletAddress, check_connection
from landbridge.netsuite.choosing import (
    Chosen,
    CredentialParts,
    CredentialSet,
    CredentialsRefused,
    choose,
)
from landbridge.netsuite.client import Client
from landbridge.netsuite.clock import ClockReading
from landbridge.netsuite.comparing import Comparer, Difference, DifferenceKind
from landbridge.netsuite.credentials import OAuth2Credentials, TokenCredentials, UserCredentials
from landbridge.netsuite.endpoints import Endpoint
from landbridge.netsuite.errors import (
    AccountUnknown,
    ClockSkew,
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
from landbridge.netsuite.governance import GovernanceLimits, IntegrationLimits, LimitType
from landbridge.netsuite.lookups import CurrencyRate, Customization, DeletedRecord
from landbridge.netsuite.oauth2.certificates import Certificate
from landbridge.netsuite.oauth2.keypairs import KeyKind
from landbridge.netsuite.oauth2.rotation import NewCertificate, OAuth2Certificates
from landbridge.netsuite.options import ClientOptions, Surroundings, Timeouts
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.proxies import Proxy
from landbridge.netsuite.records import (
    Column,
    Criterion,
    DataCenterUrls,
    Outcome,
    Record,
    RecordToWrite,
    Ref,
    SearchPage,
    SearchRow,
    SublistLines,
)
from landbridge.netsuite.rest.collections import CollectionPage
from landbridge.netsuite.rest.metadata import FieldMetadata, PartMetadata, RecordMetadata
from landbridge.netsuite.restlets import RestletText
from landbridge.netsuite.retries import RetryPolicy
from landbridge.netsuite.soap.envelope import Preferences
from landbridge.netsuite.sync import SyncClient
from landbridge.netsuite.transport import HttpReply, HttpRequest, Transport
from landbridge.netsuite.versions import Version

__all__ = [
    "AccountId",
    "AccountType",
    "AccountUnknown",
    "Budget",
    "Certificate",
    "CheckLine",
    "CheckState",
    "Chosen",
    "Client",
    "ClientOptions",
    "ClockReading",
    "ClockSkew",
    "CollectionPage",
    "Column",
    "Comparer",
    "ConnectionNotMade",
    "CredentialParts",
    "CredentialSet",
    "CredentialsRefused",
    "Criterion",
    "CurrencyRate",
    "Customization",
    "DataCenterUrls",
    "DeletedRecord",
    "Difference",
    "DifferenceKind",
    "Endpoint",
    "FieldMetadata",
    "FixRecord",
    "FixRequest",
    "FixSetup",
    "GovernanceLimits",
    "HttpReply",
    "HttpRequest",
    "IntegrationLimits",
    "KeyKind",
    "LimitType",
    "LocalBudget",
    "MalformedReply",
    "NetSuiteError",
    "NewCertificate",
    "OAuth2Certificates",
    "OAuth2Credentials",
    "Outcome",
    "OutcomeUnknown",
    "PartMetadata",
    "PermissionMissing",
    "Preferences",
    "Protocol",
    "Proxy",
    "QueryRefused",
    "Record",
    "RecordMetadata",
    "RecordMissing",
    "RecordToWrite",
    "Ref",
    "ReplyTooLarge",
    "ReportBug",
    "RestletAddress",
    "RestletText",
    "Retry",
    "RetryPolicy",
    "RotationStopped",
    "ScriptError",
    "ScriptFailedAfterSave",
    "SearchLapsed",
    "SearchPage",
    "SearchRow",
    "SignInAgain",
    "SublistLines",
    "Surroundings",
    "SyncClient",
    "Timeouts",
    "TokenCredentials",
    "Transport",
    "UserCredentials",
    "Version",
    "Wait",
    "check_connection",
    "choose",
    "logged",
]
