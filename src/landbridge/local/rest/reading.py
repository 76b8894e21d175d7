"""JSON bodies to values of a save.

A name that starts nothing is judged by the request's ``Validation``; read-only properties are left out, so that what was read can be sent back
(assumed). ``null`` clears. Sublists are ``{"items": [...]}``: their lines join or change those that are there, by their key, unless the
parameter ``replace`` names the sublist (documented: ``chapter_1545142407``).
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from landbridge.local.account import Account
from landbridge.local.records.model import UNCHANGED, LineChanges, Unchanged
from landbridge.local.rest.faces import Face
from landbridge.local.rest.references import References
from landbridge.local.rest.validation import Validation
from landbridge.local.rest.values import Unfit, plain
from landbridge.local.restservices import errors
from landbridge.recordtypes import Field, Kind, restenumerations
from landbridge.recordtypes.restkinds import points

EXTERNAL_ID = re.compile(r"[A-Za-z0-9_-]{1,250}")
"""Letters, digits, ``_`` and ``-`` (documented: *Using External IDs*)."""

_GIVEN = frozenset({"id", "links", "refname", "lastmodifieddate"})
"""Properties that answers carry and bodies need not."""

_DROPPED = object()


@dataclass(slots=True)
class Sent:
    """What a body says: values for a save, and the external id."""

    values: dict[str, Any] = field(default_factory=dict)
    external_id: str | Unchanged | None = UNCHANGED


@dataclass(frozen=True, slots=True)
class _Pointer:
    """A reference whose record has still to be looked for. ``home`` is what holds it under ``name``."""

    home: dict[str, Any]
    name: str
    path: str
    field: Field


def document_of(body: bytes) -> dict[str, Any]:
    """Return a body's object. Raises ``RestError`` 400 INVALID_CONTENT."""
    try:
        found = json.loads(body, parse_constant=_no_constant)
    except (ValueError, RecursionError):
        raise errors.invalid_body("Provide a valid JSON document.") from None
    if not isinstance(found, dict):
        raise errors.invalid_body("Provide a JSON object.")
    return found


def _no_constant(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


class Reader:
    """Reads one body. ``replace`` are SOAP names of the sublists that the body replaces, ``before`` the values of the record so far."""

    def __init__(
        self,
        account: Account,
        face: Face,
        validation: Validation,
        *,
        replace: frozenset[str] = frozenset(),
        before: Mapping[str, Any] | None = None,
    ) -> None:
        self._account = account
        self._face = face
        self._validation = validation
        self._replace = replace
        self._before = before or {}
        self._pointers: list[_Pointer] = []

    def read(self, document: Mapping[str, Any]) -> Sent:
        """Return what a record's body says. Raises ``RestError`` 400."""
        sent = Sent(self._properties(self._face, document, "", top=True))
        if "externalId" in document:
            sent.external_id = self._external_id(document["externalId"])
        self._resolve()
        return sent

    def line(self, face: Face, document: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of one line's body."""
        values = self._properties(face, document, "")
        self._resolve()
        return values

    def _external_id(self, value: Any) -> str | None:
        if value is None or value == "":
            return None
        if not isinstance(value, str) or not EXTERNAL_ID.fullmatch(value):
            raise errors.invalid_body(
                "An external ID has letters, digits, underscores and hyphens.", "externalId"
            )
        return value

    def _properties(
        self, face: Face, document: Mapping[str, Any], path: str, *, top: bool = False
    ) -> dict[str, Any]:
        values: dict[str, Any] = {}
        for rest_name, value in document.items():
            own = f"{path}.{rest_name}" if path else rest_name
            name = face.soap(rest_name)
            if name is None:
                if not (rest_name.lower() in _GIVEN or (top and rest_name == "externalId")):
                    self._validation.unknown_name(rest_name, own)
                continue
            found = self._property(face, name, value, own, values, top=top)
            if found is not _DROPPED:
                values[name] = found
        return values

    def _property(
        self, face: Face, name: str, value: Any, path: str, home: dict[str, Any], *, top: bool
    ) -> Any:
        if name in face.lines:
            return self._sublist(face, name, value, path, top=top)
        field_ = face.shape.fields[name]
        if field_.computed and name not in face.keys:
            return _DROPPED
        if value is None:
            return None
        if name in face.parts:
            return self._part(face, name, value, path, top=top)
        return self._value(face.where, field_, value, path, home)

    def _sublist(self, face: Face, name: str, value: Any, path: str, *, top: bool) -> Any:
        inner = face.lines[name]
        if inner.shape.sublist is not None and inner.shape.sublist.computed:
            return _DROPPED
        if value is None:
            return LineChanges([], replace_all=True) if top else []
        if isinstance(value, dict) and "items" not in value and "links" in value:
            return _DROPPED  # a sublist as it is answered, not expanded
        items = value.get("items") if isinstance(value, dict) else None
        if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
            raise errors.invalid_body("A sublist is an object with items.", path)
        lines = [self._properties(inner, item, f"{path}.items[{place}]") for place, item in enumerate(items)]
        return LineChanges(lines, replace_all=name in self._replace) if top else lines

    def _part(self, face: Face, name: str, value: Any, path: str, *, top: bool) -> Any:
        if not isinstance(value, dict):
            raise errors.invalid_body("A subrecord is an object.", path)
        sent = self._properties(face.parts[name], value, path)
        before = self._before.get(name) if top else None
        return {**before, **sent} if isinstance(before, Mapping) else sent

    def _value(self, where: str, field_: Field, value: Any, path: str, home: dict[str, Any]) -> Any:
        try:
            if points(field_):
                self._pointers.append(_Pointer(home, field_.name, path, field_))
                return self._id(where, field_, value)
            if field_.kind is Kind.REF_LIST:
                return self._ids(where, field_, value)
            if field_.kind is Kind.ENUM and field_.values:
                return restenumerations.values_of(where, field_)[str(_id_of(value))]
            return plain(Kind.STRING if field_.kind is Kind.ENUM else field_.kind, value)
        except (Unfit, KeyError):
            self._invalid(value, path)
            return _DROPPED

    def _invalid(self, value: Any, path: str) -> None:
        shown = json.dumps(value, ensure_ascii=True)[:60] if not isinstance(value, str) else value[:60]
        self._validation.invalid_value(
            f"You have entered an Invalid Field Value {shown} for the following field: {path.rpartition('.')[2]}.",
            path,
        )

    def _id(self, where: str, field_: Field, value: Any) -> str:
        """Return the internal id that a reference means: by id, or by external id."""
        if isinstance(value, dict) and value.get("id") is None and isinstance(value.get("externalId"), str):
            return self._by_external_id(field_, value["externalId"])
        sent = str(_id_of(value))
        if restenumerations.has_named_ids(where, field_):
            sent = self._by_name(field_, sent)
        if not (sent.isascii() and sent.isdigit() and len(sent) <= 18):
            raise Unfit
        return str(int(sent))

    def _by_external_id(self, field_: Field, external_id: str) -> str:
        records = self._account.records
        for name in records.types.members(field_.refers_to):
            found = records.by_external_id(name, external_id)
            if found is not None:
                return found.id
        raise Unfit

    def _by_name(self, field_: Field, sent: str) -> str:
        entries = self._account.records.looking.entries(field_.refers_to)
        named = {str(entry.values.get("name", "")).upper(): entry.id for entry in entries}
        return named.get(sent, sent)

    def _ids(self, where: str, field_: Field, value: Any) -> list[str]:
        items = value.get("items") if isinstance(value, dict) else value
        if not isinstance(items, list):
            raise Unfit
        return [self._id(where, field_, item) for item in items]

    def _resolve(self) -> None:
        """Look for the records that references mean; whole numbers stay whole where SOAP keeps them so."""
        held = [pointer for pointer in self._pointers if pointer.home.get(pointer.name) is not None]
        references = References(self._account, "")
        references.know((one.field.refers_to, one.home[one.name]) for one in held)
        for one in held:
            record_id = one.home[one.name]
            if not references.exists(one.field.refers_to, record_id):
                del one.home[one.name]
                self._invalid(record_id, one.path)
            elif one.field.kind is Kind.INTEGER:
                one.home[one.name] = int(record_id)
        self._pointers.clear()


def _id_of(value: Any) -> Any:
    """Return the id in ``{"id": ...}``, or the value itself: an id may stand alone (assumed)."""
    found = value.get("id") if isinstance(value, dict) else value
    if isinstance(found, bool) or not isinstance(found, (str, int)):
        raise Unfit
    return found
