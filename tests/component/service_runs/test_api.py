"""The run log over JSON."""

from __future__ import annotations

from typing import Any

import pytest

from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.runs.models import Attention, Run

from .conftest import Stand


def signed_in(client: Any, user: User) -> Any:
    client.force_login(user)
    return client


@pytest.mark.requirement("run-03")
def test_the_log_is_read_run_by_run_and_record_by_record(stand: Stand, django_client: Any) -> None:
    stand.customer("20", phone="1")
    stand.customer("21", email="nowhere")
    run = stand.run()
    client = signed_in(django_client, stand.admin)

    listed = client.get("/api/runs").json()
    items = client.get(f"/api/runs/{run.pk}/items").json()["items"]

    assert listed["items"][0]["owner"] == "Ada Admin"
    assert listed["items"][0]["counts"]["failed"] == 1
    assert [(item["internal_id"], item["outcome"]) for item in items] == [("20", "created"), ("21", "failed")]
    assert (items[1]["field"], items[1]["value"]) == ("email", "nowhere")
    failed = client.get(f"/api/runs/{run.pk}/items", {"outcome": "failed"}).json()
    assert failed["count"] == 1


def test_a_run_is_started_and_cancelled(stand: Stand, django_client: Any) -> None:
    client = signed_in(django_client, stand.admin)
    answer = client.post(
        "/api/runs",
        {"connection": stand.connection.pk, "workflows": ["customers"]},
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["state"], answer.json()["workflows"]) == (
        202,
        "queued",
        ["customers"],
    )
    cancelled = client.post(f"/api/runs/{answer.json()['id']}/cancel")
    assert (cancelled.status_code, cancelled.json()["state"]) == (202, "cancelled")


def test_a_wish_that_cannot_be_is_refused_in_words(stand: Stand, django_client: Any) -> None:
    answer = signed_in(django_client, stand.admin).post(
        "/api/runs",
        {"connection": stand.connection.pk, "workflows": ["poems"]},
        content_type="application/json",
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "unknown_workflow")


def test_a_viewer_reads_and_may_not_run(stand: Stand, django_client: Any) -> None:
    viewer = User.objects.create_user("view@example.com", "Vera", Role.VIEWER, None)
    client = signed_in(django_client, viewer)
    assert client.get("/api/runs").status_code == 200
    answer = client.post("/api/runs", {"connection": stand.connection.pk}, content_type="application/json")
    assert answer.status_code == 403
    assert Run.objects.count() == 0


def test_attention_is_listed_retried_and_dismissed(stand: Stand, django_client: Any) -> None:
    stand.customer("20", email="nowhere")
    stand.run()
    client = signed_in(django_client, stand.admin)
    row = client.get("/api/attention").json()["items"][0]
    assert (row["internal_id"], row["need"], row["workflow"]) == ("20", "record", "customers")

    dismissed = client.post(f"/api/attention/{row['id']}/dismiss", content_type="application/json")
    assert dismissed.status_code == 204
    assert client.get("/api/attention").json()["items"] == []
    assert client.post(f"/api/attention/{row['id']}/retry").status_code == 202
    stand.clock.advance(60)
    stand.netsuite.save("customer", "20", email="a@b.example")
    stand.real_time()
    assert not Attention.objects.exists()
