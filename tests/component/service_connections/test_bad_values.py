"""Values that nobody can mean are refused in words, by the page, by a file of the command line and by the API alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from landbridge.service.cli.connectionfile import changed_draft, read_file
from landbridge.service.cli.exits import CommandError
from landbridge.service.connections import operations
from landbridge.service.connections.drafts import ConnectionDraft, DraftError
from landbridge.service.connections.models import Connection
from landbridge.service.connections.names import PLAIN
from landbridge.service.projects.models import User
from tests.component.service_connections.conftest import passing

Refused = Callable[[Connection, dict[str, str | int]], str]
LONG_LABEL = "a" * 64

BAD: dict[str, dict[str, str | int]] = {
    "name-nul": {"name": "a\0b"},
    "name-long": {"name": "a" * 5000},
    "name-surrogate": {"name": "\ud800"},
    "ca-file-nul": {"ca_file": "\0"},
    "ca-file-long": {"ca_file": "x" * 5000},
    "ca-file-long-part": {"ca_file": "/" + "x" * 300},
    "url-surrogate": {"url": "https://\ud800/"},
    "url-long": {"url": "https://webservices.netsuite.com/services/" + "x" * 5000},
    "proxy-long": {"proxy": f"http://{'h' * 5000}:1"},
    "proxy-label": {"proxy": f"http://{LONG_LABEL}.example.com:1"},
    "proxy-surrogate": {"proxy": "http://\ud800:1"},
    "connect-to-blank": {"connect_to": "a b:1"},
    "connect-to-label": {"connect_to": f"{LONG_LABEL}.example.com:1"},
    "connect-to-long": {"connect_to": "x." * 1000 + "x:1"},
    "version-surrogate": {"version": "\ud800"},
    "retries": {"retries": 10**30},
    "concurrency": {"max_concurrency": -1},
    "reason-nul": {"forced_reason": "a\0", "connect_to": "127.0.0.1:1"},
    "reason-long": {"forced_reason": "x" * 5000, "connect_to": "127.0.0.1:1"},
}  # fmt: skip


@pytest.fixture
def page(django_client: Client, ada: User) -> Refused:
    def send(connection: Connection, values: dict[str, str | int]) -> str:
        django_client.force_login(ada)
        shown = {name: getattr(connection, name) for name in PLAIN if name != "use_publisher_record"}
        entered = shown | {"forced_reason": "later"} | values
        answer = django_client.post(
            f"/connections/{connection.pk}/",
            urlencode(entered, errors="surrogatepass"),
            content_type="application/x-www-form-urlencoded",
        )
        assert answer.status_code == 422
        return answer.text

    return send


@pytest.fixture
def api(django_client: Client, ada: User) -> Refused:
    def send(connection: Connection, values: dict[str, str | int]) -> str:
        django_client.force_login(ada)
        answer = django_client.patch(
            f"/api/connections/{connection.pk}",
            json.dumps({"forced_reason": "later"} | values),
            content_type="application/json",
        )
        assert (answer.status_code, answer.json()["code"]) == (422, "invalid")
        return str(answer.json()["message"])

    return send


@pytest.fixture
def file(tmp_path: Path, ada: User) -> Refused:
    def send(connection: Connection, values: dict[str, str | int]) -> str:
        written = tmp_path / "connection.json"
        reason = str(values.get("forced_reason", "later"))
        settings = {name: value for name, value in values.items() if name != "forced_reason"}
        written.write_text(json.dumps(settings), encoding="utf-8")
        written.chmod(0o600)
        with pytest.raises((CommandError, DraftError)) as caught:
            operations.update(
                connection,
                changed_draft(ConnectionDraft.of(connection), read_file(written)),
                by=None,
                forced_reason=reason,
                tester=passing,
            )
        return str(caught.value)

    return send


@pytest.mark.parametrize("way", ["page", "file", "api"])
def test_what_nobody_can_mean_is_refused_in_words(
    request: pytest.FixtureRequest, connection: Connection, way: str
) -> None:
    refused: Refused = request.getfixturevalue(way)
    before = ConnectionDraft.of(connection)
    for bad, values in BAD.items():
        if (way, bad) == ("page", "name-surrogate"):
            continue  # Django reads it as a replacement character, which can be shown
        said = refused(Connection.objects.get(), values)
        assert said.encode(), bad
        assert ConnectionDraft.of(Connection.objects.get()) == before, bad


def test_the_text_of_a_refusal_names_fields_as_the_pages_do(connection: Connection, api: Refused) -> None:
    said = api(connection, {"ca_file": "/no/such/file", "max_concurrency": 0})
    assert "CA file: there is no such file" in said
    assert "Concurrent requests: must be from 1 to 100" in said
