"""An account in this process with a workshop to deploy scripts in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from typing import Any

import pytest

from landbridge.local.access.model import Context, Session
from landbridge.local.account import Account
from landbridge.local.opening import opened_account
from landbridge.local.records.model import SaveResult
from landbridge.local.scripting.account_scripting import Scripting, ScriptLimits
from landbridge.local.scripting.execution import Limits
from landbridge.local.scripting.model import RESTLET, USER_EVENT, Deployment, DeploymentStatus, Script
from landbridge.local.settings import AccountSettings

FOLDER = "/SuiteScripts/tests"


@dataclass
class Workshop:
    """Deploys scripts and saves records as the demo's people."""

    account: Account
    scripting: Scripting

    def file(self, name: str, source: str) -> str:
        session = self.account.access.system_session()
        return self.account.files.save(session, FOLDER, name, source.encode()).path

    def deploy(self, source: str, *, name: str = "tested", on: str = "customer", **fields: Any) -> Deployment:
        script_id = f"customscript_{name}"
        script = Script(
            script_id, 0, USER_EVENT, name, self.file(f"{name}.js", source), owner=self.user("admin")
        )
        deployment = Deployment(
            **{
                "script_id": f"customdeploy_{name}_{on}",
                "script": script_id,
                "number": 0,
                "record_type": on,
                "status": DeploymentStatus.RELEASED,
                "all_roles": True,
                **fields,
            }
        )
        self.scripting.registry.define(script, [deployment])
        return deployment

    def restlet(self, source: str, *, name: str = "rest", **fields: Any) -> str:
        script_id = f"customscript_{name}"
        script = Script(
            script_id, 0, RESTLET, name, self.file(f"{name}.js", source), owner=self.user("admin")
        )
        deployment = Deployment(
            **{
                "script_id": f"customdeploy_{name}",
                "script": script_id,
                "number": 0,
                "status": DeploymentStatus.RELEASED,
                "all_roles": True,
                **fields,
            }
        )
        self.scripting.registry.define(script, [deployment])
        return f"script={script_id}&deploy=customdeploy_{name}"

    def user(self, name: str) -> str:
        user = self.account.access.user_by_email(f"{name}@demo.example")
        assert user is not None
        return user.id

    def session(self, name: str = "admin", context: Context = Context.USERINTERFACE) -> Session:
        user = self.account.access.user_by_email(f"{name}@demo.example")
        assert user is not None
        return Session(user.id, user.role_ids[0], context)

    def save(
        self,
        values: dict[str, Any],
        *,
        record_type: str = "customer",
        by: str = "admin",
        context: Context = Context.USERINTERFACE,
        **more: Any,
    ) -> SaveResult:
        return self.account.records.save(self.session(by, context), record_type, values, **more)

    def logged(self, level: str | None = None) -> list[tuple[str, str]]:
        """Title and details of the execution log, oldest first."""
        entries = reversed(self.scripting.log(1000))
        return [(entry.title, entry.details) for entry in entries if level in (None, entry.level)]

    def evaluate(self, body: str, modules: str = "") -> str:
        """Run `body` in an afterSubmit with `modules` (`N/record N/search`) as their last names; return what it logged."""
        names = modules.split()
        parameters = [name.rpartition("/")[2] for name in names]
        self.deploy(
            f"define({['require', *names]!r}, function ({', '.join(['require', *parameters])}) {{ return {{ afterSubmit: function (context) {{"
            f" const answer = (function () {{ {body} }})();"
            " log.debug('answer', answer); } }; });",
            name="evaluated",
            on="employee",
        )
        number = len(self.account.records.search("employee", []))
        result = self.save({"firstName": "E", "lastName": f"Valuated {number}"}, record_type="employee")
        assert result.after_submit_error is None, result.after_submit_error
        return self.logged("DEBUG")[-1][1]


@pytest.fixture
def account() -> Iterator[Account]:
    with opened_account(AccountSettings(account_id="1234567")) as opened:
        yield opened


@pytest.fixture
def workshop(account: Account) -> Workshop:
    assert isinstance(account.scripting, Scripting)
    return Workshop(account, account.scripting)


@pytest.fixture
def limited(account: Account) -> Iterator[Callable[..., Workshop]]:
    """Replaces the account's engine by one with smaller limits: `limited(units=50, seconds=0.5)`."""
    with ExitStack() as stack:

        def build(
            units: int = 1000, seconds: float = 300.0, memory_bytes: int = 64 * 1024 * 1024
        ) -> Workshop:
            assert isinstance(account.scripting, Scripting)
            account.scripting.close()
            limits = Limits(units, seconds)
            scripting = Scripting(
                account, limits=replace(ScriptLimits(), user_event=limits, memory_bytes=memory_bytes)
            )
            account.scripting = scripting
            stack.callback(scripting.close)
            return Workshop(account, scripting)

        yield build
