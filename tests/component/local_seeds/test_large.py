"""The seed large: a file that is built once and copied; here a small one by the same way, and the whole one in test-full."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from time import perf_counter

import pytest

from landbridge.local.opening import opened_account
from landbridge.local.records.model import Criterion
from landbridge.local.seeds import large
from landbridge.local.settings import AccountSettings

FEW = tuple(large.Copies(copies.type, 30, copies.values) for copies in large.RECORDS)


@pytest.fixture
def few(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The cache folder, where a file with few records will be built."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr(large, "RECORDS", FEW)
    return tmp_path / "cache" / "landbridge"


@pytest.mark.requirement("seed-03")
def test_the_file_is_built_once_and_copied(few: Path, tmp_path: Path) -> None:
    with opened_account(AccountSettings(), folder=tmp_path / "data", seed="large") as account:
        (file,) = few.iterdir()
        built = file.stat().st_mtime_ns
        session = account.access.system_session()
        ids = account.records.search("customer", [Criterion("email", "is", ("office7@large.example",))])
        (found,) = account.records.get_many("customer", ids).values()
        assert (found.values["altName"], found.values["entityId"]) == ("Company 7", "CUST07")
        assert (found.values["subsidiary"], found.values["stage"]) == ("1", "_customer")
        assert len(account.records.search("customer", [])) == 30 + 3
        assert next(user.email for user in account.access.users()) == "admin@demo.example"
        new = account.records.save(session, "customer", {"companyName": "New"}).record
        assert int(new.id) == large.FIRST_ID + 90
        with pytest.raises(Exception, match="already exists"):
            account.records.save(session, "customer", {"companyName": "company 7"})
        assert account.states is not None
        account.states.reset()
        assert len(account.records.search("customer", [])) == 33
    with opened_account(AccountSettings(), folder=tmp_path / "data", seed="large") as account:
        assert len(account.records.search("job", [])) == 30 + 3
    assert [(path, path.stat().st_mtime_ns) for path in few.iterdir()] == [(file, built)]


@pytest.mark.requirement("seed-03")
def test_without_a_data_folder_nothing_stays(
    few: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with opened_account(AccountSettings(), seed="large") as account:
        assert len(account.records.search("employee", [])) == 30 + 4
    assert [path.name for path in tmp_path.iterdir()] == ["cache"]


def test_records_change_one_after_the_other_and_lie_scattered(few: Path) -> None:
    with opened_account(AccountSettings(), seed="large") as account:
        rows = account.database.rows(
            "SELECT * FROM record WHERE type = 'job' AND id >= ? ORDER BY id", (1001,)
        )
        modified = [row["modified"] for row in rows]
        places = [row["place"] for row in rows]
    assert modified == sorted(set(modified))
    assert places != sorted(places)
    assert len(set(places)) == 30


@pytest.mark.requirement("seed-03")
def test_another_content_makes_another_file_and_takes_ours_of_before_away(
    few: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = large.file()
    others = few / "large-notes.txt"
    others.write_text("somebody else's")
    for content in (
        {"RECORDS": FEW[:1]},
        {"TABLES": large.TABLES + " "},
        {"ENTRIES": {**large.ENTRIES, "priority": {"1": {"name": "Only"}}}},
        {"RECORD_TYPES": {**large.RECORD_TYPES, "job": large.RECORD_TYPES["customer"]}},
    ):
        with monkeypatch.context() as changed:
            for name, value in content.items():
                changed.setattr(large, name, value)
            assert large.file_name() != before.name
    monkeypatch.setattr(large, "RECORDS", FEW[:1])
    now = large.file()
    assert set(few.iterdir()) == {now, others}
    assert large.file() == now


def test_the_name_of_the_file_is_the_same_in_every_process() -> None:
    program = "from landbridge.local.seeds import large; print(large.file_name())"
    names = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            timeout=30,
            check=True,
        ).stdout.strip()
        for seed in ("1", "2")
    }
    assert names == {large.file_name()}


@pytest.mark.full
@pytest.mark.timeout(400)
@pytest.mark.requirement("seed-03")
def test_a_million_records(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    with opened_account(AccountSettings(), seed="large") as account:
        row = account.database.row("SELECT count(*) AS n FROM record")
    assert row is not None
    assert row["n"] > 1_000_000
    started = perf_counter()
    with opened_account(AccountSettings(), seed="large") as account:
        again = perf_counter() - started
    assert again < 60, "the file was not built again"
