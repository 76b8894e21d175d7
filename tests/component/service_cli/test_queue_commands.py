"""`landbridge queue`: what waits, and stopping it; and the integration user by command."""

from __future__ import annotations

import pytest

from landbridge.service.runs.models import Run

from .conftest import Commands


@pytest.mark.requirement("queue-05", "queue-10")
def test_the_queue_is_shown_stopped_and_goes_on(connected: Commands) -> None:
    connected("workflow", "activate", "employees", "customers", "projects")
    assert "Nothing waits." in connected("queue", "show")
    run = connected.json("run", "customers")["id"]

    (queue,) = connected.json("queue", "show")["queues"]
    (place,) = queue["places"]
    assert (queue["connection"], queue["state"], place["run"], place["position"]) == ("Demo", "open", run, 1)
    assert place["reason"] == "No worker is running."

    assert "is paused." in connected("queue", "pause")
    shown = connected("queue", "show", "--connection", "Demo")
    assert "Demo: paused. The connection is paused since" in shown
    assert "goes on" in connected("queue", "resume")

    Run.objects.filter(pk=run).update(state=Run.State.RUNNING)
    assert "once what is under way has ended" in connected("queue", "drain")
    assert connected.json("queue", "show")["queues"][0]["state"] == "draining"
    assert f"Run {run} is cancelled." in connected("queue", "cancel", str(run))
    assert connected.json("queue", "show")["queues"][0]["state"] == "paused"
    assert connected.json("runs", "show", str(run))["error"] == "Cancelled by command."

    assert "has ended: cancelled" in connected("queue", "cancel", str(run), code=1)
    assert "no run 999" in connected("queue", "cancel", "999", code=1)
    assert "no connection 'Nowhere'" in connected("queue", "pause", "--connection", "Nowhere", code=1)


@pytest.mark.requirement("queue-09", "queue-10")
def test_real_time_in_between_is_off_until_somebody_lets_it(connected: Commands) -> None:
    assert connected.json("queue", "show")["queues"][0]["real_time_between"] is False
    connected("queue", "real-time-between", "on")
    assert connected.json("queue", "show")["queues"][0]["real_time_between"] is True
    connected("queue", "real-time-between", "off")
    assert connected.json("queue", "show")["queues"][0]["real_time_between"] is False


@pytest.mark.requirement("owner-01", "owner-03")
def test_the_integration_user_is_an_active_administrator_and_stays_one(connected: Commands) -> None:
    connected("user", "add", "ada@example.com", "--role", "administrator")
    connected("user", "add", "inge@example.com", "--role", "administrator")
    connected("user", "add", "otto@example.com", "--role", "operator")
    assert "not an active administrator" in connected(
        "connection", "integration-user", "otto@example.com", code=1
    )

    connected("connection", "integration-user", "inge@example.com")

    for way in (("inactivate", "inge@example.com"), ("role", "inge@example.com", "viewer")):
        refused = connected("user", *way, code=1)
        assert "is the integration user of a connection; select another one first" in refused
    assert connected.json("connection", "integration-user")["integration_user"] is None
    connected("user", "inactivate", "inge@example.com")
    assert "not an active administrator" in connected(
        "connection", "integration-user", "inge@example.com", code=1
    )
