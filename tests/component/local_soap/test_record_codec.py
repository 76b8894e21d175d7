"""Records of every type through writer and reader: what is kept is what is read back, whatever the values."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.records.model import LineChanges, Record
from landbridge.local.settings import AccountSettings
from landbridge.local.soap.recordreader import RecordReader
from landbridge.local.soap.recordwriter import RecordsWriter
from landbridge.local.soap.versions import INSTANCE, namespaces
from landbridge.local.soap.xmlreader import parse
from landbridge.recordtypes import RECORD_TYPES, Field, Kind, Sublist
from tests.component.local_soap.conftest import START

TEXT = st.text(
    st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), min_size=1
).filter(lambda text: bool(text.strip()))
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
IDS = st.integers(1, 10**6).map(str)
VALUES: dict[Kind, st.SearchStrategy[Any]] = {
    Kind.STRING: TEXT,
    Kind.BOOLEAN: st.booleans(),
    Kind.INTEGER: st.integers(-(2**63), 2**63 - 1),
    Kind.DOUBLE: NUMBERS,
    Kind.DURATION: NUMBERS,
    Kind.DATE: st.dates(date(1970, 1, 2), date(2100, 1, 1)),
    Kind.DATETIME: st.integers(86_400_000, 4_000_000_000_000).map(
        lambda milliseconds: datetime.fromtimestamp(milliseconds / 1000, UTC).replace(
            microsecond=milliseconds % 1000 * 1000
        )
    ),
    Kind.REF: IDS,
    Kind.REF_LIST: st.lists(IDS, min_size=1, max_size=3, unique=True),
}


@pytest.fixture(scope="module")
def account(authority_folder: Any) -> Iterator[Account]:
    account = Account(
        AccountSettings(), authority_folder=authority_folder, clock=Clock(lambda: START), rng=random.Random(1)
    )
    yield account
    account.close()


def _value(field: Field) -> st.SearchStrategy[Any] | None:
    if field.computed:
        return None
    if field.structure is not None:
        return _values(field.structure.fields, field.structure.sublists)
    if field.kind is Kind.ENUM:
        return st.sampled_from(field.values) if field.values else None
    return VALUES[field.kind]


def _values(fields: tuple[Field, ...], sublists: tuple[Sublist, ...]) -> st.SearchStrategy[dict[str, Any]]:
    """Some of the fields, and lines of some sublists; no part is empty, since an empty element is no value."""
    offered: dict[str, st.SearchStrategy[Any]] = {}
    for field in fields:
        strategy = _value(field)
        if strategy is not None:
            offered[field.name] = strategy
    for one in sublists:
        if not one.computed and any(not field.computed for field in one.line.fields):
            offered[one.name] = st.lists(_values(one.line.fields, one.line.sublists), min_size=1, max_size=2)
    if not offered:
        return st.just({})
    some = st.lists(st.sampled_from(sorted(offered)), min_size=1, max_size=6, unique=True)
    return some.flatmap(lambda names: st.fixed_dictionaries({name: offered[name] for name in names}))


def _plain(value: Any) -> Any:
    if isinstance(value, LineChanges):
        assert value.replace_all
        return [_plain(line) for line in value.lines]
    return {name: _plain(one) for name, one in value.items()} if isinstance(value, dict) else value


@pytest.mark.requirement("wire-03", "type-08")
@pytest.mark.parametrize(
    "name",
    [
        "customer",
        "invoice",
        *(
            pytest.param(name, marks=pytest.mark.full)
            for name in ("job", "serviceSaleItem", "customerPayment", "expenseReport", "unitsType")
        ),
    ],
)
@settings(deadline=None, max_examples=30, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_values_of_every_kind_come_back(account: Account, name: str, data: st.DataObject) -> None:
    kind = RECORD_TYPES[name]
    values = data.draw(_values(kind.fields, kind.sublists))
    names = namespaces("2025_2")
    written = RecordsWriter(account, names).write("record", [Record(name, "7", "x<&>", values, START, START)])
    prefixes = f'xmlns:platformCore="{names.core}" xmlns:xsi="{INSTANCE}"'
    node = parse(written.replace("<record ", f"<record {prefixes} ", 1).encode())
    read = RecordReader(account, names, ignore_read_only=False).read(node)
    assert (read.kind, read.internal_id, read.external_id) == (kind, "7", "x<&>")
    assert {one: _plain(value) for one, value in read.values.items()} == values
