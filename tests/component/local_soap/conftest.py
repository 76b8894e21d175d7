"""An account in memory with the lists that the tests refer to, and a client of its SOAP endpoint."""

from __future__ import annotations

import random
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.records.model import CustomField
from landbridge.local.settings import AccountSettings
from landbridge.local.soap.endpoint import Endpoint
from landbridge.recordtypes import Kind
from tests.component.local_soap.wire import Secrets, Wire

START = datetime(2026, 3, 1, 12, 0, 0, 250_000, tzinfo=UTC)
PERMISSIONS = {
    "ADMI_LOGIN_OAUTH": Level.FULL,
    "ADMI_WEBSERVICES": Level.FULL,
    "LIST_FIND": Level.VIEW,
    "LIST_EMPLOYEE": Level.FULL,
    "LIST_CUSTJOB": Level.FULL,
    "LIST_JOB": Level.FULL,
}
LISTS = {
    ("customerStatus", "6"): {"name": "Unqualified", "stage": "_lead"},
    ("customerStatus", "10"): {"name": "Proposal", "stage": "_prospect"},
    ("customerStatus", "13"): {"name": "Closed Won", "stage": "_customer"},
    ("subsidiary", "1"): {"name": "Parent & <Co>"},
    ("subsidiary", "2"): {"name": "Branch"},
    ("department", "7"): {"name": "Research"},
    ("currency", "1"): {"name": "US Dollar", "symbol": "USD"},
    ("jobStatus", "2"): {"name": "In Progress"},
    ("jobType", "4"): {"name": "Internal"},
}


def _custom(script_id: str, kind: Kind, refers_to: str = "") -> CustomField:
    applies_to = frozenset({"customer", "employee", "job"})
    return CustomField(script_id, kind, script_id.title(), applies_to, refers_to)


CUSTOM_FIELDS = (
    _custom("custentity_text", Kind.STRING),
    _custom("custentity_flag", Kind.BOOLEAN),
    _custom("custentity_number", Kind.INTEGER),
    _custom("custentity_amount", Kind.DOUBLE),
    _custom("custentity_day", Kind.DATE),
    _custom("custentity_moment", Kind.DATETIME),
    _custom("custentity_unit", Kind.REF, "department"),
)


@pytest.fixture(scope="session")
def authority_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("authority")


@pytest.fixture
def account(authority_folder: Path) -> Iterator[Account]:
    stopped = Clock(lambda: START)
    account = Account(
        AccountSettings(), authority_folder=authority_folder, clock=stopped, rng=random.Random(1)
    )
    for (type_name, internal_id), values in LISTS.items():
        account.records.put(type_name, internal_id, values)
    account.records.fields.define(*CUSTOM_FIELDS)
    yield account
    account.close()


@pytest.fixture
def wire(account: Account) -> Wire:
    """A client whose role may do what SOAP integrations do."""
    account.access.define_role("customrole_test", "Test", PERMISSIONS)
    return client(account, "customrole_test", "anna@example.com")


def client(account: Account, role: str, email: str) -> Wire:
    """Return a client with an employee, integration and token of its own."""
    found = account.access.role_by_script_id(role)
    assert found is not None
    person = account.records.save(
        account.access.system_session(),
        "employee",
        {
            "firstName": email.partition("@")[0].title(),
            "lastName": "Test",
            "email": email,
            "giveAccess": True,
        },
    ).record
    account.access.give_access(person.id, (found.id,))
    integration = account.access.applications.create_integration(f"Test of {email}")
    token = account.access.token_records.create("Test", integration.id, person.id, found.id)
    secrets = Secrets(
        account.settings.account_id,
        integration.consumer_key,
        integration.consumer_secret,
        token.token_id,
        token.token_secret,
    )
    return Wire(account, Endpoint(account), secrets)
