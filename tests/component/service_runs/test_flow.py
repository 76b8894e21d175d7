"""Records on their way: created, updated, unchanged, skipped, waiting, failed."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from landbridge.service.ports import Reference
from landbridge.service.projects.models import AuditEntry, SppRecord
from landbridge.service.runs import queueing
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.models import Attention, Run, RunItem
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.workflows.models import Link, MappingRow, Workflow

from .conftest import FLAG, Stand


@pytest.mark.requirement("flow-01")
def test_three_types_arrive_in_order_of_dependency_with_default_mappings(stand: Stand) -> None:
    stand.project(
        "30",
        "20",
        "Website",
        startDate=date(2026, 3, 1),
        scheduledEndDate=date(2026, 9, 30),
        currency=Reference("1", "USD"),
    )
    stand.customer(
        "20", "Wolfe Electronics", companyName="Wolfe Ltd", email="info@wolfe.example", phone="555-1"
    )
    stand.employee(
        "10", "Anna Berg", firstName="Anna", lastName="Berg", email="anna@example.com", isInactive=False
    )

    run = stand.run()

    assert run.state == Run.State.COMPLETED
    assert stand.outcomes(run) == {
        "employees 10": "created",
        "customers 20": "created",
        "projects 30": "created",
    }
    user = stand.spp("user")["Anna Berg"]
    assert user.fields | {} == user.fields
    assert {key: user.fields[key] for key in ("first", "last", "email", "active", "netsuite_user_id__c")} == {
        "first": "Anna",
        "last": "Berg",
        "email": "anna@example.com",
        "active": True,
        "netsuite_user_id__c": "10",
    }
    customer = stand.spp("customer")["Wolfe Electronics"]
    assert (customer.fields["company"], customer.fields["type"]) == ("Wolfe Ltd", "C")
    project = stand.spp("project")["Website"]
    assert project.fields["customerid"] == customer.spp_id
    assert (project.fields["start_date"], project.fields["finish_date"], project.fields["currency"]) == (
        "2026-03-01",
        "2026-09-30",
        "USD",
    )


@pytest.mark.requirement("flow-01", "run-03")
def test_a_changed_record_is_updated_and_the_log_shows_before_and_after(stand: Stand) -> None:
    stand.customer("20", "Wolfe", phone="1")
    stand.run()
    stand.clock.advance(60)
    stand.customer("20", "Wolfe", phone="2")

    run = stand.run()

    item = stand.item(run, "20")
    assert (item.outcome, item.changes) == ("updated", [{"field": "phone", "before": "1", "after": "2"}])
    audit = AuditEntry.objects.get(field="phone", run_id=run.pk)
    assert (audit.before, audit.after, audit.author, audit.via) == (
        "1",
        "2",
        stand.admin,
        "NetSuite integration",
    )


@pytest.mark.requirement("flow-01", "flow-05")
def test_applying_twice_is_unchanged(stand: Stand) -> None:
    stand.customer("20")
    stand.run()
    before = SppRecord.objects.get(type="customer")

    again = stand.run(queueing.FULL)

    assert stand.outcomes(again) == {"customers 20": "unchanged"}
    assert SppRecord.objects.get(type="customer").updated == before.updated
    assert AuditEntry.objects.filter(run_id=again.pk).count() == 0


@pytest.mark.requirement("flow-01")
def test_what_somebody_changed_in_suiteprojects_pro_is_set_right_by_a_full_run(stand: Stand) -> None:
    stand.customer("20", "Wolfe", phone="1")
    stand.run()
    record = SppRecord.objects.get(type="customer")
    record.fields["phone"] = "changed by hand"
    record.save()

    run = stand.run(queueing.FULL)

    assert stand.outcomes(run) == {"customers 20": "updated"}
    assert SppRecord.objects.get(pk=record.pk).fields["phone"] == "1"


@pytest.mark.requirement("flow-02")
def test_a_record_is_found_by_its_name_in_any_case_and_takes_the_netsuite_id(stand: Stand) -> None:
    made = SppRecord.objects.create(
        account=stand.connection.spp_database_id,
        type="customer",
        name="WOLFE",
        fields={"name": "WOLFE"},
        created=stand.clock(),
        updated=stand.clock(),
    )
    stand.customer("20", "Wolfe")

    run = stand.run()

    assert stand.outcomes(run) == {"customers 20": "updated"}
    made.refresh_from_db()
    assert made.fields["netsuite_customer_id__c"] == "20"
    assert Link.objects.get(netsuite_type="customer").spp_id == made.spp_id


@pytest.mark.requirement("flow-02")
def test_two_candidates_are_a_failure_that_names_both(stand: Stand) -> None:
    ids = []
    for _ in range(2):
        made = SppRecord.objects.create(
            account=stand.connection.spp_database_id,
            type="customer",
            name="Wolfe",
            fields={"name": "Wolfe"},
            created=stand.clock(),
            updated=stand.clock(),
        )
        ids.append(made.spp_id)
    stand.customer("20", "wolfe")
    stand.customer("21", "Other")

    run = stand.run()

    assert stand.outcomes(run) == {"customers 20": "failed", "customers 21": "created"}
    item = stand.item(run, "20")
    assert item.code == "two_candidates"
    assert all(spp_id in item.reason for spp_id in ids)


@pytest.mark.requirement("flow-02")
def test_a_name_that_belongs_to_another_netsuite_record_is_not_taken_over(stand: Stand) -> None:
    stand.customer("20", "Wolfe")
    stand.run()
    stand.clock.advance(60)
    stand.customer("21", "Wolfe")

    run = stand.run()

    assert (stand.item(run, "21").outcome, stand.item(run, "21").code) == ("failed", "name_taken")
    assert SppRecord.objects.filter(type="customer").count() == 1


@pytest.mark.requirement("flow-02")
def test_a_record_deleted_in_suiteprojects_pro_is_made_again(stand: Stand) -> None:
    stand.customer("20", "Wolfe")
    stand.run()
    SppRecord.objects.all().delete()

    run = stand.run(queueing.FULL)

    assert stand.outcomes(run) == {"customers 20": "created"}
    assert Link.objects.get().spp_id == SppRecord.objects.get().spp_id


@pytest.mark.requirement("flow-03")
def test_a_project_waits_for_its_customer_and_is_applied_when_it_appears(stand: Stand) -> None:
    stand.project("30", "20")
    first = stand.run()
    assert (stand.item(first, "30").outcome, stand.item(first, "30").code) == ("waiting", "parent_missing")

    stand.clock.advance(60)
    stand.customer("20")
    stand.notice("customer", "20")
    run = stand.real_time()

    assert stand.outcomes(run) == {"customers 20": "created", "projects 30": "created"}
    assert Attention.objects.count() == 0


@pytest.mark.requirement("flow-03")
def test_a_project_of_a_customer_that_is_not_exported_is_skipped_with_the_reason(stand: Stand) -> None:
    stand.customer("20", **{FLAG: False})
    stand.project("30", "20")

    run = stand.run()

    item = stand.item(run, "30")
    assert (item.outcome, item.code) == ("skipped", "parent_not_exported")
    assert "not marked for export" in item.reason
    assert "NetSuite id 20" in item.reason


@pytest.mark.requirement("flow-03")
def test_a_skipped_project_arrives_once_its_customer_is_marked(stand: Stand) -> None:
    stand.customer("20", **{FLAG: False})
    stand.project("30", "20")
    stand.run()
    stand.clock.advance(60)
    stand.customer("20")

    run = stand.run()

    assert stand.outcomes(run) == {"customers 20": "created", "projects 30": "created"}


@pytest.mark.requirement("flow-04")
def test_a_record_that_cannot_be_mapped_names_the_field_and_the_others_arrive(stand: Stand) -> None:
    stand.customer("20", email="no address")
    stand.customer("21")
    stand.customer("22", currency=Reference("9", "Gold"))

    run = stand.run()

    assert stand.outcomes(run) == {
        "customers 20": "failed",
        "customers 21": "created",
        "customers 22": "failed",
    }
    item = stand.item(run, "20")
    assert (item.stage, item.field, item.value) == ("map", "email", "no address")
    assert "e-mail address" in item.reason
    assert stand.item(run, "22").field == "currency"
    assert set(Attention.objects.values_list("internal_id", "need")) == {("20", "record"), ("22", "record")}


@pytest.mark.requirement("flow-04")
def test_a_record_that_breaks_the_database_does_not_stop_the_others(stand: Stand) -> None:
    for number in range(20, 29):
        stand.customer(str(number), phone="\0" if number == 24 else "1")

    run = stand.run()

    outcomes = stand.outcomes(run)
    assert outcomes.pop("customers 24") == "failed"
    assert set(outcomes.values()) == {"created"}
    assert run.state == Run.State.COMPLETED


@pytest.mark.requirement("flow-04")
def test_a_mended_record_leaves_the_list(stand: Stand) -> None:
    stand.customer("20", email="no address")
    stand.run()
    stand.clock.advance(60)
    stand.customer("20", email="a@b.example")

    run = stand.run()

    assert stand.outcomes(run) == {"customers 20": "created"}
    assert not Attention.objects.exists()


@pytest.mark.requirement("flow-05")
def test_an_older_version_never_replaces_a_newer_one(stand: Stand) -> None:
    """A long run has read it, another imports what was saved since, and of what the log said of that nothing is kept."""
    for internal_id in ("20", "21"):
        stand.customer(internal_id, phone="old")
    stand.netsuite.page_size, stand.services.link_time = 1, timedelta(0)
    run = start_run(stand.connection, queueing.FULL, ["customers"], by=stand.admin, now=stand.clock())
    run_link(stand.connection.pk, queueing.FULL, stand.services)
    behind = next(one for one in ("20", "21") if f"Customer {one}" not in stand.spp("customer"))
    stand.clock.advance(60)
    stand.customer(behind, phone="new")
    stand.notice("customer", behind)
    stand.netsuite.page_size = 1000
    stand.real_time()
    RunItem.objects.filter(internal_id=behind).delete()

    while run.finished_at is None:
        run_link(stand.connection.pk, queueing.FULL, stand.services)
        run.refresh_from_db()

    assert (stand.item(run, behind).outcome, stand.item(run, behind).code) == ("unchanged", "older_version")
    assert stand.spp("customer")[f"Customer {behind}"].fields["phone"] == "new"


@pytest.mark.requirement("recovery-05")
def test_what_netsuite_says_now_is_imported_though_its_clock_was_set_back(stand: Stand) -> None:
    stand.customer("20", phone="before")
    stand.run()
    stand.netsuite.offset = timedelta(hours=-1)
    stand.customer("20", phone="after")
    stand.netsuite.offset = timedelta(0)

    run = stand.run(queueing.FULL)

    assert stand.item(run, "20").outcome == "updated"
    assert stand.spp("customer")["Customer 20"].fields["phone"] == "after"


@pytest.mark.requirement("flow-05")
def test_versions_seen_in_the_overlap_are_skipped_before_mapping(stand: Stand) -> None:
    stand.customer("20")
    stand.run()
    stand.clock.advance(120)
    stand.customer("21")

    run = stand.run()

    assert stand.outcomes(run) == {"customers 21": "created"}
    assert (run.counts["read"], run.counts["seen"]) == (2, 1)


@pytest.mark.requirement("flow-05")
def test_a_second_save_in_the_same_second_is_another_version(stand: Stand) -> None:
    stand.customer("20", phone="1")
    stand.run()
    stand.customer("20", phone="2")

    run = stand.run()

    assert stand.outcomes(run) == {"customers 20": "updated"}


@pytest.mark.requirement("flow-06")
def test_the_bookmark_stands_still_when_reading_fails(stand: Stand) -> None:
    stand.customer("20")
    stand.run()
    before = Workflow.objects.get(key="customers").bookmark
    stand.clock.advance(60)

    def broken(_: str) -> None:
        raise RuntimeError("gone")

    stand.netsuite.before = broken
    run = stand.run()

    assert run.next_link_at is not None
    assert Workflow.objects.get(key="customers").bookmark == before


@pytest.mark.requirement("flow-06")
def test_bookmarks_are_instants_of_netsuites_clock(stand: Stand) -> None:
    stand.netsuite.offset = timedelta(hours=7)
    stand.customer("20")
    stand.run()

    assert Workflow.objects.get(key="customers").bookmark == stand.clock() + timedelta(hours=7)


def test_inactive_employees_are_left_out_until_the_option_lets_them_in(stand: Stand) -> None:
    stand.employee("10", isInactive=True)
    run = stand.run()
    assert stand.item(run, "10").code == "inactive"

    stand.set_options("employees", include_inactive=True)
    run = stand.run(queueing.FULL)

    assert stand.outcomes(run) == {"employees 10": "created"}
    assert stand.spp("user")["Employee 10"].fields["active"] is False


def test_leads_and_prospects_are_imported_as_prospects_unless_switched_off(stand: Stand) -> None:
    stand.customer("20", stage="_lead")
    stand.customer("21", stage="_prospect")
    stand.run()
    assert {record.fields["type"] for record in stand.spp("customer").values()} == {"P"}

    stand.set_options("customers", include_leads=False)
    run = stand.run(queueing.FULL)

    assert (stand.item(run, "20").outcome, stand.item(run, "20").code) == ("skipped", "stage_excluded")


def test_active_is_set_when_a_user_is_created_and_not_after(stand: Stand) -> None:
    stand.employee("10")
    stand.run()
    record = SppRecord.objects.get(type="user")
    record.fields["active"] = False
    record.save()

    run = stand.run(queueing.FULL)

    assert stand.outcomes(run) == {"employees 10": "unchanged"}


def test_every_record_that_was_read_stands_in_the_log(stand: Stand) -> None:
    stand.customer("20")
    stand.customer("21", **{FLAG: False})
    stand.customer("22", stage="_lead")

    run = stand.run()

    assert RunItem.objects.filter(run=run).count() == 3
    assert run.counts["created"] + run.counts["skipped"] == 3


def test_what_an_option_left_out_is_decided_anew_when_it_changes(stand: Stand) -> None:
    stand.set_options("customers", include_leads=False)
    stand.customer("20", stage="_lead")
    assert stand.outcomes(stand.run()) == {"customers 20": "skipped"}

    stand.set_options("customers", include_leads=True)

    assert stand.outcomes(stand.run()) == {"customers 20": "created"}


def test_a_row_that_does_not_suit_asks_for_the_set_up_to_be_mended(stand: Stand) -> None:
    MappingRow.objects.filter(workflow__key="customers", target="type").update(value={"_lead": "P"})
    stand.customer("20")

    run = stand.run()

    assert (stand.item(run, "20").outcome, stand.item(run, "20").field) == ("failed", "stage")
    assert Attention.objects.get().need == Attention.Need.SETUP


@pytest.mark.requirement("flow-03")
def test_children_of_parents_that_an_earlier_link_brought_are_not_forgotten(stand: Stand) -> None:
    stand.project("30", "20")
    stand.run()
    stand.clock.advance(60)
    for number in range(20, 30):
        stand.customer(str(number))
    stand.netsuite.page_size = 3
    stand.services.link_time = timedelta(0)

    run = stand.run(queueing.MANUAL, ["customers"])

    assert run.links > 1
    assert stand.outcomes(run)["projects 30"] == "created"
