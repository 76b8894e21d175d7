"""SuiteScript 1.0: global functions, the nlapi interface, and SuiteSignOn before and after its end."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from landbridge.local.access.model import Context, Session
from landbridge.local.account import Account
from landbridge.local.opening import opened_account
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.settings import AccountSettings

MANIFEST = (
    '<manifest projecttype="ACCOUNTCUSTOMIZATION"><projectname>Old</projectname>'
    "<frameworkversion>1.0</frameworkversion></manifest>"
)
DEPLOY = (
    "<deploy><files><path>~/FileCabinet/*</path></files><objects><path>~/Objects/*</path></objects></deploy>"
)
OBJECT = """
<usereventscript scriptid="customscript_old">
  <name>Old</name>
  <isinactive>F</isinactive>
  <scriptfile>[/SuiteScripts/old.js]</scriptfile>
  {functions}
  <scriptdeployments>
    <scriptdeployment scriptid="customdeploy_old">
      <allroles>T</allroles>
      <isdeployed>T</isdeployed>
      <loglevel>DEBUG</loglevel>
      <recordtype>CUSTOMER</recordtype>
      <status>RELEASED</status>
    </scriptdeployment>
  </scriptdeployments>
</usereventscript>
"""
AFTER_SUBMIT = "<aftersubmitfunction>afterSubmit</aftersubmitfunction>"


class Old:
    """Runs SuiteScript 1.0 as the demo's administrator."""

    def __init__(self, account: Account, folder: Path) -> None:
        assert isinstance(account.scripting, Scripting)
        self.account, self.scripting, self.folder = account, account.scripting, folder

    def install(self, source: str, functions: str = AFTER_SUBMIT) -> None:
        files = {
            "manifest.xml": MANIFEST,
            "deploy.xml": DEPLOY,
            "FileCabinet/SuiteScripts/old.js": source,
            "Objects/customscript_old.xml": OBJECT.format(functions=functions).strip(),
        }
        for name, text in files.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        self.scripting.install(self.folder)

    def save(self, context: Context = Context.USERINTERFACE, **values: object) -> str:
        user = self.account.access.user_by_email("admin@demo.example")
        assert user is not None
        session = Session(user.id, user.role_ids[0], context)
        number = len(self.account.records.search("customer", []))
        result = self.account.records.save(session, "customer", {"companyName": f"Old {number}", **values})
        assert result.after_submit_error is None, result.after_submit_error
        return result.record.id

    def answer(self, body: str, context: Context = Context.USERINTERFACE) -> str:
        """Run `body` in an afterSubmit and return what it answered, as the log has it."""
        self.install(
            "function afterSubmit(type) { nlapiLogExecution('DEBUG', 'answer', String((function () {"
            f"{body}"
            "})())); }"
        )
        self.save(context)
        return self.newest()

    def newest(self) -> str:
        return self.scripting.log(1)[0].details


@pytest.fixture(scope="module")
def account() -> Iterator[Account]:
    with opened_account(AccountSettings(account_id="1234567_SB1", release="2024.2")) as opened:
        yield opened


@pytest.fixture
def old(account: Account, tmp_path: Path) -> Old:
    return Old(account, tmp_path)


@pytest.fixture
def ended(tmp_path: Path) -> Iterator[Old]:
    """The same after SuiteSignOn has ended."""
    with opened_account(AccountSettings(account_id="1234567_SB1", release="2025.1")) as opened:
        opened.suite_sign_on.define("customsso_oa_sso", "https://spp.example/sso")
        yield Old(opened, tmp_path)


class TestEntryPoints:
    def test_a_project_names_the_functions_and_the_version(self, old: Old) -> None:
        old.install("function afterSubmit(type) {}")
        script = old.scripting.registry.script("customscript_old")
        assert (script.api_version, dict(script.functions)) == ("1.0", {"afterSubmit": "afterSubmit"})

    def test_each_function_gets_the_type_of_the_event(self, old: Old) -> None:
        old.install(
            "function before(type) { nlapiSetFieldValue('phone', '555 ' + type); }"
            "function after(type) { nlapiLogExecution('DEBUG', 'after', type); }",
            "<beforesubmitfunction>before</beforesubmitfunction><aftersubmitfunction>after</aftersubmitfunction>",
        )
        id_ = old.save()
        record = old.account.records.get("customer", id_)
        assert record is not None
        assert record.values["phone"] == "555 create"
        assert old.newest() == "create"

    def test_a_function_that_is_not_there_is_said_on_the_page_and_in_the_log(self, old: Old) -> None:
        old.install("function other() {}")
        user = old.account.access.user_by_email("admin@demo.example")
        assert user is not None
        session = Session(user.id, user.role_ids[0], Context.USERINTERFACE)
        result = old.account.records.save(session, "customer", {"companyName": "No function"})
        assert result.after_submit_error is not None
        assert "afterSubmit" in result.after_submit_error.message

    def test_its_globals_reach_no_script_of_version_2(self, old: Old) -> None:
        old.install(
            "/** @NApiVersion 2.1\n * @NScriptType UserEventScript */\n"
            "define([], () => ({ afterSubmit: () => log.debug('answer', typeof nlapiGetContext) }));",
            "",
        )
        old.save()
        assert old.newest() == "undefined"
        assert old.scripting.registry.script("customscript_old").api_version == "2.1"


class TestInterface:
    @pytest.mark.parametrize(
        ("body", "expected"),
        [
            pytest.param("return nlapiGetRecordType();", "customer", id="type"),
            pytest.param("return nlapiGetNewRecord().getId() === nlapiGetRecordId();", "true", id="id"),
            pytest.param("return nlapiGetNewRecord().getFieldValue('isinactive');", "F", id="box"),
            pytest.param("return nlapiGetNewRecord().getFieldValue('fax');", "null", id="empty"),
            pytest.param("return nlapiGetOldRecord();", "null", id="no-old-record"),
            pytest.param("return nlapiGetContext().getCompany();", "1234567_SB1", id="company"),
            pytest.param("return nlapiGetContext().getSetting('FEATURE', 'JOBS');", "T", id="feature"),
            pytest.param("return nlapiGetContext().getUser() === nlapiGetUser();", "true", id="user"),
            pytest.param("return nlapiGetContext().getRemainingUsage() <= 1000;", "true", id="usage"),
            pytest.param(
                "return nlapiLookupField('customer', nlapiGetRecordId(), 'isinactive');", "F", id="lookup"
            ),
            pytest.param(
                "var found = nlapiSearchRecord('customer', null,"
                " [new nlobjSearchFilter('internalid', null, 'anyof', nlapiGetRecordId()),"
                "  new nlobjSearchFilter('isinactive', null, 'is', 'F')],"
                " [new nlobjSearchColumn('companyname'), new nlobjSearchColumn('isinactive')]);"
                "return found.length + found[0].getValue('isinactive')"
                " + (found[0].getValue('companyname') === nlapiGetFieldValue('companyname'));",
                "1Ftrue",
                id="search",
            ),
            pytest.param(
                "return nlapiSearchRecord('customer', null, [['companyname', 'is', 'nobody']], []);",
                "null",
                id="nothing-found",
            ),
            pytest.param(
                "try { throw nlapiCreateError('MINE', 'said so'); }"
                " catch (e) { return (e instanceof nlobjError) + e.getCode() + e.getDetails(); }",
                "trueMINEsaid so",
                id="error",
            ),
            pytest.param(
                "try { nlapiSearchRecord('customer', 'customsearch_none'); } catch (e) { return e.getCode(); }",
                "INVALID_SEARCH",
                id="error-of-the-account",
            ),
            pytest.param(
                "try { nlapiSubmitRecord({}); } catch (e) { return e.getDetails(); }",
                "nlapiSubmitRecord is not supported by the local account.",
                id="refused-by-name",
            ),
            pytest.param(
                "try { nlapiRequestURL('http://plain.example/'); } catch (e) { return e.getCode(); }",
                "SSS_INVALID_URL",
                id="request",
            ),
        ],
    )
    def test_it_answers(self, old: Old, body: str, expected: str) -> None:
        assert old.answer(body) == expected

    @pytest.mark.parametrize(
        ("context", "expected"),
        [(Context.USERINTERFACE, "userinterface"), (Context.WEBSERVICES, "webservices")],
        ids=["page", "soap"],
    )
    def test_contexts_are_those_of_version_1(self, old: Old, context: Context, expected: str) -> None:
        assert old.answer("return nlapiGetContext().getExecutionContext();", context) == expected

    def test_mail_lies_in_the_outbox(self, old: Old) -> None:
        old.answer("nlapiSendEmail(nlapiGetUser(), 'ada@example.com', 'Subject', 'Body');")
        sent = old.account.outbox.messages()[-1]
        assert (sent.recipients, sent.subject, sent.body) == (("ada@example.com",), "Subject", "Body")


class TestSuiteSignOn:
    TOKEN = "try { return nlapiOutboundSSO('customsso_oa_sso'); } catch (e) { return e.getCode() + ' ' + e.getDetails(); }"
    TOKEN_2 = (
        "/** @NApiVersion 2.1\n * @NScriptType UserEventScript */\n"
        "define(['N/sso'], (sso) => ({ afterSubmit: () => { let said;"
        " try { said = sso.generateSuiteSignOnToken({ suiteSignOnId: 'customsso_oa_sso' }); }"
        " catch (e) { said = `${e.name} ${e.message}`; } log.debug('answer', said); } }));"
    )

    @pytest.mark.requirement("bundle-06")
    def test_both_versions_get_an_address_with_a_fresh_token_before_the_end(self, old: Old) -> None:
        old.account.suite_sign_on.define("customsso_oa_sso", "https://spp.example/sso?company=7")
        first = old.answer(self.TOKEN)
        old.install(self.TOKEN_2, "")
        old.save()
        second = old.newest()
        for address in (first, second):
            assert address.startswith("https://spp.example/sso?company=7&oauth_token=")
            assert address.endswith("&env=SANDBOX")
        assert first != second

    def test_an_unknown_record_is_refused(self, old: Old) -> None:
        assert old.answer(self.TOKEN.replace("_oa_sso", "_none")).startswith("INVALID_SSO ")

    @pytest.mark.requirement("bundle-06")
    def test_both_versions_are_told_of_the_end(self, ended: Old) -> None:
        first = ended.answer(self.TOKEN)
        ended.install(self.TOKEN_2, "")
        ended.save()
        for said in (first, ended.newest()):
            assert said.startswith("SUITESIGNON_ENDED ")
            assert "2025.1" in said
