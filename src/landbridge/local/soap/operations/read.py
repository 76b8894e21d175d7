"""``get`` and ``getList``."""

from __future__ import annotations

from landbridge.local.records.errors import RecordError, does_not_exist
from landbridge.local.records.model import Record
from landbridge.local.soap import faults
from landbridge.local.soap.call import Call
from landbridge.local.soap.operations.loading import loaded
from landbridge.local.soap.operations.permissions import require_view, sees
from landbridge.local.soap.operations.responses import outcome
from landbridge.local.soap.recordrefs import read_record_ref, record_type_of
from landbridge.local.soap.recordwriter import RecordsWriter
from landbridge.local.soap.statuses import SUCCESS
from landbridge.local.soap.xmlreader import Node
from landbridge.recordtypes import RecordType

GET_LIST_LIMIT = 1000
"""Records of a synchronous getList (documented)."""


def get(call: Call) -> str:
    """One record by reference, whole."""
    node = call.node.child("baseRef")
    if node is None:
        raise faults.malformed("get needs a baseRef")
    return _Reader(call).response(node)


def get_list(call: Call) -> str:
    """Records by reference, each with its own status, in request order."""
    nodes = [node for sent in call.node.named("baseRef") for node in _references(call, sent)]
    if not nodes:
        raise faults.malformed("getList needs a baseRef")
    if len(nodes) > GET_LIST_LIMIT:
        raise faults.too_many_records(GET_LIST_LIMIT, "getList")
    reader = _Reader(call)
    return (
        f"<readResponseList>{SUCCESS}{''.join([reader.response(node) for node in nodes])}</readResponseList>"
    )


def _references(call: Call, node: Node) -> list[Node]:
    """Return the references in a ``baseRef``: a public client (``netsuite`` 0.12.0) puts the whole request into one (observed)."""
    wrapped = node.type == (call.namespaces.messages, "GetListRequest")
    return list(node.named("baseRef")) if wrapped else [node]


class _Reader:
    def __init__(self, call: Call) -> None:
        self._call = call
        self._writer = RecordsWriter(call.account, call.namespaces)

    def response(self, node: Node) -> str:
        content = outcome(lambda: self._record(node))
        return f"<readResponse>{content}</readResponse>"

    def _record(self, node: Node) -> str:
        ref = read_record_ref(node, self._call.namespaces)
        kind = record_type_of(self._call.account, ref)
        require_view(self._call.account, self._call.session, kind.name)
        record = self._find(kind, ref.internal_id, ref.external_id)
        loaded(self._call, record)
        visible = sees(self._call.account, self._call.session)
        shown = self._call.account.records.shown([record], with_open=False, sees=visible)
        return self._writer.write("record", shown)

    def _find(self, kind: RecordType, internal_id: str, external_id: str) -> Record:
        records = self._call.account.records
        if internal_id:
            record = records.get(kind.name, internal_id)
        elif external_id:
            record = records.by_external_id(kind.name, external_id)
        else:
            raise RecordError("UNIQUE_RCRD_ID_REQD", "An internalId or externalId is required.")
        if record is None:
            raise does_not_exist()
        return record
