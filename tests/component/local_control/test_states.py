"""Reset, seeds, snapshots: the account is as it was, whatever was done to it, and stays where it is."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from landbridge.local.access.model import Level
from landbridge.local.control.client import ControlError
from landbridge.local.opening import opened_account
from landbridge.local.records.model import CustomField, CustomRecordType
from landbridge.local.seeds.errors import SeedError
from landbridge.local.settings import AccountSettings
from landbridge.local.storage.snapshots import Snapshots
from landbridge.local.testing import RunningAccount
from landbridge.recordtypes import Kind

ROLE = "customrole_oa_integration"


def everything(running: RunningAccount) -> dict[str, Any]:
    """Return all rows of all tables, and what the parts of the account know."""
    account = running.account
    copy = sqlite3.connect(":memory:")
    account.database.copy_to(copy)
    tables = [name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    rows: dict[str, Any] = {name: sorted(map(repr, copy.execute(f"SELECT * FROM {name}"))) for name in tables}
    copy.close()
    return rows | {
        "known roles": account.access.roles(),
        "known types": account.records.types.names(),
        "known fields": account.records.custom_fields("customer"),
        "known scripts": account.scripting.deployments(),  # type: ignore[attr-defined]  # it has SuiteScript
        "limit": account.governance.limit,
        "faults": account.faults.listing(),
        "holds": account.holds.state(),
        "statistics": account.journal.statistics(),
        "log": account.scripting.log(),  # type: ignore[attr-defined]  # as above
        "timeline": account.records.timeline.rows(),
    }


def change_everything(running: RunningAccount) -> None:
    control, account = running.control, running.account
    control.save(type="customer", values={"companyName": "Temporary"}, external_id="t")
    control.save(type="employee", values={"firstName": "Renamed"}, id="1")
    account.records.delete(account.access.system_session(), "contact", "1")
    account.records.define_type(CustomRecordType("customrecord_box", "Box"))
    account.records.fields.define(CustomField("custentity_x", Kind.STRING, "X", frozenset({"customer"})))
    account.files.save(account.access.system_session(), "/SuiteScripts", "a.js", b"1")
    account.outbox.send("1", ("a@b.example",), "Subject", "Body")
    account.scripting.set_deployment("customdeploy_x", is_deployed=False)  # type: ignore[attr-defined]  # it has SuiteScript
    account.access.define_role("customrole_new", "New", {"LIST_JOB": Level.FULL})
    control.change_role(script_id=ROLE, permission="LIST_JOB", level="NONE")
    control.change_token(id="1", active=False)
    control.change_integration(id="1", state="BLOCKED")
    control.change_user(id="anna@demo.example", inactive=True)
    control.limit(limit=2, integration="1")
    control.limit(limit=9)
    control.clock(advance_s=86_400)
    control.fault(effect="drop")
    control.hold(kind="soap.get")


@pytest.mark.requirement("control-02")
def test_a_reset_brings_everything_back(running: RunningAccount) -> None:
    addresses, ca = dict(running.account.addresses), running.account.authority.ca_pem
    before = everything(running)
    change_everything(running)
    changed = everything(running)
    assert [
        name
        for name in ("record", "role", "token", "customization", "mail", "file")
        if changed[name] == before[name]
    ] == []
    running.control.reset()
    assert everything(running) == before
    assert (running.account.addresses, running.account.authority.ca_pem) == (addresses, ca)
    assert abs((running.account.clock.now() - datetime.now(UTC)).total_seconds()) < 60


@pytest.mark.requirement("control-02")
def test_snapshots_are_taken_restored_and_dropped(running: RunningAccount) -> None:
    control = running.control
    first = control.save(type="customer", values={"companyName": "First"})
    assert control.snapshot(name="one") == ["one", "seeded"]
    control.save(type="customer", values={"companyName": "Second"})
    control.fault(effect="drop", kind="soap.get")
    assert len(control.records(type="customer")) == 5
    control.restore(name="one")
    assert {row["id"] for row in control.records(type="customer")} == {"1", "2", "3", first["id"]}
    assert len(control.faults()) == 1
    control.reset()
    assert len(control.records(type="customer")) == 3
    control.restore(name="one")
    assert len(control.records(type="customer")) == 4
    assert control.drop_snapshot(name="one") == ["seeded"]


@pytest.mark.requirement("control-02")
def test_another_seed_and_back(running: RunningAccount, tmp_path: Path) -> None:
    control = running.control
    control.seed(seed="empty")
    assert control.records(type="customer") == []
    assert [user["email"] for user in control.access()["users"]] == ["admin@demo.example"]
    control.save(type="customer", values={"companyName": "Gone"})
    control.reset()
    assert control.records(type="customer") == []
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("records:\n  - type: customer\n    values: {companyName: A, nonsense: 1}\n")
    control.save(type="customer", values={"companyName": "Kept"})
    with pytest.raises(ControlError, match=r"wrong\.yaml:3: there is no field 'nonsense'"):
        control.seed(seed=str(wrong))
    assert [row["values"]["companyName"] for row in control.records(type="customer")] == ["Kept"]
    control.seed(seed="demo")
    assert len(control.records(type="customer")) == 3


@pytest.mark.requirement("control-02")
def test_a_data_folder_keeps_its_snapshots(tmp_path: Path) -> None:
    with opened_account(AccountSettings(), folder=tmp_path, seed="empty") as account:
        assert account.states is not None
        account.records.save(account.access.system_session(), "customer", {"companyName": "One"})
        account.states.snapshot("one")
        account.states.reset()
        assert account.records.search("customer", []) == []
    with opened_account(AccountSettings(), folder=tmp_path, seed="empty") as account:
        assert account.states is not None
        assert account.states.names() == ["one", "seeded"]
        account.states.restore("one")
        assert len(account.records.search("customer", [])) == 1
    (tmp_path / "snapshots" / "seeded.sqlite3").unlink()
    with opened_account(AccountSettings(), folder=tmp_path, seed="empty") as account:
        assert account.states is not None
        assert len(account.records.search("customer", [])) == 1
        account.states.reset()
        assert account.records.search("customer", []) == []
        assert account.states.names() == ["one", "seeded"]
    private = [path.stat().st_mode & 0o777 for path in (tmp_path / "snapshots").iterdir()]
    assert set(private) == {0o600}


def test_a_seed_that_is_none_changes_nothing(running: RunningAccount) -> None:
    states = running.account.states
    assert states is not None
    before = everything(running)
    with pytest.raises(SeedError):
        states.seed("garden")
    assert everything(running) == before


def test_snapshots_in_memory_end_with_the_account() -> None:
    snapshots = Snapshots(None)
    with opened_account(AccountSettings(), seed="empty") as account:
        snapshots.take("a", account.database)
    assert snapshots.names() == ["a"]
    snapshots.close()
    assert snapshots.names() == []
