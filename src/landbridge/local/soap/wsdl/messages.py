"""``platform/messages.xsd`` and the operations of the WSDL: what is asked, what is answered, with which headers and faults.

Shapes from the fact sheet, 1.4, 1.5 and 1.9 (schema); those of the retired session operations are 2017_2's.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from landbridge.local.releases import has_sessions, takes_passwords
from landbridge.local.soap.operations import OPERATIONS
from landbridge.local.soap.wsdl.shapes import (
    ComplexType,
    Contents,
    Element,
    global_one,
    many,
    maybe,
    one,
    shape,
    some,
)

WRITE, SEARCH = "preferences", "searchPreferences"
ANONYMOUS = "getDataCenterUrls"

_ORDINARY = (
    "InsufficientPermissionFault", "InvalidSessionFault", "InvalidCredentialsFault", "ExceededConcurrentRequestLimitFault",
    "ExceededRequestLimitFault", "ExceededUsageLimitFault", "ExceededRecordCountFault", "ExceededRequestSizeFault",
    "UnexpectedErrorFault",
)  # fmt: skip
_SIMPLE = tuple(
    name for name in _ORDINARY if name not in {"ExceededRecordCountFault", "ExceededRequestSizeFault"}
)
_DISCOVERY = (*_ORDINARY[:3], "ExceededRequestSizeFault", "UnexpectedErrorFault")
_SIGN_IN = ("InsufficientPermissionFault", "InvalidAccountFault", "InvalidVersionFault", *_ORDINARY[2:])

WRITTEN = global_one("platformMsgs:writeResponse")
WRITTEN_LIST = global_one("platformMsgs:writeResponseList")
READ = global_one("platformMsgs:readResponse")
READ_LIST = global_one("platformMsgs:readResponseList")
SESSION = global_one("platformMsgs:sessionResponse")


@dataclass(frozen=True, slots=True)
class Operation:
    """One operation: the elements of its request and of its response. ``preferences`` names the header it reads, if any."""

    name: str
    request: tuple[Element, ...]
    response: Element
    preferences: str = ""
    faults: tuple[str, ...] = _ORDINARY

    @property
    def request_type(self) -> str:
        """The name of the type of the request element."""
        return f"{self._stem}Request"

    @property
    def response_type(self) -> str:
        """The name of the type of the response element."""
        return f"{self._stem}Response"

    @property
    def _stem(self) -> str:
        """getSelectValue alone begins with a small letter (schema)."""
        return self.name if self.name == "getSelectValue" else self.name[0].upper() + self.name[1:]


_RECORD = one("record", "platformCore:Record")
_RECORDS = some("record", "platformCore:Record")
_REF = one("baseRef", "platformCore:BaseRef")
_REFS = some("baseRef", "platformCore:BaseRef")
_REASON = maybe("deletionReason", "platformCore:DeletionReason")
_PAGE = one("pageIndex", "xsd:int")
_INITIAL = "platformCore:InitializeRecord"
_FOUND = global_one("platformCore:searchResult")


def _result(name: str) -> Element:
    return global_one(f"platformCore:{name}Result")


_TABLE = (
    Operation("add", (_RECORD,), WRITTEN, WRITE),
    Operation("delete", (_REF, _REASON), WRITTEN, WRITE),
    Operation("search", (one("searchRecord", "platformCore:SearchRecord"),), _FOUND, SEARCH),
    Operation("searchMoreWithId", (one("searchId", "xsd:string"), _PAGE), _FOUND, SEARCH),
    Operation("update", (_RECORD,), WRITTEN, WRITE),
    Operation("upsert", (_RECORD,), WRITTEN, WRITE),
    Operation("addList", (_RECORDS,), WRITTEN_LIST, WRITE),
    Operation("deleteList", (_REFS, _REASON), WRITTEN_LIST, WRITE),
    Operation("updateList", (_RECORDS,), WRITTEN_LIST, WRITE),
    Operation("upsertList", (_RECORDS,), WRITTEN_LIST, WRITE),
    Operation("get", (_REF,), READ, WRITE),
    Operation("getList", (_REFS,), READ_LIST, WRITE),
    Operation("getAll", (one("record", "platformCore:GetAllRecord"),), _result("getAll"), WRITE),
    Operation(
        "getSavedSearch", (one("record", "platformCore:GetSavedSearchRecord"),), _result("getSavedSearch")
    ),
    Operation(
        "getCustomizationId",
        (one("customizationType", "platformCore:CustomizationType"), one("includeInactives", "xsd:boolean")),
        _result("getCustomizationId"),
    ),
    Operation("initialize", (one("initializeRecord", _INITIAL),), READ, WRITE),
    Operation("initializeList", (some("initializeRecord", _INITIAL),), READ_LIST, WRITE),
    Operation(
        "getSelectValue",
        (one("fieldDescription", "platformCore:GetSelectValueFieldDescription"), _PAGE),
        _result("getSelectValue"),
        SEARCH,
    ),
    Operation(
        "getCurrencyRate",
        (one("currencyRateFilter", "platformCore:CurrencyRateFilter"),),
        _result("getCurrencyRate"),
    ),
    Operation(
        "getDataCenterUrls", (one("account", "xsd:string"),), _result("getDataCenterUrls"), faults=_DISCOVERY
    ),
    Operation("getServerTime", (), _result("getServerTime"), faults=_SIMPLE),
    Operation("attach", (one("attachReference", "platformCore:AttachReference"),), WRITTEN, WRITE),
    Operation("detach", (one("detachReference", "platformCore:DetachReference"),), WRITTEN, WRITE),
    Operation(
        "getDeleted",
        (one("getDeletedFilter", "platformCore:GetDeletedFilter"), _PAGE),
        _result("getDeleted"),
        SEARCH,
    ),
    Operation("getAccountGovernanceInfo", (), _result("getAccountGovernanceInfo"), faults=_SIMPLE),
    Operation("getIntegrationGovernanceInfo", (), _result("getIntegrationGovernanceInfo"), faults=_SIMPLE),
)
"""In the order of the published WSDL."""

_OF_SESSIONS = (
    Operation("login", (one("passport", "platformCore:Passport"),), SESSION, faults=_SIGN_IN),
    Operation(
        "logout",
        (),
        SESSION,
        faults=("InsufficientPermissionFault", "InvalidSessionFault", "UnexpectedErrorFault"),
    ),
    Operation("searchMore", (_PAGE,), _FOUND, SEARCH),
    Operation("searchNext", (), _FOUND, SEARCH),
)
"""Up to endpoint 2019_2."""


def operations(version: str) -> Iterator[Operation]:
    """Yield the operations that the account answers at an endpoint version."""
    yield from (one for one in _TABLE if one.name in OPERATIONS or one.name == ANONYMOUS)
    if has_sessions(version):
        yield from _OF_SESSIONS


def header_parts(version: str) -> dict[str, str]:
    """Return the headers with the types of their elements."""
    parts = {
        "applicationInfo": "platformMsgs:ApplicationInfo",
        "partnerInfo": "platformMsgs:PartnerInfo",
        "documentInfo": "platformMsgs:DocumentInfo",
        "preferences": "platformMsgs:Preferences",
        "searchPreferences": "platformMsgs:SearchPreferences",
        "tokenPassport": "platformCore:TokenPassport",
    }
    return {"passport": "platformCore:Passport", **parts} if takes_passwords(version) else parts


def headers_of(operation: Operation, version: str) -> tuple[str, ...]:
    """Return the headers that a request of ``operation`` may carry."""
    if operation.name == ANONYMOUS:
        return ()
    if operation.name == "login":
        return ("applicationInfo", "partnerInfo")
    passports = ("passport", "tokenPassport") if takes_passwords(version) else ("tokenPassport",)
    own = (operation.preferences,) if operation.preferences else ()
    return (*passports, "applicationInfo", "partnerInfo", *own)


_HEADERS = (
    shape("ApplicationInfo", one("applicationId", "xsd:string")),
    shape("PartnerInfo", maybe("partnerId", "xsd:string")),
    shape("DocumentInfo", one("nsId", "xsd:string")),
    shape(
        "Preferences",
        maybe("warningAsError", "xsd:boolean"),
        maybe("disableMandatoryCustomFieldValidation", "xsd:boolean"),
        maybe("disableSystemNotesForCustomFields", "xsd:boolean"),
        maybe("ignoreReadOnlyFields", "xsd:boolean"),
        maybe("runServerSuiteScriptAndTriggerWorkflows", "xsd:boolean"),
    ),
    shape(
        "SearchPreferences",
        maybe("bodyFieldsOnly", "xsd:boolean", "true"),
        maybe("returnSearchColumns", "xsd:boolean", "true"),
        maybe("pageSize", "xsd:int"),
    ),
)

_STATUS = global_one("platformCore:status")
_RESPONSES = (
    shape(
        "SessionResponse",
        _STATUS,
        maybe("userId", "platformCore:RecordRef"),
        global_one("platformCore:wsRoleList", 0),
    ),
    shape("WriteResponse", _STATUS, maybe("baseRef", "platformCore:BaseRef")),
    shape("ReadResponse", _STATUS, maybe("record", "platformCore:Record")),
    shape(
        "WriteResponseList",
        global_one("platformCore:status", 0),
        some("writeResponse", "platformMsgs:WriteResponse"),
    ),
    shape(
        "ReadResponseList",
        global_one("platformCore:status", 0),
        many("readResponse", "platformMsgs:ReadResponse"),
    ),
)


def messages(version: str) -> Contents:
    """Return what ``messages.xsd`` declares at an endpoint version."""
    contents = Contents()
    contents.add(*_HEADERS, *_RESPONSES)
    contents.roots.update(header_parts(version))
    for response in _RESPONSES:
        contents.roots[response.name[0].lower() + response.name[1:]] = f"platformMsgs:{response.name}"
    for operation in operations(version):
        contents.add(
            ComplexType(operation.request_type, operation.request),
            ComplexType(operation.response_type, (operation.response,)),
        )
        contents.roots[operation.name] = f"platformMsgs:{operation.request_type}"
        contents.roots[f"{operation.name}Response"] = f"platformMsgs:{operation.response_type}"
    return contents
