"""N/https: what scripts may call, whom they trust, how long they wait."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest

from landbridge.local.opening import opened_account
from landbridge.local.scripting.outgoing import Outgoing
from landbridge.local.settings import AccountSettings
from landbridge.local.tls.authority import Authority
from tests.component.local_scripting.outside import Outside, free_port, outside_server


@pytest.fixture
def outside(workshop: Any, tmp_path: Path) -> Iterator[Outside]:
    with outside_server(workshop.account.authority, tmp_path) as server:
        yield server


def failure(workshop: Any, call: str) -> str:
    answer: str = workshop.evaluate(
        f"try {{ {call}; return 'no error'; }} catch (e) {{ return e.name; }}", "N/https"
    )
    return answer


def test_calls_with_headers_and_bodies(workshop: Any, outside: Outside) -> None:
    answer = json.loads(
        workshop.evaluate(
            f"""const at = (path) => '{outside.url}' + path;
            const post = https.post({{ url: at('/a?b=c'), body: 'é', headers: {{ 'Content-Type': 'application/jose', Host: 'elsewhere' }} }});
            https.put({{ url: at('/json'), body: {{ n: 1 }}, headers: {{ 'content-type': 'application/json' }} }});
            https.post({{ url: at('/form'), body: {{ a: 'b c' }} }});
            const gone = https.request({{ method: https.Method.GET, url: at('/missing') }});
            const d = https.delete({{ url: at('/') }});
            return [post.code, post.body, post.headers['Content-Type'], gone.code, d.body];""",
            "N/https",
        )
    )
    assert answer == [202, "POST é", "text/plain; charset=utf-8", 404, "DELETE é"]
    seen = [(method, path, body) for method, path, _, body in outside.received]
    assert seen == [
        ("POST", "/a?b=c", "é".encode()),
        ("PUT", "/json", b'{"n":1}'),
        ("POST", "/form", b"a=b%20c"),
        ("GET", "/missing", b""),
        ("DELETE", "/", b""),
    ]
    headers = outside.received[0][2]
    assert (headers["Content-Type"], headers["Host"]) == ("application/jose", f"127.0.0.1:{outside.port}")


@pytest.mark.requirement("tls-02")
def test_plain_http_is_refused(workshop: Any) -> None:
    assert failure(workshop, "https.get({ url: 'http://127.0.0.1/' })") == "SSS_INVALID_URL"
    assert failure(workshop, "https.post({ url: 'ftp://a/', body: 'b' })") == "SSS_INVALID_URL"
    assert failure(workshop, "https.post({ url: 'https://127.0.0.1:1/' })") == "SSS_MISSING_REQD_ARGUMENT"


@pytest.mark.requirement("tls-02")
def test_unknown_authority_is_refused(workshop: Any, tmp_path: Path) -> None:
    with outside_server(Authority(tmp_path / "other"), tmp_path) as stranger:
        assert failure(workshop, f"https.get({{ url: '{stranger.url}/' }})") == "SSS_INVALID_HOST_CERT"
        assert stranger.received == []


@pytest.mark.requirement("tls-02")
def test_certificate_of_another_host_is_refused(workshop: Any, tmp_path: Path) -> None:
    with outside_server(workshop.account.authority, tmp_path, ("elsewhere.example",)) as server:
        assert failure(workshop, f"https.get({{ url: '{server.url}/' }})") == "SSS_INVALID_HOST_CERT"


def test_hosts_that_cannot_be_reached(workshop: Any) -> None:
    assert failure(workshop, "https.get({ url: 'https://nosuch.invalid/' })") == "SSS_UNKNOWN_HOST"
    assert (
        failure(workshop, f"https.get({{ url: 'https://127.0.0.1:{free_port()}/' }})")
        == "SSS_CONNECTION_CLOSED"
    )
    assert failure(workshop, "https.get({ url: 'https://[broken/' })") == "SSS_INVALID_URL"


@pytest.mark.parametrize("path", ["/hang", "/drip"])
def test_transfer_ends_at_its_time(workshop: Any, outside: Outside, path: str) -> None:
    workshop.scripting.outgoing = Outgoing(workshop.scripting._tls_context, 0.3)
    began = monotonic()
    assert failure(workshop, f"https.get({{ url: '{outside.url}{path}' }})") == "SSS_REQUEST_TIME_EXCEEDED"
    assert monotonic() - began < 5


def test_transfer_time_is_the_accounts_setting() -> None:
    with opened_account(AccountSettings(https_transfer_timeout=7.0), seed="empty") as account:
        assert account.scripting.outgoing.transfer_seconds == 7.0


@pytest.mark.requirement("tls-02")
@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://a b/", "SSS_INVALID_URL"),
        ("https:///path", "SSS_INVALID_URL"),
        ("https://127.0.0.1:99999/", "SSS_INVALID_URL"),
        ("https://[::1/", "SSS_INVALID_URL"),
        (f"https://{'a' * 70}.example/", "SSS_UNKNOWN_HOST"),
        ("http://127.0.0.1/", "SSS_INVALID_URL"),
        ("file:///etc/passwd", "SSS_INVALID_URL"),
    ],
)
def test_addresses_that_nobody_can_call(workshop: Any, url: str, name: str) -> None:
    body = f"try {{ return https.get({{ url: {url!r} }}).code; }} catch (error) {{ return error.name; }}"

    assert workshop.evaluate(body, "N/https") == name
