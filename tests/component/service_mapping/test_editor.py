"""The editor of a mapping through its pages: drafts, rows of every kind, filters, the notation, storing."""

from __future__ import annotations

import html

import pytest

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.workflows.activation import set_options, set_real_time
from landbridge.service.workflows.models import MappingDraft, MappingRow

from .conftest import Desk, signed_in

NEW = "main/rows/new/"


@pytest.mark.requirement("map-01", "map-06")
def test_rows_are_added_moved_copied_switched_and_removed_without_notation(customers: Desk) -> None:
    before = customers.targets()
    answer = customers.post(NEW, store="1", source="field", target="site__c", field="url", active="on")
    assert "Draft" in answer.content.decode()
    assert customers.targets() == before, "a draft changes nothing that is stored"
    last = len(before)
    customers.post("main/change", action="up", position=last)
    customers.post("main/change", action="copy", position=last - 1)
    customers.post(
        f"main/rows/{last}/",
        store="1",
        source="field",
        target="site_2__c",
        field="url",
        active="on",
        initial_only="on",
    )
    phone = before.index("phone")
    customers.post("main/change", action="switch", position=phone)
    customers.post("main/change", action="remove", position=before.index("email"))
    customers.post("main/change", action="down", position=0)
    shown = customers.text()
    assert "site_2__c" in shown
    assert "Nothing differs" not in shown
    answer = customers.post("save")
    assert "Stored." in answer.content.decode()
    stored = {row.target: row for row in MappingRow.objects.filter(workflow=customers.workflow)}
    assert "email" not in stored
    assert (stored["phone"].active, stored["site_2__c"].initial_only) == (False, True)
    order = customers.targets()
    assert order[:2] == [before[1], before[0]]
    assert order.index("site__c") < order.index(before[-1])
    assert order.index("site_2__c") == order.index("site__c") + 1
    assert not MappingDraft.objects.exists()


def entered(source: str, **boxes: str) -> dict[str, str]:
    return {"store": "1", "source": source, "active": "on", **boxes}


KINDS = {
    "constant": (entered("constant", target="terms", value="30"), "terms", "", "30"),
    "flag": (entered("constant", target="active", value="no"), "active", "", False),
    "concatenation": (
        entered(
            "concatenation",
            target="notes",
            **{"line-0-field": "entityId", "line-1-text": " / ", "line-2-field": "email"},
        ),
        "notes",
        "",
        [{"field": "entityId"}, {"text": " / "}, {"field": "email"}],
    ),
    "macro": (entered("macro", target="note__c", value="_TODAY"), "note__c", "", "_TODAY"),
    "table": (
        entered(
            "lookup",
            target="userid",
            field="salesRep",
            **{"line-0-table": "user", "line-0-by": "netsuite_user_id__c"},
        ),
        "userid",
        "salesRep",
        {"table": "user", "by": "netsuite_user_id__c", "return": "id"},
    ),
    "link": (
        entered("lookup", target="userid", field="salesRep", **{"line-0-workflow": "employees"}),
        "userid",
        "salesRep",
        "employees",
    ),
    "values": (
        entered(
            "values",
            target="note__c",
            field="stage",
            **{"line-0-from": "_lead", "line-0-to": "L", "line-1-to": "none"},
        ),
        "note__c",
        "stage",
        {"_lead": "L", "": "none"},
    ),
    "conditional": (
        entered(
            "conditional",
            target="note__c",
            **{
                "line-0-if": "(stage = '_lead')",
                "line-0-kind": "constant",
                "line-0-value": "L",
                "line-1-kind": "field",
                "line-1-value": "email",
            },
        ),
        "note__c",
        "",
        {
            "branches": [{"if": "(stage = '_lead')", "then": {"source": "constant", "value": "L"}}],
            "else": {"source": "field", "field": "email"},
        },
    ),
}


@pytest.mark.requirement("map-02", "map-06")
def test_every_kind_of_source_has_a_form(customers: Desk) -> None:
    for kind, (form, target, field, value) in KINDS.items():
        customers.post("discard")
        MappingRow.objects.filter(workflow=customers.workflow, target=target).delete()
        customers.post(NEW, **form)
        rows = customers.workflow.drafts.get().content["mapping"]
        assert [(one.get("field", ""), one.get("value")) for one in rows if one["target"] == target] == [
            (field, value)
        ], kind
        position = [row["target"] for row in rows].index(target)
        assert f'value="{target}"' in customers.text(f"main/rows/{position}/"), kind


NO_ROWS = {
    "Say which SuiteProjects Pro field": entered("field", target=""),
    "Say where the value is looked up": entered("lookup", target="userid", field="salesRep"),
    "the field by which it looks": entered("lookup", target="userid", field="x", **{"line-0-table": "user"}),
    "not to both": entered(
        "lookup", target="userid", field="x", **{"line-0-table": "user", "line-0-workflow": "employees"}
    ),
    "cannot be read. Line": entered(
        "conditional", target="note__c", **{"line-0-if": "stage =", "line-0-value": "x"}
    ),
    "cannot be read as JSON": entered(
        "conditional", target="note__c", **{"line-0-kind": "other", "line-0-value": "{"}
    ),
    "stands in two lines": entered(
        "values", target="note__c", field="stage", **{"line-0-from": "a", "line-1-from": "a"}
    ),
}


@pytest.mark.requirement("map-06")
def test_what_is_no_row_is_said_beside_the_form(customers: Desk) -> None:
    for problem, form in NO_ROWS.items():
        assert problem in customers.post(NEW, **form).content.decode()
    assert not MappingDraft.objects.exists()


@pytest.mark.requirement("map-06")
def test_the_boxes_follow_the_kind_without_a_script(customers: Desk) -> None:
    answer = customers.post(NEW, show="1", source="values", target="note__c", field="stage")
    text = answer.content.decode()
    assert "What each value gives" in text
    assert 'value="stage"' in text
    assert not MappingDraft.objects.exists()


@pytest.mark.requirement("map-01")
def test_the_row_of_the_netsuite_id_is_fixed(customers: Desk) -> None:
    assert "fixed" in customers.text()
    for action in ("remove", "switch", "copy"):
        answer = customers.post("main/change", action=action, position=0)
        assert "is fixed" in answer.content.decode()
    assert (
        "is fixed" in customers.client.get(f"{customers.address}main/rows/0/", follow=True).content.decode()
    )
    assert not MappingDraft.objects.exists()


@pytest.mark.requirement("map-04", "map-06")
def test_a_filter_is_written_or_put_together(customers: Desk) -> None:
    answer = customers.post("main/filter", filter="(stage = ")
    assert "The filter cannot be read. Line 1" in answer.content.decode()
    customers.post(
        "main/filter", filter="(stage = '_customer')", field="isInactive", operator="=", value="F", join="OR"
    )
    customers.post("save")
    assert customers.workflow.filters == {"main": "((stage = '_customer')) OR (isInactive = 'F')"}
    customers.post("main/filter", filter="")
    customers.post("save")
    assert customers.workflow.filters == {}


@pytest.mark.requirement("map-05", "map-06")
def test_a_group_is_edited_as_text(customers: Desk) -> None:
    page = customers.text("main/notation/")
    text = html.unescape(page.split("<textarea")[1].split(">", 1)[1].split("</textarea>")[0])
    assert "companyName" in text
    customers.post("main/notation/", text=f"{text}\nnote__c ='from text'\n")
    answer = customers.post("save")
    assert "Stored." in answer.content.decode(), answer.content.decode()
    assert MappingRow.objects.get(workflow=customers.workflow, target="note__c").value == "from text"
    wrong = customers.post("main/notation/", text="note__c ='open")
    assert "Line 1" in wrong.content.decode()


@pytest.mark.requirement("map-06")
def test_a_reset_brings_the_default_back(customers: Desk) -> None:
    before = customers.targets()
    customers.post("main/change", action="remove", position=before.index("email"))
    customers.post("main/filter", filter="(stage = '_lead')")
    customers.post("main/change", action="reset")
    assert "Nothing differs from what is stored." in customers.text()
    phone = before.index("phone")
    customers.post(f"main/rows/{phone}/", **entered("constant", target="phone", value="1"))
    customers.post("main/change", action="default", position=phone)
    assert "Nothing differs from what is stored." in customers.text()
    customers.post("discard")
    assert not MappingDraft.objects.exists()


@pytest.mark.requirement("map-06")
def test_a_draft_that_was_overtaken_is_refused_with_what_changed(
    customers: Desk, connection: Connection
) -> None:
    customers.post("main/change", action="switch", position=customers.targets().index("phone"))
    eve = User.objects.create_user("eve@example.com", "Eve", Role.ADMINISTRATOR, None)
    hers = Desk(connection, "customers", signed_in(eve), eve)
    hers.post(NEW, **entered("field", target="site__c", field="url"))
    assert "Stored." in hers.post("save").content.decode()
    text = customers.post("save").content.decode()
    assert "changed after this draft was begun" in text
    assert "by Eve" in text
    assert "site__c added" in text
    assert MappingRow.objects.get(workflow=customers.workflow, target="phone").active
    set_options(connection, "customers", {"include_leads": False}, by=eve)
    assert "include_leads option" in customers.text()


@pytest.mark.requirement("map-06")
def test_a_page_shown_before_the_last_edit_changes_nothing(customers: Desk) -> None:
    phone = customers.targets().index("phone")
    customers.post("main/change", action="switch", position=phone)
    answer = customers.post("main/change", action="remove", position=phone, revision=0)
    assert "changed in another window" in answer.content.decode()
    assert "phone" in {row["target"] for row in customers.workflow.drafts.get().content["mapping"]}
    assert "changed in another window" in customers.post("save", revision=0).content.decode()


@pytest.mark.requirement("map-06", "flow-01")
def test_a_live_workflow_is_not_remapped(customers: Desk, connection: Connection, ada: User) -> None:
    customers.post("main/filter", filter="(stage = '_lead')")
    set_real_time(connection, "customers", live=True, by=ada)
    assert "is live for real time" in customers.text()
    assert "is live for real time" in customers.post("main/filter", filter="").content.decode()
    assert "is live for real time" in customers.post("save").content.decode()
    assert customers.workflow.filters == {}


def test_a_viewer_sees_the_mapping_and_changes_nothing(customers: Desk, connection: Connection) -> None:
    vic = User.objects.create_user("vic@example.com", "Vic", Role.VIEWER, None)
    his = Desk(connection, "customers", signed_in(vic), vic)
    assert "netsuite_customer_id__c" in his.text()
    assert his.post("main/filter", filter="(stage = '_lead')").status_code == 403
    assert his.client.get("/mapping/", follow=True).status_code == 200
    assert customers.client.get(f"/mapping/{connection.pk}/vendors/").status_code == 200
    assert customers.client.get(f"/mapping/{connection.pk}/nothing/").status_code == 404


@pytest.mark.requirement("map-06")
def test_what_cannot_be_stored_is_refused_in_every_box(customers: Desk) -> None:
    boxes = [
        ("constant", {"value": "a\0b"}),
        ("field", {"field": "comp\0any"}),
        ("values", {"field": "stage", "line-0-from": "a", "line-0-to": "\0"}),
        ("concatenation", {"line-0-text": "x\0"}),
    ]
    for kind, boxed in boxes:
        answer = customers.post(NEW, store="1", source=kind, target="note__c", **boxed)
        assert (answer.status_code, "cannot be stored" in answer.content.decode()) == (200, True), kind
    answer = customers.post("main/notation/", text="note__c = 'a\\u0000b'")
    assert "cannot be stored" in answer.content.decode()
    answer = customers.post("main/filter", filter="companyName = 'a\0b'")
    assert answer.status_code == 200
    assert not MappingDraft.objects.exists()


@pytest.mark.requirement("map-06")
@pytest.mark.parametrize("kind", ["part", "nonsense"])
def test_a_kind_that_nobody_can_choose_is_refused(customers: Desk, kind: str) -> None:
    answer = customers.post(NEW, store="1", source=kind, target="note__c", field="stage")
    assert "no kind of row" in answer.content.decode()
    answer = customers.post(NEW, store="1", source="field", target=f"{'n' * 80}__c", field="stage")
    assert "80 characters at most" in answer.content.decode()
    assert not MappingDraft.objects.exists()
