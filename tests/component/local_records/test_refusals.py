"""What NetSuite refuses, with its code and text, and that nothing of it is saved."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.opening import opened_account
from landbridge.local.records.errors import RecordError
from landbridge.local.records.model import Record
from landbridge.local.settings import AccountSettings
from landbridge.recordtypes import RECORD_TYPES, Kind, RecordType
from tests.component.local_records.conftest import START

pytestmark = pytest.mark.requirement("type-07")

Save = Callable[..., Record]
Refused = Callable[..., RecordError]

NOBODY = "999999"
"""An id that no record has."""

READ_ONLY = (
    "You do not have permissions to set a value for element {name} due to one of the following reasons: 1) The field is read-only; "
    "2) An associated feature is disabled; 3) The field is available either when a record is created or updated, but not in both cases."
)


@pytest.mark.parametrize("kind", RECORD_TYPES.values(), ids=RECORD_TYPES)
def test_read_only_fields_are_refused(refused: Refused, kind: RecordType) -> None:
    read_only = [field for field in kind.fields if field.computed]
    for field in read_only:
        error = refused(kind.name, **{field.name: "anything"})
        assert (error.code, error.field) == ("INSUFFICIENT_PERMISSION", field.name)
        assert error.message == READ_ONLY.format(name=field.name)
    assert read_only or not kind.modified_field


@pytest.mark.parametrize("kind", RECORD_TYPES.values(), ids=RECORD_TYPES)
def test_unknown_fields_are_refused(refused: Refused, kind: RecordType) -> None:
    unknown = refused(kind.name, nonsense="x")
    assert (unknown.code, unknown.field) == ("INVALID_KEY_OR_REF", "nonsense")


@pytest.fixture(scope="module")
def demo() -> Iterator[Account]:
    """An account that has a record of every type."""
    with opened_account(AccountSettings(), clock=Clock(lambda: START), rng=random.Random(7)) as account:
        yield account


@pytest.mark.parametrize("kind", RECORD_TYPES.values(), ids=RECORD_TYPES)
def test_references_to_nothing_are_refused(demo: Account, kind: RecordType) -> None:
    session, record_id = demo.access.system_session(), demo.records.search(kind.name, [])[0]
    before = demo.records.get(kind.name, record_id)
    for field in kind.fields:
        if field.kind not in (Kind.REF, Kind.REF_LIST) or field.computed:
            continue
        nothing = [NOBODY] if field.kind is Kind.REF_LIST else NOBODY
        with pytest.raises(RecordError, match=f"^Invalid {field.name} reference key {NOBODY}.$") as caught:
            demo.records.save(session, kind.name, {field.name: nothing}, id=record_id)
        assert (caught.value.code, caught.value.field) == ("INVALID_KEY_OR_REF", field.name)
    assert demo.records.get(kind.name, record_id) == before


@pytest.mark.parametrize(
    ("record_type", "values", "bad"),
    [
        ("vendor", {"companyName": "Gum"}, {"terms": "99"}),
        ("vendor", {"companyName": "Gum"}, {"entityId": "V1"}),
        ("vendor", {"companyName": "Gum"}, {"companyName": None}),
        ("serviceSaleItem", {"itemId": "Gum"}, {"incomeAccount": "99"}),
        ("department", {"name": "Gum"}, {"name": "Sales"}),
        ("term", {"name": "Gum"}, {"daysUntilNetDue": "soon"}),
    ],
)
def test_a_refused_save_saves_nothing(
    account: Account,
    save: Save,
    refused: Refused,
    record_type: str,
    values: dict[str, Any],
    bad: dict[str, Any],
) -> None:
    name = next(iter(values))
    made = save(record_type, **{name: f"{values[name]} {next(iter(bad))}"})
    before = len(account.records.search(record_type, []))
    refused(record_type, **{**values, **bad})
    refused(record_type, made.id, **bad)
    assert account.records.get(record_type, made.id) == made
    assert len(account.records.search(record_type, [])) == before


def test_what_others_refer_to_is_not_deleted(account: Account, save: Save) -> None:
    session = account.access.system_session()
    account_type = save("unitsType", name="Boxes", uomList=[{"unitName": "Box"}])
    save("serviceSaleItem", itemId="Boxed", unitsType=account_type.id)
    with pytest.raises(RecordError) as caught:
        account.records.delete(session, "unitsType", account_type.id)
    assert caught.value.code == "CANT_DELETE_RCRD"
    assert account.records.get("unitsType", account_type.id) is not None
