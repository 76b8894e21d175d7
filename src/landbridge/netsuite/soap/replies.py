"""Replies read while they arrive: each record is decoded and freed as soon as its element ends."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from landbridge.netsuite.endpoints import netsuite_address
from landbridge.netsuite.records import DataCenterUrls, Record, Ref, SearchRow
from landbridge.netsuite.soap.lookupvalues import LISTS, Listed
from landbridge.netsuite.soap.parser import SafeParser
from landbridge.netsuite.soap.records import RecordDecoder, decode_ref, local_name, local_type
from landbridge.netsuite.soap.rows import RowDecoder
from landbridge.netsuite.soap.scalars import decode_boolean, decode_datetime
from landbridge.netsuite.versions import Version

if TYPE_CHECKING:
    from xml.etree.ElementTree import Element

_NUMBERS = frozenset(
    {
        "accountConcurrencyLimit",
        "integrationConcurrencyLimit",
        "pageIndex",
        "pageSize",
        "totalPages",
        "totalRecords",
        "unallocatedConcurrencyLimit",
    }
)
_RESULTS = (
    "searchResult",
    "getAllResult",
    "getSelectValueResult",
    "getCustomizationIdResult",
    "getSavedSearchResult",
    "getDeletedResult",
    "getCurrencyRateResult",
    "getAccountGovernanceInfoResult",
    "getIntegrationGovernanceInfoResult",
)
_REFERENCES = frozenset({"RecordRef", "CustomRecordRef", "CustomizationRef", "ListOrRecordRef"})
_HARMLESS = frozenset({"WARN", "INFO"})
_SOAP = "{http://schemas.xmlsoap.org/soap/envelope/}"


@dataclass(frozen=True, slots=True)
class Status:
    """A ``status`` element. ``success`` is true only where NetSuite said ``isSuccess="true"`` in so many words and named no error.

    ``contradicts``: it said so and named an error all the same.
    """

    success: bool
    code: str = ""
    message: str = ""
    after_submit_failed: bool = False
    contradicts: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """A SOAP fault; ``name`` is NetSuite's fault element, empty where the detail holds none."""

    name: str
    code: str
    message: str


@dataclass(frozen=True, slots=True)
class ReadItem:
    """One ``readResponse``."""

    status: Status
    record: Record | None


@dataclass(frozen=True, slots=True)
class WriteItem:
    """One ``writeResponse``."""

    status: Status
    ref: Ref | None


@dataclass(slots=True)
class Reply:
    """All that one reply said. ``operation`` is the name of its response element without ``Response``."""

    operation: str = ""
    request_id: str = ""
    fault: Fault | None = None
    status: Status | None = None
    reads: list[ReadItem] = field(default_factory=list)
    writes: list[WriteItem] = field(default_factory=list)
    records: list[Record] = field(default_factory=list)
    numbers: dict[str, int] = field(default_factory=dict)
    search_id: str = ""
    rows: list[SearchRow] = field(default_factory=list)
    listed: list[Listed] = field(default_factory=list)
    limit_type: str = ""
    server_time: datetime | None = None
    data_centers: DataCenterUrls | None = None


class ReplyReader:
    """Reads one reply of one endpoint version.

    ``ValueError`` (of which the parser's ``HostileXml`` is one) for anything that is not such a reply: broken or hostile
    XML, another version's namespaces, a field of the wrong kind, no response element.
    """

    def __init__(self, version: Version, decoder: RecordDecoder) -> None:
        self._parser = SafeParser()
        self._decoder = decoder
        self._reply = Reply()
        self._rows = RowDecoder()
        self._last_record: Record | None = None
        self._last_ref: Ref | None = None
        core, messages = f"{{{version.core}}}", f"{{{version.messages}}}"
        self._messages = messages
        self._handlers: dict[str, Callable[[Element], None]] = {
            f"{core}record": self._on_listed_record,
            f"{messages}record": self._on_read_record,
            f"{core}searchRow": self._on_row,
            f"{messages}baseRef": self._on_base_ref,
            f"{messages}readResponse": self._on_read_response,
            f"{messages}writeResponse": self._on_write_response,
            f"{messages}documentInfo": self._on_document_info,
            f"{core}getServerTimeResult": self._on_server_time,
            f"{core}getDataCenterUrlsResult": self._on_data_centers,
            f"{_SOAP}Fault": self._on_fault,
            f"{_SOAP}Body": self._on_body,
        }
        self._status_tag = f"{core}status"
        for name in _RESULTS:
            self._handlers[f"{core}{name}"] = self._on_result
        for name in ("readResponseList", "writeResponseList"):
            self._handlers[f"{messages}{name}"] = self._on_list_end

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes of the reply."""
        self._handle(self._parser.feed(chunk))

    def close(self) -> Reply:
        """End the reply and answer what it said."""
        self._handle(self._parser.close())
        if self._reply.fault is None and not self._reply.operation:
            raise ValueError("the answer is no SOAP reply of this endpoint version")
        return self._reply

    def _handle(self, elements: Iterable[Element]) -> None:
        handlers = self._handlers
        for element in elements:
            handler = handlers.get(element.tag)
            if handler is not None:
                handler(element)

    def _on_listed_record(self, element: Element) -> None:
        if local_type(element) in _REFERENCES:  # of a deleted record
            return
        self._reply.records.append(self._decoder.decode(element))
        element.clear()

    def _on_row(self, element: Element) -> None:
        self._reply.rows.append(self._rows.decode(element))
        element.clear()

    def _on_read_record(self, element: Element) -> None:
        self._last_record = self._decoder.decode(element)
        element.clear()

    def _on_base_ref(self, element: Element) -> None:
        self._last_ref = decode_ref(element)

    def _on_read_response(self, element: Element) -> None:
        self._reply.reads.append(ReadItem(self._status_of(element), self._last_record))
        self._last_record = None
        element.clear()

    def _on_write_response(self, element: Element) -> None:
        self._reply.writes.append(WriteItem(self._status_of(element), self._last_ref))
        self._last_ref = None
        element.clear()

    def _on_list_end(self, element: Element) -> None:
        if element.find(self._status_tag) is not None:
            self._reply.status = self._status_of(element)

    def _on_result(self, element: Element) -> None:
        """Take the result of a search or a look-up."""
        self._reply.status = self._status_of(element)
        for child in element:
            name = local_name(child.tag)
            if name in _NUMBERS:
                self._reply.numbers[name] = int(child.text or "")
            elif name == "searchId":
                self._reply.search_id = child.text or ""
            elif name == "limitType":
                self._reply.limit_type = child.text or ""
            elif name in LISTS:
                self._reply.listed = [LISTS[name](one) for one in child]

    def _on_server_time(self, element: Element) -> None:
        self._reply.status = self._status_of(element)
        for child in element:
            if local_name(child.tag) == "serverTime":
                self._reply.server_time = decode_datetime(child.text or "")

    def _on_data_centers(self, element: Element) -> None:
        self._reply.status = self._status_of(element)
        for child in element:
            if local_name(child.tag) == "dataCenterUrls":
                urls = {local_name(url.tag): netsuite_address(url.text or "") for url in child}
                self._reply.data_centers = DataCenterUrls(
                    urls.get("restDomain", ""),
                    urls.get("webservicesDomain", ""),
                    urls.get("systemDomain", ""),
                )

    def _on_document_info(self, element: Element) -> None:
        for child in element:
            if local_name(child.tag) == "nsId":
                self._reply.request_id = (child.text or "")[:200]

    def _on_fault(self, element: Element) -> None:
        self._reply.fault = _fault(element)

    def _on_body(self, element: Element) -> None:
        for child in element:
            if child.tag.startswith(self._messages) and child.tag.endswith("Response"):
                self._reply.operation = child.tag.removeprefix(self._messages).removesuffix("Response")

    def _status_of(self, element: Element) -> Status:
        """Read the status that an element itself holds: another one's, such as the list's, says nothing of it."""
        status = element.find(self._status_tag)
        if status is None:
            raise ValueError("a result without a status")
        return _status(status)


def _status(element: Element) -> Status:
    """Read a status. Of several details the first error counts. Warnings make no failure, but an error does whatever ``isSuccess`` says."""
    said = element.get("isSuccess")
    if said is None:
        raise ValueError("a status that does not say isSuccess")
    success = decode_boolean(said)
    failed = not success
    code = message = ""
    after_submit_failed = False
    for detail in element:
        texts = {local_name(child.tag): child.text or "" for child in detail}
        failed_later = texts.get("afterSubmitFailed", "").strip() in ("true", "1")
        after_submit_failed |= failed_later
        if detail.get("type", "ERROR") in _HARMLESS and not failed_later:
            continue
        failed = True
        code = code or texts.get("code", "")
        message = message or texts.get("message", "")
    return Status(not failed, code, message, after_submit_failed, contradicts=success and failed)


def _fault(element: Element) -> Fault:
    name = code = message = ""
    for child in element:
        part = local_name(child.tag)
        if part == "faultstring":
            message = child.text or ""
        elif part == "detail":
            for item in child:
                if local_name(item.tag).endswith("Fault"):
                    name = local_name(item.tag)
                    texts = {local_name(text.tag): text.text or "" for text in item}
                    code, message = texts.get("code", ""), texts.get("message", "") or message
    return Fault(name, code, message)
