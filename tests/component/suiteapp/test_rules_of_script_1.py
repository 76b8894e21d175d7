"""The SuiteScript 1.0 trigger, where SuiteSignOn still is: which saves call the address that it gives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from landbridge.local.access.model import Context
from landbridge.local.importing.running import DataHandling, import_csv
from landbridge.local.massupdates import mass_update
from landbridge.local.scripting.model import SCHEDULED
from landbridge.local.settings import AccountSettings
from landbridge.local.suiteflow.model import SetFieldValue, Workflow

from .sending import FLAG, TRIGGER, Sending, deploy, opened_sending

SIGN_ON = "customsso_oa_sso"


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sending]:
    """The 1.0 script is deployed for customers alone, the 2.0 script for nothing."""
    settings, bundles = AccountSettings(release="2024.2"), {"369637": "3.9", "369630": "2.0"}
    with opened_sending(tmp_path_factory.mktemp("service"), settings, bundles=bundles) as opened:
        opened.account.suite_sign_on.define(SIGN_ON, f"{opened.service.url}/sso")
        for deployment in opened.scripting.deployments():
            if deployment.script == TRIGGER:
                opened.scripting.set_deployment(deployment.script_id, is_deployed=False)
        opened.scripting.set_deployment("customdeploy_oa_send1_customer", is_deployed=True, all_roles=True)
        opened.configure(custrecord_oa_realtime_sso_record=SIGN_ON)
        yield opened


@pytest.fixture
def sending(opened: Sending) -> Sending:
    opened.configure(custrecord_oa_realtime_enable=True)
    opened.forget()
    return opened


@pytest.fixture
def customer(sending: Sending) -> str:
    """A customer whose own visit is forgotten."""
    id_ = sending.create()
    visits(sending)
    return id_


def visits(sending: Sending) -> int:
    """Return how often the address was called since the last look; nothing may have failed."""
    assert sending.log("ERROR") == []
    assert sending.service.notices == []
    count = len(sending.service.visits)
    sending.service.visits.clear()
    return count


@pytest.mark.requirement("rule-03")
def test_create_edit_and_inline_edit_are_sent_and_other_events_are_not(
    sending: Sending,
) -> None:
    customer = sending.create()
    assert visits(sending) == 1
    for event in ("edit", "xedit"):
        sending.edit("customer", customer, event, comments=event)
        assert visits(sending) == 1
    record = sending.account.records.get("customer", customer)
    assert record is not None
    for other in ("approve", "cancel", "reject", "delete"):
        assert sending.scripting.after_submit(sending.session(), other, "customer", record, record) is None
    assert visits(sending) == 0


@pytest.mark.requirement("rule-04")
def test_a_csv_import_sends_nothing(sending: Sending, customer: str) -> None:
    text = f"Internal ID,Phone\n{customer},5550100\n"
    (row,) = import_csv(
        sending.account, sending.session(), "customer", text, DataHandling.UPDATE, run_scripts=True
    )
    assert row.code == ""
    assert visits(sending) == 0


@pytest.mark.requirement("rule-05")
def test_a_scheduled_script_sends_nothing(sending: Sending, customer: str) -> None:
    source = f"""/** @NApiVersion 2.1 */ define(['N/record'], (record) => ({{ execute: () => {{
      record.submitFields({{ type: 'customer', id: {customer}, values: {{ phone: '5550123' }} }});
    }} }}));"""
    sending.scripting.run_scheduled_script(deploy(sending, SCHEDULED, source, "nightly"))
    record = sending.account.records.get("customer", customer)
    assert record is not None
    assert record.values["phone"] == "5550123"
    assert visits(sending) == 0


@pytest.mark.requirement("rule-05")
@pytest.mark.parametrize("context", [Context.SUITELET, Context.MAPREDUCE, Context.USEREVENT])
def test_other_scripts_send_nothing(sending: Sending, context: Context) -> None:
    sending.create("customer", sending.session(context))
    assert visits(sending) == 0


@pytest.mark.requirement("rule-06")
def test_a_workflow_sends_nothing(sending: Sending, customer: str) -> None:
    actions = (SetFieldValue("comments", "by the workflow"),)
    sending.account.workflows.define(
        Workflow("customworkflow_a", "A", ("customer",), actions, scheduled=True)
    )
    sending.scripting.run_workflow("customworkflow_a")
    record = sending.account.records.get("customer", customer)
    assert record is not None
    assert record.values["comments"] == "by the workflow"
    assert visits(sending) == 0


@pytest.mark.requirement("rule-07")
def test_a_mass_update_sends_nothing(sending: Sending, customer: str) -> None:
    (updated,) = mass_update(
        sending.account, sending.session(), "customer", "phone", "5550126", ids=[customer]
    )
    assert (updated.id, updated.code) == (customer, "")
    assert visits(sending) == 0


@pytest.mark.requirement("rule-08", "rule-09")
@pytest.mark.parametrize("context", [Context.WEBSERVICES, Context.RESTLET, Context.RESTWEBSERVICES])
def test_what_comes_from_outside_is_never_sent(sending: Sending, context: Context) -> None:
    """Its settings have no boxes for that."""
    sending.create("customer", sending.session(context))
    assert visits(sending) == 0


@pytest.mark.requirement("rule-13")
def test_it_knows_no_marks(sending: Sending) -> None:
    sending.create(**{FLAG: False})
    assert visits(sending) == 1


@pytest.mark.requirement("rule-15")
@pytest.mark.parametrize(
    ("changes", "back"),
    [({"custrecord_oa_realtime_enable": False}, {}), ({"isInactive": True}, {"isInactive": False})],
    ids=["switched off", "no active record"],
)
def test_nothing_is_sent_when_it_is_off(
    sending: Sending, changes: dict[str, Any], back: dict[str, Any]
) -> None:
    sending.configure(**changes)
    sending.create()
    sending.configure(**back)
    assert visits(sending) == 0
    assert sending.mails() == []
