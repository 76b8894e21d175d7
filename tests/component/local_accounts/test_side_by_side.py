"""`landbridge local serve --accounts`: one process, several accounts, each under its own names and at one shared address."""

from __future__ import annotations

import http.client
import json
import os
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from landbridge.local.control.client import ControlClient
from landbridge.local.seeds.secrets import PASSWORD, TokenSecrets
from tests.component.local_accounts.test_refresh import ENVELOPE
from tests.component.local_scripting.signing import authorization

EXAMPLE = Path(__file__).parents[3] / "docs" / "examples" / "accounts" / "accounts.yaml"
PUBLISHER, PRODUCTION, SANDBOX = "7000001", "1234567", "1234567_SB1"
HOSTS = {PUBLISHER: "7000001", PRODUCTION: "1234567", SANDBOX: "1234567-sb1"}


@dataclass(frozen=True)
class Served:
    """What the command has printed."""

    accounts: dict[str, tuple[str, str, str]]
    ca: str
    http: str
    tls: str

    def control(self, account: str) -> ControlClient:
        return ControlClient(self.accounts[account][2])

    def ask(self, host: str, path: str, **headers: str) -> tuple[int, str]:
        """Send a GET to a host over the shared TLS address."""
        return self.send("GET", host, path, None, **headers)

    def send(self, method: str, host: str, path: str, body: str | None, **headers: str) -> tuple[int, str]:
        """Send any request to a host over the shared TLS address."""
        where = urlsplit(self.tls)
        plain = socket.create_connection((where.hostname, where.port), 20)
        context = ssl.create_default_context(cafile=self.ca)
        with context.wrap_socket(plain, server_hostname=host) as secured:
            connection = http.client.HTTPConnection(host)
            connection.sock = secured
            return answered(connection, method, path, body, headers)


def answered(
    connection: http.client.HTTPConnection, method: str, path: str, body: str | None, headers: dict[str, str]
) -> tuple[int, str]:
    try:
        connection.request(method, path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


@contextmanager
def serving(file: Path) -> Iterator[Served]:
    """Run the command with a file; it must end without an error."""
    with subprocess.Popen(
        [sys.executable, "-m", "landbridge", "local", "serve", "--accounts", str(file)],
        env=os.environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        try:
            yield read(line.split() for line in process.stdout)
        finally:
            process.send_signal(signal.SIGTERM)
            _, errors = process.communicate(timeout=30)
    assert (process.returncode, errors) == (0, "")


@pytest.fixture(scope="module")
def served() -> Iterator[Served]:
    """The example of the documentation."""
    with serving(EXAMPLE) as found:
        yield found


def read(lines: Any) -> Served:
    accounts: dict[str, tuple[str, str, str]] = {}
    ca = ""
    for word, *rest in lines:
        if word == "account":
            accounts[rest[0]] = (rest[1], rest[2], rest[3])
        elif word == "ca":
            ca = rest[0]
        else:
            assert word == "ready"
            return Served(accounts, ca, *rest)
    raise AssertionError("the command never said ready")


def signed(account: str, url: str) -> str:
    return authorization("GET", url, TokenSecrets.of_account(account, {}), account)


@pytest.mark.requirement("side-01")
def test_each_account_answers_under_its_own_names(served: Served) -> None:
    assert list(served.accounts) == [PUBLISHER, PRODUCTION, SANDBOX]
    for account, host in HOSTS.items():
        assert served.control(account).status()["account"] == account
        status, text = served.ask(
            f"{host}.suitetalk.api.netsuite.com", f"/rest/datacenterurls?account={account}"
        )
        assert (status, json.loads(text)["systemDomain"]) == (200, f"https://{host}.app.netsuite.com")
        status, beside = served.ask(
            "7000001.suitetalk.api.netsuite.com", f"/rest/datacenterurls?account={account}"
        )
        assert (status, beside) == (200, text)
    status, text = served.ask("9999999.suitetalk.api.netsuite.com", "/rest/datacenterurls")
    assert (status, json.loads(text)["error"]["code"]) == (403, "INVALID_ACCT")


@pytest.mark.requirement("side-01")
def test_a_token_works_in_its_own_account_over_the_shared_address(served: Served) -> None:
    url = "https://1234567.suitetalk.api.netsuite.com/services/rest/record/v1/vendor"
    path = urlsplit(url).path
    host = "1234567.suitetalk.api.netsuite.com"
    status, text = served.ask(host, path, Authorization=signed(PRODUCTION, url))
    assert status == 200, text
    there = url.replace("1234567.", "7000001.")
    status, _ = served.ask(
        "7000001.suitetalk.api.netsuite.com", path, Authorization=signed(PRODUCTION, there)
    )
    assert status == 401


@pytest.mark.requirement("side-01")
def test_a_host_of_all_accounts_leads_where_the_request_says(served: Served) -> None:
    status, text = served.ask("rest.netsuite.com", f"/rest/datacenterurls?account={SANDBOX}")
    assert (status, json.loads(text)["restDomain"]) == (200, "https://1234567-sb1.restlets.api.netsuite.com")
    credentials = (
        f"NLAuth nlauth_account={PRODUCTION}, nlauth_email=admin@demo.example, nlauth_signature=landbridge"
    )
    status, text = served.ask("rest.netsuite.com", "/rest/roles", Authorization=credentials)
    assert (status, json.loads(text)[0]["account"]["internalId"]) == (200, PRODUCTION)
    for unnamed in ("system.netsuite.com", "127.0.0.1"):
        status, text = served.ask(unnamed, "/app/center/card.nl")
        assert (status, "belongs to no account" in text) == (421, True)
    plain = http.client.HTTPConnection(urlsplit(served.http).netloc, timeout=20)
    status, text = answered(plain, "GET", "/", None, {"Host": "somewhere.example"})
    assert (status, "no host of NetSuite" in text) == (421, True)


@pytest.mark.requirement("side-02")
def test_each_account_has_a_clock_records_users_and_limits_of_its_own(served: Served) -> None:
    before = served.control(PUBLISHER).status()["time"]
    served.control(PRODUCTION).clock(set="2031-01-01T00:00:00Z")
    assert served.control(PRODUCTION).status()["time"].startswith("2031")
    assert served.control(PUBLISHER).status()["time"][:4] == before[:4]
    assert served.control(PRODUCTION).records(type="employee") != served.control(PUBLISHER).records(
        type="employee"
    )
    limits = {account: served.control(account).status()["concurrency_limit"] for account in HOSTS}
    assert limits[PRODUCTION] > limits[PUBLISHER]
    served.control(PRODUCTION).reset()
    assert not served.control(PRODUCTION).status()["time"].startswith("2031")


RESTARTED = f"""
- account: "{PUBLISHER}"
  seed: empty
  data: publisher
- account: "{PRODUCTION}"
  seed: empty
  data: production
"""
RECORDS = "https://1234567.suitetalk.api.netsuite.com/services/rest/record/v1/vendor"


@pytest.mark.full
@pytest.mark.requirement("side-02")
def test_a_restart_of_the_command_keeps_what_is_installed_whose_it_is_and_its_tokens(tmp_path: Path) -> None:
    file = tmp_path / "accounts.yaml"
    file.write_text(RESTARTED)
    with serving(file) as first:
        made = first.control(PUBLISHER).create_integration(
            name="Shared", boxes=["TOKEN_BASED_AUTHENTICATION", "USER_CREDENTIALS"]
        )
        host = "1234567.suitetalk.api.netsuite.com"
        asked = ENVELOPE.format(application=made["application_id"], password=PASSWORD, account=PRODUCTION)
        status, text = first.send(
            "POST", host, "/services/NetSuitePort_2020_1", asked, SOAPAction="getServerTime"
        )
        assert status == 200, text
        installed = first.control(PRODUCTION).integrations()[-1]
        token = first.control(PRODUCTION).create_token(
            application=installed["id"], owner="admin@demo.example", name="kept"
        )
    with serving(file) as second:
        after = second.control(PRODUCTION).integrations()[-1]
        assert (after["owner"], after["arrival"]) == (PUBLISHER, "AUTO_INSTALLED")
        assert after == installed
        secrets = TokenSecrets(
            made["consumer_key"], made["consumer_secret"], token["token_id"], token["token_secret"]
        )
        signed_again = authorization("GET", RECORDS, secrets, PRODUCTION)
        status, text = second.ask(host, urlsplit(RECORDS).path, Authorization=signed_again)
        assert status == 200, text
        renewed = second.control(PUBLISHER).reset_credentials(id=made["id"])
        status, _ = second.ask(
            host, urlsplit(RECORDS).path, Authorization=authorization("GET", RECORDS, secrets, PRODUCTION)
        )
        assert (status, renewed["consumer_key"] != made["consumer_key"]) == (401, True)
