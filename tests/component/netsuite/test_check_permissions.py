"""Test Connection against the local account: a permission that is taken away is named, and no other line fails for it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import pytest

from landbridge.local.access.model import Level
from landbridge.local.records.model import AccessType, CustomRecordType
from landbridge.netsuite import (
    AccountId,
    CheckLine,
    CheckState,
    Client,
    ClientOptions,
    LocalBudget,
    check_connection,
)
from landbridge.netsuite.credentials import Credentials
from landbridge.netsuite.protocols import Protocol
from landbridge.recordtypes import RECORD_TYPES
from landbridge.recordtypes.permissions import PERMISSIONS, permission
from tests.component.netsuite.local_account import ROLE, Served

TYPES = ("employee", "customer", "job", "item", "otherChargeSaleItem", "salesOrder", "vendorBill")
GUARDING = ("LIST_EMPLOYEE", "LIST_CUSTJOB", "LIST_JOB", "LIST_ITEM", "TRAN_SALESORD", "TRAN_VENDBILL")
EVERY_TYPE = [name for name in RECORD_TYPES if not RECORD_TYPES[name].permission.startswith("ADMI_")]
NEEDED = {
    Protocol.SOAP: ("ADMI_LOGIN_OAUTH", "ADMI_WEBSERVICES", "LIST_FIND", *GUARDING),
    Protocol.REST: ("ADMI_LOGIN_OAUTH2", "ADMI_RESTWEBSERVICES", "REPO_ANALYTICS", *GUARDING),
}
HIDING = {
    *("ADMI_LOGIN_OAUTH", "ADMI_LOGIN_OAUTH2", "ADMI_WEBSERVICES", "ADMI_RESTWEBSERVICES"),
    "REPO_ANALYTICS",
}
"""Without these other lines cannot be known: nearly all of them, or the clock that SuiteQL tells."""


@pytest.fixture
def served(account: Served) -> Iterator[Served]:
    """The account, its role with every permission of a record type and those to search and query."""
    role = account.account.access.role_by_script_id(ROLE)
    assert role is not None
    guarding = dict.fromkeys((RECORD_TYPES[name].permission for name in RECORD_TYPES), Level.VIEW)
    everything = {**role.permissions, **guarding, "TRAN_FIND": Level.VIEW}
    account.account.access.define_role(ROLE, role.name, everything)
    yield account
    account.account.access.define_role(ROLE, role.name, role.permissions)


async def check(
    served: Served,
    protocol: Protocol,
    types: Sequence[str] = TYPES,
    credentials: Credentials | None = None,
    version: str = "2025_2",
) -> list[CheckLine]:
    options = ClientOptions(
        protocol=protocol,
        connect_to=served.address,
        ca_file=served.ca_file,
        budget=LocalBudget(4),
    )
    usual = served.credentials if protocol is Protocol.SOAP else served.oauth2
    account = AccountId.parse(served.account.settings.account_id)
    async with Client(account, credentials or usual, version, options) as client:
        return await check_connection(client, types)


def failed(lines: list[CheckLine]) -> list[CheckLine]:
    return [line for line in lines if line.state is CheckState.FAILED]


@pytest.mark.requirement("check-01", "check-02")
@pytest.mark.parametrize(
    ("protocol", "taken"),
    [(protocol, taken) for protocol, needed in NEEDED.items() for taken in needed],
    ids=lambda one: str(getattr(one, "value", one)),
)
async def test_a_permission_taken_away_is_named_and_no_other_line_fails(
    served: Served, protocol: Protocol, taken: str
) -> None:
    served.account.access.set_permission(ROLE, taken, Level.NONE)
    lines = await check(served, protocol)
    [line] = failed(lines)
    lacking = permission(taken)
    if taken.startswith("ADMI_LOGIN"):  # NetSuite says no more than that it refuses
        assert line.key == "sign_in"
        assert lacking.name in line.advice
    else:
        assert line.key == f"permission_{taken}"
        assert line.title == f"Permission {lacking.path}"
        assert line.message.startswith(f"The role lacks {lacking.path} (")
        assert f"Permissions > {lacking.tab}, and add {lacking.name}" in line.advice
    others = {one.state for one in lines if one is not line}
    assert others == {CheckState.PASSED, *([CheckState.SKIPPED] if taken in HIDING else [])}


@pytest.mark.parametrize("protocol", list(Protocol))
async def test_every_record_type_can_be_tested_and_each_permission_has_one_line(
    served: Served, protocol: Protocol
) -> None:
    lines = await check(served, protocol, EVERY_TYPE)
    assert {line.state for line in lines} == {CheckState.PASSED}, [
        line for line in lines if line.state is not CheckState.PASSED
    ]
    keys = [line.key for line in lines]
    assert len(keys) == len(set(keys))
    assert {f"permission_{RECORD_TYPES[name].permission}" for name in EVERY_TYPE} < set(keys)


@pytest.mark.parametrize("protocol", list(Protocol))
async def test_all_permissions_that_are_missing_are_named_at_once(served: Served, protocol: Protocol) -> None:
    for taken in GUARDING:
        served.account.access.set_permission(ROLE, taken, Level.NONE)
    lines = failed(await check(served, protocol))
    assert [line.key for line in lines] == [f"permission_{taken}" for taken in GUARDING]


async def test_without_any_permission_to_search_one_line_says_so(served: Served) -> None:
    for taken in ("LIST_FIND", "TRAN_FIND"):
        served.account.access.set_permission(ROLE, taken, Level.NONE)
    [line] = failed(await check(served, Protocol.SOAP))
    assert line.key == "permission_LIST_FIND"


async def test_transactions_are_searched_by_either_permission(served: Served) -> None:
    served.account.access.set_permission(ROLE, "LIST_FIND", Level.NONE)
    assert failed(await check(served, Protocol.SOAP, ["salesOrder"])) == []
    served.account.access.set_permission(ROLE, "TRAN_FIND", Level.NONE)
    [line] = failed(await check(served, Protocol.SOAP, ["salesOrder"]))
    assert line.key == "permission_TRAN_FIND"
    assert "Lists > Perform Search" in line.message


@pytest.mark.requirement("check-01")
@pytest.mark.parametrize("protocol", list(Protocol))
async def test_a_test_writes_nothing_and_asks_little(served: Served, protocol: Protocol) -> None:
    journal, timeline = served.account.journal, served.account.records.timeline
    journal.reset()
    saves = len(timeline.rows())
    lines = await check(served, protocol, EVERY_TYPE)
    assert len(timeline.rows()) == saves
    assert sum(journal.statistics().requests.values()) <= 2 * len(lines)


@pytest.mark.parametrize("protocol", list(Protocol))
@pytest.mark.parametrize(
    ("kind", "guard", "path"),
    [
        ("customrecord_own", "customrecord_own", "Custom Record > customrecord_own"),
        ("customrecord_entries", "LIST_CUSTRECORDENTRY", "Lists > Custom Record Entries"),
    ],
)
async def test_custom_record_types_have_their_own_line(
    served: Served, protocol: Protocol, kind: str, guard: str, path: str
) -> None:
    access_type = AccessType.LIST if guard == kind else AccessType.ENTRIES
    served.account.records.define_type(CustomRecordType(kind, kind, access_type=access_type), ())
    [line] = failed(await check(served, protocol, ["customer", kind]))
    assert line.key == f"permission_{kind}"
    assert path in line.message + line.advice
    served.account.access.set_permission(ROLE, guard, Level.VIEW)
    assert failed(await check(served, protocol, ["customer", kind])) == []


async def test_a_record_type_that_nobody_knows_is_refused_before_anything_is_sent(served: Served) -> None:
    served.account.journal.reset()
    with pytest.raises(ValueError, match="nonsense"):
        await check(served, Protocol.REST, ["customer", "nonsense"])
    assert served.account.journal.statistics().requests == {}


WRONG = {
    "token": (Protocol.SOAP, lambda served: replace(served.credentials, token_secret="0" * 64), "2025_2"),
    "token by REST": (
        Protocol.REST,
        lambda served: replace(served.credentials, token_secret="0" * 64),
        "2025_2",
    ),
    "certificate": (Protocol.REST, lambda served: replace(served.oauth2, certificate_id="no-such"), "2025_2"),
    "password": (Protocol.SOAP, lambda served: replace(served.user, password="Wrong-1"), "2020_1"),
}


@pytest.mark.requirement("check-01")
@pytest.mark.parametrize("kind", WRONG)
async def test_a_wrong_credential_is_sent_once(served: Served, kind: str) -> None:
    protocol, wrong, version = WRONG[kind]
    served.account.journal.reset()
    lines = await check(served, protocol, TYPES, wrong(served), version)
    [line] = failed(lines)
    assert line.key == "sign_in"
    assert line.advice
    assert {one.state for one in lines[lines.index(line) + 1 :]} == {CheckState.SKIPPED}
    assert sum(served.account.journal.statistics().requests.values()) == 1


@pytest.mark.requirement("check-01")
async def test_user_credentials_sign_in_where_the_endpoint_takes_them_and_its_end_is_a_warning(
    served: Served,
) -> None:
    lines = await check(served, Protocol.SOAP, TYPES, served.user, "2020_1")
    [line] = [one for one in lines if one.state is not CheckState.PASSED]
    assert (line.key, line.state) == ("version", CheckState.WARNED)
    assert "2027.1" in line.message
    assert "2025_2" in line.advice


def test_every_permission_of_a_record_type_has_a_name() -> None:
    assert {kind.permission for kind in RECORD_TYPES.values()} <= set(PERMISSIONS)
