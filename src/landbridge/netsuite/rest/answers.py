"""What an answer says of the record that was asked for: a write is done only where NetSuite says so of this very record."""

from __future__ import annotations

from typing import Any

from landbridge.netsuite.errors import (
    FixRequest,
    MalformedReply,
    NetSuiteError,
    OutcomeUnknown,
    RecordMissing,
)
from landbridge.netsuite.records import Ref
from landbridge.netsuite.rest import requests
from landbridge.netsuite.rest.exchange import RestExchange, RestReply
from landbridge.netsuite.rest.locations import is_of_type, ref_at, same_id
from landbridge.netsuite.rest.refusals import REPEATED

_ADVICE = "Give every write an idempotency key of its own."


class Outcomes:
    """Says what became of a write by its answer, and looks where a used idempotency key leaves that open.

    Raises ``OutcomeUnknown`` for an answer that does not tell, ``FixRequest`` for the idempotency key of another write.
    """

    def __init__(self, exchange: RestExchange) -> None:
        self._exchange = exchange

    async def made(self, reply: RestReply, type_name: str, asked: Ref) -> Ref:
        """The record that was made or changed; ``asked`` has the ids that the caller gave for it."""
        _require_done(reply)
        ref = ref_at(reply.location, external_id=asked.external_id)
        if ref is None:
            told = "carried it out before" if reply.repeated else "reported success"
            raise _unknown(f"NetSuite {told} without naming the record.", reply)
        if not _is_asked(ref, type_name, asked):
            if reply.repeated:
                raise _used_otherwise(reply)
            raise _unknown(
                f"NetSuite reported success of another record: {ref.type} {ref.internal_id}.", reply
            )
        if reply.repeated and asked.external_id and not asked.internal_id:
            found = await self._look(reply, type_name, asked)
            if found is None:
                raise _unknown("The idempotency key was used, and there is no such record.", reply)
            if not same_id(found, ref.internal_id):
                raise _used_otherwise(reply)
        return ref

    async def deleted(self, reply: RestReply, type_name: str, asked: Ref) -> None:
        """Return where the record is gone. What a used key deleted NetSuite does not name."""
        if not reply.repeated:
            _require_empty(reply)
            return
        named = ref_at(reply.location)
        if named is not None and not _is_asked(named, type_name, asked):
            raise _used_otherwise(reply)
        if await self._look(reply, type_name, asked) is not None:
            raise _unknown("The idempotency key was used, and the record is still there.", reply)

    def done(self, reply: RestReply) -> None:
        """Return where something without a record of its own was done."""
        if reply.repeated:
            if ref_at(reply.location) is not None:
                raise _used_otherwise(reply)
            raise _unknown("The idempotency key was used, and NetSuite does not say for what.", reply)
        _require_empty(reply)

    async def _look(self, reply: RestReply, type_name: str, asked: Ref) -> str | None:
        """Return the internal id of the record that ``asked`` leads to, ``None`` where there is none."""
        request = requests.get(type_name, asked, (), expand=False, simple=True)
        try:
            found = await self._exchange.perform(request)
            return require_asked(found, type_name, asked)
        except RecordMissing:
            return None
        except NetSuiteError as error:
            raise _unknown(
                f"The idempotency key was used, and the record could not be looked for: {error.message}",
                reply,
            ) from error


def require_asked(reply: RestReply, type_name: str, asked: Ref) -> str:
    """Return the internal id of the record in an answer; ``MalformedReply`` for another record than ``asked``."""
    document = reply.document if isinstance(reply.document, dict) else {}
    id_, external_id = document.get("id"), document.get("externalId")
    if not isinstance(id_, str | int):
        raise MalformedReply(
            "NetSuite's record cannot be read: a record without an id", context=reply.context
        )
    itself = _linked(document) or Ref(str(id_), "", None, type_name)
    told = same_id(itself.internal_id, str(id_)) and _is_asked(itself, type_name, asked)
    if not told:
        raise MalformedReply(f"NetSuite answered another record: {itself.type} {id_}.", context=reply.context)
    other = isinstance(external_id, str) and external_id.casefold() != (asked.external_id or "").casefold()
    if not asked.internal_id and other:
        raise MalformedReply("NetSuite answered a record with another external id.", context=reply.context)
    return str(id_)


def _linked(document: dict[str, Any]) -> Ref | None:
    """The record that a document links to as itself."""
    links = document.get("links")
    for link in links if isinstance(links, list) else ():
        if isinstance(link, dict) and link.get("rel") == "self":
            return ref_at(str(link.get("href", "")))
    return None


def _is_asked(ref: Ref, type_name: str, asked: Ref) -> bool:
    return is_of_type(ref, type_name) and (
        not asked.internal_id or same_id(ref.internal_id, asked.internal_id)
    )


def _require_done(reply: RestReply) -> None:
    if reply.context.http_status == 202:
        raise _unknown("NetSuite took the request to carry it out later.", reply)


def _require_empty(reply: RestReply) -> None:
    _require_done(reply)
    if reply.document is not None:
        raise _unknown("NetSuite reported success with content where none belongs.", reply)


def _used_otherwise(reply: RestReply) -> FixRequest:
    return FixRequest(
        "The idempotency key was used for another write, so this one was not carried out.",
        code=REPEATED,
        context=reply.context,
        advice=_ADVICE,
    )


def _unknown(message: str, reply: RestReply) -> OutcomeUnknown:
    return OutcomeUnknown(message, code=REPEATED if reply.repeated else "", context=reply.context)
