"""Comparisons on pages and over JSON."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from landbridge.service.projects.models import SppRecord, User
from landbridge.service.projects.roles import Role
from landbridge.service.runs.models import RunRequest
from landbridge.service.verification.link import verify_link
from landbridge.service.verification.models import Verification

from .conftest import Bench


@pytest.fixture
def differing(bench: Bench) -> Bench:
    """Three customers, one of which somebody changed, and one that is not to be imported."""
    for number in ("1", "2", "3"):
        bench.stand.customer(number, email=f"c{number}@example.com")
    bench.stand.customer("4", custentity_oa_export_to_openair=False)
    bench.imported()
    record = SppRecord.objects.get(name="Customer 2")
    record.fields["email"] = "meddled@example.com"
    record.save()
    return bench


def client_of(user: User) -> Client:
    client = Client(headers={"host": "127.0.0.1"})
    client.force_login(user)
    return client


@pytest.fixture
def browser(bench: Bench) -> Client:
    return client_of(bench.stand.admin)


@pytest.fixture
def viewer(bench: Bench) -> Client:
    return client_of(User.objects.create_user("vic@example.test", "Vic", Role.VIEWER, None))


def text(answer: Any) -> str:
    assert answer.status_code == 200, answer
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", answer.content.decode()))


@pytest.mark.requirement("verify-01")
def test_comparison_is_started_watched_and_read_on_the_page(differing: Bench, browser: Client) -> None:
    assert "No comparison yet." in text(browser.get("/verification/"))
    started = browser.post(f"/verification/start/{differing.stand.connection.pk}")
    verification = Verification.objects.get()
    assert started.headers["Location"] == f"/verification/{verification.pk}/"
    assert "queued" in text(browser.get(started.headers["Location"]))
    again = browser.post(f"/verification/start/{differing.stand.connection.pk}", follow=True)
    assert "is under way" in text(again)

    verify_link(verification.pk, differing.stand.services)

    shown = text(browser.get(started.headers["Location"]))
    assert "1 record differs." in shown
    assert "email: meddled@example.com → c2@example.com" in shown
    assert "Customers (Customers) 4 1 3 1 of 1 1 1" in shown
    assert "Customer 4" not in shown
    assert "Customer 4" in text(browser.get(started.headers["Location"], {"kind": "not_imported"}))
    ranges = text(browser.get(f"/verification/{verification.pk}/ranges/"))
    assert "customers lowest highest 4 1 3" in ranges
    listed = text(browser.get("/verification/"))
    assert "completed" in listed


@pytest.mark.requirement("verify-01")
def test_record_that_differs_is_imported_when_a_person_asks(differing: Bench, browser: Client) -> None:
    ended = differing.verify()
    row = differing.difference(ended, "2")
    page = browser.get(f"/verification/differences/{row.pk}/")
    assert "email c2@example.com meddled@example.com" in text(page)
    assert not RunRequest.objects.exists()

    asked = browser.post(f"/verification/differences/{row.pk}/import", follow=True)

    assert "added to the queue" in text(asked)
    differing.stand.real_time()
    assert differing.found(differing.verify()) == {}


@pytest.mark.requirement("verify-01")
def test_onlooker_sees_differences_with_sensitive_values_masked_and_starts_nothing(
    differing: Bench, viewer: Client
) -> None:
    ended = differing.verify()
    row = differing.difference(ended, "2")
    for address in (f"/verification/{ended.pk}/", f"/verification/differences/{row.pk}/"):
        shown = text(viewer.get(address))
        assert "email" in shown
        assert "example.com" not in shown
    found = viewer.get(f"/api/verifications/{ended.pk}/differences").json()
    assert found[0]["fields"] == [{"field": "email", "expected": "•••", "found": "•••"}]
    place = differing.stand.connection.pk
    for address in (
        f"/verification/start/{place}",
        f"/verification/weekly/{place}",
        f"/verification/{ended.pk}/cancel",
        f"/verification/{ended.pk}/resume",
        f"/verification/differences/{row.pk}/import",
    ):
        assert viewer.post(address).status_code == 403
    assert viewer.post("/api/verifications", {"connection": place}, "application/json").status_code == 403


def test_comparison_is_cancelled_and_gone_on_with_on_the_page(differing: Bench, browser: Client) -> None:
    verification = differing.begin()
    assert "Cancel" in text(browser.get(f"/verification/{verification.pk}/"))
    assert "has ended" in text(browser.post(f"/verification/{verification.pk}/cancel", follow=True))
    assert "Go on" in text(browser.get(f"/verification/{verification.pk}/"))

    assert "queued" in text(browser.post(f"/verification/{verification.pk}/resume", follow=True))

    verify_link(verification.pk, differing.stand.services)
    again = browser.post(f"/verification/{verification.pk}/resume", follow=True)
    assert "is complete. Start a new one." in text(again)


@pytest.mark.requirement("verify-05")
def test_weekly_sweep_is_shown_and_set_on_the_page(differing: Bench, browser: Client) -> None:
    place = differing.stand.connection.pk
    assert "The next one starts" in text(browser.get("/verification/"))
    off = browser.post(f"/verification/weekly/{place}", {"weekday": "2", "hour": "4"}, follow=True)
    assert "It is turned off." in text(off)
    wrong = browser.post(f"/verification/weekly/{place}", {"weekday": "9", "hour": "x"}, follow=True)
    assert "Choose a weekday and an hour." in text(wrong)
    sweep = differing.begin()
    Verification.objects.filter(pk=sweep.pk).update(
        kind="weekly", state="completed", finished_at=differing.stand.clock(), missed={"customers": 3}
    )
    assert "customers 3" in text(browser.get("/verification/"))
    assert "Missed by real time customers 3" in text(browser.get(f"/verification/{sweep.pk}/"))


@pytest.mark.requirement("verify-01")
def test_comparisons_over_json(differing: Bench, browser: Client) -> None:
    place = differing.stand.connection.pk

    def post(address: str, wish: Any = None) -> Any:
        return browser.post(address, wish or {}, "application/json")

    begun = post("/api/verifications", {"connection": place, "workflows": ["customers"], "last": 2})
    assert (begun.status_code, begun.json()["state"], begun.json()["workflows"]) == (
        202,
        "queued",
        ["customers"],
    )
    number = begun.json()["id"]
    refused = post("/api/verifications", {"connection": place})
    assert (refused.status_code, refused.json()["code"]) == (409, "comparison_under_way")
    assert post(f"/api/verifications/{number}/cancel").json()["state"] == "cancelled"
    assert post(f"/api/verifications/{number}/resume").json()["state"] == "queued"

    verify_link(number, differing.stand.services)

    ended = browser.get(f"/api/verifications/{number}").json()
    assert (ended["state"], ended["counts"]) == ("completed", {"differs": 1})
    (tally,) = browser.get(f"/api/verifications/{number}/workflows").json()
    assert (tally["netsuite"], tally["destination"], tally["hashes_differ"]) == (2, 2, 1)
    (found,) = browser.get(f"/api/verifications/{number}/differences", {"kind": "differs"}).json()
    assert found["fields"] == [
        {"field": "email", "expected": "c2@example.com", "found": "meddled@example.com"}
    ]
    assert browser.get(f"/api/verifications/{number}/differences", {"kind": "missing"}).json() == []
    listed = browser.get("/api/verifications", {"connection": place}).json()
    assert [one["id"] for one in listed["items"]] == [number]
    assert post(f"/api/verifications/{number}/resume").status_code == 409
