"""Fields that a workflow needs and that this account or role does not show: their absence must never be written as empty."""

from __future__ import annotations

from landbridge.service.connections.usedfields import UNREAD_ADVICE
from landbridge.service.ports import Reader
from landbridge.service.workflows.needs import needed_columns, needed_fields
from landbridge.service.workflows.store import Prepared


class FieldsUnread(Exception):  # noqa: N818 - the name says what was not done
    """Records of a workflow came without fields that it needs. The text names the fields and why."""

    hint = UNREAD_ADVICE


def refuse_unread(reader: Reader, prepared: Prepared) -> None:
    """Raise :class:`FieldsUnread` where the last reading of the workflow's records left out a field that it needs."""
    kind = prepared.declaration.netsuite_type
    unread = reader.unread(kind, needed_fields(prepared) | needed_columns(prepared))
    if unread:
        names = ", ".join(one.field for one in unread)
        reasons = " ".join(dict.fromkeys(one.reason for one in unread))
        raise FieldsUnread(
            f"{prepared.declaration.label}: NetSuite does not show {names} of {kind} records, and nothing was written without: {reasons}"
        )


def look_again(reader: Reader, prepared: Prepared) -> None:
    """Have the next reading try once more what an earlier one could not read."""
    kind = prepared.declaration.netsuite_type
    if reader.unread(kind, needed_fields(prepared) | needed_columns(prepared)):
        reader.look_again(kind)
