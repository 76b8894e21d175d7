"""Batches written into the built-in account: what is created, changed, left alone and refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from landbridge.service.ports import FieldChange, Outcome
from landbridge.service.projects.account import BuiltInAccount, UnknownRecordTypeError
from landbridge.service.projects.models import AuditEntry, SppRecord, User
from tests.component.service_projects.conftest import NOON, Write, change, outcomes

Create = Callable[..., str]


@pytest.mark.requirement("spp-01")
def test_a_new_record_is_kept_with_its_netsuite_id(write: Write) -> None:
    (answer,) = write("customer", change("9", name="Acme", active=True, netsuite_customer_id__c="9"))
    assert answer.outcome is Outcome.CREATED
    assert FieldChange("name", None, "Acme") in answer.changes
    record = SppRecord.objects.get(pk=int(answer.spp_id or 0))
    assert (record.account, record.type, record.name) == ("spp-1", "customer", "Acme")
    assert record.fields == {"name": "Acme", "active": True, "netsuite_customer_id__c": "9"}
    assert record.source_modified == NOON


@pytest.mark.requirement("spp-01")
def test_the_audit_trail_names_author_before_after_and_the_integration(
    write: Write, create: Create, ada: User
) -> None:
    spp_id = create("customer", name="Acme", phone="1")
    write("customer", change("1", spp_id, minutes=1, name="Acme", phone="2"))
    entry = AuditEntry.objects.get(record_id=spp_id, before="1")
    assert (entry.field, entry.after) == ("phone", "2")
    assert (entry.author, entry.author_name, entry.via, entry.run_id) == (
        ada,
        "Ada",
        "NetSuite integration",
        7,
    )
    assert entry.source_modified == change("1", minutes=1).source_modified


@pytest.mark.requirement("spp-01")
def test_the_audit_trail_cannot_be_rewritten(create: Create, ada: User) -> None:
    spp_id = create("customer", name="Acme")
    with pytest.raises(IntegrityError, match="not rewritten"), transaction.atomic():
        AuditEntry.objects.filter(record_id=spp_id).update(after="Other", author_name="Nobody")
    ada.delete()
    entry = AuditEntry.objects.get(record_id=spp_id)
    assert (entry.author, entry.author_name, entry.after) == (None, "Ada", "Acme")


def test_a_creation_is_in_the_audit_trail_field_by_field(write: Write, create: Create) -> None:
    spp_id = create("customer", name="Acme", active=True)
    rows = AuditEntry.objects.filter(record_id=spp_id).values_list("field", "before", "after")
    assert sorted(rows) == [("active", None, True), ("name", None, "Acme")]


def test_the_same_values_again_change_nothing_but_the_version(write: Write, create: Create) -> None:
    spp_id = create("customer", name="Acme")
    before = SppRecord.objects.get(pk=spp_id)
    (answer,) = write("customer", change("1", spp_id, minutes=5, name="Acme"))
    after = SppRecord.objects.get(pk=spp_id)
    assert (answer.outcome, answer.changes) == (Outcome.UNCHANGED, ())
    assert after.updated == before.updated
    assert after.source_modified == change("1", minutes=5).source_modified
    assert AuditEntry.objects.filter(record_id=spp_id).count() == 1


@pytest.mark.requirement("flow-05")
def test_a_write_never_replaces_a_newer_version(write: Write, create: Create) -> None:
    spp_id = create("customer", name="Acme")
    write("customer", change("1", spp_id, minutes=10, name="New"))
    (late,) = write("customer", change("1", spp_id, minutes=9, name="Old"))
    assert late.outcome is Outcome.STALE
    assert SppRecord.objects.get(pk=spp_id).name == "New"


def test_none_clears_a_field(write: Write, create: Create) -> None:
    spp_id = create("customer", name="Acme", phone="1")
    (answer,) = write("customer", change("1", spp_id, phone=None))
    assert answer.changes == (FieldChange("phone", "1", None),)
    assert SppRecord.objects.get(pk=spp_id).fields == {"name": "Acme"}


def test_true_is_not_one(write: Write, create: Create) -> None:
    spp_id = create("customer", name="Acme", flag__c=1)
    (answer,) = write("customer", change("1", spp_id, flag__c=True))
    assert answer.outcome is Outcome.UPDATED


def test_initial_only_fields_are_left_alone_afterwards(write: Write, create: Create) -> None:
    spp_id = create("user", nickname="ada", role_id="2")
    one = change("1", spp_id, nickname="ada", role_id="5")
    (answer,) = write(
        "user", type(one)(one.key, one.spp_id, one.fields, one.source_modified, frozenset({"role_id"}))
    )
    assert answer.outcome is Outcome.UNCHANGED


def test_a_record_that_is_gone_is_a_conflict(write: Write, create: Create) -> None:
    spp_id = create("customer", name="Acme")
    SppRecord.objects.filter(pk=spp_id).delete()
    (answer,) = write("customer", change("1", spp_id, name="Acme"))
    assert (answer.outcome, answer.spp_id) == (Outcome.CONFLICT, None)


def test_another_accounts_record_cannot_be_written(write: Write, create: Create) -> None:
    spp_id = create("customer", name="Acme")
    SppRecord.objects.filter(pk=spp_id).update(account="spp-2")
    assert outcomes(write("customer", change("1", spp_id, name="Stolen"))) == [Outcome.CONFLICT]


@pytest.mark.parametrize(
    ("fields", "code", "field"),
    [
        ({"nickname": "ada", "shoe_size": "38"}, 602, "shoe_size"),
        ({"nickname": ""}, 2001, "nickname"),
        ({"first": "Ada"}, 2001, "nickname"),
        ({"nickname": "ada", "active": "yes"}, 1100, "active"),
        ({"nickname": "ada", "rate": "much"}, 2002, "rate"),
        ({"nickname": "ada", "rate": float("nan")}, 2002, "rate"),
        ({"nickname": "ada", "hire_date": "21.11.2026"}, 2002, "hire_date"),
        ({"nickname": "ada", "line_managerid": "Bob"}, 2002, "line_managerid"),
        ({"nickname": "ada", "line_managerid": "999999"}, 825, "line_managerid"),
        ({"nickname": "ada\x00"}, 2002, "nickname"),
        ({"nickname": "a" * 256}, 2002, "nickname"),
        ({"nickname": "ada", "netsuite_user_id__c": "9" * 256}, 2002, "netsuite_user_id__c"),
        ({"nickname": "ada", "f" * 98 + "__c": "1"}, 602, "f" * 98 + "__"),
        ({"nickname": "ada", "text__c": "\ud800"}, 2002, "text__c"),
    ],
)
def test_one_refused_record_does_not_hold_up_the_others(
    write: Write, fields: dict[str, str], code: int, field: str
) -> None:
    refused, fine = write("user", change("1", **fields), change("2", nickname="bob"))
    assert (refused.outcome, refused.code, refused.field) == (Outcome.REFUSED, code, field)
    assert refused.reason
    assert fine.outcome is Outcome.CREATED


def test_a_user_id_is_taken_once_in_any_case(write: Write, create: Create) -> None:
    first = create("user", nickname="ada")
    again, twin_one, twin_two = write(
        "user", change("1", nickname="ADA"), change("2", nickname="bob"), change("3", nickname="Bob")
    )
    assert (again.outcome, again.code) == (Outcome.REFUSED, 202)
    assert f"user {first}" in again.reason
    assert (twin_one.outcome, twin_two.outcome, twin_two.code) == (Outcome.CREATED, Outcome.REFUSED, 202)


def test_a_project_name_is_taken_within_its_customer_only(write: Write, create: Create) -> None:
    acme, other = create("customer", name="Acme"), create("customer", name="Other")
    answers = write(
        "project",
        change("1", name="Rollout", customerid=acme),
        change("2", name="Rollout", customerid=other),
        change("3", name="rollout", customerid=acme),
    )
    assert outcomes(answers) == [Outcome.CREATED, Outcome.CREATED, Outcome.REFUSED]
    assert answers[2].code == 943
    moved = write("project", change("2", answers[1].spp_id, customerid=acme))
    assert outcomes(moved) == [Outcome.REFUSED]


@pytest.mark.requirement("flow-02")
def test_a_netsuite_id_belongs_to_one_record(write: Write, create: Create) -> None:
    create("customer", name="Acme", netsuite_customer_id__c="9")
    other = create("customer", name="Other")
    answers = write(
        "customer",
        change("9", name="Acme again", netsuite_customer_id__c="9"),
        change("9", other, netsuite_customer_id__c="9"),
        change("5", name="Five", netsuite_customer_id__c="5"),
        change("5", name="Five too", netsuite_customer_id__c="5"),
    )
    assert outcomes(answers) == [Outcome.CONFLICT, Outcome.CONFLICT, Outcome.CREATED, Outcome.CONFLICT]


def test_a_reference_must_name_a_record_of_its_table(write: Write, create: Create) -> None:
    user = create("user", nickname="ada")
    (answer,) = write("project", change("1", name="Rollout", customerid=user))
    assert (answer.outcome, answer.code, answer.field) == (Outcome.REFUSED, 801, "customerid")


def test_an_unknown_table_is_an_error_of_the_caller(account: BuiltInAccount) -> None:
    with pytest.raises(UnknownRecordTypeError, match="timesheet"):
        account.find("timesheet", spp_ids=["1"])


def test_a_batch_costs_as_many_statements_as_one_record(write: Write, create: Create) -> None:
    acme = create("customer", name="Acme")
    known = [create("project", name=f"P{number}", customerid=acme) for number in range(20)]

    def statements(count: int, start: int) -> int:
        edits = [
            change(spp_id, spp_id, name=f"Q{start}-{spp_id}", customerid=acme, code=str(start))
            for spp_id in known[:count]
        ]
        new = [change(f"n{one}", name=f"N{start}-{one}", customerid=acme) for one in range(count)]
        with CaptureQueriesContext(connection) as captured:
            answers = write("project", *edits, *new)
        assert outcomes(answers) == [Outcome.UPDATED] * count + [Outcome.CREATED] * count
        return len(captured)

    assert statements(1, 100) == statements(20, 200) <= 7
