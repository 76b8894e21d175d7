"""What arrived by SOAP is the same by queries: an import of everything by REST changes nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from django.db import transaction

from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import running_account
from landbridge.netsuite.protocols import Protocol
from landbridge.service import composition
from landbridge.service.runs import queueing
from landbridge.service.runs.models import RunItem

from .arrivals import Arrivals, arrivals


def by_queries(there: Arrivals) -> Arrivals:
    """Return the same place, read by REST from now on."""
    there.connection.protocol = Protocol.REST
    there.connection.save(update_fields=["protocol"])
    reader = composition.reader_for(there.connection)
    return replace(there, reader=reader, services=replace(there.services, reader_for=lambda _: reader))


@pytest.mark.full
@pytest.mark.requirement("import-11")
def test_an_import_by_queries_changes_nothing_that_soap_brought(postgres: str) -> None:
    with running_account(suiteapp=suiteapp_folder()) as netsuite, transaction.atomic():
        with arrivals(netsuite, "soap") as there:
            there.activate_all(but="vendor_bills")
            first = there.run()
            again = by_queries(there).run(kind=queueing.FULL)
        brought = set(
            RunItem.objects.filter(run=first, outcome="created").values_list("workflow__key", "internal_id")
        )
        changed = RunItem.objects.filter(run=again).exclude(outcome__in=("unchanged", "skipped"))
        assert [(one.workflow.key, one.internal_id, one.reason, one.changes) for one in changed] == []
        assert brought
        assert again.counts["read"] >= len(brought)
        transaction.set_rollback(True)
