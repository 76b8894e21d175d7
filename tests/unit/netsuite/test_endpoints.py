"""URLs of connections: default, version, kinds of hosts, and what is refused."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.netsuite import AccountId
from landbridge.netsuite.endpoints import Endpoint, HostKind, InvalidUrl
from landbridge.netsuite.versions import Version

PRODUCTION, SANDBOX = AccountId("1234567"), AccountId("1234567_SB1")
PATH = "/services/NetSuitePort_2025_2"


@pytest.mark.requirement("reach-04")
def test_the_default_url_names_the_newest_version() -> None:
    assert Endpoint.default().url == "https://webservices.netsuite.com/services/NetSuitePort_2025_2"
    assert Endpoint.default().version == max(Version.all())


@pytest.mark.requirement("reach-04")
@pytest.mark.parametrize("version", Version.all(), ids=str)
def test_the_version_in_the_url_is_the_chosen_one_or_both_are_named(version: Version) -> None:
    url = Endpoint.default(version).url
    assert Endpoint.parse(url, version) == Endpoint.parse(url) == Endpoint.default(version)
    other = Version("2017_1") if version != Version("2017_1") else Version("2017_2")
    with pytest.raises(InvalidUrl) as refused:
        Endpoint.parse(url, other)
    assert version.value in str(refused.value)
    assert other.value in str(refused.value)


@pytest.mark.requirement("reach-06")
@pytest.mark.parametrize(
    ("host", "kind", "looked_up"),
    [
        ("webservices.netsuite.com", HostKind.DISCOVERY, True),
        ("WebServices.NetSuite.com", HostKind.DISCOVERY, True),
        ("webservices.na1.netsuite.com", HostKind.DATA_CENTRE, True),
        ("webservices.eu2.netsuite.com", HostKind.DATA_CENTRE, True),
        ("1234567.suitetalk.api.netsuite.com", HostKind.ACCOUNT, False),
        ("webservices.sandbox.netsuite.com", HostKind.SANDBOX, False),
        ("webservices.na1.sandbox.netsuite.com", HostKind.SANDBOX, False),
        ("webservices.beta.netsuite.com", HostKind.BETA, False),
        ("webservices.na1.beta.netsuite.com", HostKind.BETA, False),
    ],
)
def test_only_production_urls_of_production_accounts_are_looked_up(
    host: str, kind: HostKind, looked_up: bool
) -> None:
    endpoint = Endpoint.parse(f" https://{host}{PATH}/ ")
    assert (endpoint.kind, endpoint.host) == (kind, host.lower())
    assert endpoint.looks_up(PRODUCTION) is looked_up
    assert not endpoint.looks_up(SANDBOX)
    assert not (looked_up and endpoint.uses_own_host())


def test_an_old_sandbox_url_serves_until_2018_2() -> None:
    host = "https://webservices.sandbox.netsuite.com"
    assert Endpoint.parse(f"{host}/services/NetSuitePort_2018_2").uses_own_host()
    assert not Endpoint.parse(f"{host}/services/NetSuitePort_2019_1").uses_own_host()


def test_the_url_of_another_account_is_refused() -> None:
    endpoint = Endpoint.parse(f"https://1234567-sb1.suitetalk.api.netsuite.com{PATH}")
    endpoint.require(SANDBOX)
    with pytest.raises(InvalidUrl, match="1234567-sb1, not of 1234567"):
        endpoint.require(PRODUCTION)


@pytest.mark.requirement("reach-04")
@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("", "https://"),
        ("webservices.netsuite.com", "https://"),
        (f"http://webservices.netsuite.com{PATH}", "https://"),
        (f"https://webservices.netsuite.com:8443{PATH}", "port"),
        (f"https://webservices.netsuite.com:{PATH}", "port"),
        (f"https://webservices.netsuite.com:x{PATH}", "cannot be read"),
        (f"https://me:secret@webservices.netsuite.com{PATH}", "user name"),
        (f"https://webservices.netsuite.com{PATH}?x=1", "goes on after the path"),
        (f"https://webservices.netsuite.com{PATH}#x", "goes on after the path"),
        ("https://webservices.netsuite.com", "the path ''"),
        ("https://webservices.netsuite.com/services/NetSuitePort_2025_3", "the path"),
        ("https://webservices.netsuite.com/services/NetSuitePort_2016_2", "outside 2017_1 to 2025_2"),
        ("https://webservices.netsuite.com/x/../services/NetSuitePort_2025_2", "the path"),
        (f"https://webservices.netsuite.com.evil.example{PATH}", "no host of NetSuite's"),
        (f"https://evil.example{PATH}", "no host of NetSuite's"),
        (f"https://evilnetsuite.com{PATH}", "no host of NetSuite's"),
        (f"https://1234567.app.netsuite.com{PATH}", "no host of NetSuite's"),
        (f"https://1.2.suitetalk.api.netsuite.com{PATH}", "no host of NetSuite's"),
        (f"https://{PATH}", "names no host"),
    ],
)
def test_anything_else_is_refused_with_the_reason(url: str, problem: str) -> None:
    with pytest.raises(InvalidUrl) as refused:
        Endpoint.parse(url)
    assert problem in str(refused.value)
    assert "secret" not in str(refused.value)


@given(st.text(max_size=60) | st.text(max_size=20).map(lambda text: f"https://{text}.netsuite.com{PATH}"))
def test_no_text_leads_to_a_foreign_host(text: str) -> None:
    try:
        endpoint = Endpoint.parse(text)
    except InvalidUrl:
        return
    assert endpoint.host.endswith(".netsuite.com")
    assert Endpoint.parse(endpoint.url) == endpoint
