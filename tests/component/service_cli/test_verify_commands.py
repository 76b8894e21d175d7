"""`landbridge verify` against a local NetSuite account that really answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.utils import timezone

from landbridge.local.testing import RunningAccount
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import SppRecord
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.models import Run
from landbridge.service.runs.tasks import SERVICES
from landbridge.service.verification.models import Verification
from landbridge.service.verification.starting import start
from landbridge.service.verification.steps import Steps, Went

from .conftest import Commands

EXPORTED = {"custentity_oa_export_to_openair": True}


@pytest.fixture
def imported(connected: Commands, netsuite: RunningAccount) -> Iterator[Commands]:
    """A connection whose twelve customers and two employees are imported."""
    account = netsuite.account
    session = account.access.system_session()
    made = [
        account.records.save(session, "customer", {"companyName": f"Compared {number}", **EXPORTED}).record
        for number in range(12)
    ]
    connected("workflow", "activate", "employees", "customers")
    run = connected.json("run")
    for _ in range(20):  # links, each ended by the clock
        run_link(Connection.objects.get().pk, run["kind"], SERVICES)
        if Run.objects.get(pk=run["id"]).finished_at:
            break
    SERVICES.readings.close()
    yield connected
    for record in made:
        account.records.delete(session, "customer", record.id)


def a_customer() -> SppRecord:
    return SppRecord.objects.filter(type="customer", fields__company__startswith="Compared").earliest("pk")


@pytest.mark.requirement("verify-01")
def test_accounts_are_compared_and_what_differs_is_printed(imported: Commands) -> None:
    equal = imported.json("verify")
    assert (equal["state"], equal["differences"], equal["duplicates"], equal["found"]) == (
        "completed",
        0,
        0,
        [],
    )
    customers = next(one for one in equal["workflows"] if one["workflow"] == "customers")
    assert customers["netsuite"] - customers["left_out"] == customers["destination"] >= 12
    assert customers["hashes_differ"] == 0

    record = a_customer()
    record.fields["phone"] = "555-000"
    record.save()
    told = imported("verify", "customers", code=1)
    assert "Not equal: phone." in told
    assert "1 difference" in told
    found = imported.json("verify", "show", str(Verification.objects.latest("pk").pk))
    (difference,) = found["found"]
    assert (difference["kind"], difference["spp_id"]) == ("differs", record.spp_id)
    assert difference["fields"] == [{"field": "phone", "expected": None, "found": "555-000"}]
    assert found["workflows"][0]["hashes_differ"] == 1


@pytest.mark.requirement("verify-01")
def test_a_range_of_ids_is_compared(imported: Commands) -> None:
    record = a_customer()
    netsuite_id = int(record.fields["netsuite_customer_id__c"])
    record.delete()
    beside = imported.json("verify", "customers", "--first", str(netsuite_id + 1))
    within = imported.json("verify", "customers", "--last", str(netsuite_id), code=1)
    assert (beside["differences"], within["differences"]) == (0, 1)
    assert within["found"][0]["internal_id"] == str(netsuite_id)


@pytest.mark.requirement("verify-03")
def test_comparison_that_was_cancelled_is_gone_on_with(imported: Commands) -> None:
    imported.json("verify", "customers")
    assert "no comparison to go on with" in imported("verify", "--resume", code=1)
    assert "name nothing else" in imported("verify", "customers", "--resume", code=2)
    begun = start(Connection.objects.get(), by=None, now=timezone.now())
    assert "is under way" in imported("verify", code=1)
    assert "cancelled" in imported("verify", "cancel", str(begun.pk))
    resumed = imported.json("verify", "--resume")
    assert (resumed["id"], resumed["state"]) == (begun.pk, "completed")
    listed = imported.json("verify", "list", "--connection", "Demo")["verifications"]
    assert [one["state"] for one in listed] == ["completed", "completed"]
    assert "no comparison 99" in imported("verify", "show", "99", code=1)


@pytest.mark.requirement("verify-03")
def test_ctrl_c_leaves_a_comparison_that_can_be_gone_on_with(
    imported: Commands, monkeypatch: pytest.MonkeyPatch
) -> None:
    steps = iter(range(3))

    def go(self: Steps, go: Callable[[Steps], Went] = Steps.go) -> Went:
        if next(steps, None) is None:
            raise KeyboardInterrupt
        return go(self)

    with monkeypatch.context() as pressing:
        pressing.setattr(Steps, "go", go)
        assert "--resume` goes on" in imported("verify", code=3)
    assert imported.json("verify", "show", "1")["state"] == "interrupted"
    assert imported.json("verify", "--resume")["state"] == "completed"


def test_only_what_is_active_is_compared(connected: Commands) -> None:
    assert "No workflow is active" in connected("verify", code=1)
    assert "There is no workflow 'poems'" in connected("verify", "poems", code=1)


@pytest.mark.requirement("verify-05")
def test_the_weekly_sweep_is_on_and_can_be_moved_or_turned_off(connected: Commands) -> None:
    assert connected.json("verify", "weekly")["active"] is True
    moved = connected.json("verify", "weekly", "on", "--weekday", "2", "--hour", "22")
    assert (moved["weekday"], moved["hour"], moved["active"]) == (2, 22, True)
    assert connected.json("verify", "weekly", "off")["active"] is False
    assert connected.json("verify", "weekly")["weekday"] == 2
    assert "weekday" in connected("verify", "weekly", "--weekday", "9", code=1)
    assert "say on or off" in connected("verify", "weekly", "maybe", code=2)
