"""Every operation on every record type: requests and replies are of the public schema, and do what they say."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import pytest
from lxml import etree

from landbridge.local.seeds import demorecords, lists
from landbridge.local.seeds.marks import MARKS
from landbridge.local.soap.operations.lists import ANSWERED as LISTED
from landbridge.local.soap.searchclasses import class_of
from landbridge.recordtypes import RECORD_TYPES, Kind, RecordType
from landbridge.recordtypes.deletions import TOLD
from tests.component.local_soap import messages, schema
from tests.component.local_soap.demo import demo_account, full_client
from tests.component.local_soap.ourschema import compiled
from tests.component.local_soap.wire import ENVELOPE, Reply, Wire, ref

THIN = ("customer", "serviceSaleItem", "invoice", "customerPayment", "currency")
"""Types of the slice that runs in ``make test``; all others run in ``make test-full``."""

WITHOUT_EXTERNAL_ID = frozenset({"accountingPeriod"})
"""Types whose class has no attribute for it (schema)."""

TYPES = [
    pytest.param(kind, id=name, marks=() if name in THIN else pytest.mark.full)
    for name, kind in RECORD_TYPES.items()
]


@pytest.fixture(scope="module")
def soap() -> Iterator[Wire]:
    with demo_account() as account:
        yield full_client(account)


def sample(kind: RecordType) -> dict[str, Any]:
    """Return the values of a record that the account takes: one of the demo's, or an entry of a list."""
    found: Mapping[str, Any] = {}
    for source in (demorecords.RECORDS, lists.ENTRIES):
        for values in source.get(kind.name, {}).values():
            found = found or values
    if kind.name == "employee":
        found = {"firstName": "Ada", "lastName": "Moss", "email": "ada@example.com"}
    if "applyList" in found:
        lines = [{**line, "amount": 10.0} for line in found["applyList"]]
        found = {**found, "applyList": lines} | ({"payment": 10.0} if "payment" in found else {})
    return {name: value for name, value in found.items() if name not in MARKS}


def asked(wire: Wire, body: str, headers: str = "") -> Reply:
    """Send a request that must be of the schemas that the account serves; the reply is validated by the client."""
    ours = compiled(wire.version)
    assert ours.validate(_operation(wire, body)), ours.error_log.last_error
    return wire.call(body, headers)


def asked_publicly(wire: Wire, body: str, headers: str = "") -> Reply:
    """Send a request that must be of the public schema; the reply is validated by the client."""
    schema.validate(_operation(wire, body))
    return wire.call(body, headers)


def _operation(wire: Wire, body: str) -> etree._Element:
    return etree.fromstring(wire.envelope(body, "")).find(f"{{{ENVELOPE}}}Body")[0]


Ask = Callable[..., Reply]


def told(reply: Reply) -> str:
    """Return what a reply says when it is not as it should be."""
    return " ".join(reply.texts("message")) or etree.tostring(reply.body).decode()[:2000]


OF_THE_PUBLIC_SCHEMA = pytest.mark.skipif(not schema.at_hand(), reason=schema.MISSING)


@pytest.mark.requirement("wire-03")
@pytest.mark.parametrize("kind", TYPES)
def test_a_message_with_every_field_has_an_answer(soap: Wire, kind: RecordType) -> None:
    _answered(asked, soap, kind)


@pytest.mark.requirement("wire-01")
@OF_THE_PUBLIC_SCHEMA
@pytest.mark.parametrize("kind", TYPES)
def test_a_message_with_every_field_is_of_the_public_schema(soap: Wire, kind: RecordType) -> None:
    _answered(asked_publicly, soap, kind)


def _answered(ask: Ask, wire: Wire, kind: RecordType) -> None:
    reply = ask(wire, f"<m:add>{messages.record(kind, messages.full(kind))}</m:add>")
    assert reply.status == 200, told(reply)
    assert "UNEXPECTED_ERROR" not in reply.texts("code"), told(reply)


@pytest.mark.requirement("wire-02", "wire-03")
@pytest.mark.parametrize("kind", TYPES)
def test_the_life_of_a_record(soap: Wire, kind: RecordType) -> None:
    _life(asked, soap, kind)


@pytest.mark.requirement("wire-01")
@OF_THE_PUBLIC_SCHEMA
@pytest.mark.parametrize("kind", TYPES)
def test_the_messages_of_a_life_are_of_the_public_schema(soap: Wire, kind: RecordType) -> None:
    _life(asked_publicly, soap, kind)


def _life(ask: Ask, wire: Wire, kind: RecordType) -> None:
    made = _added(ask, wire, kind)
    _read(ask, wire, kind, made[0])
    _changed(ask, wire, kind, made[0])
    _found(ask, wire, kind, made[0])
    _selected(ask, wire, kind)
    _gone(ask, wire, kind, [*made, *_upserted(ask, wire, kind)])


def _upserted(ask: Ask, wire: Wire, kind: RecordType) -> list[str]:
    """Make a record by an external id that nobody has."""
    if kind.name in WITHOUT_EXTERNAL_ID:
        return []
    values = messages.renamed(sample(kind), "6")
    one = messages.record(kind, values, f'externalId="matrix-new-{kind.name}"')
    reply = ask(wire, f"<m:upsert>{one}</m:upsert>")
    assert reply.successes == [True], told(reply)
    got = ask(wire, f"<m:get>{ref(kind.name, reply.ids[0])}</m:get>").one("record")
    assert got.get("externalId") == f"matrix-new-{kind.name}"
    return reply.ids


def _added(ask: Ask, wire: Wire, kind: RecordType) -> list[str]:
    values = [messages.renamed(sample(kind), suffix) for suffix in ("7", "8", "9")]
    first = ask(wire, f"<m:add>{messages.record(kind, values[0])}</m:add>")
    assert first.successes == [True], told(first)
    others = "".join(messages.record(kind, one) for one in values[1:])
    more = ask(wire, f"<m:addList>{others}</m:addList>")
    assert more.successes == [True, True, True], told(more)
    return [*first.ids, *more.ids]


def _read(ask: Ask, wire: Wire, kind: RecordType, made: str) -> None:
    sent = messages.renamed(sample(kind), "7")
    got = ask(wire, f"<m:get>{ref(kind.name, made)}</m:get>")
    assert got.successes == [True], told(got)
    record = got.one("record")
    for field in kind.fields:
        if field.kind is Kind.STRING and field.name in sent and not field.computed:
            assert record.xpath(f"*[local-name()='{field.name}']/text()") == [sent[field.name]]
    for sublist in kind.sublists:
        if sent.get(sublist.name):
            assert record.xpath(f"*[local-name()='{sublist.name}']/*[local-name()='{sublist.element}']")
    both = ask(wire, f"<m:getList>{ref(kind.name, made)}{ref(kind.name, '987654321')}</m:getList>")
    assert both.successes == [True, True, False]
    assert both.texts("code") == ["RCRD_DSNT_EXIST"]


def _changed(ask: Ask, wire: Wire, kind: RecordType, made: str) -> None:
    field = next(name for name in ("memo", *messages.NAMES) if name in {one.name for one in kind.fields})
    external = "" if kind.name in WITHOUT_EXTERNAL_ID else f'externalId="matrix-{kind.name}"'

    def sent(operation: str, text: str, attributes: str) -> None:
        one = messages.record(kind, {field: text}, attributes)
        reply = ask(wire, f"<m:{operation}>{one}</m:{operation}>")
        assert (set(reply.successes), reply.ids) == ({True}, [made]), told(reply)
        got = ask(wire, f"<m:get>{ref(kind.name, made)}</m:get>").one("record")
        assert got.xpath(f"*[local-name()='{field}']/text()") == [text]

    sent("update", f"Changed {kind.name}", f'internalId="{made}" {external}')
    sent("updateList", f"Changed again {kind.name}", f'internalId="{made}"')
    if not external:
        return
    sent("upsert", f"Upserted {kind.name}", external)
    sent("upsertList", f"Upserted again {kind.name}", external)
    by_external = ask(wire, f"<m:get>{ref(kind.name, external_id=f'matrix-{kind.name}')}</m:get>")
    assert by_external.one("record").get("internalId") == made


def _found(ask: Ask, wire: Wire, kind: RecordType, made: str) -> None:
    if not kind.search_basic:
        return
    searched = class_of(kind.searched_as or kind.name)
    criterion = f'<b:internalId operator="anyOf"><c:searchValue internalId="{made}"/></b:internalId>'
    basic = f"<h:criteria><h:basic>{criterion}</h:basic></h:criteria>"
    home = f'xmlns:h="{messages.namespace(searched.namespace, searched.group)}"'
    forms = (
        f'<m:searchRecord xsi:type="b:{searched.basic}">{criterion}</m:searchRecord>',
        f'<m:searchRecord {home} xsi:type="h:{searched.joined}"><h:basic>{criterion}</h:basic></m:searchRecord>',
        f'<m:searchRecord {home} xsi:type="h:{searched.advanced}">{basic}</m:searchRecord>',
    )
    whole = "<m:searchPreferences><m:bodyFieldsOnly>false</m:bodyFieldsOnly></m:searchPreferences>"
    for form in forms:
        reply = ask(wire, f"<m:search>{form}</m:search>", whole)
        assert reply.successes == [True], told(reply)
        assert [one.get("internalId") for one in reply.all("record") if kind.soap_class in _type(one)] == [
            made
        ]
        search_id = reply.text("searchId")
    again = f"<m:searchId>{search_id}</m:searchId><m:pageIndex>1</m:pageIndex>"
    more = ask(wire, f"<m:searchMoreWithId>{again}</m:searchMoreWithId>", whole)
    assert more.successes == [True]
    main = (
        "<b:mainLine><c:searchValue>true</c:searchValue></b:mainLine>"
        if kind.searched_as == "transaction"
        else ""
    )
    rows = ask(
        wire,
        f'<m:search><m:searchRecord {home} xsi:type="h:{searched.advanced}"><h:criteria><h:basic>{criterion}{main}</h:basic>'
        "</h:criteria><h:columns><h:basic><b:internalId/></h:basic></h:columns></m:searchRecord></m:search>",
    )
    assert made in [one.get("internalId") for one in rows.all("searchValue")], told(rows)


def _type(element: etree._Element) -> str:
    return str(element.get("{http://www.w3.org/2001/XMLSchema-instance}type"))


def _selected(ask: Ask, wire: Wire, kind: RecordType) -> None:
    field = next((one for one in kind.fields if one.kind is Kind.REF), None)
    if field is None:
        return
    reply = ask(
        wire,
        f"<m:getSelectValue><m:fieldDescription><c:recordType>{kind.name}</c:recordType><c:field>{field.name}</c:field>"
        "</m:fieldDescription><m:pageIndex>1</m:pageIndex></m:getSelectValue>",
    )
    assert reply.successes == [True], told(reply)
    assert len(reply.all("baseRef")) == int(reply.text("totalRecords"))


def _gone(ask: Ask, wire: Wire, kind: RecordType, made: list[str]) -> None:
    if kind.name in LISTED:
        entries = ask(wire, f'<m:getAll><m:record recordType="{kind.name}"/></m:getAll>')
        assert {one.get("internalId") for one in entries.all("record")} >= set(made)
    assert ask(wire, f"<m:delete>{ref(kind.name, made[0])}</m:delete>").successes == [True]
    others = "".join(ref(kind.name, one) for one in made[1:])
    assert set(ask(wire, f"<m:deleteList>{others}</m:deleteList>").successes) == {True}
    for one in made:
        got = ask(wire, f"<m:get>{ref(kind.name, one)}</m:get>")
        assert (got.successes, got.texts("code")) == ([False], ["RCRD_DSNT_EXIST"])
    every = "".join(ref(kind.name, one) for one in made)
    assert set(ask(wire, f"<m:getList>{every}</m:getList>").texts("code")) == {"RCRD_DSNT_EXIST"}
    deletions = ask(
        wire,
        f'<m:getDeleted><m:getDeletedFilter><c:type operator="anyOf"><c:searchValue>_{kind.name}</c:searchValue></c:type>'
        "</m:getDeletedFilter><m:pageIndex>1</m:pageIndex></m:getDeleted>",
    )
    if kind.name in TOLD:
        assert {one.get("internalId") for one in deletions.all("record")} >= set(made)
    else:
        assert deletions.texts("code") == ["INVALID_SEARCH_VALUE"]


@pytest.mark.requirement("wire-02")
@OF_THE_PUBLIC_SCHEMA
def test_deletions_are_told_of_the_types_that_the_schema_has() -> None:
    known = schema.simple_values("platform.coreTypes.xsd", "DeletedRecordType")
    assert {name for name in RECORD_TYPES if name in known} == TOLD
