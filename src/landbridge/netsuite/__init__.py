"""Reach one NetSuite account over SOAP, REST, SuiteQL and RESTlets: signed, within its limits, with one tree of errors. A library that stands
alone; :class:`Client` and :class:`SyncClient` are where to begin.
"""

from landbridge.netsuite.account import AccountId, AccountType, InvalidAccountId
from landbridge.netsuite.attemptlog import logged
from landbridge.netsuite.budget import Budget, LocalBudget, Slot
from landbridge.netsuite.check import CheckLine, CheckState, RestletAddress, check_connection
from landbridge.netsuite.choosing import Chosen, CredentialParts, CredentialSet, CredentialsRefused, choose
from landbridge.netsuite.client import Client
from landbridge.netsuite.clock import ClockReading
from landbridge.netsuite.comparing import COMPARABLE_TYPES, Comparer, Difference, DifferenceKind
from landbridge.netsuite.credentials import (
    InvalidCredential,
    OAuth2Credentials,
    TokenCredentials,
    UserCredentials,
)
from landbridge.netsuite.endpoints import Endpoint, InvalidUrl
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
    RecordTypeUnknown,
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
from landbridge.netsuite.limits import account_limit
from landbridge.netsuite.lookups import CurrencyRate, Customization, DeletedRecord
from landbridge.netsuite.oauth2.certificates import Certificate
from landbridge.netsuite.oauth2.keypairs import KeyKind, KeyPair, make_key_pair
from landbridge.netsuite.oauth2.rotation import NewCertificate, NotKept, OAuth2Certificates
from landbridge.netsuite.options import ClientOptions, Surroundings, Timeouts
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.proxies import Proxy
from landbridge.netsuite.ranges import IdRange
from landbridge.netsuite.reading import RecordReader
from landbridge.netsuite.records import (
    Column,
    Criterion,
    DataCenterUrls,
    Outcome,
    Record,
    RecordId,
    RecordToWrite,
    Ref,
    SearchPage,
    SearchRow,
    SublistLines,
    Value,
    Writable,
)
from landbridge.netsuite.removals import Level, Notice, notices
from landbridge.netsuite.rest.collections import CollectionPage
from landbridge.netsuite.rest.metadata import FieldMetadata, PartMetadata, RecordMetadata
from landbridge.netsuite.restlets import RestletText
from landbridge.netsuite.retries import RetryPolicy
from landbridge.netsuite.soap.envelope import Preferences
from landbridge.netsuite.suiteql.plans import MissingColumn
from landbridge.netsuite.suiteql.records import SuiteQLReader
from landbridge.netsuite.support import Release, Standing, Support, support_of, support_on
from landbridge.netsuite.sync import SyncClient
from landbridge.netsuite.transport import HttpReply, HttpRequest, Transport
from landbridge.netsuite.versions import Version
from landbridge.recordtypes import Search

__all__ = [
    "COMPARABLE_TYPES",
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
    "IdRange",
    "IntegrationLimits",
    "InvalidAccountId",
    "InvalidCredential",
    "InvalidUrl",
    "KeyKind",
    "KeyPair",
    "Level",
    "LimitType",
    "LocalBudget",
    "MalformedReply",
    "MissingColumn",
    "NetSuiteError",
    "NewCertificate",
    "NotKept",
    "Notice",
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
    "RecordId",
    "RecordMetadata",
    "RecordMissing",
    "RecordReader",
    "RecordToWrite",
    "RecordTypeUnknown",
    "Ref",
    "Release",
    "ReplyTooLarge",
    "ReportBug",
    "RestletAddress",
    "RestletText",
    "Retry",
    "RetryPolicy",
    "RotationStopped",
    "ScriptError",
    "ScriptFailedAfterSave",
    "Search",
    "SearchLapsed",
    "SearchPage",
    "SearchRow",
    "SignInAgain",
    "Slot",
    "Standing",
    "SublistLines",
    "SuiteQLReader",
    "Support",
    "Surroundings",
    "SyncClient",
    "Timeouts",
    "TokenCredentials",
    "Transport",
    "UserCredentials",
    "Value",
    "Version",
    "Wait",
    "Writable",
    "account_limit",
    "check_connection",
    "choose",
    "logged",
    "make_key_pair",
    "notices",
    "support_of",
    "support_on",
]
