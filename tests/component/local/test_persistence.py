"""A data folder keeps the account; without one nothing stays; scripts' types and roles come back too."""

from __future__ import annotations

import sqlite3
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from landbridge.local.access.model import Context, Session
from landbridge.local.account import Account
from landbridge.local.opening import opened_account
from landbridge.local.records.model import Criterion, CustomField, CustomRecordType
from landbridge.local.seeds.errors import SeedError
from landbridge.local.settings import AccountSettings, SettingsError
from landbridge.local.storage.database import FILE_NAME, Database, StorageError
from landbridge.recordtypes import Kind

SIZE = CustomField("custrecord_size", Kind.INTEGER, "Size", frozenset({"customrecord_box"}), default=2)


def administrator(account: Account) -> Session:
    user = account.access.user_by_email("admin@demo.example")
    assert user is not None
    return Session(user.id, user.role_ids[0], Context.USERINTERFACE)


@pytest.mark.requirement("account-07")
def test_a_restart_finds_everything_again(tmp_path: Path) -> None:
    with opened_account(AccountSettings(), folder=tmp_path) as account:
        session = administrator(account)
        account.records.define_type(CustomRecordType("customrecord_box", "Box"), [SIZE])
        box = account.records.save(session, "customrecord_box", {"name": "Small"}).record
        customer = account.records.save(
            session, "customer", {"companyName": "Kept"}, external_id="kept"
        ).record
        file = account.files.save(session, "/SuiteScripts", "a.js", b"1")
        account.outbox.send("1", ("a@b.example",), "Subject", "Body")
        ca = account.authority.ca_pem
        before = (account.access.users(), account.access.roles(), account.access.tokens())
        trail = account.access.audit()
    with opened_account(AccountSettings(), folder=tmp_path) as account:
        session = administrator(account)
        assert account.records.get("customer", customer.id) == customer
        assert account.records.get("customrecord_box", box.id) == box
        assert box.values["custrecord_size"] == 2
        assert account.records.search("customer", [Criterion("externalIdString", "is", ("kept",))]) == [
            customer.id
        ]
        assert account.files.load(session, file.id) == file
        assert [mail.subject for mail in account.outbox.messages()] == ["Subject"]
        assert (account.access.users(), account.access.roles(), account.access.tokens()) == before
        assert account.access.audit() == trail
        assert account.authority.ca_pem == ca
        next_one = account.records.save(session, "customer", {"companyName": "Next"}).record
        assert int(next_one.id) > int(customer.id)


@pytest.mark.requirement("account-07")
def test_without_a_folder_nothing_stays(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    with opened_account(AccountSettings()) as account:
        assert account.authority.ca_file.is_relative_to(tmp_path)
        account.records.save(administrator(account), "customer", {"companyName": "Gone"})
    assert list(tmp_path.iterdir()) == []
    with opened_account(AccountSettings()) as account:
        assert account.records.search("customer", [Criterion("companyName", "is", ("Gone",))]) == []


def test_keys_and_data_are_private_to_their_owner(tmp_path: Path) -> None:
    folder = tmp_path / "data"
    with opened_account(AccountSettings(), folder=folder) as account:
        account.authority.server_context()
        private = [folder / FILE_NAME, *(folder / "tls").iterdir()]
        assert [path.name for path in private[1:]] in (["ca.key.pem", "ca.pem"], ["ca.pem", "ca.key.pem"])
        assert [stat.S_IMODE(path.stat().st_mode) for path in private] == [0o600] * 3


def test_a_folder_of_another_version_is_refused(tmp_path: Path) -> None:
    Database(tmp_path).close()
    connection = sqlite3.connect(tmp_path / FILE_NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()
    with pytest.raises(StorageError, match="schema 99"):
        Database(tmp_path)


def test_a_folder_in_use_is_refused(tmp_path: Path) -> None:
    first = Database(tmp_path)
    with pytest.raises(StorageError, match="locked"):
        Database(tmp_path)
    first.close()
    Database(tmp_path).close()


def test_a_file_that_is_no_database_is_refused(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).write_bytes(b"something else" * 100)
    with pytest.raises(StorageError, match="not a database"):
        Database(tmp_path)


@pytest.mark.requirement("account-07")
def test_what_was_committed_survives_a_kill(tmp_path: Path) -> None:
    program = (
        "import os, sys; from pathlib import Path\n"
        "from landbridge.local.account import Account; from landbridge.local.settings import AccountSettings\n"
        "folder = Path(sys.argv[1])\n"
        "account = Account(AccountSettings(), folder=folder, authority_folder=folder / 'tls')\n"
        "values = {'companyName': 'Survivor'}\n"
        "record = account.records.save(account.access.system_session(), 'job', values).record\n"
        "os.write(1, record.id.encode()); os.kill(os.getpid(), 9)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, str(tmp_path)], capture_output=True, timeout=30, check=False
    )
    assert done.returncode == -9
    account = Account(AccountSettings(), folder=tmp_path, authority_folder=tmp_path / "tls")
    record = account.records.get("job", done.stdout.decode())
    account.close()
    assert record is not None
    assert record.values["altName"] == "Survivor"


def test_an_empty_account_has_its_lists_and_an_administrator() -> None:
    with opened_account(AccountSettings(), seed="empty") as account:
        assert [user.email for user in account.access.users()] == ["admin@demo.example"]
        assert account.records.search("customer", []) == []
        assert account.records.display("subsidiary", "1") == "Parent Company"
    with pytest.raises(SeedError), opened_account(AccountSettings(), seed="garden"):
        pass


@pytest.mark.parametrize(
    "wrong", [{"account_id": "a b"}, {"account_id": "evil.example"}, {"time_zone": "Mars"}, {"licences": -1}]
)
def test_settings_that_no_account_has(wrong: dict[str, str | int]) -> None:
    with pytest.raises(SettingsError):
        AccountSettings(**wrong)  # type: ignore[arg-type]  # wrong on purpose


@pytest.mark.parametrize("seed", ["empty", "large"])
def test_a_folder_that_cannot_be_made_is_refused_in_words(
    tmp_path: Path, seed: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landbridge.local.seeds.large.file", lambda: tmp_path / "nothing")
    (tmp_path / "file").touch()
    with (
        pytest.raises(StorageError, match=r"file.* cannot be used: Not a directory"),
        opened_account(AccountSettings(), folder=tmp_path / "file" / "data", seed=seed),
    ):
        pass


def test_a_folder_in_the_place_of_the_file_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / FILE_NAME).mkdir()
    with pytest.raises(StorageError, match="cannot be used"):
        Database(tmp_path)
