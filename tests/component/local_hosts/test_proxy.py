"""The CONNECT proxy: NetSuite's hosts lead to the account, whoever else is asked for is refused."""

from __future__ import annotations

import http.client
import json
import signal
import socket
import ssl
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from landbridge.local.addresses import Address, ListenError
from landbridge.local.proxy import Refusal, Targets
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import RunningAccount, running_account, running_proxy

LOOK_UP = "/rest/datacenterurls?account="


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunningAccount, RunningAccount]]:
    """Two accounts that one authority signs for."""
    folder = tmp_path_factory.mktemp("authority")
    first, second = AccountSettings(account_id="TSTDRV1"), AccountSettings(account_id="7654321_SB2")
    with running_account(first, authority=folder) as one, running_account(second, authority=folder) as two:
        yield one, two


def ask(proxy: str, ca_file: Path, host: str, path: str) -> tuple[int, str]:
    address = urlsplit(proxy)
    context = ssl.create_default_context(cafile=str(ca_file))
    connection = http.client.HTTPSConnection(
        address.hostname or "", address.port, timeout=20, context=context
    )
    connection.set_tunnel(host, 443)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read().decode()
    finally:
        connection.close()


def talk(proxy: str, sent: bytes) -> bytes:
    """Return what the proxy says to raw bytes."""
    address = urlsplit(proxy)
    with socket.create_connection((address.hostname, address.port), timeout=20) as connection:
        connection.sendall(sent)
        return b"".join(iter(lambda: connection.recv(65536), b""))


@pytest.mark.requirement("host-03", "host-02")
@pytest.mark.parametrize(
    "host",
    [
        "tstdrv1.suitetalk.api.netsuite.com",
        "tstdrv1.restlets.api.netsuite.com",
        "tstdrv1.app.netsuite.com",
        "webservices.netsuite.com",
        "rest.netsuite.com",
        "system.netsuite.com",
        "REST.NetSuite.com",
    ],
)
def test_netsuites_hosts_lead_to_the_account(both: tuple[RunningAccount, RunningAccount], host: str) -> None:
    account = both[0]
    with running_proxy(account) as proxy:
        status, text = ask(proxy, account.ca_file, host, f"{LOOK_UP}TSTDRV1")
    assert status == 200
    assert json.loads(text)["systemDomain"] == "https://tstdrv1.app.netsuite.com"


@pytest.mark.requirement("host-03", "control-06")
def test_two_accounts_side_by_side(both: tuple[RunningAccount, RunningAccount]) -> None:
    with running_proxy(*both) as proxy:
        for running in both:
            running.control.reset_statistics()
            host = running.account.settings.host
            found = ask(
                proxy,
                running.ca_file,
                f"{host}.suitetalk.api.netsuite.com",
                f"{LOOK_UP}{running.account_id}",
            )
            assert host in found[1]
            assert running.control.statistics()["requests"] == {"rest.datacenterurls": 1}
        for host in ("webservices.netsuite.com", "999.app.netsuite.com"):
            with pytest.raises(OSError, match="Tunnel connection failed: 403"):
                ask(proxy, both[0].ca_file, host, LOOK_UP)


@pytest.mark.requirement("host-03")
@pytest.mark.parametrize(
    ("sent", "status", "words"),
    [
        (b"CONNECT example.com:443 HTTP/1.1\r\n\r\n", 403, b"this proxy leads nowhere else"),
        (b"CONNECT netsuite.com:443 HTTP/1.1\r\n\r\n", 403, b"this proxy leads nowhere else"),
        (b"CONNECT 127.0.0.1:443 HTTP/1.1\r\n\r\n", 403, b"this proxy leads nowhere else"),
        (b"CONNECT [::1]:443 HTTP/1.1\r\n\r\n", 403, b"this proxy leads nowhere else"),
        (b"CONNECT rest.netsuite.com:80 HTTP/1.1\r\n\r\n", 403, b"port 443, not at 80"),
        (b"GET http://rest.netsuite.com/ HTTP/1.1\r\n\r\n", 403, b"answers CONNECT only"),
        (b"CONNECT rest.netsuite.com HTTP/1.1\r\n\r\n", 403, b"answers CONNECT only"),
        (b"\x16\x03\x01\r\n\r\n", 403, b"answers CONNECT only"),
        (b"A" * 40_000, 431, b"too large"),
    ],
)
def test_everything_else_is_refused_with_a_reason(
    both: tuple[RunningAccount, RunningAccount], sent: bytes, status: int, words: bytes
) -> None:
    with running_proxy(both[0]) as proxy:
        answer = talk(proxy, sent)
    assert answer.startswith(f"HTTP/1.1 {status} ".encode())
    assert words in answer


def test_no_account_at_the_address_is_a_bad_gateway() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with pytest.raises(Refusal, match="no host of an account"):
        Targets(Address("127.0.0.1", port)).address_of("example.com", 443)
    with subprocess.Popen(
        [sys.executable, "-m", "landbridge", "local", "proxy", "--tls", f"127.0.0.1:{port}"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout is not None
        word, proxy = process.stdout.readline().split()
        assert word == "ready"
        answer = talk(proxy, b"CONNECT rest.netsuite.com:443 HTTP/1.1\r\n\r\n")
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=20)
    assert answer.startswith(b"HTTP/1.1 502 ")
    assert (process.returncode, errors) == (0, "")
    assert urlsplit(proxy).hostname == "127.0.0.1"


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ([], "needs the TLS address"),
        (["nowhere"], "is no HOST:PORT"),
        (["127.0.0.1:1", "127.0.0.1:2"], "name the account of each"),
        (["ACME=nowhere"], "is no HOST:PORT"),
    ],
)
def test_targets_that_make_no_sense(given: list[str], words: str) -> None:
    with pytest.raises(ListenError, match=words):
        Targets.parse(given)


def test_one_named_account_has_the_shared_hosts_too() -> None:
    targets = Targets.parse(["1234567_SB1=127.0.0.1:5"])
    assert targets.address_of("rest.netsuite.com", 443) == Address("127.0.0.1", 5)
    with pytest.raises(Refusal, match="leads to 1234567-sb1, not to 99"):
        targets.address_of("99.app.netsuite.com", 443)
