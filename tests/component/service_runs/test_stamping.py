"""The stamp of an import on NetSuite's records, over a local account that really runs."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from landbridge.local.scripting import suiteapp_folder
from landbridge.local.testing import running_account
from landbridge.netsuite.errors import NetSuiteError
from landbridge.service import composition
from landbridge.service.ports.stamper import Stamp
from landbridge.service.runs import stamping
from landbridge.service.runs.models import Run, RunItem, RunNote
from landbridge.service.workflows import administration
from landbridge.service.workflows.activation import activate
from tests.component.service_workflows.arrivals import Arrivals, arrivals

from .conftest import Stand

pytestmark = pytest.mark.requirement("stamp-01")


def waiting(run: Run) -> bool:
    from procrastinate.contrib.django.models import ProcrastinateJob  # noqa: PLC0415 - needs Django

    return ProcrastinateJob.objects.filter(task_name=stamping.TASK, args__run_id=run.pk).exists()


def stamped(there: Arrivals, run: Run) -> None:
    stamping.stamp_some(run, 0, composition.stamper_for(there.connection), there.reader.now())


def test_imported_records_say_so_and_are_not_imported_for_it(db: None) -> None:
    with running_account(suiteapp=suiteapp_folder()) as netsuite, arrivals(netsuite, "soap") as there:
        for key in ("employees", "customers", "services"):
            activate(there.connection, key, by=there.admin)
        assert not waiting(there.run("employees"))  # off from the start
        administration.change(there.connection, stamp=True, by=there.admin)
        run = there.run()
        assert waiting(run)
        stamped(there, run)

        account = netsuite.account
        created = RunItem.objects.filter(run=run, outcome="created", workflow__key="customers").first()
        assert created is not None
        (customer,) = there.reader.by_ids("customer", [created.internal_id])
        held = account.records.get("customer", created.internal_id).values
        assert "created in SuiteProjects Pro: customer" in str(held["custentity_landbridge_outcome"])
        assert str(held["custentity_landbridge_link"]).endswith(f"/runs/{run.pk}/")
        assert held["custentity_landbridge_imported"]
        assert customer.modified >= created.source_modified  # the stamp is a change of the record
        refused = RunNote.objects.get(run=run)
        assert refused.title == "Stamp on NetSuite's records"
        assert "item" in refused.message  # the role of the SuiteApp may only view items
        assert "needs Edit" in refused.advice

        again = there.run()
        outcomes = set(RunItem.objects.filter(run=again).values_list("outcome", flat=True))
        assert not outcomes & {"created", "updated"}
        assert not waiting(again)


class Broken:
    """A NetSuite that cannot be reached."""

    def has_stamp(self, netsuite_type: str) -> bool:
        return netsuite_type == "employee"

    def stamp(self, netsuite_type: str, stamps: Sequence[Stamp]) -> Sequence[str]:
        raise NetSuiteError(f"no {netsuite_type} today, nor {len(stamps)}")


def test_an_outage_is_noted_once_and_fails_nothing(stand: Stand) -> None:
    administration.change(stand.connection, stamp=True, by=stand.admin)
    stand.employee("1")
    stand.customer("2")
    run = stand.run()
    for _ in range(2):
        stamping.stamp_some(run, 0, Broken(), stand.clock())
    run.refresh_from_db()
    assert run.state == Run.State.COMPLETED
    note = RunNote.objects.get(run=run)
    assert note.message == "Not stamped: 1 of the type employee. no employee today, nor 1"
