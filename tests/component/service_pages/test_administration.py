"""The page Administration, custom workflows on the page Workflows, and the same by the API."""

from __future__ import annotations

import json

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.runs.models import Run
from landbridge.service.runs.starts.starting import start_run
from landbridge.service.workflows import administration
from landbridge.service.workflows.activation import activate
from landbridge.service.workflows.catalogue import CATALOGUE
from landbridge.service.workflows.models import Administration, Workflow


def posted(browser: Client, connection: Connection, **fields: object) -> str:
    form = {"real_time_scope": "own", "custom_limit": "4", "merge_guard": "on", "time_zone": "UTC", **fields}
    address = reverse("administration-store", kwargs={"connection": connection.pk})
    return browser.post(address, form, follow=True).text


@pytest.mark.requirement("switch-01")
def test_imports_are_allowed_by_boxes(browser: Client, connection: Connection) -> None:
    activate(connection, "employees", by=None)
    page = browser.get(reverse("administration")).text
    assert all(kind.label.replace("&", "&amp;") in page for kind in CATALOGUE.values())
    assert "stands on the page Workflows" in page

    shown = posted(
        browser, connection, allowed=["products"], stamp="on", custom_limit="2", time_zone="Europe/Vienna"
    )
    assert "Stored." in shown
    assert administration.allowed(connection.pk) == {"employees", "products"}  # what is added stays allowed
    stored = Administration.objects.get()
    assert (stored.stamp, stored.full_since_control, stored.custom_limit) == (True, False, 2)
    assert stored.time_zone == "Europe/Vienna"
    listed = browser.get(reverse("workflows")).text
    assert CATALOGUE["products"].label in listed
    assert CATALOGUE["customers"].label not in listed

    assert "is a number from 0 to 50" in posted(browser, connection, custom_limit="many")
    assert administration.allowed(connection.pk) == {"employees", "products"}  # all of it, or nothing


@pytest.mark.requirement("custom-01")
def test_a_custom_workflow_is_made_switched_and_deleted_on_the_page(
    browser: Client, connection: Connection
) -> None:
    make = reverse("workflow-custom", kwargs={"connection": connection.pk})
    wish = {
        "name": "skills",
        "netsuite_type": "customrecord_skill",
        "spp_type": "job_code",
        "label": "Skills",
    }
    assert "letters of English" in browser.post(make, {**wish, "name": "a b"}, follow=True).text
    shown = browser.post(make, wish, follow=True).text
    assert "<h1>Skills</h1>" in shown
    workflow = Workflow.objects.get()
    switch = reverse("workflow-switch", kwargs={"connection": connection.pk, "key": workflow.key})
    browser.post(switch, {"action": "activate"})
    assert "by schedule and by hand" in browser.post(switch, {"action": "deactivate"}, follow=True).text
    options = reverse("workflow-options", kwargs={"connection": connection.pk, "key": workflow.key})
    browser.post(options, {"mark_field": "custrecord_export"})
    workflow.refresh_from_db()
    assert workflow.options == {"mark_field": "custrecord_export", "include_inactive": False}
    assert "Skills" not in browser.post(switch, {"action": "delete"}, follow=True).text


@pytest.mark.requirement("option-06")
def test_the_date_of_a_full_synchronization_is_offered_where_it_is_exposed(
    browser: Client, connection: Connection
) -> None:
    activate(connection, "employees", by=None)
    assert 'name="since"' in browser.get(reverse("run-new")).text
    administration.change(connection, full_since_control=False, by=None)
    page = browser.get(reverse("run-new")).text
    assert 'name="since"' not in page
    assert "the page Administration does not expose it" in page
    start = reverse("run-start", kwargs={"connection": connection.pk})
    refused = browser.post(start, {"kind": "full", "since": "2026-01-01"}, follow=True).text
    assert "A date to read from is not offered here" in refused
    assert not Run.objects.exists()
    browser.post(start, {"kind": "full"})
    assert Run.objects.get().kind == "full"


@pytest.mark.requirement("option-06")
def test_results_name_the_accounts_where_the_page_says_so(
    browser: Client, connection: Connection, administrator: User
) -> None:
    activate(connection, "employees", by=None)
    run = start_run(connection, "manual", by=administrator, now=timezone.now())
    address, told = reverse("run", kwargs={"pk": run.pk}), f"NetSuite {connection.netsuite_account}"
    assert told not in browser.get(address).text
    assert browser.get(f"/api/runs/{run.pk}").json()["account"] == ""
    administration.change(connection, show_account_information=True, by=None)
    assert told in browser.get(address).text
    assert browser.get(f"/api/runs/{run.pk}").json()["account"].startswith(told)


@pytest.mark.requirement("switch-01", "custom-01", "import-12")
def test_the_api_does_the_same(browser: Client, connection: Connection) -> None:
    base = f"/api/connections/{connection.pk}"

    def send(method: str, path: str, body: object) -> tuple[int, dict[str, object]]:
        answer = browser.generic(method, f"{base}/{path}", json.dumps(body), content_type="application/json")
        return answer.status_code, answer.json()

    assert send("POST", "workflows/products/switch", {"action": "activate"})[0] == 409
    code, page = send("PATCH", "administration", {"allowed": ["products"], "merge_guard": False})
    assert (code, page["allowed"], page["merge_guard"]) == (200, ["products"], False)
    assert browser.get(f"{base}/administration").json() == page
    code, state = send("POST", "workflows/products/switch", {"action": "activate"})
    assert (code, state) == (200, {"name": "products", "added": True, "active": True, "live": False})
    code, refused = send("PATCH", "administration", {"allowed": [], "stamp": True})
    assert (code, refused["code"]) == (409, "added")
    assert not administration.of(connection.pk).stamp

    wish = {"name": "skills", "netsuite_type": "customrecord_skill", "spp_type": "job_code"}
    code, made = send("POST", "workflows", wish)
    assert (code, made["added"], made["active"]) == (201, True, False)
    code, values = send("PATCH", f"workflows/{made['name']}/options", {"options": {"include_inactive": True}})
    assert (code, values) == (200, {"mark_field": "", "include_inactive": True})
    listed = {one["name"]: one for one in browser.get(f"{base}/workflows").json()}
    assert list(listed) == [*CATALOGUE, made["name"]]
    assert [listed["products"][key] for key in ("allowed", "active", "live")] == [True, True, False]
    assert listed[str(made["name"])]["netsuite_type"] == "customrecord_skill"
