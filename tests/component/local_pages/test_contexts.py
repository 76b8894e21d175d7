"""The pages that save many records at once or run something: import, mass update, workflows, scheduled scripts."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.demo.forms import read_form
from landbridge.local.access.model import Level
from landbridge.local.pages import places
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.model import SCHEDULED, Deployment, DeploymentStatus, Script
from landbridge.local.suiteflow.model import Condition, SetFieldValue, Workflow
from landbridge.local.testing import RunningAccount, running_account

from .browser import Browser

NIGHTLY = """define(['N/record'], (record) => ({ execute: () => {
  const made = record.create({ type: 'lead' }); made.setValue('companyname', 'Nightly'); made.save();
} }));"""
FAILING = (
    "define([], () => ({ execute: () => { throw { name: 'OUT_OF_LUCK', message: 'Not tonight.' }; } }));"
)


@pytest.fixture(scope="module")
def shared() -> Iterator[RunningAccount]:
    with running_account() as running:
        yield running


@pytest.fixture(scope="module")
def someone(shared: RunningAccount) -> Browser:
    return Browser(int(shared.http.rpartition(":")[2])).sign_in("admin@demo.example")


def _last_contexts(shared: RunningAccount, count: int) -> list[tuple[str, str]]:
    return [(one.event, one.context) for one in shared.account.records.timeline.rows()[-count:]]


def _scheduled(shared: RunningAccount, name: str, source: str) -> str:
    account = shared.account
    assert isinstance(account.scripting, Scripting)
    file = account.files.save(
        account.access.system_session(), "/SuiteScripts/tests", f"{name}.js", source.encode()
    )
    script = Script(f"customscript_{name}", 0, SCHEDULED, name, file.path)
    deployment = Deployment(
        f"customdeploy_{name}", script.script_id, 0, title=name, status=DeploymentStatus.NOTSCHEDULED
    )
    account.scripting.registry.define(script, [deployment])
    return f"{places.DEPLOYMENT}?id={deployment.script_id}"


def test_a_csv_file_is_imported_and_each_row_is_answered(shared: RunningAccount, someone: Browser) -> None:
    csrf = someone.csrf(places.CSV_IMPORT)
    parts = {"_csrf": csrf, "recordtype": "lead", "datahandling": "ADD", "runscripts": "T"}
    text = "Company Name,Email\r\nFrom a file,file@demo.example\r\nWrong,none\r\n"
    body = "".join(
        f'--b\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
        for name, value in parts.items()
    )
    body += f'--b\r\nContent-Disposition: form-data; name="file"; filename="leads.csv"\r\nContent-Type: text/csv\r\n\r\n\ufeff{text}\r\n--b--\r\n'
    answer = someone.send_body("POST", places.CSV_IMPORT, body.encode(), "multipart/form-data; boundary=b")
    assert answer.status == 200
    assert "1 of 2 records imported" in answer.text
    assert "INVALID_EMAIL" in answer.text
    assert _last_contexts(shared, 1) == [("create", "CSVIMPORT")]


def test_text_is_imported_too_and_a_wrong_one_comes_back(shared: RunningAccount, someone: Browser) -> None:
    fields = read_form(someone.open(places.CSV_IMPORT)).fields
    sent = {**fields, "recordtype": "customer", "csv": "No Such Column\nx\n"}
    answer = someone.send("POST", places.CSV_IMPORT, sent)
    assert (answer.status, "no field" in answer.text, "No Such Column" in answer.text) == (422, True, True)
    sent |= {"csv": "Company Name\nTyped in\n", "datahandling": "SIDEWAYS"}
    assert someone.send("POST", places.CSV_IMPORT, sent).status == 422
    answer = someone.send("POST", places.CSV_IMPORT, {**sent, "datahandling": "ADD"})
    assert "1 of 1 records imported" in answer.text
    assert _last_contexts(shared, 1) == [("create", "CSVIMPORT")]


def test_a_mass_update_says_what_it_did(shared: RunningAccount, someone: Browser) -> None:
    ids = sorted(shared.account.records.search("customer", []), key=int)[:2]
    page = someone.open(f"{places.MASS_UPDATE}?recordtype=customer")
    assert '<option value="phone"' in page
    sent = {
        "_csrf": read_form(page).fields["_csrf"],
        "recordtype": "customer",
        "ids": f"{', '.join(ids)}, 99999",
        "field": "phone",
        "value": "+1 555 0100",
    }
    answer = someone.send("POST", places.MASS_UPDATE, sent)
    assert "2 of 3 records updated" in answer.text
    assert "99999: RCRD_DSNT_EXIST" in answer.text
    assert _last_contexts(shared, 2) == [("xedit", "CUSTOMMASSUPDATE")] * 2
    for wrong in ({"ids": ""}, {"field": "stage"}, {"field": "salesrep", "value": "Nobody"}):
        assert someone.send("POST", places.MASS_UPDATE, {**sent, **wrong}).status == 422


def test_a_workflow_is_listed_and_run(shared: RunningAccount, someone: Browser) -> None:
    shared.account.workflows.define(
        Workflow(
            "customworkflow_tidy",
            "Tidy up",
            ("customer", "lead", "prospect"),
            (SetFieldValue("comments", "tidied"),),
            Condition("phone", "=", "+1 555 0199"),
            scheduled=True,
        )
    )
    ids = shared.account.records.search("customer", [])
    shared.control.mass_update(type="customer", field="phone", value="+1 555 0199", ids=ids[:1])
    page = someone.open(places.WORKFLOWS)
    assert "Tidy up" in page
    csrf = read_form(page).fields["_csrf"]
    sent = {"_csrf": csrf, "workflow": "customworkflow_tidy"}
    assert someone.send("POST", places.WORKFLOWS, sent).status == 303
    assert "The workflow saved 1 record." in someone.open(places.WORKFLOWS)
    assert _last_contexts(shared, 1) == [("edit", "WORKFLOW")]
    assert someone.send("POST", places.WORKFLOWS, {**sent, "workflow": "customworkflow_no"}).status == 404


def test_save_and_execute_runs_a_scheduled_script(shared: RunningAccount, someone: Browser) -> None:
    address = _scheduled(shared, "nightly", NIGHTLY)
    page = someone.open(f"{address}&e=T")
    assert "Save and Execute" in page
    assert "Not Scheduled" in page
    fields = read_form(page).fields
    assert someone.send("POST", address, {**fields, "execute": "T"}).status == 303
    assert "The script was executed." in someone.open(address)
    assert _last_contexts(shared, 1) == [("create", "SCHEDULED")]
    off = {name: value for name, value in fields.items() if name != "isdeployed"}
    someone.send("POST", address, {**off, "isdeployed": "F", "execute": "T"})
    assert "is not deployed" in someone.open(address)
    failing = _scheduled(shared, "failing", FAILING)
    fields = read_form(someone.open(f"{failing}&e=T")).fields
    someone.send("POST", failing, {**fields, "execute": "T"})
    assert "OUT_OF_LUCK: Not tonight." in someone.open(failing)


def test_each_page_needs_its_permission(shared: RunningAccount) -> None:
    access = shared.account.access
    user = access.user_by_email("anna@demo.example")
    assert user is not None
    anna = Browser(int(shared.http.rpartition(":")[2])).sign_in("anna@demo.example")
    role = access.role(user.role_ids[0])
    assert role is not None
    for address, permission in (
        (places.CSV_IMPORT, "ADMI_IMPORTCSVFILE"),
        (places.MASS_UPDATE, "LIST_MASSUPDATES"),
        (places.WORKFLOWS, "ADMI_WORKFLOW"),
    ):
        assert permission in anna.open(address, 403)
        access.set_permission(role.script_id, permission, Level.VIEW)
        anna.open(address)
    assert "Run now" not in anna.open(places.WORKFLOWS)


def test_controls_answer_what_the_pages_do(shared: RunningAccount) -> None:
    rows = shared.control.csv_import(type="lead", csv="Company Name,Email\nBy control,\nBad,x\n")
    assert [(row["row"], row["code"]) for row in rows] == [(1, ""), (2, "INVALID_EMAIL")]
    _scheduled(shared, "again", FAILING)
    answer = shared.control.run_script(deployment="customdeploy_again")
    assert answer == {"error": {"code": "OUT_OF_LUCK", "message": "Not tonight."}}
