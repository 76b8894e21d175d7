"""Records that were deleted in NetSuite: marked, shown, and no longer once an import writes them again."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client

from landbridge.service.ports import Author, Outcome
from landbridge.service.projects.account import BuiltInAccount
from landbridge.service.projects.models import AuditEntry, SppRecord, User
from tests.component.service_projects.conftest import NOON, Write, change, outcomes

Create = Callable[..., str]
Mark = Callable[..., list[str]]
FIELD = "deleted_in_netsuite_at"


@pytest.fixture
def mark(account: BuiltInAccount, ada: User) -> Mark:
    def do(*spp_ids: str) -> list[str]:
        author = Author(ada.pk, ada.name, run_id=8)
        return list(account.mark_deleted("customer", spp_ids, author=author, at=NOON + timedelta(hours=2)))

    return do


@pytest.mark.requirement("delete-01")
def test_a_mark_is_set_once_with_an_audit_row(mark: Mark, create: Create, account: BuiltInAccount) -> None:
    gone, kept = create("customer", name="Gone"), create("customer", name="Kept")
    vendor = create("vendor", name="No customer")
    assert mark(gone, vendor, "999999") == [gone]
    assert mark(gone) == []
    entry = AuditEntry.objects.get(field=FIELD)
    assert (entry.record.spp_id, entry.before, entry.run_id, entry.author_name) == (gone, None, 8, "Ada")
    found = {one.spp_id: one.deleted_in_netsuite_at for one in account.find("customer", spp_ids=[gone, kept])}
    assert found == {gone: NOON + timedelta(hours=2), kept: None}


@pytest.mark.requirement("delete-01")
def test_the_next_import_takes_the_mark_away_and_says_so(mark: Mark, create: Create, write: Write) -> None:
    back = create("customer", name="Back")
    mark(back)
    (answer,) = write("customer", change("1", back, minutes=180, name="Back"))
    assert (answer.outcome, [one.field for one in answer.changes]) == (Outcome.UPDATED, [FIELD])
    record = SppRecord.objects.get(pk=back)
    assert (record.deleted_in_netsuite_at, record.fields) == (None, {"name": "Back"})


@pytest.mark.requirement("delete-01")
def test_an_older_version_leaves_the_mark(mark: Mark, create: Create, write: Write) -> None:
    gone = create("customer", name="Gone")
    mark(gone)
    assert outcomes(write("customer", change("1", gone, minutes=-1, name="Old"))) == [Outcome.STALE]
    assert SppRecord.objects.get(pk=gone).deleted_in_netsuite_at is not None


@pytest.mark.requirement("delete-01")
def test_marked_records_are_told_apart_on_pages_and_in_the_api(
    mark: Mark, create: Create, django_client: Client, ada: User
) -> None:
    gone, kept = create("customer", name="Gone Ltd"), create("customer", name="Kept Ltd")
    mark(gone)
    django_client.force_login(ada)
    every = django_client.get("/records/customer/").text
    marked = django_client.get("/records/customer/?deleted=1").text
    assert ("Kept Ltd" in every, "Kept Ltd" in marked, "Gone Ltd" in marked) == (True, False, True)
    assert every.count("deleted in NetSuite</span>") == 1
    assert "Found deleted in NetSuite" in django_client.get(f"/records/customer/{gone}/").text
    for query, wanted in (("deleted=true", [gone]), ("deleted=false", [kept])):
        items = django_client.get(f"/api/records?type=customer&{query}").json()["items"]
        assert [one["spp_id"] for one in items] == wanted
