"""Public SOAP clients, unmodified, over TLS by NetSuite's host names through the proxy."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from landbridge.local.access.integration import Box
from landbridge.local.access.model import Session
from landbridge.local.records.model import CustomField, CustomRecordType
from landbridge.local.releases import answered
from landbridge.local.seeds.secrets import PASSWORD
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import RunningAccount, running_account, running_proxy
from landbridge.recordtypes import Kind
from tests.acceptance.running_clients import environment, php_client, python_client

pytestmark = pytest.mark.full

TSTDRV = "TSTDRV1234567"
HOST = "https://tstdrv1234567.suitetalk.api.netsuite.com"


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    with running_account(AccountSettings(account_id=TSTDRV, tier="ultimate")) as found:
        yield found


@pytest.fixture(scope="module")
def proxy(running: RunningAccount) -> Iterator[str]:
    with running_proxy(running) as address:
        yield address


def check_zeep(found: dict[str, Any], version: str) -> None:
    assert found["addresses"] == [f"https://webservices.netsuite.com/services/NetSuitePort_{version}"]
    assert found["look_up"] == HOST
    assert (found["added"], found["updated"], found["deleted"], found["gone"]) == (
        True,
        True,
        True,
        "RCRD_DSNT_EXIST",
    )
    assert found["got"] == [f"Zeep {version}", "555 0100", "1"]
    assert found["upserted"] == [True] * 12
    assert (found["pages"], found["names"], found["rows"]) == ([5, 5, 2], 12, 12)
    assert found["currencies"] >= 1
    assert found["statuses"] >= 1


@pytest.mark.requirement("wire-06", "wire-07")
@pytest.mark.timeout(300)
@pytest.mark.parametrize("release", ["2025.2", "2018.2"])
def test_zeep_works_with_every_version(release: str, tmp_path: Path) -> None:
    settings = AccountSettings(account_id=TSTDRV, release=release, tier="ultimate")
    versions = answered(release)
    halves = (versions[: len(versions) // 2], versions[len(versions) // 2 :])
    with running_account(settings) as running, running_proxy(running) as proxy:
        env = environment(running, proxy)
        for half in halves:
            found = python_client("zeep_versions.py", *half, env=env, home=tmp_path)
            assert list(found["versions"]) == list(half)
            for version in half:
                check_zeep(found["versions"][version], version)
    assert found["refused"][:1] == ([] if "2018_2" in versions else ["HTTPError"])


@pytest.mark.requirement("wire-07")
@pytest.mark.parametrize("version", ["2019_1", "2025_2"])
def test_php_adds_gets_and_finds_a_customer(running: RunningAccount, proxy: str, version: str) -> None:
    found = php_client("customer.php", version, env=environment(running, proxy))

    assert found["operations"] >= 14
    assert (found["added"], found["got"]) == (True, f"PHP & Söhne {version}")
    assert found["searched"][1:] == [5, True]
    assert found["fault"] == [
        "soapenv:Server.userException",
        "Invalid login attempt.",
        "invalidCredentialsFault",
    ]


@pytest.mark.requirement("wire-07")
def test_php_tells_types_by_classes_alone(running: RunningAccount, proxy: str) -> None:
    found = php_client("classes.php", "2024_1", env=environment(running, proxy))

    assert found == {
        "written": [True, "RecordRef"],
        "got": ["Customer", "Classes 2024_1", "RecordRef"],
        "searched": [1, "Customer"],
    }


CUSTOM_BODY_FIELDS = (
    CustomField("custbody_note", Kind.STRING, "Note", frozenset({"salesOrder"})),
    CustomField("custbody_flag", Kind.BOOLEAN, "Flag", frozenset({"salesOrder"})),
    CustomField("custbody_unit", Kind.REF, "Unit", frozenset({"salesOrder"}), "department"),
)


@pytest.mark.requirement("wire-07")
@pytest.mark.parametrize("client", ["zeep", "php"])
@pytest.mark.parametrize("version", ["2019_1", "2025_2"])
def test_documents_are_made_with_lines_and_parts(client: str, version: str, tmp_path: Path) -> None:
    """zeep in strict mode and PHP with a class map and SOAP_SINGLE_ELEMENT_ARRAYS write and read the same."""
    with running_account(AccountSettings(account_id=TSTDRV)) as running, running_proxy(running) as proxy:
        running.account.records.fields.define(*CUSTOM_BODY_FIELDS)
        env = environment(running, proxy)
        if client == "zeep":
            found = python_client("zeep_documents.py", version, env=env, home=tmp_path)
        else:
            found = php_client("documents.php", version, env=env)

    note = found["custom"].pop("custbody_note")
    assert note in {"by zeep", "by PHP"}
    assert found == {
        "lines": [[1, "1", 200.0], [2, "4", 20.0]],
        "custom": {"custbody_flag": True, "custbody_unit": "1"},
        "address": ["1 Main Street", "_unitedStates"],
        "total": 220.0,
        "invoice": [220.0, True],
        "paid": [50.0],
        "due": 170.0,
        "assignees": [["2", 8.0]],
    }


@pytest.mark.requirement("wire-09")
def test_zeep_signs_in_as_it_once_was_done(tmp_path: Path) -> None:
    settings = AccountSettings(account_id=TSTDRV, release="2019.2")
    with running_account(settings) as running, running_proxy(running) as proxy:
        applications = running.account.access.applications
        integration = applications.create_integration("Old", boxes={Box.USER_CREDENTIALS})
        env = environment(
            running,
            proxy,
            NETSUITE_EMAIL="admin@demo.example",
            NETSUITE_PASSWORD=PASSWORD,
            NETSUITE_APPLICATION_ID=integration.application_id,
        )
        found = python_client("zeep_session.py", "2018_2", env=env, home=tmp_path)

    assert found["stranger"][1] == "WS_LOG_IN_REQD"
    assert found["roles"] == ["Administrator"]
    assert (found["time"], found["each"], found["pages"]) == (True, True, [1, 2, 1])
    assert found["after"][1] == "SESSION_TIMED_OUT"
    assert found["wrong"] == [
        "You have entered an invalid email address or account number. Please try again.",
        "INVALID_LOGIN_CREDENTIALS",
    ]


SUPPORTED = {
    "accounts", "classifications", "currencies", "customers", "departments", "employees", "expense_categories", "items", "locations",
    "price_level", "projects", "subsidiaries", "terms", "vendor_bills", "vendor_payments", "vendors",
}  # fmt: skip
"""What netsuitesdk can list and the account keeps."""

REFUSED = {
    "adv_inter_company_journal_entries": "INVALID_SEARCH_VALUE",
    "billing_accounts": "FEATURE_UNAVAILABLE",
    "custom_lists": "INVALID_RCRD_TYPE",
    "custom_segments": "INVALID_RCRD_TYPE",
    "files": "FEATURE_UNAVAILABLE",
    "folders": "FEATURE_UNAVAILABLE",
    "journal_entries": "INVALID_SEARCH_VALUE",
    "tax_groups": "FEATURE_UNAVAILABLE",
    "tax_items": "FEATURE_UNAVAILABLE",
}
"""What netsuitesdk asks for and the account does not keep, with the code that it answers."""


def referred_records(running: RunningAccount) -> dict[str, str]:
    """Create what the posts refer to; return the ids by name."""
    account = running.account
    session: Session = account.access.system_session()

    def save(record_type: str, **values: Any) -> str:
        return account.records.save(session, record_type, values).record.id

    account.records.fields.define_type(CustomRecordType("customrecord_cost_center", "Cost Center"))
    kind = account.records.custom_record_type("customrecord_cost_center")
    assert kind is not None
    return {
        "bank": "1",
        "income_account": "9",
        "expense_account": "14",
        "category": save("expenseCategory", name="Paper of clients", expenseAcct="14"),
        "item": save("nonInventoryPurchaseItem", itemId="Paper of clients", expenseAccount="14"),
        "sale_item": save("serviceSaleItem", itemId="Consulting of clients", incomeAccount="9"),
        "custom_type": str(kind.number),
    }


@pytest.mark.requirement("peer-01")
@pytest.mark.parametrize("version", ["2024_1", "2019_1"])
def test_netsuitesdk_reads_and_writes_what_it_knows(tmp_path: Path, version: str) -> None:
    with running_account(AccountSettings(account_id=TSTDRV)) as running, running_proxy(running) as proxy:
        env = environment(running, proxy, NETSUITE_IDS=json.dumps(referred_records(running)))
        found = python_client("netsuitesdk_records.py", version, env=env, home=tmp_path)
    posts, reads = found["posts"], found["reads"]

    assert found["warned"] == []
    few = {name: reads[name] for name in SUPPORTED if not isinstance(reads[name], int) or reads[name] < 1}
    assert few == {}
    assert {name: code for name, code in REFUSED.items() if code not in str(reads[name])} == {}
    journal, folder = posts.pop("journal_entry"), posts.pop("folder")
    assert all("INVALID_UNSUPRTD_RCRD_TYP" in told for told in (journal, folder))
    bill, paid, named = posts.pop("bill"), posts.pop("paid"), posts.pop("found")
    assert {name: told for name, told in posts.items() if not str(told).isdigit()} == {}
    assert (bill, paid) == (140.5, 40.5)
    assert "Paper & Co" in named
    check_read_back(found["got"])


def check_read_back(got: dict[str, Any]) -> None:
    """A reference to a record of type ``item`` names no type that NetSuite has (schema: RecordType)."""
    refusals = {name: got.pop(name) for name in ("gone", "item", "usage")}
    assert got == {
        "vendor": "Paper & Co",
        "employee": "Example",
        "customer": "Buyer Ltd",
        "vendor_bill": "INV-77",
        "vendor_credit": "CR-1",
        "vendor_payment": 40.5,
        "expense_report": "trip",
        "credit_memo": 300.0,
        "removed": "cm1",
    }
    assert "RCRD_DSNT_EXIST" in refusals["gone"]
    assert "record type item" in refusals["item"]
    assert "record type Usage" in refusals["usage"]
