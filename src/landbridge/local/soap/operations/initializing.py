"""``initialize`` and ``initializeList``: the document that NetSuite would propose to make of another record, unsaved."""

from __future__ import annotations

from landbridge.local.access.model import Level
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Record
from landbridge.local.soap import faults
from landbridge.local.soap.call import Call
from landbridge.local.soap.operations.permissions import require, require_view, sees
from landbridge.local.soap.operations.responses import outcome
from landbridge.local.soap.recordrefs import resolve
from landbridge.local.soap.recordwriter import RecordsWriter
from landbridge.local.soap.statuses import SUCCESS
from landbridge.local.soap.xmlreader import Node
from landbridge.recordtypes import RECORD_TYPES

TARGETS = frozenset(
    {
        "creditMemo", "customerPayment", "invoice", "purchaseOrder", "salesOrder", "vendorBill", "vendorCredit",
        "vendorPayment",
    }
)  # fmt: skip
SOURCES = frozenset(
    {"creditMemo", "customer", "employee", "invoice", "purchaseOrder", "salesOrder", "vendor", "vendorBill"}
)
"""InitializeType and InitializeRefType (schema), as far as the account keeps the types."""

LIST_LIMIT = 200
"""Records of an initializeList: those of addList (assumed)."""


def initialize(call: Call) -> str:
    """Propose one record."""
    nodes = list(call.node.named("initializeRecord"))
    if len(nodes) != 1:
        raise faults.malformed("initialize needs one initializeRecord")
    return _response(call, nodes[0])


def initialize_list(call: Call) -> str:
    """Propose records, each with its own status, in request order."""
    nodes = list(call.node.named("initializeRecord"))
    if not nodes:
        raise faults.malformed("initializeList needs an initializeRecord")
    if len(nodes) > LIST_LIMIT:
        raise faults.too_many_records(LIST_LIMIT, "initializeList")
    return (
        f"<readResponseList>{SUCCESS}{''.join([_response(call, node) for node in nodes])}</readResponseList>"
    )


def _response(call: Call, node: Node) -> str:
    content = outcome(lambda: _proposed(call, node))
    return f"<readResponse>{content}</readResponse>"


def _proposed(call: Call, node: Node) -> str:
    for name in ("auxReference", "referenceList"):
        if node.child(name) is not None:
            raise RecordError(
                "FEATURE_UNAVAILABLE", f"The local account does not support {name} of initialize."
            )
    target = node.text_of("type")
    source, source_id = _source(call, node)
    if target not in TARGETS or source not in SOURCES:
        raise RecordError(
            "INVALID_RCRD_INITIALIZE", f"The local account makes no {target[:60]} of a {source[:60]}."
        )
    require(call.account, call.session, RECORD_TYPES[target].permission, Level.CREATE)
    require_view(call.account, call.session, source)
    proposal = call.account.records.propose(source, source_id, target, sees(call.account, call.session))
    now = call.account.clock.now()
    unsaved = Record(target, "", None, proposal.shown, now, now)
    return RecordsWriter(call.account, call.namespaces).write("record", [unsaved])


def _source(call: Call, node: Node) -> tuple[str, str]:
    reference = node.child("reference")
    if reference is None:
        raise RecordError(
            "INVALID_INITIALIZE_REF", "initialize needs a reference to the record to begin with."
        )
    name = reference.attributes.get("type", "")
    internal_id, external_id = (reference.attributes.get(one, "") for one in ("internalId", "externalId"))
    found = resolve(call.account, name, internal_id, external_id)
    if found is None:
        raise RecordError("INVALID_INITIALIZE_REF", f"There is no {name[:60]} {external_id[:60]!r}.")
    return name, found
