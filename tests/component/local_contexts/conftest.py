"""One account for all tests of a module, a script that tells what it saw, and a project to install."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from landbridge.local.access.model import Context, Session
from landbridge.local.account import Account
from landbridge.local.opening import opened_account
from landbridge.local.records.model import Saved
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.model import USER_EVENT, Deployment, DeploymentStatus, Script
from landbridge.local.settings import AccountSettings

WATCH = """define(['N/log', 'N/runtime'], (log, runtime) => ({
  afterSubmit: ({ type, newRecord }) => log.audit(`${newRecord.type} ${newRecord.id}`, `${type} ${runtime.executionContext}`),
}));"""
"""Notes each save of the types that it is deployed on."""

MANIFEST = "<manifest projecttype='ACCOUNTCUSTOMIZATION'><projectname>tests</projectname><frameworkversion>1.0</frameworkversion></manifest>"
DEPLOY = (
    "<deploy><files><path>~/FileCabinet/*</path></files><objects><path>~/Objects/*</path></objects></deploy>"
)


@dataclass
class Company:
    """An account with the watching script on customers, leads and prospects."""

    account: Account
    scripting: Scripting

    def session(self, name: str = "admin", context: Context = Context.USERINTERFACE) -> Session:
        user = self.account.access.user_by_email(f"{name}@demo.example")
        assert user is not None
        return Session(user.id, user.role_ids[0], context)

    def lead(self, name: str, **values: object) -> str:
        """Make a lead and return its id."""
        made = self.account.records.save(
            self.session(), "customer", {"companyName": name, **values}, script_type="lead"
        )
        return made.record.id

    def value(self, record_id: str, field: str) -> object:
        record = self.account.records.get("customer", record_id)
        assert record is not None
        return record.values.get(field)

    def saves(self) -> list[Saved]:
        return self.account.records.timeline.rows()

    def seen(self, record_id: str) -> list[str]:
        """What the watching script noted of a record: event and context, oldest first."""
        entries = reversed(self.scripting.log(5000))
        return [
            entry.details
            for entry in entries
            if entry.script == "customscript_watch" and entry.title.endswith(f" {record_id}")
        ]

    def deploy(self, name: str, source: str, *kinds: str) -> None:
        """Deploy a user event script on record types."""
        system = self.account.access.system_session()
        file = self.account.files.save(system, "/SuiteScripts/tests", f"{name}.js", source.encode())
        script = Script(f"customscript_{name}", 0, USER_EVENT, name, file.path)
        self.scripting.registry.define(
            script,
            [
                Deployment(
                    f"customdeploy_{name}_{kind}",
                    script.script_id,
                    0,
                    record_type=kind,
                    status=DeploymentStatus.RELEASED,
                    all_roles=True,
                )
                for kind in kinds
            ],
        )


@pytest.fixture(scope="module")
def company() -> Iterator[Company]:
    with opened_account(AccountSettings(account_id="1234567")) as account:
        assert isinstance(account.scripting, Scripting)
        found = Company(account, account.scripting)
        found.deploy("watch", WATCH, "customer", "lead", "prospect", "salesorder")
        yield found


@pytest.fixture
def project(tmp_path: Path) -> Callable[..., Path]:
    """Writes an SDF project: objects by script id, scripts by file name."""

    def write(objects: dict[str, str], scripts: dict[str, str] | None = None) -> Path:
        (tmp_path / "Objects").mkdir()
        (tmp_path / "FileCabinet" / "SuiteScripts").mkdir(parents=True)
        (tmp_path / "manifest.xml").write_text(MANIFEST)
        (tmp_path / "deploy.xml").write_text(DEPLOY)
        for name, text in objects.items():
            (tmp_path / "Objects" / f"{name}.xml").write_text(text)
        for name, text in (scripts or {}).items():
            (tmp_path / "FileCabinet" / "SuiteScripts" / name).write_text(text)
        return tmp_path

    return write
