"""Which parts of a batch are imported, by the groups' conditions and the administrator's filters."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from landbridge.service.runs.execution.documents import Document, name_of
from landbridge.service.runs.execution.outcomes import left_out, of_part
from landbridge.service.runs.history.masking import discreet
from landbridge.service.workflows.choosing import FILTERED, LeftOut, choose
from landbridge.service.workflows.environment import Environment
from landbridge.service.workflows.selection import Excluded
from landbridge.service.workflows.sensitivity import hidden_fields
from landbridge.service.workflows.store import Prepared, PreparedGroup


def choose_parts(prepared: Prepared, documents: Sequence[Document], environment: Environment) -> None:
    """Give each document the parts that are imported. One of which the main group leaves the record itself out gets its entry."""
    by_id = {document.record.internal_id: document for document in documents}
    hidden = hidden_fields(prepared.rows)
    for one in prepared.groups:
        key = one.group.key
        every = [part for document in documents for part in document.all_parts[key]]
        chosen = choose(one, every, environment)
        for document in documents:
            document.parts[key] = []
        for part in chosen.parts:
            by_id[part.record.internal_id].parts[key].append(part)
        for why in chosen.left_out:
            reason = discreet(why.reason, why.code, why.field, hidden)
            _leave_out(prepared, one, by_id[why.part.record.internal_id], replace(why, reason=reason))


def _leave_out(prepared: Prepared, one: PreparedGroup, document: Document, why: LeftOut) -> None:
    if one is prepared.main and why.part.line is None:
        document.entry = left_out(document.record, document.digest, Excluded(why.code, why.reason), why.field)
    elif why.code == FILTERED:
        document.left_out.append(of_part(name_of(one.group, why.part), why.reason))
