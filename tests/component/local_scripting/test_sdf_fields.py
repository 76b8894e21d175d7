"""Custom lists and fields of an SDF project: where the fields stand and what they hold."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from landbridge.local.records.fieldtypes import FieldType
from landbridge.local.scripting.errors import InstallError
from landbridge.recordtypes import ITEM_TYPES, Kind

pytestmark = pytest.mark.requirement("type-06")

LIST = """<customlist scriptid="customlist_shade"><name>Shade</name><description>Of paint</description>
<customvalues><customvalue scriptid="light"><value>{first}</value></customvalue>
<customvalue scriptid="dark"><value>Dark</value><isinactive>T</isinactive></customvalue></customvalues></customlist>"""
FIELD = """<{tag} scriptid="{name}"><label>F</label><fieldtype>{kind}</fieldtype>
<selectrecordtype>{target}</selectrecordtype><{flag}>T</{flag}></{tag}>"""


def write(folder: Path, found: dict[str, str]) -> Path:
    objects = folder / "Objects"
    objects.mkdir(exist_ok=True)
    (folder / "manifest.xml").write_text('<manifest projecttype="ACCOUNTCUSTOMIZATION"/>')
    (folder / "deploy.xml").write_text("<deploy><objects><path>~/Objects/*</path></objects></deploy>")
    for name, text in found.items():
        (objects / f"{name}.xml").write_text(text)
    return folder


def field(tag: str, name: str, kind: str, target: str, flag: str) -> str:
    return FIELD.format(tag=tag, name=name, kind=kind, target=target, flag=flag)


def test_a_list_keeps_its_entries_over_a_reinstall(workshop: Any, tmp_path: Path) -> None:
    records = workshop.account.records
    workshop.scripting.install(write(tmp_path, {"customlist_shade": LIST.format(first="Light")}))
    light = records.by_external_id("customlist_shade", "light")
    assert [text for _, text in records.options("customlist_shade")] == ["Light"]
    workshop.scripting.install(write(tmp_path, {"customlist_shade": LIST.format(first="Bright")}))
    again = records.by_external_id("customlist_shade", "light")
    assert (again.id, again.values["name"]) == (light.id, "Bright")
    assert [(one.name, one.description) for one in records.types.custom_lists()] == [("Shade", "Of paint")]


@pytest.mark.parametrize(
    ("tag", "flag", "places"),
    [
        ("entitycustomfield", "appliestovendor", {"vendor"}),
        ("crmcustomfield", "appliestocase", {"supportCase"}),
        (
            "itemcustomfield",
            "appliestoservice",
            {one.name for one in ITEM_TYPES if one.name.startswith("service")},
        ),
        ("transactionbodycustomfield", "bodysale", {"salesOrder", "invoice", "creditMemo"}),
        ("transactioncolumncustomfield", "colexpensereport", {"expenseReport.expenseList"}),
    ],
)
def test_fields_stand_where_their_flags_say(
    workshop: Any, tmp_path: Path, tag: str, flag: str, places: set[str]
) -> None:
    found = {
        "customlist_shade": LIST.format(first="Light"),
        "custfield_many": field(tag, "custfield_many", "MULTISELECT", "[scriptid=customlist_shade]", flag),
        "custfield_one": field(tag, "custfield_one", "SELECT", "-111", flag),
        "custfield_logo": field(tag, "custfield_logo", "IMAGE", "", flag),
    }
    workshop.scripting.install(write(tmp_path, found))
    fields = {one.script_id: one for one in workshop.account.records.types.all_custom_fields()}
    many, one, logo = (fields[f"custfield_{name}"] for name in ("many", "one", "logo"))
    assert many.applies_to == one.applies_to == logo.applies_to == places
    assert (many.kind, many.refers_to, many.field_type) == (
        Kind.REF_LIST,
        "customlist_shade",
        FieldType.MULTISELECT,
    )
    assert (one.kind, one.refers_to) == (Kind.REF, "employeeType")
    assert (logo.kind, logo.refers_to) == (Kind.REF, "file")


@pytest.mark.parametrize(
    ("found", "words"),
    [
        (
            {"custfield_a": field("crmcustomfield", "custfield_a", "SELECT", "-999", "appliestocase")},
            "<selectrecordtype> -999 is not a record type",
        ),
        (
            {"shade": LIST.replace("customlist_shade", "shade").format(first="Light")},
            "'shade' is not a script id of a custom list",
        ),
        ({"customlist_shade": LIST.format(first="")}, "<customvalue> light needs the element <value>"),
    ],
)
def test_what_cannot_be_is_refused_by_name(
    workshop: Any, tmp_path: Path, found: dict[str, str], words: str
) -> None:
    with pytest.raises(InstallError) as caught:
        workshop.scripting.install(write(tmp_path, found))
    assert words in str(caught.value)
