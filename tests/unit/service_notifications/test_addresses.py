"""Where webhooks may go."""

from __future__ import annotations

import socket
from typing import Any

import pytest

from landbridge.service.notifications.addresses import ALLOWED, allowed_networks, check_url, resolve
from landbridge.service.notifications.errors import NotificationRefused, Undelivered

OUTSIDE = "8.8.8.8"


@pytest.fixture
def names(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """What names resolve to, instead of asking the network."""
    known: dict[str, list[str]] = {}

    def look_up(host: str, port: int, **_: Any) -> list[tuple[Any, ...]]:
        if host not in known:
            raise socket.gaierror
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in known[host]]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    return known


@pytest.mark.requirement("notify-06")
@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "172.16.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::a00:1",
        "2002:7f00:1::",
        "fec0::1",
        "64:ff9b:1::7f00:1",
        "::127.0.0.1",
        "::8.8.8.8",
        "::ffff:0:127.0.0.1",
        "5f00::1",
        "3fff::1",
        "192.0.0.8",
        "192.88.99.1",
        "64:ff9b::c000:8",
    ],
)
def test_an_address_inside_is_refused(names: dict[str, list[str]], address: str) -> None:
    names["hooks.example.com"] = [OUTSIDE, address]
    with pytest.raises(NotificationRefused) as refused:
        resolve("https://hooks.example.com/in", {})
    assert refused.value.code == "inside_address"


@pytest.mark.requirement("notify-06")
def test_only_the_networks_that_are_named_are_let_in(names: dict[str, list[str]]) -> None:
    names["inside"] = ["10.0.0.7"]
    allowed = {ALLOWED: "10.0.0.0/24, fd00::/8"}
    assert resolve("http://inside:8080/in", allowed).addresses == ("10.0.0.7",)
    names["inside"] = ["10.0.1.7"]
    with pytest.raises(NotificationRefused, match="address inside"):
        resolve("http://inside:8080/in", allowed)
    with pytest.raises(NotificationRefused, match="no network"):
        allowed_networks({ALLOWED: "yes"})


@pytest.mark.requirement("notify-06")
def test_plain_http_stays_inside(names: dict[str, list[str]]) -> None:
    names["hooks.example.com"] = [OUTSIDE]
    with pytest.raises(NotificationRefused) as refused:
        resolve("http://hooks.example.com/in", {ALLOWED: "0.0.0.0/0"})
    assert refused.value.code == "not_https"


@pytest.mark.parametrize(
    "address", [OUTSIDE, "2001:4860:4860::8888", "2a00:1450:4001::1", "64:ff9b::808:808"]
)
def test_an_address_outside_is_good(names: dict[str, list[str]], address: str) -> None:
    names["hooks.example.com"] = [address]
    assert resolve("https://hooks.example.com/in", {}).addresses == (address,)


def test_what_is_found_is_what_is_connected_to(names: dict[str, list[str]]) -> None:
    names["hooks.example.com"] = [OUTSIDE, "2001:4860:4860::8888", OUTSIDE]
    place = resolve("https://hooks.example.com:8443/in", {})
    assert (place.port, place.addresses) == (8443, (OUTSIDE, "2001:4860:4860::8888"))
    with pytest.raises(Undelivered, match="not found"):
        resolve("https://nowhere.example.com/", {})


@pytest.mark.parametrize(
    "url",
    [
        "hooks.example.com/in",
        "https://",
        "https:///in",
        "ftp://hooks.example.com",
        "file:///etc/passwd",
        "https://hooks.example.com:99999/",
        "https://user@hooks.example.com/",
        "https://hooks.example.com/#part",
        "https://[::1",
    ],
)
def test_what_is_no_address_is_refused(url: str) -> None:
    with pytest.raises(NotificationRefused) as refused:
        check_url(url)
    assert refused.value.code == "bad_url"
