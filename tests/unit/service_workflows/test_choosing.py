"""Which parts of a record are imported: the group's condition, the administrator's filter, and what is asked for both."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import pytest

from landbridge.service.ports import DestinationRecord, JsonValue, Reference, SourceRecord
from landbridge.service.workflows.asking import parents_of
from landbridge.service.workflows.catalogue import CATALOGUE, Row, Source
from landbridge.service.workflows.choosing import FILTERED, NOT_SELECTED, Chosen, choose
from landbridge.service.workflows.environment import Environment, Surroundings
from landbridge.service.workflows.keys import ParentKey
from landbridge.service.workflows.loading import environment_for
from landbridge.service.workflows.mapping import map_part
from landbridge.service.workflows.parts import Part, parts_of
from landbridge.service.workflows.results import Mapped
from landbridge.service.workflows.store import PreparedGroup

AT = datetime(2026, 3, 1, tzinfo=UTC)
MAIN = CATALOGUE["projects"].main
LINES = replace(MAIN, each="itemList", key_fields=("job", "line"), condition="(marked = 'T')", label="Line")
NO_LINKS = Environment(lambda _: None, Surroundings(AT))


def record(*lines: Mapping[str, object], **values: object) -> SourceRecord:
    return SourceRecord("job", "9", AT, values, lines={"itemList": lines})  # type: ignore[arg-type]  # plain values


def chosen(source: SourceRecord, filter_text: str = "", around: Environment = NO_LINKS) -> Chosen:
    return choose(PreparedGroup(LINES, (), filter_text), parts_of(LINES, source), around)


@pytest.mark.requirement("map-04")
def test_lines_without_the_mark_are_no_parts_and_the_filter_says_why() -> None:
    source = record(
        {"line": 1, "marked": True, "amount": 5},
        {"line": 2, "amount": 7},
        {"line": 3, "marked": True, "amount": 50},
        {"amount": 9, "marked": True},
    )
    assert [part.key for part in chosen(source).parts] == ["9-1", "9-3"]
    found = chosen(source, "(amount > 10)")
    assert [part.key for part in found.parts] == ["9-3"]
    told = [(one.part.key, one.code, one.field, one.reason) for one in found.left_out]
    assert told == [
        ("9-1", FILTERED, "amount", "The filter of Line leaves it out: amount > '10', not 5."),
        ("9-2", NOT_SELECTED, "marked", "The condition of Line leaves it out: marked = 'T', not empty."),
    ]


@pytest.mark.requirement("map-04")
def test_of_lines_with_one_key_the_first_that_passes_counts() -> None:
    job = Reference("4", "Website")
    source = record(
        {"line": 1, "job": job, "memo": "unmarked"},
        {"line": 2, "job": job, "memo": "first", "marked": True},
        {"line": 3, "job": job, "memo": "second", "marked": True},
        {"line": 6, "memo": "no job", "marked": True},
    )
    found = chosen(source)
    assert [(part.key, part.value("memo"), part.number) for part in found.parts] == [
        ("9-4", "first", 2),
        ("9-6", "no job", 4),
    ]
    assert found.left_out == []


@pytest.mark.requirement("map-04")
def test_a_line_may_be_filtered_by_the_record_around_it() -> None:
    source = record({"line": 1, "marked": True}, memo="whole")
    assert chosen(source, "(record.memo = 'whole')").parts
    assert not chosen(source, "(record.memo <> 'whole')").parts


@dataclass
class Asked:
    """An account that remembers what it was asked for."""

    records: Sequence[DestinationRecord]
    lookups: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    finds: list[tuple[str, tuple[str, ...]]] = field(default_factory=list)

    def lookup(
        self, spp_type: str, name: str, values: Collection[str]
    ) -> Mapping[str, Sequence[DestinationRecord]]:
        self.lookups.append((spp_type, name, tuple(values)))
        return {
            value: [one for one in self.records if one.type == spp_type and one.fields.get(name) == value]
            for value in values
        }

    def find(self, spp_type: str, *, spp_ids: Collection[str]) -> Sequence[DestinationRecord]:
        self.finds.append((spp_type, tuple(spp_ids)))
        return [one for one in self.records if one.type == spp_type and one.spp_id in spp_ids]


def held(table: str, spp_id: str, **fields: JsonValue) -> DestinationRecord:
    return DestinationRecord(table, spp_id, str(fields.get("name", "")), fields, AT)


ACCOUNT = [
    held("customer", "11", name="Wolfe", type="C"),
    held("customer", "12", name="Lamb", type="P"),
    held("project", "31", name="Website", active=True),
    held("user", "5", nickname="ann"),
]
LINKS = {
    ParentKey("customer", "1", "customer"): "11",
    ParentKey("customer", "2", "customer"): "12",
    ParentKey("job", "7", "project"): "31",
}
ROWS = (
    Row("customerid", Source.LOOKUP, "parent", "customers", required=True),
    Row("userid", Source.LOOKUP, "manager", {"table": "user", "by": "nickname"}),
    Row("code", Source.LOOKUP, "parent", {"workflow": "customers", "return": "type"}),
)


@pytest.mark.requirement("map-04", "rate-03")
def test_a_batch_is_asked_for_once_and_filtered_by_the_linked_record() -> None:
    prepared = PreparedGroup(MAIN, ROWS, "(customer.type = 'C') AND (project.active <> false)")
    records = [
        SourceRecord("job", number, AT, {"parent": Reference(parent, "P"), "manager": Reference("1", "ann")})
        for number, parent in (("7", "1"), ("8", "2"), ("9", "1"), ("10", "3"))
    ]
    parts = [part for one in records for part in parts_of(MAIN, one)]
    account = Asked(ACCOUNT)
    around = environment_for(
        [prepared],
        {MAIN.key: parts},
        linked=LINKS.get,
        destination=account,  # type: ignore[arg-type]  # asked for two things only
        surroundings=Surroundings(AT),
    )
    assert account.lookups == [("user", "nickname", ("ann",))]
    assert sorted(account.finds) == [("customer", ("11", "12")), ("project", ("31",))]
    found = choose(prepared, parts, around)
    assert [part.key for part in found.parts] == ["7"]
    assert [(one.part.key, one.field) for one in found.left_out] == [
        ("8", "customer.type"),
        ("9", "project.active"),
        ("10", "customer.type"),
    ]
    mapped = map_part(MAIN, ROWS, found.parts[0], around)
    assert isinstance(mapped, Mapped)
    assert mapped.fields == {"customerid": "11", "userid": "5", "code": "C"}


def test_nothing_is_asked_where_no_row_and_no_filter_needs_it() -> None:
    account = Asked(ACCOUNT)
    part = Part(SourceRecord("job", "7", AT, {"parent": Reference("1")}), "7")
    prepared = PreparedGroup(MAIN, ROWS[:1], "(entityId <> '')")
    environment_for(
        [prepared],
        {MAIN.key: [part]},
        linked=LINKS.get,
        destination=account,  # type: ignore[arg-type]  # asked for two things only
        surroundings=Surroundings(AT),
    )
    assert (account.lookups, account.finds) == ([], [])
    assert list(parents_of(ROWS[:1], part)) == [ParentKey("customer", "1", "customer")]
