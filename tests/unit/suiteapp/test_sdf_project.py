"""The SDF project: what NetSuite installs, with the specification's ids and names."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from landbridge.recordtypes import RECORD_TYPES as NETSUITE_TYPES

PROJECT = Path(__file__).parents[3] / "suiteapp"
OBJECTS = PROJECT / "Objects"
DEPLOYED = {
    "employee": "EMPLOYEE",
    "customer": "CUSTOMER",
    "lead": "LEAD",
    "prospect": "PROSPECT",
    "job": "JOB",
}
RECORD_TYPES = {
    **DEPLOYED,
    "supportcase": "SUPPORTCASE",
    "projecttask": "PROJECTTASK",
    "serviceitem": "SERVICEITEM",
    "noninventoryitem": "NONINVENTORYITEM",
    "otherchargeitem": "OTHERCHARGEITEM",
    "expensecategory": "EXPENSECATEGORY",
    "salesorder": "SALESORDER",
    "creditmemo": "CREDITMEMO",
    "customerpayment": "CUSTOMERPAYMENT",
    "vendorbill": "VENDORBILL",
    "vendorcredit": "VENDORCREDIT",
    "purchaseorder": "PURCHASEORDER",
    "vendorpayment": "VENDORPAYMENT",
    "cost_center": "[scriptid=customrecord_oa_cost_center]",
    "project_rate_card": "[scriptid=customrecord_oa_project_rate_card]",
}
SETTINGS = "customrecord_oa_srp_integration_settings"
LONGEST_SCRIPT_ID = 40


def load(name: str) -> ET.Element:
    return ET.parse(OBJECTS / f"{name}.xml").getroot()


def deployments(script: str) -> dict[str, dict[str, str]]:
    return {
        deployment.attrib["scriptid"]: {child.tag: child.text or "" for child in deployment}
        for deployment in load(script).iterfind("scriptdeployments/scriptdeployment")
    }


def permissions() -> dict[str, str]:
    found = load("customrole_oa_integration").iterfind("permissions/permission")
    return {item.findtext("permkey", ""): item.findtext("permlevel", "") for item in found}


pytestmark = pytest.mark.requirement("suiteapp-01")


def test_manifest_and_deploy_file() -> None:
    manifest = ET.parse(PROJECT / "manifest.xml").getroot()
    assert manifest.attrib["projecttype"] == "ACCOUNTCUSTOMIZATION"
    assert manifest.findtext("frameworkversion") == "1.0"
    features = {
        f.text for f in manifest.iterfind("dependencies/features/feature") if f.attrib["required"] == "true"
    }
    assert features == {"CUSTOMRECORDS", "SERVERSIDESCRIPTING"}
    deploy = ET.parse(PROJECT / "deploy.xml").getroot()
    assert [path.text for path in deploy.iterfind("files/path")] == ["~/FileCabinet/*"]
    assert [path.text for path in deploy.iterfind("objects/path")] == ["~/Objects/*"]


@pytest.mark.parametrize("path", sorted(OBJECTS.glob("*.xml")), ids=lambda path: path.stem)
def test_each_object_is_named_after_its_script_id(path: Path) -> None:
    root = ET.parse(path).getroot()
    assert root.attrib["scriptid"] == path.stem
    ids = [element.attrib["scriptid"] for element in root.iter() if "scriptid" in element.attrib]
    assert len(ids) == len(set(ids))
    assert [script_id for script_id in ids if len(script_id) > LONGEST_SCRIPT_ID] == []


def test_references_between_objects_exist() -> None:
    objects = {path.stem for path in OBJECTS.glob("*.xml")}
    text = "".join(path.read_text() for path in OBJECTS.glob("*.xml"))
    assert set(re.findall(r"\[scriptid=([a-z0-9_]+)\]", text)) <= objects
    for script_file in re.findall(r"<scriptfile>\[/(.+?)\]</scriptfile>", text):
        assert (PROJECT / "FileCabinet" / script_file).is_file()


@pytest.mark.requirement("rule-01")
def test_trigger_has_the_specifications_name_and_deployments() -> None:
    assert load("customscript_oa_send_to_spp_2").findtext("name") == "SuiteProjects Pro: Send to SPP 2.0"
    found = deployments("customscript_oa_send_to_spp_2")
    assert set(found) == {f"customdeploy_oa_send_{name}" for name in RECORD_TYPES}
    for name, record_type in RECORD_TYPES.items():
        deployment = found[f"customdeploy_oa_send_{name}"]
        assert deployment["recordtype"] == record_type
        deployed = "T" if name in DEPLOYED else "F"
        assert (deployment["isdeployed"], deployment["status"], deployment["allroles"]) == (
            deployed,
            "RELEASED",
            "T",
        )
        assert deployment["runasrole"] == "[scriptid=customrole_oa_integration]"


def test_answer_is_shown_on_viewing_only() -> None:
    found = deployments("customscript_oa_show_answer")
    assert set(found) == {f"customdeploy_oa_show_{name}" for name in RECORD_TYPES}
    assert {deployment["eventtype"] for deployment in found.values()} == {"VIEW"}
    deployed = {name for name in RECORD_TYPES if found[f"customdeploy_oa_show_{name}"]["isdeployed"] == "T"}
    assert deployed == set(DEPLOYED)


@pytest.mark.parametrize("script", ["customscript_landbridge_certificate", "customscript_landbridge_setup"])
def test_restlets_are_for_the_integration_role(script: str) -> None:
    assert load(script).tag == "restlet"
    (deployment,) = deployments(script).values()
    assert deployment["allroles"] == "F"
    assert deployment["audslctrole"] == "[scriptid=customrole_oa_integration]"
    assert "runasrole" not in deployment  # RESTlets have no Execute as Role


def test_script_headers_say_what_they_are() -> None:
    for script, kind in {
        "send_to_spp_2": "UserEventScript",
        "show_answer": "UserEventScript",
        "certificate_restlet": "Restlet",
        "settings_check": "UserEventScript",
        "setup_restlet": "Restlet",
    }.items():
        header = (PROJECT / "FileCabinet/SuiteScripts/landbridge" / f"{script}.js").read_text().split("*/")[0]
        assert "@NApiVersion 2.1" in header
        assert f"@NScriptType {kind}" in header


@pytest.mark.requirement("pref-01")
def test_every_setting_has_a_label_and_a_help_text() -> None:
    fields = load(SETTINGS).findall("customrecordcustomfields/customrecordcustomfield")
    texts = [(field.findtext("label", ""), field.findtext("help", "")) for field in fields]
    assert len(texts) == len({label for label, _ in texts}) == 16
    assert [label for label, help_text in texts if len(help_text) < 30] == []


@pytest.mark.requirement("pref-01")
def test_the_scripts_know_the_id_of_every_setting() -> None:
    ids = (PROJECT / "FileCabinet/SuiteScripts/landbridge/ids.js").read_text()
    fields = load(SETTINGS).findall("customrecordcustomfields/customrecordcustomfield")
    assert set(re.findall(r"'(custrecord_\w+)'", ids)) == {field.attrib["scriptid"] for field in fields}


@pytest.mark.requirement("pref-01")
def test_settings_record_type_has_its_one_record_and_every_field() -> None:
    root = load(SETTINGS)
    assert root.findtext("recordname") == "SuiteProjects Pro: Integration Settings"
    fields = {
        field.attrib["scriptid"]: (field.findtext("fieldtype"), field.findtext("label"))
        for field in root.iterfind("customrecordcustomfields/customrecordcustomfield")
    }
    assert fields["custrecord_oa_url"][1] == "SuiteProjects Pro URL"
    assert fields["custrecord_oa_db_id"][1] == "SuiteProjects Pro Database ID"
    assert fields["custrecord_oa_realtime_enable"] == (
        "CHECKBOX",
        "Real-time integration with SuiteProjects Pro",
    )
    assert fields["custrecord_oa_realtime_email"] == ("EMAIL", "Email address to send errors")
    assert fields["custrecord_oa_realtime_include_lead"] == ("CHECKBOX", "Leads with customer integration")
    assert fields["custrecord_oa_realtime_include_prospect"] == (
        "CHECKBOX",
        "Prospects with customer integration",
    )
    for way, label in {"soap": "SOAP", "restlet": "RESTlets"}.items():
        for record in ("customer", "project", "user"):
            assert fields[f"custrecord_oa_realtime_{way}_{record}"] == (
                "CHECKBOX",
                f"Enable triggering real-time export of {record}s from {label}",
            )
    assert {
        "custrecord_oa_realtime_sso_record",
        "custrecord_landbridge_url",
        "custrecord_landbridge_account",
        "custrecord_landbridge_record_types",
    } < set(fields)
    (instance,) = root.iterfind("instances/instance")
    assert instance.attrib["scriptid"] == "landbridge_settings"
    assert instance.findtext("name") == "SuiteProjects Pro Integration Settings Record"
    assert {child.tag for child in instance} == {*fields, "name", "isinactive"}


def test_settings_start_switched_off_and_for_no_account() -> None:
    (instance,) = load(SETTINGS).iterfind("instances/instance")
    assert instance.findtext("custrecord_oa_realtime_enable") == "F"
    assert not instance.findtext("custrecord_landbridge_account")


def test_export_box_applies_to_employees_customers_projects_and_vendors() -> None:
    root = load("custentity_oa_export_to_openair")
    assert (root.tag, root.findtext("fieldtype")) == ("entitycustomfield", "CHECKBOX")
    applies_to = {
        c.tag.removeprefix("appliesto") for c in root if c.tag.startswith("appliesto") and c.text == "T"
    }
    assert applies_to == {"customer", "employee", "project", "vendor"}


FIELDS = {
    "custentity_oa_project_stage": ("SELECT", {"appliestoproject"}),
    "custentity_oa_project_template": ("SELECT", {"appliestoproject"}),
    "custentity_oa_create_project_workspace": ("CHECKBOX", {"appliestoproject"}),
    "custentity_oa_opportunity_id": ("TEXT", {"appliestoproject"}),
    "custentity_oa_user_or_vendor": ("SELECT", {"appliestovendor"}),
    "custbody_oa_invoice_number": ("TEXT", {"bodysale"}),
    "custbody_oa_expense_report_number": ("TEXT", {"bodyexpensereport", "bodypurchase"}),
    "custcol_oa_billing_rule_type": ("SELECT", {"colsale"}),
    "custcol_oa_time_entry_id": ("TEXT", {"colsale"}),
    "custcol_oa_po_rate": ("CURRENCY", {"colpurchase"}),
}
"""What the imports read beside the marks: field type, and the flags of where it stands."""


@pytest.mark.parametrize("name", list(FIELDS))
def test_fields_that_the_imports_read_stand_where_they_are_read(name: str) -> None:
    root = load(name)
    places = {c.tag for c in root if c.tag.startswith(("appliesto", "body", "col")) and c.text == "T"}
    assert (root.findtext("fieldtype"), places) == FIELDS[name]


@pytest.mark.requirement("stamp-01")
def test_the_stamp_is_three_fields_that_nobody_edits_at_each_of_four_places() -> None:
    found = {path.stem: load(path.stem) for path in OBJECTS.glob("cust*_landbridge_*.xml")}
    fields = {name: root for name, root in found.items() if root.tag.endswith("customfield")}
    assert set(fields) == {
        f"{place}_landbridge_{what}"
        for place in ("custentity", "custevent", "custitem", "custbody")
        for what in ("imported", "outcome", "link")
    }
    assert {root.findtext("displaytype") for root in fields.values()} == {"LOCKED"}


@pytest.mark.parametrize(
    ("name", "tag", "flags"),
    [
        ("custevent_oa_export_to_openair", "crmcustomfield", {"case", "projecttask"}),
        ("custitem_oa_export_to_openair", "itemcustomfield", {"service", "noninventory", "othercharge"}),
        (
            "custitem_oa_export_to_openair_product",
            "itemcustomfield",
            {"service", "noninventory", "othercharge"},
        ),
        ("custbody_oa_export_to_openair", "transactionbodycustomfield", {"bodypurchase"}),
        ("custcol_oa_export_to_openair", "transactioncolumncustomfield", {"colpurchase", "colexpense"}),
    ],
)
def test_export_boxes_stand_where_the_bundles_have_them(name: str, tag: str, flags: set[str]) -> None:
    root = load(name)
    assert (root.tag, root.findtext("fieldtype")) == (tag, "CHECKBOX")
    places = {
        c.tag.removeprefix("appliesto")
        for c in root
        if re.match("appliesto|body|col", c.tag) and c.text == "T"
    }
    assert places == flags


@pytest.mark.requirement("right-01")
def test_integration_role_has_what_the_integration_needs_and_no_more() -> None:
    assert load("customrole_oa_integration").findtext("name") == "SuiteProjects Pro Integration Administrator"
    granted = permissions()
    of_the_specification = {
        "ADMI_NSASOIDCPROVIDER",
        "ADMI_MANAGE_OAUTH2",
        "ADMI_LOGIN_OAUTH2",
        "ADMI_CERTIFICATES",
    }
    needed = {"ADMI_WEBSERVICES", "ADMI_LOGIN_OAUTH", "LIST_CERTIFICATES", "LIST_FILECABINET"}
    records = {"LIST_EMPLOYEE", "LIST_CUSTJOB", "LIST_JOB"}
    assert {granted[key] for key in of_the_specification | needed | records} == {"FULL"}
    assert granted["LIST_CUSTRECORDENTRY"] == "EDIT"
    assert {granted[key] for key in ("LIST_SUBSIDIARY", "LIST_DEPARTMENT", "LIST_CURRENCY")} == {"VIEW"}
    imported = {
        kind.permission for kind in NETSUITE_TYPES.values() if set(kind.script_types) & set(RECORD_TYPES)
    }
    assert imported <= set(granted)
    assert not {"ADMI_SETUP", "ADMI_MANAGE_OAUTH_TOKENS", "ADMI_CUSTRECORD"} & set(granted)


def test_settings_are_open_to_the_integration_role_by_permission_list() -> None:
    root = load(SETTINGS)
    assert root.findtext("accesstype") == "USEPERMISSIONLIST"
    (permission,) = root.iterfind("permissions/permission")
    assert permission.findtext("permittedrole") == "[scriptid=customrole_oa_integration]"
    assert permission.findtext("permittedlevel") == "EDIT"
