"""Every address of service, API, intake and local account stands in the documentation."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.urls import URLPattern, URLResolver, get_resolver

from landbridge.local.control.registry import CONTROLS
from landbridge.local.pages import places
from landbridge.service.api import api
from landbridge.service.projects.roles import Permission, Role
from landbridge.service.web.navigation import SECTIONS
from tests.unit.docs.pages import missing_words, page

PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")


def service_pages(resolver: URLResolver, before: str = "/") -> Iterator[tuple[str, str]]:
    """Yield address and name of every page; the API's own are left to its test."""
    for pattern in resolver.url_patterns:
        here = before + PARAMETER.sub(r"{\1}", str(pattern.pattern))
        if isinstance(pattern, URLResolver):
            if not here.startswith("/api/"):
                yield from service_pages(pattern, here)
        elif isinstance(pattern, URLPattern):
            yield here, pattern.name or ""


@pytest.mark.requirement("repo-07")
def test_every_page_of_the_service_is_documented() -> None:
    pages = list(service_pages(get_resolver()))
    text = page("reference/pages.md")
    assert missing_words({address for address, _ in pages}, text) == []
    rows = {f"| `{address}` | `{name}` |" for address, name in pages if name}
    assert sorted(row for row in rows if row not in text) == []
    assert {name for _, name in pages} >= {name for name, *_ in SECTIONS}
    assert len(pages) > 25


@pytest.mark.requirement("repo-07")
def test_no_page_is_documented_that_is_not_there() -> None:
    named = set(re.findall(r"^\| `/\S*` \| `([a-z-]+)` \|", page("reference/pages.md"), re.MULTILINE))
    assert named - {name for _, name in service_pages(get_resolver())} == set()
    assert len(named) > 20


@pytest.mark.requirement("repo-07")
def test_every_call_of_the_api_is_documented() -> None:
    calls = {
        f"{method.upper()} {path}"
        for path, methods in api.get_openapi_schema(path_prefix="/api/")["paths"].items()
        for method in methods
    }
    assert missing_words({*calls, "GET /api/openapi.json"}, page("reference/pages.md")) == []
    assert len(calls) > 10


@pytest.mark.requirement("repo-07")
def test_every_permission_and_role_is_documented() -> None:
    text = page("reference/pages.md")
    assert [one.value for one in Permission if f"{one.value} |" not in text] == []
    assert missing_words(set(Role.values), page("reference/connections.md")) == []


@pytest.mark.requirement("repo-07")
def test_every_page_of_the_local_account_is_documented() -> None:
    addresses = {
        value for value in vars(places).values() if isinstance(value, str) and value.startswith("/app/")
    }
    addresses |= {address for one in places.RECORD_PAGES.values() for address in (one.form, one.listing)}
    assert missing_words(addresses, page("reference/local-pages.md")) == []
    assert len(addresses) > 15


@pytest.mark.requirement("repo-07")
def test_every_call_of_the_control_plane_is_documented() -> None:
    calls = {f"{control.method} {control.address}" for control in CONTROLS.values()}
    assert missing_words(calls, page("reference/local-account.md")) == []
