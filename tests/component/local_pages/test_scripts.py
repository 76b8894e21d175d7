"""What scripts do to a page, and the pages about scripts and set-up."""

from __future__ import annotations

import base64
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from landbridge.demo.forms import read_form
from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.model import Deployment

from .browser import Browser, internal_id, messages, shown

EMPLOYEE = "/app/common/entity/employee.nl"
EMPLOYEES = "/app/common/entity/employeelist.nl"
DEPLOYMENT = "/app/common/scripting/scriptrecord.nl"
TRIGGER = "customdeploy_oa_send_employee"

LOUD = """
/**
 * @NApiVersion 2.1
 * @NScriptType UserEventScript
 */
define(['N/ui/message'], (message) => ({
  beforeLoad: (context) => {
    if (context.type === context.UserEventType.VIEW) {
      context.form.addPageInitMessage({
        type: message.Type.WARNING, title: 'Mind the gap', message: 'Line <b>one</b><br>two &lt;3', duration: 5000,
      });
    }
  },
  beforeSubmit: (context) => {
    if (context.newRecord.getValue({ fieldId: 'title' }) === 'refuse me') throw new Error('No such title here');
  },
  afterSubmit: (context) => {
    if (context.newRecord.getValue({ fieldId: 'title' }) === 'fail afterwards') {
      log.error({ title: 'About to fail', details: '<i>details</i>' });
      throw new Error('Too late to refuse');
    }
  },
}));
"""
OBJECT = """
<usereventscript scriptid="customscript_loud">
  <name>Loud</name>
  <isinactive>F</isinactive>
  <scriptfile>[/SuiteScripts/loud.js]</scriptfile>
  <scriptdeployments>
    <scriptdeployment scriptid="customdeploy_loud">
      <allroles>T</allroles>
      <isdeployed>T</isdeployed>
      <loglevel>DEBUG</loglevel>
      <recordtype>EMPLOYEE</recordtype>
      <status>RELEASED</status>
    </scriptdeployment>
  </scriptdeployments>
</usereventscript>
"""


@pytest.fixture
def loud(account: Account, tmp_path: Path) -> None:
    """A user event script on employees that shows, refuses and fails."""
    files = {
        "manifest.xml": '<manifest projecttype="ACCOUNTCUSTOMIZATION"><projectname>Loud</projectname>'
        "<frameworkversion>1.0</frameworkversion></manifest>",
        "deploy.xml": "<deploy><files><path>~/FileCabinet/*</path></files><objects><path>~/Objects/*</path></objects></deploy>",
        "FileCabinet/SuiteScripts/loud.js": LOUD.strip(),
        "Objects/customscript_loud.xml": OBJECT.strip(),
    }
    for name, text in files.items():
        path = tmp_path / "project" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    scripting_of(account).install(tmp_path / "project")


def scripting_of(account: Account) -> Scripting:
    assert isinstance(account.scripting, Scripting)
    return account.scripting


def deployment(account: Account, script_id: str) -> Deployment:
    return next(one for one in scripting_of(account).deployments() if one.script_id == script_id)


@pytest.mark.requirement("pages-04")
@pytest.mark.usefixtures("loud")
class TestRecordPage:
    def test_shows_what_a_script_adds(self, anna: Browser) -> None:
        view = anna.save(EMPLOYEE, firstname="Ola", lastname="Noor")
        anna.open(view)
        page = anna.open(view)
        assert messages(page) == [("warning", "Mind the gap Line one two &lt;3")]
        assert 'data-duration="5000"' in page

    def test_shows_an_exception_of_after_submit_and_keeps_the_save(
        self, account: Account, anna: Browser
    ) -> None:
        view = anna.save(EMPLOYEE, firstname="Ola", lastname="Noor", title="fail afterwards")
        page = anna.open(view)
        (error,) = [text for kind, text in messages(page) if kind == "error"]
        assert "Too late to refuse" in error
        assert "The record was saved." in error
        assert shown(page, "title") == "fail afterwards"
        record = account.records.get("employee", internal_id(view))
        assert record is not None
        assert record.values["title"] == "fail afterwards"

    def test_shows_it_after_inline_editing_too(self, account: Account, anna: Browser) -> None:
        id_ = internal_id(anna.save(EMPLOYEE, firstname="Ola", lastname="Noor"))
        answer = anna.edit_cell(EMPLOYEES, id_, "title", "fail afterwards").json()
        assert (answer["ok"], answer["value"]) == (True, "fail afterwards")
        assert "Too late to refuse" in answer["message"]
        record = account.records.get("employee", id_)
        assert record is not None
        assert record.values["title"] == "fail afterwards"

    def test_shows_why_a_script_refused_and_keeps_what_was_typed(
        self, account: Account, anna: Browser
    ) -> None:
        before = len(account.records.search("employee", []))
        answer = anna.submit(EMPLOYEE, firstname="Ola", lastname="Noor", title="refuse me")
        assert answer.status == 422
        assert "No such title here" in read_form(answer.text).errors[0]
        assert read_form(answer.text).fields["title"] == "refuse me"
        assert len(account.records.search("employee", [])) == before


@pytest.mark.requirement("pages-03")
class TestScriptPages:
    def test_scripts_are_listed(self, admin: Browser) -> None:
        page = admin.open("/app/common/scripting/scriptlist.nl")
        assert "SuiteProjects Pro: Send to SPP 2.0" in page
        assert "/SuiteScripts/landbridge/send_to_spp_2.js" in page
        assert "/app/common/scripting/scriptrecordlist.nl?script=customscript_oa_send_to_spp_2" in page

    def test_deployments_are_listed_by_script(self, admin: Browser) -> None:
        page = admin.open("/app/common/scripting/scriptrecordlist.nl?script=customscript_oa_send_to_spp_2")
        found = re.findall(r"scriptrecord\.nl\?id=(\w+)", page)
        assert found
        assert all(one.startswith("customdeploy_oa_send_") for one in found)
        assert "SuiteProjects Pro Integration Administrator" in page

    def test_a_deployment_is_changed(self, account: Account, admin: Browser) -> None:
        address = f"{DEPLOYMENT}?id={TRIGGER}"
        assert admin.save(address, isdeployed="F", runasrole="", loglevel="ERROR") == address
        changed = deployment(account, TRIGGER)
        assert (changed.is_deployed, changed.run_as_role, changed.log_level) == (False, "", "ERROR")
        assert messages(admin.open(address)) == [
            ("confirmation", "Confirmation Script Deployment successfully saved.")
        ]
        admin.save(address, isdeployed="T", runasrole="customrole_oa_integration")
        assert deployment(account, TRIGGER).is_deployed is True

    @pytest.mark.parametrize(
        ("field", "value"), [("runasrole", "customrole_nobody"), ("status", "DRAFT"), ("loglevel", "LOUD")]
    )
    def test_a_deployment_takes_no_other_values(
        self, account: Account, admin: Browser, field: str, value: str
    ) -> None:
        before = deployment(account, TRIGGER)
        answer = admin.submit(f"{DEPLOYMENT}?id={TRIGGER}", **{field: value})
        assert answer.status == 422
        assert "of the list" in messages(answer.text)[0][1]
        assert deployment(account, TRIGGER) == before

    def test_a_restlet_has_no_role_to_run_as(self, admin: Browser) -> None:
        page = admin.open(f"{DEPLOYMENT}?id=customdeploy_landbridge_certificate")
        assert "Execute as Role" not in page

    def test_an_unknown_deployment_is_not_found(self, admin: Browser) -> None:
        admin.open(f"{DEPLOYMENT}?id=customdeploy_none", status=404)

    @pytest.mark.usefixtures("loud")
    def test_the_log_shows_what_scripts_wrote_and_what_nobody_caught(
        self, anna: Browser, admin: Browser
    ) -> None:
        anna.save(EMPLOYEE, firstname="Ola", lastname="Noor", title="fail afterwards")
        page = admin.open("/app/common/scripting/scriptnotearchive.nl")
        assert "About to fail" in page
        assert "&lt;i&gt;details&lt;/i&gt;" in page
        assert "Too late to refuse" in page
        assert "customdeploy_loud" in page

    def test_certificates_are_listed_without_their_keys(
        self, account: Account, admin: Browser, key_file: str
    ) -> None:
        assert "There are no certificates." in admin.open("/app/setup/certificates.nl")
        session = account.access.system_session()
        stored = account.files.save(
            session, "/SuiteScripts", "key.p12", base64.b64decode(key_file), private=True
        )
        account.certificates.create(session, "_oa_realtime", "Real time", stored, "secret")
        page = admin.open("/app/setup/certificates.nl")
        assert "custcertificate_oa_realtime" in page
        assert "CN=real time" in page
        assert "PRIVATE KEY" not in page


class TestSetupPages:
    def test_the_file_cabinet_hides_other_peoples_private_folders(
        self, account: Account, admin: Browser, anna: Browser
    ) -> None:
        account.files.create_folder(account.access.system_session(), "Secrets", private=True)
        assert "/Secrets" in admin.open("/app/common/media/mediaitemfolders.nl")
        page = anna.open("/app/common/media/mediaitemfolders.nl")
        assert "/Secrets" not in page
        assert "send_to_spp_2.js" in page

    def test_access_tokens_are_listed_without_secrets(self, account: Account, admin: Browser) -> None:
        page = admin.open("/app/setup/accesstokens.nl")
        (token,) = account.access.tokens()
        assert token.name in page
        assert token.token_secret not in page
        assert token.token_id not in page

    def test_the_audit_trail_shows_refused_sign_ins(
        self, admin: Browser, new_browser: Callable[[], Browser]
    ) -> None:
        new_browser().send(
            "POST", "/app/login/secure/enterpriselogin.nl", {"email": "eve@x.example", "password": "no"}
        )
        page = admin.open("/app/setup/loginaudit.nl")
        assert re.search(r"<td>Failure</td><td>eve@x\.example<", page)
        assert re.search(r"<td>Success</td><td>admin@demo\.example<", page)

    def test_settings_are_read_and_saved(self, account: Account, admin: Browser) -> None:
        kind = "customrecord_oa_srp_integration_settings"
        listing = admin.open(f"/app/common/custom/custrecordentrylist.nl?rectype={kind}")
        assert "SuiteProjects Pro Integration Settings Record" in listing
        found = re.search(r"custrecordentry\.nl\?rectype=\w+&amp;id=(\d+)", listing)
        assert found is not None
        address = f"/app/common/custom/custrecordentry.nl?rectype={kind}&id={found.group(1)}"
        view = admin.save(
            f"{address}&e=T",
            custrecord_landbridge_url="https://bridge.example",
            custrecord_oa_realtime_enable="T",
        )
        assert view == address
        page = admin.open(view)
        assert shown(page, "custrecord_landbridge_url") == "https://bridge.example"
        assert shown(page, "custrecord_oa_realtime_enable") == "Yes"
        record = account.records.get(kind, found.group(1))
        assert record is not None
        assert record.values["custrecord_oa_realtime_enable"] is True

    def test_settings_are_not_for_everybody(self, anna: Browser) -> None:
        kind = "customrecord_oa_srp_integration_settings"
        anna.open(f"/app/common/custom/custrecordentry.nl?rectype={kind}&id=1", status=403)
        anna.open(f"/app/common/custom/custrecordentrylist.nl?rectype={kind}", status=403)

    def test_an_unknown_record_type_is_not_found(self, admin: Browser) -> None:
        admin.open("/app/common/custom/custrecordentry.nl?rectype=customrecord_none&id=1", status=404)

    def test_viewing_scripts_is_not_changing_them(self, account: Account, anna: Browser) -> None:
        account.access.set_permission("customrole_demo_sales", "ADMI_CUSTOMSCRIPT", Level.VIEW)
        page = anna.open(f"{DEPLOYMENT}?id={TRIGGER}")
        assert "<button>Save</button>" not in page
        assert anna.submit(f"{DEPLOYMENT}?id={TRIGGER}", isdeployed="F").status == 403
        assert deployment(account, TRIGGER).is_deployed is True
