"""Installing SDF projects: what is read, and errors that name the file and the element."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from landbridge.local.opening import opened_account
from landbridge.local.records.model import Criterion
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.errors import InstallError
from landbridge.local.scripting.model import DeploymentStatus
from landbridge.local.settings import AccountSettings

SCRIPT = """<usereventscript scriptid="customscript_a"><name>A</name><scriptfile>[/SuiteScripts/p/a.js]</scriptfile>
<scriptdeployments><scriptdeployment scriptid="customdeploy_a"><recordtype>{record_type}</recordtype><status>{status}</status>
<isdeployed>T</isdeployed><allroles>F</allroles><audslctrole>ADMINISTRATOR|[scriptid=customrole_r]</audslctrole>
<runasrole>{role}</runasrole><loglevel>{level}</loglevel><executioncontext>USERINTERFACE|CSVIMPORT</executioncontext>
<eventtype>CREATE</eventtype></scriptdeployment></scriptdeployments></usereventscript>"""
ROLE = """<role scriptid="customrole_r"><name>R</name><permissions><permission><permkey>LIST_CUSTJOB</permkey>
<permlevel>EDIT</permlevel></permission></permissions></role>"""
TYPE = """<customrecordtype scriptid="customrecord_t"><recordname>T</recordname><includename>T</includename>
<accesstype>USEPERMISSIONLIST</accesstype><permissions><permission><permittedrole>customrole_r</permittedrole>
<permittedlevel>VIEW</permittedlevel></permission></permissions>
<customrecordcustomfields><customrecordcustomfield scriptid="custrecord_n"><label>N</label><fieldtype>{kind}</fieldtype>
</customrecordcustomfield></customrecordcustomfields>
<instances><instance scriptid="one"><custrecord_n>{value}</custrecord_n><name>One</name></instance></instances></customrecordtype>"""
FIELD = """<entitycustomfield scriptid="custentity_f"><label>F</label><fieldtype>CHECKBOX</fieldtype><defaultchecked>T</defaultchecked>
<appliestocustomer>T</appliestocustomer><appliestoemployee>F</appliestoemployee></entitycustomfield>"""

Write = Callable[..., Path]


def objects(**changes: str) -> dict[str, str]:
    values = {
        "record_type": "CUSTOMER",
        "status": "RELEASED",
        "role": "[scriptid=customrole_r]",
        "level": "AUDIT",
    }
    kind, value = changes.pop("kind", "INTEGER"), changes.pop("value", "7")
    return {
        "customscript_a": SCRIPT.format(**{**values, **changes}),
        "customrole_r": ROLE,
        "customrecord_t": TYPE.format(kind=kind, value=value),
        "custentity_f": FIELD,
    }


@pytest.fixture
def project(tmp_path: Path) -> Write:
    def write(found: dict[str, str], *, manifest: str = "ACCOUNTCUSTOMIZATION") -> Path:
        (tmp_path / "FileCabinet/SuiteScripts/p").mkdir(parents=True)
        (tmp_path / "FileCabinet/SuiteScripts/p/a.js").write_text("define([], () => ({}));")
        (tmp_path / "Objects").mkdir()
        (tmp_path / "manifest.xml").write_text(f'<manifest projecttype="{manifest}"/>')
        (tmp_path / "deploy.xml").write_text(
            "<deploy><files><path>~/FileCabinet/*</path></files><objects><path>~/Objects/*</path></objects></deploy>"
        )
        for name, text in found.items():
            (tmp_path / f"Objects/{name}.xml").write_text(text)
        return tmp_path

    return write


def test_everything_of_a_project_is_installed(workshop: Any, project: Write) -> None:
    workshop.scripting.install(project(objects()))
    account = workshop.account
    (deployment,) = (one for one in workshop.scripting.deployments() if one.record_type)
    assert (deployment.record_type, deployment.status, deployment.log_level) == (
        "customer",
        DeploymentStatus.RELEASED,
        "AUDIT",
    )
    assert deployment.roles == ("ADMINISTRATOR", "customrole_r")
    assert (deployment.run_as_role, deployment.event_type) == ("customrole_r", "CREATE")
    assert deployment.contexts == ("USERINTERFACE", "CSVIMPORT")
    assert workshop.scripting.scripts()[-1].file == "/SuiteScripts/p/a.js"
    role = account.access.role_by_script_id("customrole_r")
    assert {name: level.name for name, level in role.permissions.items()} == {
        "LIST_CUSTJOB": "EDIT",
        "customrecord_t": "VIEW",
    }
    assert account.records.by_external_id("customrecord_t", "one").values["custrecord_n"] == 7
    made = workshop.save({"companyName": "Ash"})
    assert made.record.values["custentity_f"] is True


def test_installing_twice_changes_nothing(workshop: Any, project: Write) -> None:
    folder = project(objects())
    workshop.scripting.install(folder)
    first = (workshop.scripting.scripts(), workshop.scripting.deployments())
    workshop.scripting.install(folder)
    assert (workshop.scripting.scripts(), workshop.scripting.deployments()) == first
    assert len(workshop.account.records.search("customrecord_t", [Criterion("name", "is", ("One",))])) == 1


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"record_type": "SPACESHIP"}, r"customscript_a\.xml: <recordtype> SPACESHIP"),
        ({"status": "MAYBE"}, r"customscript_a\.xml: <scriptdeployment> customdeploy_a <status>"),
        ({"level": "LOUD"}, r"<scriptdeployment> customdeploy_a <loglevel>"),
        ({"role": "[scriptid=customrole_none]"}, r"<runasrole> customrole_none"),
        (
            {"kind": "HOLOGRAM"},
            r"customrecord_t\.xml: <customrecordcustomfield> custrecord_n <fieldtype> HOLOGRAM",
        ),
        ({"kind": "SELECT"}, r"<customrecordcustomfield> custrecord_n needs the element <selectrecordtype>"),
        ({"value": "seven"}, r"customrecord_t\.xml: <instance> one <custrecord_n> cannot hold 'seven'"),
    ],
)
def test_a_wrong_value_is_named(workshop: Any, project: Write, changes: dict[str, str], message: str) -> None:
    with pytest.raises(InstallError, match=message):
        workshop.scripting.install(project(objects(**changes)))


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("customscript_a", "<usereventscript", r"customscript_a\.xml: unclosed token"),
        ("customscript_a", '<!DOCTYPE a [<!ENTITY b "c">]><a/>', r"customscript_a\.xml: a document type"),
        (
            "customscript_a",
            '<savedsearch scriptid="customscript_a"/>',
            r"<savedsearch> customscript_a is not supported",
        ),
        (
            "customscript_a",
            '<usereventscript scriptid="customscript_b"/>',
            r"must be in a file named customscript_b\.xml",
        ),
        ("customscript_a", "<usereventscript/>", r"<usereventscript> has no scriptid"),
        ("customscript_a", '<usereventscript scriptid="customscript_a"/>', r"needs the element <scriptfile>"),
        (
            "customscript_a",
            '<restlet scriptid="customscript_a"><name>A</name><scriptfile>[/SuiteScripts/b.js]</scriptfile></restlet>',
            r"<scriptfile> names /SuiteScripts/b\.js",
        ),
        (
            "customrole_r",
            ROLE.replace("EDIT", "SOME"),
            r"customrole_r\.xml: <permission> <permlevel> is one of",
        ),
        (
            "custentity_f",
            FIELD.replace(">T<", ">yes<"),
            r"<entitycustomfield> custentity_f <.*> is T or F, not 'yes'",
        ),
        (
            "customrecord_t",
            TYPE.format(kind="TEXT", value="7").replace("USEPERMISSIONLIST", "ALL"),
            r"<accesstype> ALL",
        ),
        (
            "customrecord_t",
            TYPE.format(kind="TEXT", value="7").replace("<name>One</name>", "<nosuch>1</nosuch>"),
            r"<instance> one sets <nosuch>",
        ),
    ],
)
def test_a_wrong_object_is_named(workshop: Any, project: Write, name: str, text: str, message: str) -> None:
    with pytest.raises(InstallError, match=message):
        workshop.scripting.install(project({**objects(), name: text}))


def test_folder_without_a_project(workshop: Any, tmp_path: Path) -> None:
    with pytest.raises(InstallError, match=r"manifest\.xml: the file cannot be read"):
        workshop.scripting.install(tmp_path)


def test_unknown_kind_of_project(workshop: Any, project: Write) -> None:
    with pytest.raises(InstallError, match="projecttype is one of"):
        workshop.scripting.install(project({}, manifest="GAME"))


def test_a_restart_finds_scripts_and_what_was_switched_off(project: Write, tmp_path: Path) -> None:
    folder, data = project(objects()), tmp_path / "data"
    with opened_account(AccountSettings(), folder=data, seed="empty", suiteapp=folder) as account:
        assert isinstance(account.scripting, Scripting)
        account.scripting.set_deployment("customdeploy_a", is_deployed=False, log_level="ERROR")
        before = (account.scripting.scripts()[0].number, account.scripting.deployments())
    with opened_account(AccountSettings(), folder=data, seed="empty", suiteapp=folder) as account:
        assert isinstance(account.scripting, Scripting)
        assert (account.scripting.scripts()[0].number, account.scripting.deployments()) == before
        assert not before[1][0].is_deployed
