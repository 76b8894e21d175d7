"""Every page, in the light and the dark theme, in a wide and a narrow window."""

from __future__ import annotations

import ssl
import urllib.error
import urllib.request
from typing import Any

import psycopg
import pytest

from landbridge.demo.commands import CommandFailedError, run_command
from landbridge.demo.person import FORMS, LISTS, SIGN_IN
from landbridge.demo.processes import Process
from landbridge.service.supervision.datafolder import DataFolder
from tests.acceptance.conftest import EXPORTED, System, one_record, settled
from tests.browser.looking import LOOK, Looker
from tests.browser.seats import Seats
from tests.waiting import eventually

pytestmark = [pytest.mark.full, pytest.mark.timeout(400)]

WINDOWS = [
    pytest.param({"color_scheme": theme, "viewport": {"width": width, "height": 900}}, id=f"{theme}-{width}")
    for theme in ("light", "dark")
    for width in (1280, 390)
]
LANDBRIDGE = {
    "/",
    "/administration/",
    "/connections/#/",
    "/connections/publisher/",
    "/drift/",
    "/errors/",
    "/errors/records/",
    "/health/",
    "/mapping/#/customers/",
    "/mapping/#/customers/history/",
    "/mapping/#/customers/history/#/",
    "/mapping/#/customers/preview/",
    "/mapping/#/contacts/main/notation/",
    "/mapping/#/contacts/main/rows/#/",
    "/mapping/#/contacts/main/rows/new/",
    "/mapping/#/files/",
    "/mapping/#/validation/",
    "/matching/",
    "/notifications/",
    "/notifications/#/",
    "/notifications/new/email/",
    "/notifications/new/webhook/",
    "/queue/",
    "/realtime/",
    "/records/customer/",
    "/records/customer/#/",
    "/records/customer/#/edit/",
    "/records/project/",
    "/records/project_stage/",
    "/records/project_stage/new/",
    "/records/purchase_item/",
    "/records/user/",
    "/runs/",
    "/runs/#/",
    "/runs/records/",
    "/runs/new/",
    "/schedules/",
    "/schedules/groups/",
    "/setup/",
    "/verification/",
    "/verification/#/",
    "/verification/#/ranges/",
    "/verification/differences/#/",
    "/workflows/",
    "/workflows/#/customers/",
}
ACCOUNT = {
    *(FORMS[name] for name in ("employee", "job")),
    *(f"{address}?id" for address in FORMS.values()),
    *(f"{address}?e=T&id" for address in FORMS.values()),
    *(f"{FORMS['customer']}?stage={stage}" for stage in ("lead", "prospect", "customer")),
    *LISTS.values(),
    "/app/center/userprefs.nl",
    *(f"/app/common/integration/integrapp.nl{query}" for query in ("", "?id", "?e=T&id", "?id&reset=T")),
    "/app/common/integration/integrapplist.nl",
    *(f"/app/common/integration/executionlog.nl?id{query}" for query in ("", "&protocol=REST")),
    *(f"/app/common/integration/executionbody.nl?id&part={part}" for part in ("request", "response")),
    "/app/setup/sandboxaccounts.nl",
    *(f"/app/setup/accesstoken.nl{query}" for query in ("", "?id", "?e=T&id", "?e=T&id&revoke=T")),
    *(f"/app/setup/{page}.nl" for page in ("accesstokens", "myaccesstoken", "myaccesstokens")),
    *(f"/app/webservices/{page}.nl" for page in ("setup/preferences", "usagelog")),
    *(
        f"/app/bundler/{page}"
        for page in ("bundleavailability.nl?id", "bundlebuilder.nl", "bundlebuilder.nl?id")
    ),
}
"""Kinds of pages that following the links must reach; there are more."""


@pytest.fixture(scope="module")
def filled(system: System, worker: Process) -> System:
    """The system with something of everything on its pages: outcomes of every tone, a schedule, a refused notice."""
    customer = system.save_customer("Maple & Söhne <Wien>")
    system.save("customer", {"phone": "555 0150"}, id=customer, event="edit")
    hidden = system.save("customer", {"companyName": "Not exported", "entityStatus": "13"})["id"]
    for name, parent in (("A project", customer), ("A project without its customer", hidden)):
        system.save("job", {"companyName": name, "parent": parent, **EXPORTED})
    environment = system.stack.environment
    run_command("workflows", "add", "contacts", environment=environment)
    run_command("schedule", "add", "monday", "3", environment=environment)
    run_command("group", "add", "Nightly", "customers", "projects", environment=environment)
    run_command("schedule", "add-cron", "30 5 * * 1-5", "--group", "Nightly", environment=environment)
    run_command(
        "notify", "add-email", "Team", "ada@example.com", "--digest", "daily", environment=environment
    )
    run_command("notify", "test", "Team", environment=environment)
    run_command("notify", "add-webhook", "Pager", "https://hooks.example.com/in", environment=environment)
    run_command("notify", "test", "Pager", environment=environment)
    run_command("notify", "off", "Pager", environment=environment)
    _send_unsigned(system)
    observer = system.observer
    eventually(lambda: observer.records("customer", customer), what="the customer")
    eventually(lambda: settled(observer), what="a quiet queue")
    _change_netsuite(system)
    _spoil(system, customer)
    with pytest.raises(CommandFailedError, match="differ"):
        run_command("verify", environment=environment)
    return system


def _spoil(system: System, customer: str) -> None:
    """Change a record in SuiteProjects Pro behind everybody's back, for a comparison to find."""
    url = DataFolder(system.stack.folder / "service").running().database_url
    with psycopg.connect(url) as session:
        session.execute(
            'UPDATE projects_spprecord SET fields = fields || \'{"phone": "555 0999"}\''
            " WHERE fields ->> 'netsuite_customer_id__c' = %s AND type = 'customer'",
            [customer],
        )


def _change_netsuite(system: System) -> None:
    """Delete an imported record and add a field, for the pages of matching and drift to tell; make a bundle."""
    control, environment = system.stack.control, system.stack.environment
    run_command("drift", "look", environment=environment)
    gone = system.save_customer("Gone with the wind")
    one_record(system.observer, "customer", gone)
    eventually(lambda: settled(system.observer), what="a quiet queue")
    control.call("POST", "/delete", {"type": "customer", "id": gone})
    field = {"type": "TEXT", "label": "Region", "applies_to": ["customer"]}
    control.call("POST", "/custom_fields/custentity_region", field)
    integration = control.call("GET", "/access/integrations")[0]["id"]
    control.call("POST", "/bundles/saved", {"name": "Of this account", "integrations": [integration]})
    run_command("match", "sweep", environment=environment)
    run_command("drift", "look", environment=environment)


def _send_unsigned(system: System) -> None:
    addresses = system.stack.addresses
    request = urllib.request.Request(f"{addresses['notices']}/realtime/notices", b"unsigned", method="POST")
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(request, context=ssl.create_default_context(cafile=addresses["ca"]))


@pytest.mark.requirement("web-01")
@pytest.mark.parametrize("window", WINDOWS)
def test_landbridge_can_be_read_and_reached(filled: System, seats: Seats, window: dict[str, Any]) -> None:
    looker = Looker(seats.at_landbridge(**window))
    reached = looker.look_around("/")
    looker.look("/connections/new/")
    looker.look("/matching/?workflow=customers")
    assert "Gone with the wind" in looker.page.content()
    looker.look("/drift/")
    assert "custentity_region" in looker.page.content()
    stranger = Looker(seats.stranger(seats.service, **window))
    stranger.look("/sign-in/")
    assert looker.problems + stranger.problems == []
    assert reached >= LANDBRIDGE


@pytest.mark.requirement("pages-02", "pages-03")
@pytest.mark.parametrize("window", WINDOWS)
def test_local_account_can_be_read_and_reached(filled: System, seats: Seats, window: dict[str, Any]) -> None:
    looker = Looker(seats.at_account("admin@demo.example", **window))
    reached = looker.look_around("/app/center/card.nl")
    stranger = Looker(seats.stranger(seats.account, **window))
    stranger.look(SIGN_IN)
    assert looker.problems + stranger.problems == []
    assert reached >= ACCOUNT


@pytest.mark.parametrize(
    ("markup", "problem"),
    [
        ("<h1>A</h1><p style='color:#999;background:#fff'>faint</p>", 'p: contrast 2.85 of "faint"'),
        ("<h1>A</h1><div style='opacity:.5'><p>half</p></div>", 'p: contrast 3.98 of "half"'),
        ("<h1>A</h1><form><input name='q'></form>", "input: the control q has no label"),
        ("<h1>A</h1><p style='width:2000px'>wide</p>", "the page is 728 px wider than the window"),
        ("<p>no heading</p>", "not exactly one heading of level 1"),
        ("<h1>A</h1><label>Name <input></label><p style='color:#767676;background:#fff'>fine</p>", None),
    ],
)
def test_looking_finds_what_is_wrong(seats: Seats, markup: str, problem: str | None) -> None:
    page = seats.stranger(seats.service, color_scheme="light", viewport={"width": 1280, "height": 900})
    page.set_content(f"<!doctype html><body>{markup}</body>")
    found: list[str] = page.evaluate(LOOK)
    assert found == ([] if problem is None else [problem])
