"""Joining and separating by hand, proposals after merges, and what was deleted in NetSuite."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import psycopg
import pytest
from django.db import OperationalError
from django.db import connection as database
from django.test import Client, override_settings
from django.urls import reverse

from landbridge.netsuite import PermissionMissing
from landbridge.service.pairs import joining, merges, showing
from landbridge.service.pairs.deletions import duties
from landbridge.service.pairs.deletions.policies import set_policy
from landbridge.service.pairs.deletions.sweeping import sweep
from landbridge.service.pairs.models import DeletePolicy, Deletion, Relinking
from landbridge.service.ports import DeletedSource, SourceRecord
from landbridge.service.projects import by_hand
from landbridge.service.projects.account import BuiltInAccount
from landbridge.service.projects.models import AuditEntry, SppRecord, User
from landbridge.service.projects.roles import Role
from landbridge.service.runs.errors import RunRefused
from landbridge.service.runs.models import RunItem
from landbridge.service.runs.queueing import HEALTH_QUEUE
from landbridge.service.runs.testing import MemoryNetSuite
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.models import Link, Workflow
from tests.component.service_cli.conftest import Commands, command
from tests.component.service_runs.conftest import Stand, make_stand
from tests.component.service_runs.queue import jobs

__all__ = ["Commands", "command"]

ID = "netsuite_customer_id__c"


@pytest.fixture
def stand(db: None) -> Stand:
    return make_stand()


@pytest.fixture
def committed_stand(db_committed: str) -> Stand:
    return make_stand()


def account(stand: Stand) -> BuiltInAccount:
    return BuiltInAccount(stand.connection.spp_database_id)


def imported(stand: Stand, **names: str) -> None:
    for internal_id, name in names.items():
        stand.customer(internal_id.removeprefix("c"), name)
    stand.run(keys=["customers"])


def join(stand: Stand, internal_id: str, record: SppRecord) -> None:
    joining.join(
        stand.connection,
        "customers",
        internal_id,
        record.spp_id,
        account(stand),
        by=stand.admin,
        now=stand.clock(),
    )


def separate(stand: Stand, record: SppRecord) -> str:
    return joining.separate(
        stand.connection, "customers", record.spp_id, account(stand), by=stand.admin, now=stand.clock()
    )


def swept(stand: Stand, netsuite: MemoryNetSuite | None = None) -> list[Deletion]:
    stand.clock.advance(3600)
    return sweep(stand.connection, netsuite or stand.netsuite, account(stand), stand.clock())


def customer(stand: Stand, name: str) -> SppRecord:
    return stand.spp("customer")[name]


@pytest.mark.requirement("match-03")
def test_a_separated_pair_stays_apart_and_each_goes_its_own_way(stand: Stand) -> None:
    imported(stand, c7="Wolfe")
    record = customer(stand, "Wolfe")
    assert separate(stand, record) == "7"
    stand.customer("7", "Wolfe", phone="1")
    run = stand.run(keys=["customers"])
    item = stand.item(run, "7")
    assert item.outcome == RunItem.Outcome.CREATED
    assert item.spp_id != record.spp_id
    entry = AuditEntry.objects.filter(record=record, field=ID).latest("pk")
    assert (entry.before, entry.after, entry.author_name, entry.via) == ("7", None, "Ada Admin", "")


@pytest.mark.requirement("match-03")
def test_a_joined_pair_is_imported_into_the_record_that_was_chosen(stand: Stand) -> None:
    imported(stand, c7="Wolfe", c8="Hare")
    wolfe, hare = customer(stand, "Wolfe"), customer(stand, "Hare")
    with pytest.raises(WorkflowRefused, match="belongs to NetSuite record 7"):
        join(stand, "8", wolfe)
    separate(stand, wolfe)
    separate(stand, hare)
    join(stand, "8", wolfe)
    run = stand.real_time()
    assert stand.item(run, "8").spp_id == wolfe.spp_id
    wolfe.refresh_from_db()
    assert (wolfe.name, wolfe.fields[ID]) == ("Hare", "8")
    assert Link.objects.get(internal_id="8").spp_id == wolfe.spp_id
    hare.refresh_from_db()
    assert ID not in hare.fields


@pytest.mark.requirement("match-03")
def test_a_joined_record_is_imported_though_it_held_a_later_version_of_another(stand: Stand) -> None:
    imported(stand, c8="Hare")
    stand.clock.advance(3600)
    imported(stand, c7="Wolfe")
    wolfe, hare = customer(stand, "Wolfe"), customer(stand, "Hare")
    separate(stand, wolfe)
    separate(stand, hare)
    join(stand, "8", wolfe)
    assert stand.item(stand.real_time(), "8").outcome == RunItem.Outcome.UPDATED
    wolfe.refresh_from_db()
    assert wolfe.name == "Hare"
    assert Link.objects.get(internal_id="8").spp_id == wolfe.spp_id
    stand.project("30", "8", "Website")
    assert stand.item(stand.run(), "30").outcome == RunItem.Outcome.CREATED


@pytest.mark.requirement("match-03")
def test_an_internal_id_is_written_as_netsuite_writes_it(stand: Stand) -> None:
    imported(stand, c7="Wolfe")
    record = customer(stand, "Wolfe")
    separate(stand, record)
    join(stand, " 007", record)
    assert stand.item(stand.real_time(), "7").spp_id == record.spp_id
    record.refresh_from_db()
    assert record.fields[ID] == "7"
    with pytest.raises(RunRefused, match="internal id is a number"):
        join(stand, "x7", record)


@pytest.mark.requirement("match-03")
def test_a_record_whose_netsuite_id_was_emptied_still_belongs_to_the_record_that_it_is_linked_to(
    stand: Stand,
) -> None:
    imported(stand, c7="Wolfe")
    record = customer(stand, "Wolfe")
    by_hand.change(record, {ID: None}, by=stand.admin, now=stand.clock())
    stand.clock.advance(60)
    stand.customer("9", "Wolfe")
    item = stand.item(stand.run(keys=["customers"]), "9")
    assert (item.outcome, item.code) == (RunItem.Outcome.FAILED, "name_taken")
    assert "belongs to NetSuite record 7" in item.reason
    assert Link.objects.get().internal_id == "7"


@pytest.mark.requirement("match-03")
def test_a_pair_is_not_separated_while_a_batch_is_written(committed_stand: Stand, db_committed: str) -> None:
    stand = committed_stand
    imported(stand, c7="Wolfe")
    record = customer(stand, "Wolfe")
    with psycopg.connect(db_committed) as batch, database.cursor() as cursor:
        batch.execute("SELECT 1 FROM runs_lane FOR UPDATE")
        cursor.execute("SET lock_timeout = 200")
        try:
            for act in (partial(separate, stand, record), partial(join, stand, "7", record)):
                with pytest.raises(OperationalError, match="lock timeout"):
                    act()
        finally:
            cursor.execute("RESET lock_timeout")
    assert Link.objects.get().spp_id == record.spp_id
    assert separate(stand, record) == "7"


@pytest.mark.requirement("match-03")
@override_settings(SENSITIVE_FIELDS=frozenset({"name"}))
def test_a_refusal_shows_no_name_that_the_person_may_not_see(stand: Stand) -> None:
    imported(stand, c7="Wolfe")
    viewer = User.objects.create_user("v@example.com", "Max", Role.VIEWER, None)
    with pytest.raises(WorkflowRefused, match=r"Customer \d+ \(") as refused:
        joining.join(
            stand.connection,
            "customers",
            "8",
            customer(stand, "Wolfe").spp_id,
            account(stand),
            by=viewer,
            now=stand.clock(),
        )
    assert "Wolfe" not in str(refused.value)


@pytest.mark.requirement("match-03")
@pytest.mark.parametrize(
    ("key", "spp_id", "says"),
    [
        ("customers", "999999", "has no customer"),
        ("customers", "x", "has no customer"),
        ("nothing", "1", "no workflow"),
        ("payments", "1", "of lines"),
    ],
)
def test_what_cannot_be_joined_is_refused_in_words(stand: Stand, key: str, spp_id: str, says: str) -> None:
    with pytest.raises(WorkflowRefused, match=says):
        joining.join(stand.connection, key, "7", spp_id, account(stand), by=stand.admin, now=stand.clock())


@pytest.mark.requirement("match-04")
def test_a_merge_is_proposed_and_no_second_record_is_made(stand: Stand) -> None:
    imported(stand, c7="Wolfe")
    record = customer(stand, "Wolfe")
    stand.clock.advance(60)
    stand.netsuite.delete("customer", "7")
    stand.customer("9", "Wolfe", phone="9")
    stand.run(keys=["customers"])
    assert len(stand.spp("customer")) == 1
    swept(stand)
    proposal = Relinking.objects.get()
    assert (proposal.gone_id, proposal.survivor_id, proposal.spp_id) == ("7", "9", record.spp_id)
    swept(stand)
    assert Relinking.objects.count() == 1
    merges.accept(proposal.pk, account(stand), by=stand.admin, now=stand.clock())
    stand.real_time()
    record.refresh_from_db()
    assert (record.fields[ID], record.fields["phone"], record.deleted_in_netsuite_at) == ("9", "9", None)
    assert list(stand.spp("customer")) == ["Wolfe"]
    with pytest.raises(WorkflowRefused, match="accepted already"):
        merges.dismiss(proposal.pk, by=stand.admin, now=stand.clock())


@pytest.mark.requirement("delete-01")
@pytest.mark.parametrize(
    ("policy", "marked", "active"),
    [("mark", True, True), ("deactivate", True, False), ("leave", False, True)],
)
def test_the_policy_decides_what_a_deletion_does(
    stand: Stand, policy: str, marked: bool, active: bool
) -> None:
    imported(stand, c7="Wolfe", c8="Hare")
    set_policy(stand.connection, "customers", policy, by=stand.admin)
    stand.netsuite.delete("customer", "7")
    (found,) = swept(stand)
    assert (found.internal_id, found.name, found.policy) == ("7", "Wolfe", policy)
    wolfe, hare = customer(stand, "Wolfe"), customer(stand, "Hare")
    assert (wolfe.deleted_in_netsuite_at is not None, wolfe.fields["active"]) == (marked, active)
    assert (hare.deleted_in_netsuite_at, hare.fields["active"]) == (None, True)
    assert swept(stand) == []


@pytest.mark.requirement("delete-01")
def test_the_default_only_marks_and_the_next_import_takes_the_mark_away(stand: Stand) -> None:
    imported(stand, c7="Wolfe")
    stand.netsuite.delete("customer", "7")
    swept(stand)
    assert DeletePolicy.objects.get(workflow__key="customers").policy == "mark"
    stand.customer("7", "Wolfe", phone="2")
    stand.run(keys=["customers"])
    assert customer(stand, "Wolfe").deleted_in_netsuite_at is None


@pytest.mark.requirement("delete-01")
def test_types_without_a_list_of_deletions_are_compared(stand: Stand) -> None:
    imported(stand, c7="Wolfe", c8="Hare")
    stand.netsuite.undated.add("customer")
    stand.netsuite.delete("customer", "8")
    assert [one.internal_id for one in swept(stand)] == ["8"]


@pytest.mark.requirement("delete-01")
def test_one_that_is_listed_and_there_is_not_deleted(stand: Stand) -> None:
    imported(stand, c7="Wolfe")
    stand.netsuite.deletions.append(("customer", DeletedSource("7", "Wolfe", stand.clock())))
    assert swept(stand) == []


@pytest.mark.requirement("delete-01")
def test_what_one_answer_leaves_out_is_asked_for_again(stand: Stand) -> None:
    imported(stand, c7="Wolfe", c8="Hare")
    stand.netsuite.undated.add("customer")
    answers = iter([{"8"}])

    class Forgetful(MemoryNetSuite):
        def by_ids(self, netsuite_type: str, internal_ids: Sequence[str]) -> Sequence[SourceRecord]:
            left_out = next(answers, set())
            return [
                one for one in super().by_ids(netsuite_type, internal_ids) if one.internal_id not in left_out
            ]

    forgetful = Forgetful(stand.clock, records=stand.netsuite.records, undated={"customer"})
    assert swept(stand, forgetful) == []
    assert customer(stand, "Hare").deleted_in_netsuite_at is None


@pytest.mark.requirement("delete-01")
def test_a_sweep_in_which_most_are_gone_marks_nothing_and_says_why(stand: Stand) -> None:
    imported(stand, **{f"c{number}": f"Customer {number}" for number in range(1, 13)})
    for number in range(1, 12):
        stand.netsuite.delete("customer", str(number))
    stand.netsuite.undated.add("customer")
    assert swept(stand) == []
    policy = DeletePolicy.objects.get(workflow__key="customers")
    assert "shows 1 of the 12 imported records" in policy.problem
    assert not SppRecord.objects.exclude(deleted_in_netsuite_at=None).exists()


@pytest.mark.requirement("delete-01")
def test_types_without_a_list_of_deletions_are_compared_once_a_day_by_the_clock(stand: Stand) -> None:
    imported(stand, c7="Wolfe")
    stand.netsuite.undated.add("customer")
    sweep(stand.connection, stand.netsuite, account(stand), stand.clock(), by_the_clock=True)
    asked = stand.netsuite.requests["getList"]
    for hours, more in ((1, 0), (22, 0), (2, 1)):
        stand.clock.advance(hours * 3600)
        sweep(stand.connection, stand.netsuite, account(stand), stand.clock(), by_the_clock=True)
        assert stand.netsuite.requests["getList"] == asked + more


@pytest.mark.requirement("delete-01")
def test_what_could_not_be_made_inactive_is_tried_again(stand: Stand) -> None:
    imported(stand, c7="Wolfe")
    set_policy(stand.connection, "customers", "deactivate", by=stand.admin)
    record = customer(stand, "Wolfe")
    complete = dict(record.fields)
    SppRecord.objects.filter(pk=record.pk).update(fields={ID: "7"})
    stand.netsuite.delete("customer", "7")
    swept(stand)
    refused = Deletion.objects.get()
    assert "name" in refused.error.lower()
    swept(stand)
    refused.refresh_from_db()
    assert refused.error
    SppRecord.objects.filter(pk=record.pk).update(fields=complete)
    swept(stand)
    refused.refresh_from_db()
    record.refresh_from_db()
    assert (refused.error, record.fields["active"]) == ("", False)


class _Broken(MemoryNetSuite):
    """An account that answers for employees with what nobody foresaw."""

    def deleted(self, netsuite_type: str, since: datetime | None) -> Sequence[DeletedSource]:
        if netsuite_type == "employee":
            raise LookupError(f"strange {since}")
        return super().deleted(netsuite_type, since)


@pytest.mark.requirement("delete-01")
def test_what_goes_wrong_for_one_workflow_keeps_no_other_from_being_swept(stand: Stand) -> None:
    imported(stand, c7="Wolfe")
    stand.netsuite.delete("customer", "7")
    broken = _Broken(stand.clock, deletions=stand.netsuite.deletions)
    assert [one.internal_id for one in swept(stand, broken)] == ["7"]
    assert "LookupError" in DeletePolicy.objects.get(workflow__key="employees").problem


class _Unpermitted(MemoryNetSuite):
    """An account whose role may not read deletions."""

    def deleted(self, netsuite_type: str, since: datetime | None) -> list[DeletedSource]:
        raise PermissionMissing(f"Permission Violation: {netsuite_type} {since}")


@pytest.mark.requirement("delete-01")
def test_a_role_without_the_permission_is_told_and_nothing_is_marked(stand: Stand) -> None:
    imported(stand, c7="Wolfe")
    assert swept(stand, _Unpermitted(stand.clock)) == []
    policy = DeletePolicy.objects.get(workflow__key="customers")
    assert "permission Deleted Records" in policy.problem
    assert policy.swept_at is None


def test_sweeps_are_queued_when_due(stand: Stand) -> None:
    duties.queue_due(stand.clock())
    assert _queued() == [f"deletions:{stand.connection.pk}"]
    swept(stand)
    duties.queue_due(stand.clock() + timedelta(minutes=30))
    assert len(_queued()) == 1
    Workflow.objects.update(real_time=False)
    Workflow.objects.update(active=False)
    assert swept(stand) == []


def test_a_sweep_that_finds_out_nothing_is_queued_again_after_an_hour_only(
    stand: Stand, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    monkeypatch.setattr(duties.queueing, "defer", asked.append)
    for _ in range(3):
        stand.clock.advance(60)
        duties.queue_due(stand.clock())
    assert asked == [stand.connection.pk]
    stand.clock.advance(3600)
    duties.queue_due(stand.clock())
    assert len(asked) == 2


@pytest.mark.requirement("match-04")
def test_open_proposals_are_listed_before_newer_ones_that_were_decided(stand: Stand) -> None:
    workflow = Workflow.objects.get(key="customers")
    for number, state in enumerate(["open", "dismissed", "dismissed"]):
        Relinking.objects.create(
            workflow=workflow,
            gone_id="1",
            survivor_id=str(number),
            spp_type="customer",
            spp_id="1",
            state=state,
            proposed_at=stand.clock() + timedelta(hours=number),
        )
    listed = showing.proposals(stand.connection)[:2]
    assert [one.survivor_id for one in listed] == ["0", "2"]


def _queued() -> list[str]:
    return [lock for lock, _ in jobs(queue=HEALTH_QUEUE) if lock.startswith("deletions:")]


def signed_in_as(role: Role) -> Client:
    user = User.objects.create_user(f"{role}@example.com", "Someone", role, None)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


def doubtful(stand: Stand) -> tuple[SppRecord, SppRecord]:
    """A record that has the name of one that belongs to another, and a record of nobody."""
    imported(stand, c7="Wolfe", c8="Hare")
    hare = customer(stand, "Hare")
    separate(stand, hare)
    stand.netsuite.delete("customer", "8")
    stand.customer("9", "wolfe")
    stand.run(keys=["customers"])
    return customer(stand, "Wolfe"), hare


@pytest.mark.requirement("match-03")
def test_the_page_lists_doubtful_and_unmatched_records_and_joins_them(stand: Stand) -> None:
    wolfe, hare = doubtful(stand)
    manager = signed_in_as(Role.INTEGRATION_MANAGER)
    page = manager.get(reverse("pairs"), {"workflow": "customers"}).content.decode()
    assert f"Customer {wolfe.pk} (Wolfe) has this name (wolfe) and belongs to NetSuite record 7" in page
    assert f"customer {hare.pk}" in page
    place = reverse("pairs-join", args=[stand.connection.pk])
    asked = {"workflow": "customers", "internal_id": "9", "spp_id": wolfe.spp_id}
    refused = manager.post(place, asked, follow=True).content.decode()
    assert "belongs to NetSuite record 7. Separate those first." in refused
    joined = manager.post(place, {**asked, "spp_id": hare.spp_id}, follow=True).content.decode()
    assert f"NetSuite record 9 is record {hare.spp_id} now" in joined
    stand.real_time()
    hare.refresh_from_db()
    assert hare.fields[ID] == "9"
    said = manager.post(
        reverse("pairs-separate", args=[stand.connection.pk]),
        {"workflow": "customers", "spp_id": hare.spp_id},
        follow=True,
    )
    assert "its next import makes one of its own" in said.content.decode()
    viewer = signed_in_as(Role.VIEWER)
    assert "<button>Join</button>" not in viewer.get(reverse("pairs")).content.decode()
    assert viewer.post(place, asked).status_code == 403


@pytest.mark.requirement("match-04", "delete-01")
def test_proposals_and_deletions_are_decided_on_the_page_and_by_api(stand: Stand) -> None:
    imported(stand, c7="Wolfe")
    stand.netsuite.delete("customer", "7")
    stand.customer("9", "Wolfe")
    stand.run(keys=["customers"])
    swept(stand)
    manager = signed_in_as(Role.INTEGRATION_MANAGER)
    page = manager.get(reverse("pairs")).content.decode()
    assert "NetSuite id 7 is gone, 9 has its name" in page
    (proposal,) = manager.get(f"/api/connections/{stand.connection.pk}/relinkings").json()
    assert (proposal["gone_id"], proposal["survivor_id"], proposal["state"]) == ("7", "9", "open")
    (deletion,) = manager.get(f"/api/connections/{stand.connection.pk}/deletions").json()
    assert (deletion["workflow"], deletion["internal_id"], deletion["policy"]) == ("customers", "7", "mark")
    dismissed = _post(manager, f"/api/relinkings/{proposal['id']}", {"decision": "dismiss"})
    assert dismissed.json()["state"] == "dismissed"
    again = _post(manager, f"/api/relinkings/{proposal['id']}", {"decision": "accept"})
    assert (again.status_code, again.json()["code"]) == (409, "settled")
    place = reverse("pairs-policy", args=[stand.connection.pk, "customers"])
    manager.post(place, {"policy": "deactivate"})
    assert DeletePolicy.objects.get(workflow__key="customers").policy == "deactivate"


def _post(client: Client, place: str, body: dict[str, Any]) -> Any:
    return client.post(place, body, content_type="application/json")


@pytest.mark.requirement("match-03", "delete-01")
def test_the_command_does_the_same(committed_stand: Stand, command: Commands) -> None:
    _, hare = doubtful(committed_stand)
    joined = command("match", "join", "customers", "9", hare.spp_id, "--as", "admin@example.com")
    assert f"NetSuite record 9 is record {hare.spp_id}" in joined
    separated = command("match", "separate", "customers", hare.spp_id, "--as", "admin@example.com")
    assert "does not belong to NetSuite record 9 any more" in separated
    unknown = command("match", "separate", "customers", hare.spp_id, "--as", "x@example.com", code=1)
    assert "there is no active user" in unknown
    assert "customers: deactivate" in command("match", "policy", "customers", "deactivate")
    committed_stand.netsuite.delete("customer", "7")
    swept(committed_stand)
    (deletion,) = command.json("match", "deletions")["deletions"]
    assert (deletion["internal_id"], deletion["policy"]) == ("7", "deactivate")
