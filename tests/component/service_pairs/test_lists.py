"""The lists of the page Matching: turned page by page, searched, with what a doubtful record could be, also by API and command."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from landbridge.service.pairs.models import Deletion
from landbridge.service.projects.models import SppRecord
from landbridge.service.projects.roles import Role
from landbridge.service.workflows.models import Workflow
from tests.component.service_cli.conftest import Commands, command
from tests.component.service_pairs.people import signed_in_as
from tests.component.service_runs.conftest import Stand, make_stand

__all__ = ["Commands", "command"]


@pytest.fixture
def stand(db_committed: str) -> Stand:
    made = make_stand()
    made.customer("7", "Wolfe")
    made.run(keys=["customers"])
    made.customer("9", "wolfe")
    made.run(keys=["customers"])
    return made


@pytest.mark.requirement("match-03")
def test_a_doubtful_record_is_joined_by_buttons_without_an_id_being_typed(
    stand: Stand, command: Commands
) -> None:
    wolfe = stand.spp("customer")["Wolfe"]
    manager = signed_in_as(Role.INTEGRATION_MANAGER)
    page = manager.get(reverse("pairs")).content.decode()
    assert f'<button name="spp_id" value="{wolfe.pk}">Separate from NetSuite id 7</button>' in page
    (doubt,) = manager.get(f"/api/connections/{stand.connection.pk}/pairs").json()
    assert (doubt["internal_id"], doubt["code"]) == ("9", "name_taken")
    assert doubt["candidates"] == [
        {"spp_type": "customer", "spp_id": wolfe.spp_id, "name": "Wolfe", "owner": "7"}
    ]
    (row,) = command.json("match", "list")["doubtful"]
    assert row["candidates"] == [wolfe.spp_id]
    record = manager.get(reverse("record", args=["customer", wolfe.pk])).content.decode()
    assert f'href="{reverse("pairs")}?record={wolfe.pk}"' in record
    pair = manager.get(reverse("pairs"), {"record": wolfe.pk}).content.decode()
    assert "it belongs to NetSuite id 7." in pair
    asked = {"workflow": "customers", "spp_id": wolfe.spp_id}
    manager.post(reverse("pairs-separate", args=[stand.connection.pk]), asked)
    page = manager.get(reverse("pairs")).content.decode()
    assert f'aria-label="Join {wolfe.spp_id} with NetSuite id 9"' in page


@pytest.mark.requirement("match-03", "delete-01")
def test_long_lists_are_counted_turned_and_searched(stand: Stand, command: Commands) -> None:
    account, workflow = stand.connection.spp_database_id, Workflow.objects.get(key="customers")
    now = timezone.now()
    SppRecord.objects.bulk_create(
        SppRecord(
            account=account,
            type="customer",
            name=f"Free {number}",
            fields={"name": f"Free {number}"},
            created=now,
            updated=now,
        )
        for number in range(60)
    )
    Deletion.objects.bulk_create(
        Deletion(workflow=workflow, internal_id=str(number), spp_type="customer", spp_id="1", found_at=now)
        for number in range(1000, 1060)
    )
    viewer = signed_in_as(Role.VIEWER)
    page = viewer.get(reverse("pairs"), {"workflow": "customers", "deletions": "2"}).content.decode()
    assert page.count("page 1 of 2 (60 in all)") == 1
    assert page.count("page 2 of 2 (60 in all)") == 1
    assert "?workflow=customers&amp;deletions=2&amp;unmatched=2" in page
    assert "NetSuite id 1009<" in page
    assert "NetSuite id 1059<" not in page
    assert "Mark as deleted in NetSuite" in page
    found = viewer.get(reverse("pairs"), {"workflow": "customers", "q": "free 59"}).content.decode()
    assert "Free 59" in found
    assert "Free 58" not in found
    place = f"/api/connections/{stand.connection.pk}"
    assert len(viewer.get(f"{place}/deletions", {"limit": 50, "offset": 50}).json()) == 10
    (one,) = viewer.get(f"{place}/unmatched/customers", {"text": "free 5", "limit": 1, "offset": 1}).json()
    assert one["name"] == "Free 58"
    (free,) = command.json("match", "unmatched", "customers", "--text", "Free 42")["unmatched"]
    assert free["name"] == "Free 42"


@pytest.mark.requirement("match-04")
def test_merges_are_swept_and_decided_by_api_and_command(stand: Stand, command: Commands) -> None:
    stand.netsuite.delete("customer", "7")
    stand.clock.advance(3600)
    assert command.json("match", "proposals")["proposals"] == []
    workflow = Workflow.objects.get(key="customers")
    proposal = workflow.relinkings.create(
        gone_id="7", survivor_id="9", name="Wolfe", spp_type="customer", spp_id="1", proposed_at=stand.clock()
    )
    (listed,) = command.json("match", "proposals")["proposals"]
    assert (listed["id"], listed["state"]) == (proposal.pk, "open")
    number = str(proposal.pk)
    assert "Wolfe: dismissed" in command("match", "decide", number, "dismiss", "--as", "admin@example.com")
    assert "is dismissed already" in command(
        "match", "decide", number, "accept", "--as", "admin@example.com", code=1
    )
    assert "there is no proposal" in command(
        "match", "decide", "999999", "accept", "--as", "admin@example.com", code=1
    )
