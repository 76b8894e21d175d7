"""`/healthz` and `/readyz` of the service: alive, able to work, and why not."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connections
from django.test import Client

from landbridge.service.health import checks
from tests.component.service_runs.queue import register_worker

Change = Callable[..., None]


def ready(client: Client) -> tuple[int, dict[str, Any], dict[str, str]]:
    """Status, answer, and the reason of every check that failed."""
    answer = client.get("/readyz")
    body = answer.json()
    return (
        answer.status_code,
        body,
        {check["name"]: check["reason"] for check in body["checks"] if not check["ok"]},
    )


@pytest.fixture
def working(db_committed: str, data_folder: Path, django_client: Client) -> Client:
    """A service with everything it needs, and a worker."""
    register_worker()
    return django_client


@pytest.mark.requirement("observe-04")
def test_ready_names_what_was_looked_at(working: Client) -> None:
    status, body, failed = ready(working)
    assert (status, body["status"], body["workers"], failed) == (200, "ok", 1, {})
    assert {check["name"] for check in body["checks"]} == {
        "database",
        "migrations",
        "secret_key",
        "data_folder",
        "disk_space",
        "worker",
    }


@pytest.mark.requirement("observe-04")
def test_no_worker_is_told_and_takes_no_page_away(
    db_committed: str, data_folder: Path, django_client: Client
) -> None:
    status, body, failed = ready(django_client)
    assert (status, body["workers"]) == (200, 0)
    assert "nothing is imported" in failed["worker"]


@pytest.mark.requirement("observe-04")
def test_a_database_that_is_away_is_the_reason_while_the_process_lives(
    working: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    connections.close_all()
    monkeypatch.setitem(connections["default"].settings_dict, "PORT", "1")
    monkeypatch.setitem(connections["default"].settings_dict, "HOST", "127.0.0.1")
    status, body, failed = ready(working)
    assert (status, body["status"], body["database"]) == (503, "unavailable", False)
    assert "does not answer" in failed["database"]
    assert working.get("/healthz").json() == {"status": "ok"}
    answer = working.get("/metrics")
    assert b"landbridge_database_up 0.0" in answer.content
    connections.close_all()


@pytest.mark.requirement("observe-04")
def test_missing_tables_are_the_reason(working: Client) -> None:
    with connections["default"].cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'health' RETURNING app, name, applied")
        rows = cursor.fetchall()
        try:
            status, _, failed = ready(working)
        finally:
            cursor.executemany("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", rows)
    assert status == 503
    assert f"{len(rows)} migrations are missing" in failed["migrations"]


@pytest.mark.requirement("observe-04")
def test_a_secret_that_others_can_read_is_the_reason_and_no_path_is_told(
    working: Client, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LANDBRIDGE_SECRET_KEY")
    assert ready(working)[0] == 200
    (data_folder / "secret.key").chmod(0o644)
    status, body, failed = ready(working)
    assert (status, set(failed)) == (503, {"secret_key"})
    assert str(data_folder) not in str(body)


@pytest.mark.requirement("observe-04")
def test_a_data_folder_that_went_or_is_full_is_the_reason(
    working: Client, data_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checks, "free_bytes", lambda: 3 * 1024**2)
    status, _, failed = ready(working)
    assert (status, failed) == (503, {"disk_space": "3 MiB are free in the data folder, 256 are needed"})
    shutil.rmtree(data_folder)
    status, _, failed = ready(working)
    assert (status, set(failed)) == (503, {"data_folder"})


@pytest.mark.requirement("observe-04")
def test_probes_are_answered_whatever_host_name_they_ask_for(working: Client) -> None:
    by_address = {"host": "10.1.2.3:8080"}
    assert [
        working.get(path, headers=by_address).status_code for path in ("/healthz", "/readyz", "/metrics")
    ] == [
        200,
        200,
        200,
    ]
    assert working.get("/", headers=by_address).status_code == 400
    assert working.get("/readyz").headers["Cache-Control"] == "no-store"
    assert working.post("/readyz").status_code == 405
