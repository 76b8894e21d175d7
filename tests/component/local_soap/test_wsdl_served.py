"""WSDL and schemas under NetSuite's addresses, ours and a set that the user has."""

from __future__ import annotations

import gzip
import re
import shutil
from collections.abc import Iterator
from pathlib import Path

import anyio
import pytest
from starlette.routing import Router

from landbridge.local.account import Account
from landbridge.local.settings import AccountSettings, SettingsError
from landbridge.local.soap.wsdl.files import FILES
from landbridge.local.soap.wsdl.genuine import genuine_sets
from landbridge.local.soap.wsdl.serving import Descriptions
from tests.component.local_soap import schema

ADDRESS = re.compile(r'<soap:address location="([^"]*)"')
LOCATION = re.compile(r'schemaLocation="([^"]*)"')
HOST = "1234567-sb1.suitetalk.api.netsuite.com"


class Site:
    """Asks the routes in process."""

    def __init__(self, account: Account) -> None:
        self._app = Router(Descriptions(account).routes())

    def get(self, path: str, host: str = HOST, **headers: str) -> tuple[int, dict[str, str], bytes]:
        sent: list[dict] = []
        path, _, query = path.partition("?")
        named = {"host": host} | {name.replace("_", "-"): value for name, value in headers.items()}
        scope = {
            "type": "http",
            "method": "GET",
            "path": path,
            "query_string": query.encode(),
            "headers": [(name.encode(), value.encode()) for name, value in named.items()],
            "scheme": "https",
            "server": ("127.0.0.1", 443),
        }

        async def ask() -> None:
            async def receive() -> dict:
                return {"type": "http.request", "body": b"", "more_body": False}

            async def send(message: dict) -> None:
                sent.append(message)

            await self._app(scope, receive, send)

        anyio.run(ask)
        names = {name.decode(): value.decode() for name, value in sent[0]["headers"]}
        return sent[0]["status"], names, b"".join(message.get("body", b"") for message in sent[1:])

    def text(self, path: str, host: str = HOST) -> str:
        status, _, body = self.get(path, host)
        assert status == 200, body
        return body.decode()


def account_with(authority_folder: Path, release: str = "2025.2", folder: Path | None = None) -> Account:
    return Account(AccountSettings(release=release, wsdl_folder=folder), authority_folder=authority_folder)


@pytest.fixture
def site(authority_folder: Path) -> Iterator[Site]:
    account = account_with(authority_folder)
    yield Site(account)
    account.close()


@pytest.mark.requirement("wire-07")
def test_every_file_is_found_from_the_wsdl_on(site: Site) -> None:
    seen: dict[str, str] = {}

    def follow(path: str) -> None:
        if path not in seen:
            seen[path] = site.text(path)
            for location in LOCATION.findall(seen[path]):
                follow(location)

    follow("/wsdl/v2025_2_0/netsuite.wsdl")
    assert set(seen) - {"/wsdl/v2025_2_0/netsuite.wsdl"} == {one.path("2025_2") for one in FILES}
    assert site.text("/services/NetSuitePort_2025_2?wsdl") == seen["/wsdl/v2025_2_0/netsuite.wsdl"]
    assert site.text("/services/NetSuitePort_2025_2?WSDL") == seen["/wsdl/v2025_2_0/netsuite.wsdl"]


@pytest.mark.requirement("wire-07")
@pytest.mark.parametrize(
    ("host", "address"),
    [
        (HOST, "https://webservices.netsuite.com"),
        ("webservices.netsuite.com", "https://webservices.netsuite.com"),
        ("127.0.0.1:18443", "https://127.0.0.1:18443"),
    ],
)
def test_the_service_stands_where_its_client_can_go(site: Site, host: str, address: str) -> None:
    wsdl = site.text("/wsdl/v2025_2_0/netsuite.wsdl", host)
    assert ADDRESS.findall(wsdl) == [f"{address}/services/NetSuitePort_2025_2"]


@pytest.mark.requirement("wire-06", "wire-07")
@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/wsdl/v2018_2_0/netsuite.wsdl", 404),
        ("/wsdl/v2031_1_0/netsuite.wsdl", 404),
        ("/wsdl/../netsuite.wsdl", 404),
        ("/xsd/platform/v2018_2_0/core.xsd", 404),
        ("/xsd/platform/v2025_2_0/nothing.xsd", 404),
        ("/services/NetSuitePort_2018_2?wsdl", 404),
        ("/services/NetSuitePort_2025_2", 405),
    ],
)
def test_what_is_not_there_is_not_found(site: Site, path: str, status: int) -> None:
    found, _, body = site.get(path)
    assert (found, b"<" in body) == (status, False)


@pytest.mark.requirement("wire-07")
def test_a_description_is_compressed_for_clients_that_take_it(site: Site) -> None:
    plain = site.text("/xsd/platform/v2025_2_0/core.xsd")
    _, headers, body = site.get("/xsd/platform/v2025_2_0/core.xsd", accept_encoding="deflate, gzip;q=0.5")
    assert headers["content-encoding"] == "gzip"
    assert gzip.decompress(body).decode() == plain
    _, headers, body = site.get("/xsd/platform/v2025_2_0/core.xsd", accept_encoding="gzip;q=0")
    assert "content-encoding" not in headers
    assert body.decode() == plain


def flat_copy(folder: Path) -> None:
    """A small set of another hand, in the layout of public copies."""
    (folder / "xsd").mkdir(parents=True)
    wsdl = (
        '<definitions xmlns:soap="http://schemas.xmlsoap.org/wsdl/soap/" xmlns:tns="urn:platform_2024_1.webservices.netsuite.com">'
        '<types><xsd:import namespace="urn:core_2024_1.platform.webservices.netsuite.com" schemaLocation="./xsd/platform.core.xsd"/>'
        "</types><soap:address location='https://webservices.netsuite.com/services/NetSuitePort_2024_1'/></definitions>"
    )
    (folder / "netsuite.wsdl").write_text(wsdl)
    core = (
        "<schema><import namespace='urn:types.core_2024_1.platform.webservices.netsuite.com' "
        "schemaLocation='https://webservices.netsuite.com/xsd/platform/v2024_1_0/coreTypes.xsd'/><mark/></schema>"
    )
    (folder / "xsd" / "platform.core.xsd").write_text(core)


def oracle_copy(folder: Path) -> None:
    """The same set under Oracle's own paths."""
    flat_copy(folder / "flat")
    for source, target in (
        ("netsuite.wsdl", "wsdl/v2024_1_0/netsuite.wsdl"),
        ("xsd/platform.core.xsd", "xsd/platform/v2024_1_0/core.xsd"),
    ):
        (folder / target).parent.mkdir(parents=True)
        shutil.move(folder / "flat" / source, folder / target)


@pytest.mark.requirement("wire-08")
@pytest.mark.parametrize("copy", [flat_copy, oracle_copy])
def test_a_set_of_the_users_is_served_in_place_of_ours(tmp_path: Path, authority_folder: Path, copy) -> None:
    copy(tmp_path)
    account = account_with(authority_folder, folder=tmp_path)
    site = Site(account)

    wsdl = site.text("/wsdl/v2024_1_0/netsuite.wsdl")
    assert LOCATION.findall(wsdl) == ["/xsd/platform/v2024_1_0/core.xsd"]
    assert ADDRESS.findall(wsdl) == [f"https://{HOST}/services/NetSuitePort_2024_1"]
    assert site.text("/services/NetSuitePort_2024_1?wsdl") == wsdl
    core = site.text("/xsd/platform/v2024_1_0/core.xsd")
    assert "<mark/>" in core
    assert LOCATION.findall(core) == ["/xsd/platform/v2024_1_0/coreTypes.xsd"]
    assert site.get("/xsd/platform/v2024_1_0/messages.xsd")[0] == 404
    assert "<xsd:schema" in site.text("/xsd/platform/v2025_2_0/core.xsd"), "other versions are ours"
    account.close()


@pytest.mark.requirement("wire-08")
def test_the_published_set_is_served_whole(authority_folder: Path) -> None:
    if not schema.at_hand():
        pytest.skip(schema.MISSING)
    account = account_with(authority_folder, folder=schema.FOLDER.parents[1])
    site = Site(account)
    for one in FILES:
        text = site.text(one.path("2023_2"))
        assert "CustomerSearchBasic" in text if one.prefix == "platformCommon" else text
        assert set(LOCATION.findall(text)) <= {other.path("2023_2") for other in FILES}
    account.close()


@pytest.mark.requirement("wire-08")
def test_a_folder_without_a_wsdl_is_refused(tmp_path: Path) -> None:
    (tmp_path / "netsuite.wsdl").write_text("<definitions/>")
    with pytest.raises(SettingsError, match=r"no netsuite\.wsdl"):
        genuine_sets(tmp_path)
