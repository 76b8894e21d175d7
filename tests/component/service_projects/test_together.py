"""Several writers of the same table at the same time."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections, transaction

from landbridge.service.ports import Applied, Author, Change, Outcome
from landbridge.service.projects.account import BuiltInAccount
from landbridge.service.projects.models import AuditEntry, SppRecord
from tests.component.service_projects.conftest import NOON, change

WRITERS = 6


def write(*changes: Change) -> list[Applied]:
    try:
        with transaction.atomic():
            return list(
                BuiltInAccount("spp-1").apply("customer", changes, author=Author(None, "Ada"), at=NOON)
            )
    finally:
        connections.close_all()


@pytest.mark.requirement("flow-02")
def test_one_record_comes_of_one_netsuite_id(db_committed: str) -> None:
    new = change("9", name="Acme", netsuite_customer_id__c="9")
    with ThreadPoolExecutor(WRITERS) as pool:
        answers = [answer for (answer,) in pool.map(lambda _: write(new), range(WRITERS))]
    assert sorted(answer.outcome.value for answer in answers) == ["conflict"] * (WRITERS - 1) + ["created"]
    assert SppRecord.objects.count() == 1


@pytest.mark.requirement("flow-05")
def test_the_newest_version_stays_whoever_comes_last(db_committed: str) -> None:
    (made,) = write(change("9", name="Acme"))
    versions = [
        Change("9", made.spp_id, {"notes": str(n)}, NOON + timedelta(minutes=n)) for n in (3, 1, 6, 2, 5, 4)
    ]
    with ThreadPoolExecutor(WRITERS) as pool:
        answers = [answer for (answer,) in pool.map(write, versions)]
    assert SppRecord.objects.get().fields["notes"] == "6"
    assert {answer.outcome for answer in answers} <= {Outcome.UPDATED, Outcome.STALE}
    trail = list(AuditEntry.objects.filter(field="notes").order_by("pk").values_list("before", "after"))
    assert [after for _, after in trail][:-1] == [before for before, _ in trail][1:]
