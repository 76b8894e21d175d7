"""`landbridge suiteapp check`: the SuiteApp is sound, and each broken copy of it has its own finding."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from landbridge.sdf import javascript
from landbridge.sdf.check import check
from landbridge.sdf.cli import check as check_command
from landbridge.sdf.findings import Finding
from landbridge.suiteapp import suiteapp_folder

from .copies import copied, replace

SCRIPTS = "FileCabinet/SuiteScripts/landbridge"
TRIGGER = "Objects/customscript_oa_send_to_spp_2.xml"
SETTINGS = "Objects/customrecord_oa_srp_integration_settings.xml"
ROLE = "Objects/customrole_oa_integration.xml"
RESTLET = "Objects/customscript_landbridge_certificate.xml"
SEND = f"{SCRIPTS}/send_to_spp_2.js"
IDS = f"{SCRIPTS}/ids.js"
TRIGGER_ID, EMPLOYEES = "customscript_oa_send_to_spp_2", "customdeploy_oa_send_employee"

Break = Callable[[Path], None]


def changed(file: str, old: str, new: str) -> Break:
    return lambda project: replace(project, file, old, new)


def renamed(file: str, name: str) -> Break:
    def rename(project: Path) -> None:
        (project / file).rename(project / file.rpartition("/")[0] / name)

    return rename


def changed_everywhere(file: str, old: str, new: str) -> Break:
    def change(project: Path) -> None:
        text = (project / file).read_text(encoding="utf-8")
        replace(project, file, text, text.replace(old, new))

    return change


def swapped(file: str, one: str, other: str) -> Break:
    def swap(project: Path) -> None:
        text = (project / file).read_text(encoding="utf-8")
        replace(project, file, text, text.replace(one, "\0").replace(other, one).replace("\0", other))

    return swap


def removed(file: str) -> Break:
    return lambda project: (project / file).unlink()


def without(file: str, first: str, last: str) -> Break:
    """Cut a file from one text up to another."""

    def cut(project: Path) -> None:
        text = (project / file).read_text(encoding="utf-8")
        head, _, rest = text.partition(first)
        replace(project, file, text, head + rest.partition(last)[2])

    return cut


BROKEN: dict[str, tuple[Break, str, str, str]] = {
    "another kind of project": (
        changed("manifest.xml", "ACCOUNTCUSTOMIZATION", "SUITEAPP"),
        "manifest.xml",
        "projecttype",
        "another kind",
    ),
    "a feature that is not named": (
        changed("manifest.xml", "CUSTOMRECORDS", "CRM"),
        "manifest.xml",
        "CUSTOMRECORDS",
        "needed and not named",
    ),
    "a path of deploy.xml that finds nothing": (
        changed("deploy.xml", "~/FileCabinet/*", "~/FileCabinet/SuiteScripts/other/*"),
        "deploy.xml",
        "~/FileCabinet/SuiteScripts/other/*",
        "finds nothing",
    ),
    "an object in a file of another name": (
        renamed(RESTLET, "customscript_landbridge_other.xml"),
        "Objects/customscript_landbridge_other.xml",
        "customscript_landbridge_certificate",
        "not named after the object",
    ),
    "XML that does not end": (
        changed(ROLE, "</role>", ""),
        ROLE,
        ROLE,
        "not well-formed",
    ),
    "a document type": (
        changed(ROLE, "<role ", "<!DOCTYPE role [<!ENTITY a 'b'>]><role "),
        ROLE,
        ROLE,
        "document type",
    ),
    "an id of another type": (
        changed(TRIGGER, '"customdeploy_oa_send_job"', '"customscript_oa_send_job"'),
        TRIGGER,
        "customscript_oa_send_job",
        "must be customdeploy_",
    ),
    "an id that is too long": (
        changed(
            TRIGGER, '"customdeploy_oa_send_job"', '"customdeploy_oa_send_the_projects_that_somebody_saved"'
        ),
        TRIGGER,
        "customdeploy_oa_send_the_projects_that_somebody_saved",
        "40 are allowed",
    ),
    "an id in capitals": (
        changed(SETTINGS, 'scriptid="custrecord_oa_url"', 'scriptid="custrecord_oa_URL"'),
        SETTINGS,
        "custrecord_oa_URL",
        "small letters",
    ),
    "an id that is there twice": (
        changed(TRIGGER, '"customdeploy_oa_send_job"', '"customdeploy_oa_send_lead"'),
        TRIGGER,
        "customdeploy_oa_send_lead",
        "is used in",
    ),
    "a reference to no object": (
        changed(
            TRIGGER,
            "<runasrole>[scriptid=customrole_oa_integration]",
            "<runasrole>[scriptid=customrole_oa_integrations]",
        ),
        TRIGGER,
        "[scriptid=customrole_oa_integrations]",
        "not there",
    ),
    "a reference to no file": (
        changed(RESTLET, "certificate_restlet.js", "certificates.js"),
        RESTLET,
        "[/SuiteScripts/landbridge/certificates.js]",
        "not there",
    ),
    "a module of the project that is not there": (
        removed(f"{SCRIPTS}/store.js"),
        f"{SCRIPTS}/circuit.js",
        "./store",
        "no such script",
    ),
    "a module that NetSuite does not have": (
        changed(f"{SCRIPTS}/store.js", "['N/cache']", "['N/caches']"),
        f"{SCRIPTS}/store.js",
        "N/caches",
        "no such module",
    ),
    "a script of another type": (
        changed(SEND, "@NScriptType UserEventScript", "@NScriptType Restlet"),
        SEND,
        "@NScriptType",
        "the file says Restlet",
    ),
    "a script without its version": (
        changed(SEND, "@NApiVersion 2.1", ""),
        SEND,
        "@NApiVersion",
        "no SuiteScript version",
    ),
    "an unknown record type": (
        changed(TRIGGER, "<recordtype>JOB<", "<recordtype>PROJECT<"),
        TRIGGER,
        "customdeploy_oa_send_job",
        "PROJECT is no record type",
    ),
    "a record type without the trigger": (
        changed(TRIGGER, "<recordtype>JOB<", "<recordtype>VENDOR<"),
        TRIGGER,
        "customscript_oa_send_to_spp_2",
        "not deployed on job",
    ),
    "a record type with the trigger twice": (
        changed(TRIGGER, "<recordtype>LEAD<", "<recordtype>JOB<"),
        TRIGGER,
        "customscript_oa_send_to_spp_2",
        "deployed twice on job",
    ),
    "a deployment in the current role": (
        changed(TRIGGER, "<runasrole>[scriptid=customrole_oa_integration]</runasrole>", ""),
        TRIGGER,
        "customdeploy_oa_send_employee",
        "Execute as Role",
    ),
    "a status that is none": (
        changed(TRIGGER, "<status>RELEASED<", "<status>LIVE<"),
        TRIGGER,
        "customdeploy_oa_send_employee",
        "<status> cannot be LIVE",
    ),
    "a trigger that would run before others": (
        changed(SEND, "return { afterSubmit };", "return { beforeSubmit: () => {}, afterSubmit };"),
        SEND,
        "beforeSubmit",
        "runs before other scripts",
    ),
    "an unknown permission": (
        changed(ROLE, "ADMI_CERTIFICATES", "ADMI_CERTIFICATE"),
        ROLE,
        "ADMI_CERTIFICATE",
        "no known permission",
    ),
    "a level that is none": (
        changed(ROLE, "<permlevel>FULL<", "<permlevel>ALL<"),
        ROLE,
        "ADMI_CERTIFICATES",
        "ALL is no level",
    ),
    "a field type that is none": (
        changed(SETTINGS, "<fieldtype>CHECKBOX<", "<fieldtype>BOOLEAN<"),
        SETTINGS,
        "custrecord_oa_realtime_enable",
        "BOOLEAN is no field type",
    ),
    "a record with a field that its type lacks": (
        changed(
            SETTINGS,
            "<isinactive>F</isinactive>\n      <name>",
            "<custrecord_oa_other>F</custrecord_oa_other>\n      <name>",
        ),
        SETTINGS,
        "<custrecord_oa_other>",
        "does not have",
    ),
    "an id that scripts call differently": (
        changed(f"{SCRIPTS}/ids.js", "'custrecord_oa_db_id'", "'custrecord_oa_database'"),
        f"{SCRIPTS}/ids.js",
        "custrecord_oa_database",
        "no such object",
    ),
    "a script without its object": (
        removed(RESTLET),
        f"{SCRIPTS}/certificate_restlet.js",
        "@NScriptType",
        "no object names it",
    ),
    "a RESTlet for everybody": (
        changed(RESTLET, "<allroles>F<", "<allroles>T<"),
        RESTLET,
        "customdeploy_landbridge_certificate",
        "open to everybody",
    ),
    "settings without their record": (
        without(SETTINGS, "<instances>", "</instances>"),
        SETTINGS,
        "<instances>",
        "0 records",
    ),
    "a field that scripts do not know": (
        changed(f"{SCRIPTS}/ids.js", "'custrecord_oa_db_id'", "'custrecord_oa_url'"),
        SETTINGS,
        "custrecord_oa_db_id",
        "does not name this field",
    ),
    "a trigger for one event": (
        changed(TRIGGER, "<eventtype></eventtype>", "<eventtype>DELETE</eventtype>"),
        TRIGGER,
        EMPLOYEES,
        "<eventtype> DELETE",
    ),
    "a trigger for one context": (
        changed(TRIGGER, "<isdeployed>T<", "<executioncontext>SCHEDULED</executioncontext><isdeployed>T<"),
        TRIGGER,
        EMPLOYEES,
        "<executioncontext> SCHEDULED",
    ),
    "a trigger for its owner alone": (
        changed_everywhere(TRIGGER, "<status>RELEASED<", "<status>TESTING<"),
        TRIGGER,
        EMPLOYEES,
        "<status> TESTING",
    ),
    "a trigger for nobody": (
        changed_everywhere(TRIGGER, "<allroles>T<", "<allroles>F<"),
        TRIGGER,
        EMPLOYEES,
        "<allroles> F",
    ),
    "a trigger that is not deployed": (
        changed_everywhere(TRIGGER, "<isdeployed>T<", "<isdeployed>F<"),
        TRIGGER,
        TRIGGER_ID,
        "for no record type",
    ),
    "a trigger that is inactive": (
        changed(TRIGGER, "<isinactive>F<", "<isinactive>T<"),
        TRIGGER,
        TRIGGER_ID,
        "for no record type",
    ),
    "a trigger without its function": (
        changed(SEND, "return { afterSubmit };", "return {};"),
        SEND,
        "afterSubmit",
        "returns no afterSubmit",
    ),
    "a RESTlet without its functions": (
        changed(f"{SCRIPTS}/certificate_restlet.js", "return { get, post };", "return {};"),
        f"{SCRIPTS}/certificate_restlet.js",
        "customscript_landbridge_certificate",
        "no entry point",
    ),
    "a misspelt element": (
        changed_everywhere(TRIGGER, "isdeployed>", "isdeployd>"),
        TRIGGER,
        "<isdeployd>",
        "no such element",
    ),
    "a check box that became a text": (
        changed(SETTINGS, "<fieldtype>CHECKBOX<", "<fieldtype>TEXT<"),
        SETTINGS,
        "custrecord_oa_realtime_enable",
        "read realTime as CHECKBOX",
    ),
    "two settings in place of each other": (
        swapped(IDS, "'custrecord_oa_url'", "'custrecord_oa_realtime_email'"),
        IDS,
        "url",
        "another setting",
    ),
    "two check boxes in place of each other": (
        swapped(IDS, "'custrecord_oa_realtime_soap_user'", "'custrecord_oa_realtime_soap_project'"),
        IDS,
        "soapUser",
        "another setting",
    ),
    "a role without a permission that the scripts need": (
        without(ROLE, "<permission>\n      <permkey>ADMI_CERTIFICATES<", "</permission>"),
        ROLE,
        "ADMI_CERTIFICATES",
        "asks for: FULL",
    ),
    "a role with a permission below what the scripts need": (
        changed(
            ROLE,
            "LIST_CUSTRECORDENTRY</permkey>\n      <permlevel>EDIT",
            "LIST_CUSTRECORDENTRY</permkey><permlevel>VIEW",
        ),
        ROLE,
        "LIST_CUSTRECORDENTRY",
        "asks for: EDIT",
    ),
    "a role that is only a name": (
        changed(
            SETTINGS,
            "<permittedrole>[scriptid=customrole_oa_integration]",
            "<permittedrole>customrole_nobody",
        ),
        SETTINGS,
        "<permittedrole>",
        "customrole_nobody is no role",
    ),
    "settings that the trigger's role may not read": (
        changed(
            SETTINGS, "<permittedrole>[scriptid=customrole_oa_integration]", "<permittedrole>ADMINISTRATOR"
        ),
        SETTINGS,
        "<permissions>",
        "may not read the settings",
    ),
    "settings for everybody": (
        changed(SETTINGS, "USEPERMISSIONLIST", "NONENEEDED"),
        SETTINGS,
        "<accesstype>",
        "permission list",
    ),
    "a script that is no module": (
        changed(SEND, "define(", "require("),
        SEND,
        "define",
        "no module",
    ),
}


@pytest.fixture(scope="module")
def of_the_suiteapp() -> set[Finding]:
    return set(check(suiteapp_folder()).findings)


@pytest.mark.requirement("app-02")
def test_the_suiteapp_has_nothing_wrong(of_the_suiteapp: set[Finding]) -> None:
    assert sorted(map(str, of_the_suiteapp)) == []


@pytest.mark.requirement("app-02")
@pytest.mark.parametrize("fault", sorted(BROKEN))
def test_each_broken_copy_has_its_finding(
    fault: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    break_it, file, place, wrong = BROKEN[fault]
    project = copied(tmp_path / "suiteapp")
    break_it(project)
    monkeypatch.setattr(javascript, "node", lambda: None)  # these faults are seen without it
    assert check_command(project, json=True) == 1
    found = [Finding(**one) for one in json.loads(capsys.readouterr().out)["findings"]]
    named = [one for one in found if (one.file, one.place) == (file, place) and wrong in one.wrong]
    assert named, [str(one) for one in found]
    assert all(one.remedy for one in found)


@pytest.mark.requirement("app-02")
def test_the_command_exits_with_0_on_the_suiteapp(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(javascript, "node", lambda: None)
    assert check_command() == 0
    assert "nothing wrong" in capsys.readouterr().out


def fake_node(folder: Path, monkeypatch: pytest.MonkeyPatch, script: str) -> Path:
    """A copy of the SuiteApp with TypeScript in its place, and a program that stands for a Node that is broken so."""
    program = folder / "node"
    program.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    program.chmod(0o755)
    monkeypatch.setattr(javascript, "node", lambda: str(program))
    project = copied(folder / "suiteapp")
    (project / javascript.TYPESCRIPT).parent.mkdir(parents=True)
    (project / javascript.TYPESCRIPT).touch()
    return project


NODE_DOES_NOT_RUN = "echo 'node: error while loading shared libraries' >&2; exit 127"
ONLY_TYPESCRIPT = 'test "$1" = -e && exit 0; '


@pytest.mark.requirement("app-02")
@pytest.mark.parametrize(
    ("script", "wrong"),
    [
        pytest.param(
            NODE_DOES_NOT_RUN, {"Node.js": "127", "TypeScript": "127"}, id="a Node that does not run"
        ),
        pytest.param(
            ONLY_TYPESCRIPT + "echo 'Error: out of memory' >&2; exit 134",
            {"TypeScript": "exit code 134, Error: out of memory"},
            id="a TypeScript that crashes",
        ),
        pytest.param(
            ONLY_TYPESCRIPT + "echo 'error TS18003: No inputs were found.'; exit 2",
            {"TS18003": "No inputs were found"},
            id="a configuration that finds nothing",
        ),
    ],
)
def test_a_tool_that_gives_no_result_is_a_finding(
    script: str, wrong: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = fake_node(tmp_path, monkeypatch, script)
    found = {one.place: one.wrong for one in check(project).findings}
    assert set(found) == set(wrong)
    assert all(text in found[place] for place, text in wrong.items())


@pytest.mark.requirement("app-02")
def test_a_tool_that_does_not_end_is_a_finding(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(javascript, "LONGEST_S", 0.2)
    project = fake_node(tmp_path, monkeypatch, ONLY_TYPESCRIPT + "exec sleep 60")
    assert [(one.place, "did not end" in one.wrong) for one in check(project).findings] == [
        ("TypeScript", True)
    ]


@pytest.mark.requirement("app-02")
def test_a_syntax_error_is_found_with_its_line(tmp_path: Path) -> None:
    project = copied(tmp_path / "suiteapp")
    replace(project, SEND, "return { afterSubmit };", "return { afterSubmit ;")
    line = (project / SEND).read_text(encoding="utf-8").split("return { afterSubmit ;")[0].count("\n") + 1
    report = check(project)
    assert [(one.file, one.line) for one in report.findings if one.place == "syntax"] == [(SEND, line)]
    assert [text for text in report.not_run if text.startswith("types:")] != []


@pytest.mark.requirement("app-02")
def test_what_could_not_be_examined_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(javascript, "node", lambda: None)
    report = check(copied(tmp_path / "suiteapp"))
    assert report.not_run == ["JavaScript syntax and types: there is no Node.js"]


@pytest.mark.requirement("app-02")
def test_a_folder_without_a_project_is_a_finding(tmp_path: Path) -> None:
    found = {one.file for one in check(tmp_path).findings}
    assert {"manifest.xml", "deploy.xml"} <= found


@pytest.mark.requirement("app-02")
def test_the_command_exits_with_1_and_names_file_and_fault(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    project = copied(tmp_path / "suiteapp")
    replace(project, TRIGGER, "<recordtype>JOB<", "<recordtype>PROJECT<")
    assert check_command(project) == 1
    said = capsys.readouterr().out
    assert f"{TRIGGER}:" in said
    assert "PROJECT is no record type" in said

    assert check_command(project, json=True) == 1
    answer = json.loads(capsys.readouterr().out)
    assert answer["folder"] == str(project)
    assert TRIGGER in {finding["file"] for finding in answer["findings"]}
    assert set(answer["findings"][0]) == {"file", "line", "place", "wrong", "remedy"}
