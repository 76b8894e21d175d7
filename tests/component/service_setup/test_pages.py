"""The page Setup and its JSON, against a local NetSuite account that really answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from landbridge.service.connections.models import Connection
from landbridge.service.health.setup.links import link
from landbridge.service.health.setup.steps import STEPS
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.suiteapp.models import OrderConfirmation
from landbridge.service.web.templatetags.pages import with_code
from landbridge.service.workflows.models import Workflow
from tests.component.service_setup.conftest import Commands

PASSWORD = "a long enough password"
SPP_URL = "https://acme.app.netsuitesuiteprojectspro.com"


@pytest.fixture
def connection(command: Commands, connection_file: Callable[..., Path]) -> Connection:
    command("connection", "add", "--file", str(connection_file(spp_database_id="4711")))
    return Connection.objects.get()


@pytest.fixture
def ada(db_committed: str) -> User:
    return User.objects.create_user("ada@example.test", "Ada", Role.ADMINISTRATOR, PASSWORD)


@pytest.fixture
def browser(ada: User) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(ada)
    return client


def shown(browser: Client) -> str:
    return browser.get("/setup/").content.decode()


@pytest.mark.requirement("setup-01")
def test_without_a_connection_the_page_leads_to_its_form(browser: Client) -> None:
    page = shown(browser)
    assert "Next: Connect NetSuite" in page
    assert 'href="/connections/new/"' in page
    assert "/do" not in page


def order_shown(page: str) -> str:
    """What the page's form gives back with a confirmation of the order."""
    found = re.search(r'name="order_shown" value="(\w{32})"', page)
    assert found is not None
    return found[1]


@pytest.mark.requirement("setup-02")
def test_each_button_does_its_step_and_says_so(browser: Client, connection: Connection, ada: User) -> None:
    def press(name: str, **entered: Any) -> str:
        return browser.post(f"/setup/{connection.pk}/{name}/do", entered, follow=True).content.decode()

    assert "not asked yet" in shown(browser)
    assert "Live: Customers (Customers)." in press("workflows", workflow=["customers"])
    page = browser.post(f"/setup/{connection.pk}/look", follow=True).content.decode()
    assert "Next: Verify that the trigger runs last" in page
    assert "app/common/scripting/scriptedrecords.nl" in page

    assert "Only a person can see the order" in press("order")
    assert not OrderConfirmation.objects.exists()
    assert "others than were shown" in press("order", order_verified="on")
    assert "Ada confirmed that the trigger runs last for customer." in press(
        "order", order_verified="on", order_shown=order_shown(page)
    )
    assert OrderConfirmation.objects.get().confirmed_by == ada

    assert "SuiteProjects Pro Database ID: empty becomes 4711" in shown(browser)
    assert "is empty, so nobody is told" in press("settings", spp_url=SPP_URL)
    entered = {
        "notices_url": "https://notices.example.test",
        "spp_url": SPP_URL,
        "error_email": "it@example.test",
    }
    assert "Written: " in press("settings", **entered)
    assert "NetSuite signs with a new certificate" in press("certificate")
    page = press("real_time")
    assert "Real time is on" in page
    assert "Next: Import the first record" in page
    connection.refresh_from_db()
    assert connection.real_time_owner == ada


def test_a_viewer_sees_the_steps_and_no_button(connection: Connection) -> None:
    viewer = User.objects.create_user("vic@example.test", "Vic", Role.VIEWER, PASSWORD)
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(viewer)
    page = shown(client)
    assert "Choose what is imported" in page
    assert "/do" not in page
    assert client.post(f"/setup/{connection.pk}/workflows/do").status_code == 403
    assert client.get(f"/api/setup/{connection.pk}?ask=true").status_code == 403
    assert client.get(f"/api/setup/{connection.pk}").status_code == 200
    assert not Workflow.objects.exists()


@pytest.mark.requirement("setup-02")
def test_the_api_tells_and_does_the_same(browser: Client, connection: Connection) -> None:
    def do(name: str, **wishes: Any) -> tuple[int, dict[str, Any]]:
        answer = browser.post(f"/api/setup/{connection.pk}/{name}", wishes, "application/json")
        return answer.status_code, answer.json()

    told = browser.get(f"/api/setup/{connection.pk}").json()
    assert told["next"] == "workflows"
    assert set(told["steps"][0]) == {"name", "title", "state", "message", "advice", "place", "can_do"}
    status, refused = do("workflows", workflows=["nothing"])
    assert (status, refused["code"]) == (409, "unknown_workflow")
    status, done = do("workflows", workflows=["customers"])
    assert (status, done["message"], done["next"]) == (200, "Live: Customers (Customers).", "order")
    assert do("order")[1]["code"] == "not_done"
    assert do("suiteapp")[1]["code"] == "not_done"
    assert do("nothing")[1]["code"] == "not_done"


def test_links_lead_to_the_account_itself(connection: Connection) -> None:
    step, first = (next(one for one in STEPS if one.name == name) for name in ("order", "connection"))
    local = f"https://{connection.connect_to}/app/common/scripting/scriptedrecords.nl"
    assert link(connection, step) == local
    connection.connect_to = ""
    assert link(connection, step) == (
        "https://1234567-sb1.app.netsuite.com/app/common/scripting/scriptedrecords.nl"
    )
    assert link(None, step) == ""
    assert link(connection, first) == f"/connections/?connection={connection.pk}"


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Run `landbridge setup` now.", "Run <code>landbridge setup</code> now."),
        ("`a` and `<b>`", "<code>a</code> and <code>&lt;b&gt;</code>"),
        ("<script> and nothing else", "&lt;script&gt; and nothing else"),
        ("one ` alone", "one ` alone"),
    ],
    ids=["code", "escaped inside", "escaped outside", "unpaired"],
)
def test_what_stands_between_backticks_is_shown_as_code(text: str, html: str) -> None:
    assert with_code(text) == html
