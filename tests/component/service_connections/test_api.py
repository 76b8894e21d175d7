"""Connections as JSON."""

from __future__ import annotations

import pytest
from django.test import Client, override_settings

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from tests.component.service_connections.conftest import SECRETS


@pytest.mark.requirement("conn-02")
def test_connections_are_listed_without_their_credentials(
    django_client: Client, connection: Connection, ada: User
) -> None:
    django_client.force_login(ada)
    answer = django_client.get("/api/connections")
    (one,) = answer.json()
    assert (one["name"], one["netsuite_account"], one["spp_database_id"]) == (
        "Production",
        "1234567",
        "spp-1",
    )
    assert [line["state"] for line in one["test_lines"]] == ["passed", "warned"]
    assert not any(secret in answer.content.decode() for secret in (*SECRETS, "credentials"))


def test_a_viewer_neither_lists_nor_tests(django_client: Client, connection: Connection, vera: User) -> None:
    django_client.force_login(vera)
    refused = [
        django_client.get("/api/connections"),
        django_client.post(f"/api/connections/{connection.pk}/test"),
    ]
    assert [(one.status_code, one.json()["code"]) for one in refused] == [(403, "permission")] * 2


def test_credentials_of_another_secret_are_said_to_be_unreadable(
    django_client: Client, connection: Connection, ada: User
) -> None:
    django_client.force_login(ada)
    with override_settings(LANDBRIDGE_SECRET=b"another secret of forty characters......"):
        answer = django_client.post(f"/api/connections/{connection.pk}/test")
    assert (answer.status_code, answer.json()["code"]) == (409, "credentials_unreadable")


def test_a_write_without_csrf_token_is_refused(connection: Connection, ada: User) -> None:
    strict = Client(enforce_csrf_checks=True, SERVER_NAME="127.0.0.1")
    strict.force_login(ada)
    assert strict.post(f"/api/connections/{connection.pk}/test").status_code == 403


@pytest.mark.requirement("reach-07")
def test_a_connection_is_changed_after_a_passed_test_and_tells_what_ends(
    django_client: Client, connection: Connection, ada: User
) -> None:
    django_client.force_login(ada)
    address = f"/api/connections/{connection.pk}"
    changes = {"connect_to": "127.0.0.1:1", "retries": 0}
    refused = django_client.patch(address, changes, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "test_failed")
    wrong = django_client.patch(address, {"retries": 11}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid")
    forced = django_client.patch(
        address, {**changes, "forced_reason": "later"}, content_type="application/json"
    ).json()
    assert (forced["retries"], forced["protocol"], forced["signs_in_by"]) == (0, "soap", "tokens")
    assert {one["code"] for one in forced["notices"]} == {"new_refused", "soap_removed", "tokens_removed"}
