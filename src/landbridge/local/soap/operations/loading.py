"""Reading a record whole, which user event scripts notice."""

from __future__ import annotations

from landbridge.local.records.entities import script_type_of
from landbridge.local.records.errors import RecordError, ScriptFailure
from landbridge.local.records.model import Record
from landbridge.local.soap.call import Call


def loaded(call: Call, record: Record) -> None:
    """Run the beforeLoad scripts of a record that a request reads whole.

    Documented for searches that ask for more than body fields, assumed for get and getList. A script that throws fails the
    read (assumed): ``RecordError``.
    """
    if not call.session.fires_user_events:
        return
    try:
        call.account.scripting.before_load(
            call.session, "view", script_type_of(record.type, record.values), record
        )
    except ScriptFailure as failure:
        raise RecordError(failure.code, failure.message) from None
