"""Items as one family: what a notice of any of their script types names."""

from __future__ import annotations

from landbridge.netsuite.soap.kinds import readable
from landbridge.netsuite.suiteql.tables import table_of
from landbridge.recordtypes import ITEM_TYPES, RECORD_TYPES
from landbridge.recordtypes.deletions import told_types
from landbridge.recordtypes.families import item_subtype, kind_of, members_of
from landbridge.recordtypes.integrated import INTEGRATED

SCRIPTS = ("serviceitem", "noninventoryitem", "otherchargeitem")


def test_a_notice_of_an_item_names_the_family() -> None:
    assert {INTEGRATED[script].netsuite_type for script in SCRIPTS} == {"item"}
    assert {one.netsuite_type for one in INTEGRATED.values()} - RECORD_TYPES.keys() == {
        "item",
        "customrecord_oa_cost_center",
        "customrecord_oa_project_rate_card",
    }


def test_the_family_has_what_any_member_has() -> None:
    family = readable("item")
    assert family == kind_of("item")
    assert members_of("item") == ITEM_TYPES
    assert {field.name for field in family.fields} == {
        field.name for one in ITEM_TYPES for field in one.fields
    }
    assert set(family.script_types) == set(SCRIPTS)
    assert {item_subtype(one) for one in ITEM_TYPES} == {"Sale", "Resale", "Purchase"}
    assert set(told_types("item")) == {one.name for one in ITEM_TYPES}


def test_a_row_of_the_table_says_which_member_it_is() -> None:
    table = table_of("item")
    assert {
        table.member_of({"itemtype": one.suiteql_type, "subtype": item_subtype(one)}) for one in ITEM_TYPES
    } == set(ITEM_TYPES)
    assert table.member_of({"itemtype": "InvtPart"}) is None


def test_no_other_type_is_a_family() -> None:
    assert not any(members_of(name) for name in RECORD_TYPES)
    assert kind_of("customrecord_x") is None
