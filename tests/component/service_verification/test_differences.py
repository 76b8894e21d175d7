"""Every kind of difference is planted, found and named; without one nothing is reported."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.db import connection as database

from landbridge.service.projects.models import SppRecord
from landbridge.service.verification.models import Difference, Verification, VerifiedRange
from landbridge.service.verification.tallies import by_workflow, differing
from landbridge.service.workflows.models import Link, MappingRow

from .conftest import Bench

pytestmark = pytest.mark.requirement("verify-04")


@pytest.fixture
def filled(bench: Bench) -> Bench:
    for number in range(1, 6):
        bench.stand.employee(str(number), email=f"e{number}@example.com")
        bench.stand.customer(str(100 + number), phone=f"555-{number}")
        bench.stand.project(str(200 + number), str(100 + number))
    bench.imported()
    return bench


def held(table: str, netsuite_id: str) -> SppRecord:
    return SppRecord.objects.get(type=table, fields__contains={f"netsuite_{table}_id__c": netsuite_id})


def test_equal_accounts_have_no_difference(filled: Bench) -> None:
    ended = filled.verify()

    assert (ended.state, differing(ended.counts), filled.found(ended)) == ("completed", 0, {})
    assert [(one.key, one.netsuite, one.destination, one.hashes_differ) for one in by_workflow(ended)] == [
        ("employees", 5, 5, 0),
        ("customers", 5, 5, 0),
        ("projects", 5, 5, 0),
    ]


def test_record_that_is_gone_from_suiteprojects_pro_and_its_link_too(filled: Bench) -> None:
    Link.objects.filter(internal_id="3").delete()
    held("user", "3").delete()

    ended = filled.verify()

    assert filled.found(ended) == {"employees 3": "missing"}


def test_link_that_points_at_nothing(filled: Bench) -> None:
    held("user", "3").delete()

    ended = filled.verify()

    assert filled.found(ended) == {"employees 3": "link_broken"}
    assert "which is not there" in filled.difference(ended, "3").reason


def test_link_that_is_gone(filled: Bench) -> None:
    Link.objects.filter(netsuite_type="customer", internal_id="104").delete()

    ended = filled.verify()

    assert filled.found(ended) == {"customers 104": "link_broken"}


def test_field_that_somebody_changed_in_suiteprojects_pro(filled: Bench) -> None:
    record = held("customer", "102")
    record.fields["phone"] = "555-000"
    record.save()

    ended = filled.verify()

    assert filled.found(ended) == {"customers 102": "differs"}
    found = filled.difference(ended, "102")
    assert found.fields == [{"field": "phone", "expected": "555-2", "found": "555-000"}]
    assert (found.spp_type, found.spp_id, found.name) == ("customer", record.spp_id, "Customer 102")
    customers = VerifiedRange.objects.get(verification=ended, workflow__key="customers")
    assert customers.netsuite_hash != customers.destination_hash


def test_netsuite_id_that_somebody_cleared(filled: Bench) -> None:
    record = held("customer", "102")
    del record.fields["netsuite_customer_id__c"]
    record.save()

    ended = filled.verify()

    assert filled.found(ended) == {"customers 102": "differs"}
    assert filled.difference(ended, "102").fields == [
        {"field": "netsuite_customer_id__c", "expected": "102", "found": None}
    ]


def test_field_that_is_set_on_creation_only_is_not_compared(filled: Bench) -> None:
    record = held("user", "2")
    record.fields["active"] = False
    record.save()

    assert filled.found(filled.verify()) == {}


def test_parent_of_another_customer(filled: Bench) -> None:
    other = held("customer", "101")
    project = held("project", "202")
    project.fields["customerid"] = other.spp_id
    project.save()

    ended = filled.verify()

    assert filled.found(ended) == {"projects 202": "differs"}
    assert filled.difference(ended, "202").fields[0]["field"] == "customerid"


def test_record_that_netsuite_does_not_have_any_more(filled: Bench) -> None:
    filled.stand.netsuite.delete("employee", "5")

    ended = filled.verify()

    assert filled.found(ended) == {"employees 5": "surplus"}


@pytest.mark.parametrize("netsuite_id", ["999", "3rd of May"])
def test_record_with_a_netsuite_id_that_never_was(filled: Bench, netsuite_id: str) -> None:
    SppRecord.objects.create(
        account=filled.stand.connection.spp_database_id,
        type="customer",
        name="Nobody",
        fields={"name": "Nobody", "netsuite_customer_id__c": netsuite_id},
        created=filled.stand.clock(),
        updated=filled.stand.clock(),
    )

    assert filled.found(filled.verify()) == {f"customers {netsuite_id}": "surplus"}


def test_two_records_with_one_netsuite_id(filled: Bench) -> None:
    with database.cursor() as cursor:  # the built-in account refuses them; a real one may hold them
        cursor.execute("DROP INDEX spprecord_netsuite_id")
    first = held("customer", "103")
    SppRecord.objects.create(
        account=first.account,
        type="customer",
        name="Twin",
        fields={**first.fields, "name": "Twin"},
        created=first.created,
        updated=first.updated,
    )

    ended = filled.verify()

    assert filled.found(ended) == {"customers 103": "duplicate"}
    assert "(Twin)" in filled.difference(ended, "103").reason
    assert ended.counts["duplicate"] == 1


def test_change_in_netsuite_that_nobody_imported(filled: Bench) -> None:
    filled.stand.customer("101", "Renamed")
    filled.stand.customer("106")

    ended = filled.verify()

    assert filled.found(ended) == {"customers 101": "differs", "customers 106": "missing"}


def test_record_that_cannot_be_imported_says_why(filled: Bench) -> None:
    filled.stand.employee("9", email="nonsense")
    filled.stand.clock.advance(3600)

    ended = filled.verify()

    assert filled.found(ended) == {"employees 9": "missing"}
    assert "e-mail address" in filled.difference(ended, "9").reason


def test_reason_quotes_no_value_of_a_sensitive_field(filled: Bench) -> None:
    row = MappingRow.objects.get(workflow__key="employees", target="phone")
    row.source, row.value = "values", {"1": "one"}
    row.save()
    filled.stand.employee("1", phone="0170 1234567")
    filled.stand.clock.advance(3600)

    reason = filled.difference(filled.verify(["employees"]), "1").reason

    assert "phone" in reason
    assert "0170" not in reason


def test_what_is_not_to_be_imported_is_listed_and_no_difference(filled: Bench) -> None:
    filled.stand.employee("7", custentity_oa_export_to_openair=False)
    filled.stand.customer("108", custentity_oa_export_to_openair=False)
    filled.stand.project("208", "108")
    filled.stand.clock.advance(3600)

    ended = filled.verify()

    assert (filled.found(ended), differing(ended.counts)) == ({}, 0)
    listed = Difference.objects.filter(verification=ended, kind=Difference.Kind.NOT_IMPORTED)
    assert {(one.internal_id, one.code) for one in listed} == {
        ("7", "not_marked"),
        ("108", "not_marked"),
        ("208", "parent_not_exported"),
    }


def test_two_differences_in_one_range_of_ids(filled: Bench) -> None:
    for netsuite_id in ("101", "105"):
        record = held("customer", netsuite_id)
        record.fields["phone"] = "555-000"
        record.save()

    ended = filled.verify(["customers"], first=102, last=105)

    assert filled.found(ended) == {"customers 105": "differs"}
    assert ended.finished_at is not None
    assert ended.finished_at - ended.queued_at < timedelta(minutes=1)
    assert Verification.objects.get().workflows == ["customers"]
