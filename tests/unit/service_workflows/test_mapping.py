"""Rows of every kind, and what stands in the way of a record."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from landbridge.service.ports import DestinationRecord, Reference, SourceAccount, SourceRecord, Value
from landbridge.service.workflows.asking import asked_of, fields_of, moves, parents_of, spp_fields_of
from landbridge.service.workflows.catalogue import CATALOGUE, Declaration, Group, Row, Source
from landbridge.service.workflows.environment import Environment, Surroundings
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.mapping import Explained, explain_part, map_part
from landbridge.service.workflows.parts import Part, parts_of
from landbridge.service.workflows.results import Mapped, ParentMissing, PartMissing, Result, Unmappable
from landbridge.service.workflows.selection import excluded
from landbridge.service.workflows.versions import digest
from tests.unit.service_workflows.rowshapes import NAMES, mappings

AT = datetime(2026, 3, 1, 8, tzinfo=UTC)
CUSTOMERS, PROJECTS, EMPLOYEES = (CATALOGUE[key] for key in ("customers", "projects", "employees"))
WOLFE = ParentKey("customer", "7", "customer")
ACCOUNT = SourceAccount("1", base_currency="EUR")


def surroundings(pages: str = "https://1.app.netsuite.com") -> Surroundings:
    return Surroundings(AT, account=lambda: ACCOUNT, pages=pages)


def environment(
    linked: Mapping[ParentKey, str] | None = None,
    looked_up: Mapping[tuple[str, str], Mapping[str, list[DestinationRecord]]] | None = None,
    held: Mapping[tuple[str, str], DestinationRecord] | None = None,
) -> Environment:
    return Environment((linked or {}).get, surroundings(), looked_up or {}, held or {})


def map_whole(declaration: Declaration, source: SourceRecord) -> Result:
    return map_part(declaration.main, declaration.main.rows, Part(source, source.internal_id), environment())


def record(netsuite_type: str = "customer", **values: Value) -> SourceRecord:
    return SourceRecord(netsuite_type, "20", AT, values)


def held(table: str, spp_id: str, **fields: Value) -> DestinationRecord:
    return DestinationRecord(table, spp_id, str(fields.get("name", "")), fields, AT)  # type: ignore[arg-type]  # plain values


def result_of(
    row: Row, source: SourceRecord, around: Environment | None = None, group: Group = CUSTOMERS.main
) -> Result:
    return map_part(group, [row], Part(source, source.internal_id), around or environment())


def mapped(row: Row, source: SourceRecord, around: Environment | None = None) -> object:
    result = result_of(row, source, around)
    assert isinstance(result, Mapped), result
    return result.fields.get(row.target, "absent")


def conditional(*branches: tuple[str, Row], otherwise: Row | None = None) -> Row:
    value: dict[str, object] = {"branches": [{"if": text, "then": plain(row)} for text, row in branches]}
    if otherwise:
        value["else"] = plain(otherwise)
    return Row("code", Source.CONDITIONAL, value=value)


def plain(row: Row) -> dict[str, object]:
    return {
        "source": row.source.value,
        "field": row.field,
        "value": row.value,
        "required": row.required,
    }


@pytest.mark.requirement("map-02")
def test_fields_constants_and_value_maps() -> None:
    source = record(phone="1", stage="_lead", terms=Reference("4", "Net 30"))
    assert mapped(Row("phone", Source.FIELD, "phone"), source) == "1"
    assert mapped(Row("phone", Source.FIELD, "fax"), source) is None
    assert mapped(Row("netsuite_customer_id__c", Source.FIELD, "internalId"), source) == "20"
    assert mapped(Row("type", Source.CONSTANT, value="C"), source) == "C"
    assert mapped(Row("type", Source.VALUES, "stage", {"_lead": "P"}), source) == "P"
    assert mapped(Row("active", Source.VALUES, "isInactive", {"": True}), source) is True
    by_name, by_id = {"Net 30": "30", "*": "0"}, {"4": "thirty", "Net 30": "30"}
    assert mapped(Row("code", Source.VALUES, "terms", by_name), source) == "30"
    assert mapped(Row("code", Source.VALUES, "terms", by_id), source) == "thirty"
    assert mapped(Row("code", Source.VALUES, "stage", by_name), source) == "0"
    several = record(tags=(Reference("1", "A"), Reference("2", "B")))
    assert mapped(Row("code", Source.VALUES, "tags", {"1": "x", "*": "y"}), several) == "x, y"


@pytest.mark.requirement("map-02")
def test_a_concatenation_joins_and_is_empty_where_every_field_is() -> None:
    row = Row(
        "notes",
        Source.CONCATENATION,
        value=[{"field": "city"}, {"text": ",\n"}, {"field": "country"}, {"text": "."}],
    )
    assert mapped(row, record(city="Brno", country="CZ")) == "Brno,\nCZ."
    assert mapped(row, record(country="CZ")) == ",\nCZ."
    assert mapped(row, record()) is None


@pytest.mark.requirement("map-02")
def test_macros() -> None:
    source = record(amount=12.5)
    assert mapped(Row("x__c", Source.MACRO, value="_TODAY"), source) == "2026-03-01"
    assert str(mapped(Row("x__c", Source.MACRO, value="_NOW"), source)).startswith("2026-03-01T08:00")
    assert mapped(Row("currency", Source.MACRO, value="_ACCOUNT_CURRENCY"), source) == "EUR"
    url = "https://1.app.netsuite.com/app/common/entity/custjob.nl?id=20"
    assert mapped(Row("x__c", Source.MACRO, value="_RECORD_URL"), source) == url
    assert mapped(Row("x__c", Source.MACRO, "amount", "_NEGATIVE"), source) == "-12.5"
    assert mapped(Row("x__c", Source.MACRO, "amount", "_NEGATIVE"), record()) is None
    unknown = result_of(Row("x__c", Source.MACRO, value="_TOMORROW"), source)
    assert isinstance(unknown, Unmappable)
    assert unknown.row_at_fault
    assert moves(Row("x__c", Source.MACRO, value="_TODAY"))
    assert not moves(Row("x__c", Source.MACRO, value="_RECORD_URL"))


@pytest.mark.requirement("map-02")
def test_a_line_knows_its_number_and_the_record_around_it() -> None:
    group = replace(CUSTOMERS.main, each="itemList")
    lines = [{"line": 5, "memo": "a"}, {"memo": "without a key"}, {"line": 7, "memo": "b"}]
    source = SourceRecord("salesOrder", "9", AT, {"memo": "whole"}, lines={"itemList": lines})
    rows = [
        Row("code", Source.MACRO, value="_LINE_NUMBER"),
        Row("notes", Source.FIELD, "memo"),
        Row("web", Source.FIELD, "record.memo"),
        Row("x__c", Source.FIELD, "lineKey"),
        Row("y__c", Source.FIELD, "internalId"),
    ]
    results = [map_part(group, rows, part, environment()) for part in parts_of(group, source)]
    assert [list(one.fields.values()) for one in results if isinstance(one, Mapped)] == [
        ["1", "a", "whole", "9-5", "9"],
        ["3", "b", "whole", "9-7", "9"],
    ]


@pytest.mark.requirement("map-02")
def test_lookups_follow_links_and_look_in_tables() -> None:
    source = record(parent=Reference("7", "Parent"), salesRep=Reference("3", "Ann"))
    link = Row("x__c", Source.LOOKUP, "parent", "customers")
    assert mapped(link, source, environment({WOLFE: "4711"})) == "4711"
    assert mapped(link, source) == "absent"
    assert mapped(link, record()) is None

    by_id = Row("userid", Source.LOOKUP, "salesRep", {"table": "user", "by": "netsuite_user_id__c"})
    by_name = Row("code", Source.LOOKUP, "salesRep", {"table": "user", "by": "name", "return": "nickname"})
    parts = [Part(source, "20")]
    assert asked_of([by_id, by_name], parts) == {
        ("user", "netsuite_user_id__c"): {"3"},
        ("user", "name"): {"Ann"},
    }
    ann = held("user", "12", name="Ann", nickname="ann")
    answers = {("user", "netsuite_user_id__c"): {"3": [ann]}, ("user", "name"): {"Ann": [ann]}}
    assert mapped(by_id, source, environment(looked_up=answers)) == "12"
    assert mapped(by_name, source, environment(looked_up=answers)) == "ann"
    assert mapped(by_id, source) == "absent"

    required = result_of(replace(by_id, required=True), source)
    assert isinstance(required, Unmappable)
    assert required.reason == "User (netsuite_user_id__c) has no entry for '3'."
    two = {("user", "name"): {"Ann": [ann, held("user", "9", name="Ann", active=True)]}}
    doubtful = result_of(by_name, source, environment(looked_up=two))
    assert isinstance(doubtful, Unmappable)
    assert "12 (Ann) and 9 (Ann)" in doubtful.reason
    form = {"table": "user", "by": "name", "several": "first"}
    assert mapped(replace(by_name, value=form), source, environment(looked_up=two)) == "9"
    form = {"table": "user", "by": "name", "where": {"active": True}}
    assert mapped(replace(by_name, value=form), source, environment(looked_up=two)) == "9"


@pytest.mark.requirement("map-02")
def test_a_lookup_has_alternatives_and_returns_other_fields() -> None:
    source = record(entity=Reference("7", "Wolfe"))
    row = Row("x__c", Source.LOOKUP, "entity", ["projects", "customers"], required=True)
    assert mapped(row, source, environment({WOLFE: "4711"})) == "4711"
    missing = result_of(row, source)
    assert missing == ParentMissing("entity", ParentKey("job", "7", "project"), "Wolfe", (WOLFE,))

    row = Row("x__c", Source.LOOKUP, "entity", {"workflow": "customers", "return": "company"})
    around = environment(
        {WOLFE: "11"}, held={("customer", "11"): held("customer", "11", company="Wolfe Ltd")}
    )
    assert mapped(row, source, around) == "Wolfe Ltd"
    assert spp_fields_of(row) == {"customer.company"}

    many = record(nodes=(Reference("7", "A"), Reference("8", "B"), Reference("7", "A")))
    row = Row("hierarchy_node_ids", Source.LOOKUP, "nodes", "customers")
    links = {WOLFE: "1", ParentKey("customer", "8", "customer"): "2"}
    assert mapped(row, many, environment(links)) == "1,2"
    assert mapped(row, many, environment({WOLFE: "1"})) == "absent"
    assert set(parents_of([row], Part(many, "20"))) == set(links)


@pytest.mark.requirement("map-02")
def test_the_first_branch_that_holds_gives_the_value() -> None:
    row = conditional(
        ("(stage = '_lead')", Row("code", Source.CONSTANT, value="lead")),
        ("(stage = '_prospect') AND (terms <> '')", Row("code", Source.FIELD, "terms")),
        otherwise=Row("code", Source.CONCATENATION, value=[{"text": "c-"}, {"field": "phone"}]),
    )
    assert mapped(row, record(stage="_lead")) == "lead"
    assert mapped(row, record(stage="_prospect", terms=Reference("4", "Net 30"))) == "Net 30"
    assert mapped(row, record(stage="_prospect", phone="030")) == "c-030"
    assert fields_of(row) == {"stage", "terms", "phone"}
    lone = conditional(("(stage = '_lead')", Row("code", Source.FIELD, "fax", required=True)))
    assert mapped(lone, record(stage="_customer")) == "absent"
    problem = result_of(lone, record(stage="_lead"))
    assert isinstance(problem, Unmappable)
    assert problem.reason == "fax is empty, and Code must be filled."


def test_a_row_takes_what_the_same_record_became_in_another_group() -> None:
    row = Row("x__c", Source.PART, value="main", required=True)
    part = Part(record(), "20-1")
    result = map_part(CUSTOMERS.main, [row], part, environment(), {"main": "77"}.get)
    assert result == Mapped({"x__c": "77"})
    assert map_part(CUSTOMERS.main, [row], part, environment()) == PartMissing("main")


@pytest.mark.requirement("map-08")
def test_each_row_is_explained_as_it_is_mapped() -> None:
    source = record(entityId="Wolfe", stage="_lead", email="nowhere", currency=Reference("1", "US Dollar"))
    part = Part(source, "20")
    explained = {
        one.row.target: one for one in explain_part(CUSTOMERS.main, CUSTOMERS.main.rows, part, environment())
    }
    assert explained["name"].source == (("entityId", "Wolfe"),)
    assert [step.text for step in explained["type"].steps] == ["'_lead' gives 'P'"]
    assert [step.kind for step in explained["currency"].steps] == ["conversion"]
    assert explained["email"].reason == "Email takes an e-mail address."
    assert isinstance(explained["email"].problem, Unmappable)
    without = [row for row in CUSTOMERS.main.rows if row.target != "email"]
    whole = map_part(CUSTOMERS.main, without, part, environment())
    assert isinstance(whole, Mapped)
    assert whole.fields == {target: one.value for target, one in explained.items() if target != "email"}


SOURCE_VALUES = st.one_of(
    st.none(),
    st.text(max_size=5),
    st.booleans(),
    st.integers(-5, 5),
    st.dates(),
    st.builds(Reference, st.sampled_from("17"), st.text(max_size=3)),
    st.lists(st.builds(Reference, st.sampled_from("17"), st.text(max_size=3)), max_size=2).map(tuple),
)
ANN = held("user", "12", name="Ann", code="a", notes="n")


@pytest.mark.requirement("map-02", "map-08")
@settings(max_examples=25)
@given(mappings(), st.dictionaries(NAMES, SOURCE_VALUES, max_size=6), st.data())
def test_any_row_on_any_record_gives_what_its_explanation_says(
    mapping: list[tuple[Row, bool]], values: dict[str, Value], data: st.DataObject
) -> None:
    rows = [row for row, _ in mapping]
    read = sorted({name.removeprefix("record.") for row in rows for name in fields_of(row)})
    filled = {name: data.draw(SOURCE_VALUES) for name in read[:6]}
    part = Part(record(**{**values, **filled}), "20")
    answers = {key: {value: [ANN] for value in asked} for key, asked in asked_of(rows, [part]).items()}
    around = environment({WOLFE: "11"}, answers, {("customer", "11"): held("customer", "11", notes="x")})

    result = map_part(CUSTOMERS.main, rows, part, around, {"main": "1"}.get)
    explained = explain_part(CUSTOMERS.main, rows, part, around, {"main": "1"}.get)

    problems = [one.problem for one in explained if one.problem]
    assert all(one.reason for one in explained if one.problem or one.left)
    if problems:
        assert result == problems[0]
    else:
        assert isinstance(result, Mapped)
        assert result.fields == {one.row.target: one.value for one in explained if not one.left}


def test_an_unlinked_reference_is_explained() -> None:
    row = Row("x__c", Source.LOOKUP, "parent", "customers")
    source = record(parent=Reference("7", "Wolfe"))
    (left,) = explain_part(CUSTOMERS.main, [row], Part(source, "20"), environment())
    assert (left.left, left.reason) == (True, "Wolfe is not imported yet.")
    (stopped,) = explain_part(
        CUSTOMERS.main, [replace(row, required=True)], Part(source, "20"), environment()
    )
    assert isinstance(stopped, Explained)
    assert isinstance(stopped.problem, ParentMissing)


@pytest.mark.requirement("flow-03")
def test_a_required_parent_without_a_link_is_named() -> None:
    source = record("job", entityId="Website", companyName="Website", parent=Reference("7", "Wolfe"))
    assert map_whole(PROJECTS, source) == ParentMissing("parent", WOLFE, "Wolfe")
    assert WOLFE in set(parents_of(PROJECTS.main.rows, Part(source, source.internal_id)))


@pytest.mark.requirement("flow-04", "hard-02")
def test_what_cannot_be_mapped_names_field_value_and_reason() -> None:
    result = map_whole(CUSTOMERS, record(entityId="Wolfe", email="nowhere"))
    assert result == Unmappable("email", "nowhere", "Email takes an e-mail address.")

    result = map_whole(CUSTOMERS, record())
    assert isinstance(result, Unmappable)
    assert (result.field, result.value) == ("entityId", "")

    row = Row("company", Source.CONCATENATION, value=[{"field": "entityId"}, {"field": "phone"}])
    result = result_of(row, record(entityId="a" * 200, phone="1" * 100))
    assert isinstance(result, Unmappable)
    assert (result.field, result.reason[-8:]) == ("company", "has 300.")


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (Row("type", Source.VALUES, "stage", {"_customer": "C"}), "stage"),
        (Row("type", Source.VALUES, "stage", "no list"), "stage"),
        (Row("x", Source.CONCATENATION, value="no list"), "x"),
        (Row("x", Source.CONCATENATION, value=[{"fild": "a"}]), "x"),
        (Row("x", Source.CONDITIONAL, value={"branches": []}), "x"),
        (Row("x", Source.CONDITIONAL, value={"branches": [{"if": "(a = ", "then": {}}]}), "x"),
        (Row("x", Source.LOOKUP, "phone", {"table": "user"}), "phone"),
        (Row("x", Source.CONSTANT, value=["a"]), "x"),
    ],
    ids=lambda value: value if isinstance(value, str) else value.source.value,
)
def test_a_row_that_does_not_fit_the_record_is_named(row: Row, field: str) -> None:
    result = result_of(row, record(stage="_lead", phone="1"))
    assert isinstance(result, Unmappable)
    assert (result.field, result.row_at_fault) == (field, True)


def test_parents_come_before_children() -> None:
    order = list(CATALOGUE)
    for key, declaration in CATALOGUE.items():
        assert all(order.index(needed) < order.index(key) for needed in declaration.depends_on)


@pytest.mark.parametrize(
    ("declaration", "values", "options", "code"),
    [
        (CUSTOMERS, {}, {}, "not_marked"),
        (CUSTOMERS, {"flag": False}, {}, "not_marked"),
        (CUSTOMERS, {"flag": True, "stage": "_customer"}, {}, None),
        (CUSTOMERS, {"flag": True, "stage": "_lead"}, {}, "stage_excluded"),
        (CUSTOMERS, {"flag": True, "stage": "_lead"}, {"include_leads": True}, None),
        (CUSTOMERS, {"flag": True, "stage": "_prospect"}, {"include_leads": True}, "stage_excluded"),
        (CUSTOMERS, {"flag": True, "isInactive": True}, {}, None),
        (EMPLOYEES, {"flag": True, "isInactive": True}, {}, "inactive"),
        (EMPLOYEES, {"flag": True, "isInactive": True}, {"include_inactive": True}, None),
        (PROJECTS, {"flag": True, "isInactive": True}, {"include_inactive": True}, "inactive"),
    ],
)
def test_selection(
    declaration: Declaration, values: dict[str, Value], options: dict[str, bool], code: str | None
) -> None:
    given_values = {declaration.export_flag if key == "flag" else key: value for key, value in values.items()}
    why = excluded(declaration, options, record(declaration.netsuite_type, **given_values))
    assert (why.code if why else None) == code


TEXTS = st.dictionaries(
    st.sampled_from(["phone", "email", "fax", "altName"]), st.text(max_size=5), max_size=4
)


@pytest.mark.requirement("flow-05")
@given(TEXTS, TEXTS)
def test_the_digest_tells_versions_apart(one: dict[str, Value], other: dict[str, Value]) -> None:
    first, second = record(**one), record(**dict(reversed(list(other.items()))))
    assert (digest(first) == digest(second)) == (one == other)
    assert digest(first) == digest(replace(first, modified=AT.replace(year=2027)))
