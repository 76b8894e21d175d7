"""The column "who" of the page of addresses, asked of the service: each role, and nobody."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass

import pytest
from django.http import HttpResponse
from django.test import Client

from landbridge.service.projects.models import User
from landbridge.service.projects.people import add_person
from landbridge.service.projects.roles import PERMISSIONS, Permission, Role
from tests.unit.docs.pages import page

EVERYBODY, SIGNED_IN = "everybody", "signed in"
PERMISSION = {one.value: one for one in Permission}
PARAMETER = re.compile(r"\{\w+\}")
NO_UID = "00000000-0000-4000-8000-000000000000"
BODY = {
    "connection": 1,
    "name": "Nightly",
    "workflow": "customers",
    "workflows": [],
    "internal_id": "1",
    "real_time_between": False,
    "email": None,
    "active": True,
    "enabled": False,
    "shown": "",
    "account": "1",
    "type": "job_code",
    "fields": {},
    "version": "1",
    "mapping": [],
    "action": "add",
    "netsuite_type": "serviceitem",
    "spp_type": "customer",
    "spp_id": "1",
}
"""What every call takes, so that what is refused is refused for the person."""
BODY_OF = {
    "/api/drift/{pk}": {"decision": "accepted"},
    "/api/relinkings/{pk}": {"decision": "accept"},
    "/api/connections/{connection_id}/drift/{key}": {"policy": "ask"},
    "/api/connections/{connection_id}/deletions/{key}": {"policy": "mark"},
    "/api/connections/{connection_id}/workflows/{key}/mapping/preview": {"mapping": None},
}
"""What calls take that use one name for different things."""


@dataclass(frozen=True, slots=True)
class Documented:
    """One row: how it is asked for, and who may."""

    method: str
    address: str
    who: str

    def ask(self, client: Client) -> HttpResponse:
        """Send the request, with the number 1 or a UUID for every parameter; what is not there is answered 404."""
        address = PARAMETER.sub("1", self.address.replace("{uid}", NO_UID))
        if self.method == "GET":
            return client.get(address)
        body = BODY | BODY_OF.get(self.address, {})
        return client.generic(self.method, address, json.dumps(body), content_type="application/json")

    def allows(self, role: str) -> bool:
        """Whether the row says that users of the role may."""
        return self.who in {EVERYBODY, SIGNED_IN} or PERMISSION[self.who] in PERMISSIONS[role]


def documented() -> list[Documented]:
    """Return every row of the service's pages and of its API."""
    text = page("reference/pages.md").split("## The notice intake")[0]
    rows = re.findall(
        r"^\| `(?:(GET|POST|PUT|PATCH|DELETE) )?(/[^`]*)` \|(?: [^|]* \|)? ([^|]*) \| ([^|]*) \|$",
        text,
        re.MULTILINE,
    )
    return [
        Documented(method or ("POST" if what.startswith("POST") else "GET"), address, who.split(";")[0])
        for method, address, what, who in rows
        if "..." not in address
    ]


def test_the_page_can_be_read() -> None:
    rows = documented()
    assert len(rows) > 40
    of_values = Permission.VIEW_SENSITIVE_FIELDS.value  # it opens no address, it uncovers values
    assert {row.who for row in rows} == {EVERYBODY, SIGNED_IN, *PERMISSION} - {of_values}


@pytest.mark.requirement("repo-07")
@pytest.mark.parametrize("role", Role.values)
def test_each_role_sees_what_the_page_says(role: str, db: None, django_client: Client) -> None:
    person = add_person(f"{role}@example.com", role, role, "a long enough password", by=None)
    wrong = []
    for row in documented():
        django_client.force_login(User.objects.get(pk=person.pk))
        status = row.ask(django_client).status_code
        if (status == 403) == row.allows(role) or status >= 500:
            wrong.append(f"{row.method} {row.address}: {status}")
    assert wrong == []


@pytest.mark.requirement("repo-07")
@pytest.mark.parametrize("role", Role.values)
def test_the_side_bar_leads_nowhere_that_is_refused(role: str, db: None, django_client: Client) -> None:
    person = add_person(f"{role}@example.com", role, role, "a long enough password", by=None)
    django_client.force_login(User.objects.get(pk=person.pk))
    shown = re.findall(r'<a class="item" href="([^"]+)"', django_client.get("/").content.decode())
    assert {"/", "/runs/", "/records/"} <= set(shown)
    assert ("/notifications/" in shown) == (Permission.RUN_INTEGRATION in PERMISSIONS[role])
    refused = [one for one in shown if django_client.get(one, follow=True).status_code == 403]
    # a connection is there to be seen only once an administrator entered the first one
    assert [one for one in refused if one != "/connections/"] == []


@pytest.mark.requirement("repo-07")
def test_nobody_sees_what_needs_a_sign_in(db: None, django_client: Client) -> None:
    wrong = []
    for row in documented():
        answer = row.ask(django_client)
        refused = answer.status_code == 401 or answer.headers.get("Location", "").startswith("/sign-in/")
        if refused == (row.who == EVERYBODY):
            wrong.append(f"{row.method} {row.address}: {answer.status_code}")
    assert wrong == []
