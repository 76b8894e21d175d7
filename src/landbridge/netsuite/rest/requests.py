"""Every verb of record web services as a request, checked before anything is sent."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from landbridge.netsuite.records import Ref, Writable
from landbridge.netsuite.rest.encoding import encode_record, replaced_sublists
from landbridge.netsuite.rest.exchange import RestRequest
from landbridge.netsuite.rest.idempotency import idempotency_key
from landbridge.netsuite.rest.layouts import layout_of
from landbridge.netsuite.rest.locations import RECORDS, path_by_external_id, path_of, path_of_record

LARGEST_PAGE = 1000
"""Default and maximum of ``limit``."""

MOST_PAGES = 1000
"""Pages of one collection."""

_STRICT = {"X-NetSuite-PropertyNameValidation": "Error"}
"""NetSuite would leave out properties that it does not know, and save the rest."""

IdempotencyKey = str | UUID | None


def get(type_name: str, ref: Ref, fields: Sequence[str], *, expand: bool, simple: bool) -> RestRequest:
    """Read one record."""
    layout = layout_of(type_name)
    query: dict[str, str] = {}
    if fields:
        query["fields"] = ",".join(("id", "externalId", *(layout.rest_name(name) for name in fields)))
    if expand:
        query["expandSubResources"] = "true"
    if simple:
        query["simpleEnumFormat"] = "true"
    return RestRequest("rest.get", "GET", path_of_record(type_name, ref), query)


def page(type_name: str, q: str, limit: int, offset: int) -> RestRequest:
    """Ask for one page of a collection."""
    if not 1 <= limit <= LARGEST_PAGE:
        raise ValueError(f"a page has 1 to {LARGEST_PAGE} records, not {limit}")
    if offset < 0 or offset % limit:
        raise ValueError(f"offset {offset} is no multiple of {limit}")
    if offset // limit >= MOST_PAGES:
        raise ValueError(f"a collection has at most {MOST_PAGES} pages")
    query = {"limit": str(limit), "offset": str(offset), **({"q": q} if q else {})}
    return RestRequest("rest.list", "GET", path_of(type_name), query)


def create(
    type_name: str, values: Mapping[str, Writable], external_id: str | None, key: IdempotencyKey
) -> RestRequest:
    """Create a record."""
    if external_id is not None:
        path_by_external_id(type_name, external_id)  # the same letters, whether in an address or a body
    body = encode_record(type_name, values, external_id=external_id)
    return _write("rest.create", "POST", path_of(type_name), body, key=key)


def update(
    type_name: str, ref: Ref, values: Mapping[str, Writable], *, clear: Collection[str], key: IdempotencyKey
) -> RestRequest:
    """Change a record."""
    body = encode_record(type_name, values)
    query = _replacing(type_name, values, clear)
    return _write("rest.update", "PATCH", path_of_record(type_name, ref), body, key=key, query=query)


def upsert(
    type_name: str, external_id: str, values: Mapping[str, Writable], *, key: IdempotencyKey
) -> RestRequest:
    """Create a record with an external id, or change the one that has it."""
    path = path_by_external_id(type_name, external_id)
    query = _replacing(type_name, values)
    return _write("rest.upsert", "PUT", path, encode_record(type_name, values), key=key, query=query)


def delete(type_name: str, ref: Ref, key: IdempotencyKey) -> RestRequest:
    """Delete a record."""
    return _write("rest.delete", "DELETE", path_of_record(type_name, ref), None, key=key)


def transform(
    type_name: str, ref: Ref, target: str, values: Mapping[str, Writable], *, key: IdempotencyKey
) -> RestRequest:
    """Make one document from another."""
    path = f"{path_of_record(type_name, ref)}/!transform/{_segment(target)}"
    query = _replacing(target, values)
    return _write("rest.transform", "POST", path, encode_record(target, values), key=key, query=query)


def attachment(
    verb: str, holder: tuple[str, Ref], attached: tuple[str, Ref], *, role: Ref | None, key: IdempotencyKey
) -> RestRequest:
    """Attach a contact or file to a record, or detach it; ``verb`` is ``attach`` or ``detach``, records are given by type and reference."""
    path = f"{path_of_record(*holder)}/!{verb}/{path_of_record(*attached).removeprefix(RECORDS + '/')}"
    body = {"role": {"id": role.internal_id}} if role is not None else {}
    return _write(f"rest.{verb}", "POST", path, body, key=key)


def _write(
    operation: str,
    method: str,
    path: str,
    body: Mapping[str, Any] | None,
    *,
    key: IdempotencyKey,
    query: Mapping[str, str] | None = None,
) -> RestRequest:
    return RestRequest(
        operation,
        method,
        path,
        query or {},
        body,
        _STRICT if body is not None else {},
        kind="write",
        writes=True,
        idempotency_key=idempotency_key(key),
    )


def _replacing(type_name: str, values: Mapping[str, Writable], clear: Collection[str] = ()) -> dict[str, str]:
    layout = layout_of(type_name)
    both = sorted({*values} & {*clear})
    if both:
        raise ValueError(f"{type_name}.{both[0]} is both written and cleared")
    cleared = [*clear, *(name for name, value in values.items() if clear and value is None)]
    named = [layout.rest_name(name) for name in (*replaced_sublists(type_name, values), *cleared)]
    query = {"replace": ",".join(named)} if named else {}
    return query | ({"replaceSelectedFields": "true"} if clear else {})


def _segment(type_name: str) -> str:
    return path_of(type_name).rpartition("/")[2]
