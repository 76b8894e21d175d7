"""Preview: what a NetSuite record would become by a mapping as edited; nothing is written."""

from __future__ import annotations

import json

import pytest
from django.db import connection as database
from django.utils import timezone

from landbridge.local.testing import RunningAccount
from landbridge.service import composition
from landbridge.service.connections.models import Connection
from landbridge.service.ports import Author, Change
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.projects.sensitivity import MASK
from landbridge.service.workflows.catalogue import Row, Source
from landbridge.service.workflows.content import Content, stored
from landbridge.service.workflows.editing import drafts
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import Link, Workflow
from landbridge.service.workflows.preview.asking import choices, seen
from landbridge.service.workflows.preview.model import Preview, PreviewedPart, PreviewedRow
from landbridge.service.workflows.rows import replace_rows

from .conftest import Desk, signed_in

FLAG = "custentity_oa_export_to_openair"


@pytest.fixture(scope="module")
def juniper(netsuite: RunningAccount) -> str:
    """The internal id of a customer of NetSuite."""
    records = netsuite.account.records
    session = netsuite.account.access.system_session()
    values = {
        "companyName": "Juniper Optics",
        "email": "desk@juniper.example",
        "entityStatus": "13",
        FLAG: True,
    }
    return records.save(session, "customer", values).record.id


def look(connection: Connection, internal_id: str, user: User | None = None, **changed: Row) -> Preview:
    workflow = Workflow.objects.get(connection=connection, key="customers")
    content = stored(workflow)
    rows = tuple((changed.get(row.target, row), on) for row, on in content.rows["main"])
    added = tuple(
        (row, True) for row in changed.values() if row.target not in {one.target for one, _ in rows}
    )
    return seen(connection, workflow, Content({"main": rows + added}, content.filters), internal_id, user)


def row_of(part: PreviewedPart, target: str) -> PreviewedRow:
    return next(row for row in part.rows if row.target == target)


@pytest.mark.requirement("map-08")
def test_every_row_is_shown_with_source_steps_and_result(connection: Connection, juniper: str) -> None:
    found = look(
        connection,
        juniper,
        note=Row("note__c", Source.CONCATENATION, value=[{"field": "email"}, {"text": "!"}]),
    )
    assert (found.excluded, found.internal_id) == ("", juniper)
    (part,) = found.parts
    assert (part.outcome, part.match) == ("created", "a new record")
    assert row_of(part, "company").read == (("companyName", "Juniper Optics"),)
    assert row_of(part, "company").value == "Juniper Optics"
    assert row_of(part, "note__c").value == "desk@juniper.example!"
    kind = row_of(part, "type")
    assert (kind.read, kind.value, bool(kind.steps)) == ((("stage", "_customer"),), "C", True)
    assert {one.field: (one.before, one.after) for one in part.changes}["type"] == (None, "C")


@pytest.mark.requirement("map-08")
def test_it_says_what_matching_would_do_and_what_would_change(
    connection: Connection, juniper: str, ada: User
) -> None:
    account = composition.destination_for(connection)

    def put(**fields: str) -> str:
        (answer,) = account.apply(
            "customer",
            [Change("x", None, fields, None)],
            author=Author(ada.pk, "Ada", via=""),
            at=timezone.now(),
        )
        assert answer.spp_id is not None, answer.reason
        return answer.spp_id

    name = row_of(look(connection, juniper).parts[0], "name").value
    spp_id = put(name=str(name), company="Juniper", phone="1")
    (part,) = look(connection, juniper).parts
    assert (part.outcome, part.spp_id) == ("updated", spp_id)
    assert "by name" in part.match
    assert {one.field: (one.before, one.after) for one in part.changes}["company"] == (
        "Juniper",
        "Juniper Optics",
    )
    put(name=str(name).upper())
    (part,) = look(connection, juniper).parts
    assert part.outcome == "failed"
    assert "have this name" in part.match


@pytest.mark.requirement("map-08")
def test_problems_filters_and_records_left_out_are_told(
    connection: Connection, juniper: str, netsuite: RunningAccount
) -> None:
    (part,) = look(
        connection, juniper, type=Row("type", Source.VALUES, "stage", {"_lead": "P"}, required=True)
    ).parts
    assert (row_of(part, "type").outcome, part.outcome) == ("problem", "failed")
    assert "_customer" in row_of(part, "type").reason
    workflow = Workflow.objects.get(connection=connection, key="customers")
    content = stored(workflow)
    filtered = seen(connection, workflow, Content(content.rows, {"main": "(stage = '_lead')"}), juniper, None)
    assert filtered.parts == []
    assert "stage = '_lead'" in filtered.left_out[0].reason
    hidden = netsuite.account.records.save(
        netsuite.account.access.system_session(),
        "customer",
        {"companyName": "Unmarked", "entityStatus": "13"},
    ).record.id
    assert "not marked" in look(connection, hidden).excluded
    with pytest.raises(WorkflowRefused, match="NetSuite has no customer 999999"):
        look(connection, "999999")
    assert juniper in dict(choices(connection, "customer", "juniper"))


@pytest.mark.requirement("map-08")
def test_the_page_previews_the_draft_and_writes_nothing(
    customers: Desk, juniper: str, netsuite: RunningAccount
) -> None:
    customers.post(
        "main/rows/new/", store="1", source="constant", target="note__c", value="of the draft", active="on"
    )
    modified = netsuite.account.records.get("customer", juniper)
    before = everything()
    text = customers.client.get(f"{customers.address}preview/?record={juniper}").content.decode()
    assert "of the draft" in text
    assert "by your draft" in text
    assert "Juniper Optics" in text
    listed = customers.client.get(f"{customers.address}preview/?name=juniper").content.decode()
    assert f"?record={juniper}" in listed
    assert (
        "NetSuite has no customer"
        in customers.client.get(f"{customers.address}preview/?record=999999").content.decode()
    )
    assert everything() == before
    assert netsuite.account.records.get("customer", juniper) == modified
    assert not Link.objects.exists()


def everything() -> dict[str, int]:
    """How often rows of each table were written in this transaction."""
    with database.cursor() as cursor:
        cursor.execute("SELECT relname, n_tup_ins + n_tup_upd + n_tup_del FROM pg_stat_xact_user_tables")
        return {
            name: count
            for name, count in cursor.fetchall()
            if name.startswith(("workflows_", "projects_", "runs_"))
        }


@pytest.mark.requirement("map-08")
def test_values_that_somebody_may_not_see_are_masked(
    customers: Desk, connection: Connection, juniper: str
) -> None:
    olga = User.objects.create_user("olga@example.com", "Olga", Role.OPERATOR, None)
    joined = Row("note__c", Source.CONCATENATION, value=[{"field": "email"}])
    workflow = Workflow.objects.get(connection=connection, key="customers")
    with pytest.raises(WorkflowRefused, match="email holds values that your role may not see"):
        look(connection, juniper, olga, note=joined)
    content = stored(workflow)
    rows = {**content.rows, "main": (*content.rows["main"], (joined, True))}
    replace_rows(connection, "customers", rows, by=customers.user)
    hers = look(connection, juniper, olga)
    (part,) = hers.parts
    assert (row_of(part, "email").value, row_of(part, "email").read) == (MASK, (("email", MASK),))
    assert (row_of(part, "note__c").value, row_of(part, "note__c").steps) == (MASK, ())
    assert "juniper.example" not in json.dumps(hers.plain())
    assert row_of(part, "company").value == "Juniper Optics"
    page = Desk(connection, "customers", signed_in(olga), olga)
    assert page.client.get(f"{page.address}preview/?record={juniper}").status_code == 200
    vic = User.objects.create_user("vic@example.com", "Vic", Role.VIEWER, None)
    assert signed_in(vic).get(f"{customers.address}preview/").status_code == 403


@pytest.mark.requirement("map-08")
@pytest.mark.parametrize(
    "text",
    [
        "(email < 'm')",
        "(record.email < 'm')",
        "(customer.phone = '1')",
        "(companyName <> '') AND (email <> '')",
    ],
    ids=["field", "record", "spp", "second"],
)
def test_a_value_that_somebody_may_not_see_is_not_found_out_by_a_filter_of_ones_own(
    connection: Connection, text: str
) -> None:
    olga = User.objects.create_user("olga@example.com", "Olga", Role.OPERATOR, None)
    workflow = Workflow.objects.get(connection=connection, key="customers")
    with pytest.raises(WorkflowRefused) as refused:
        seen(connection, workflow, Content(stored(workflow).rows, {"main": text}), "1", olga)
    assert refused.value.code == "hidden_field"


@pytest.mark.requirement("map-08")
def test_only_who_may_edit_the_mapping_has_another_one_previewed(
    connection: Connection, juniper: str
) -> None:
    olga = User.objects.create_user("olga@example.com", "Olga", Role.OPERATOR, None)
    address = f"/api/connections/{connection.pk}/workflows/customers/mapping/preview"

    def asked(**wish: object) -> int:
        answer = signed_in(olga).post(address, {"internal_id": juniper, **wish}, "application/json")
        return int(answer.status_code)

    assert asked() == 200
    assert asked(filters={"main": "(companyName <> '')"}) == 403
    assert asked(mapping=[]) == 403


def test_a_draft_of_somebody_else_is_not_previewed(
    customers: Desk, connection: Connection, ada: User, juniper: str
) -> None:
    eve = User.objects.create_user("eve@example.com", "Eve", Role.ADMINISTRATOR, None)
    customers.post(
        "main/rows/new/", store="1", source="constant", target="note__c", value="of the draft", active="on"
    )
    hers = Desk(connection, "customers", signed_in(eve), eve)
    assert "of the draft" not in hers.client.get(f"{hers.address}preview/?record={juniper}").content.decode()
    assert drafts.edited(customers.workflow, ada).draft is not None
