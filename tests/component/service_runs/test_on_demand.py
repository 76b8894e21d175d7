"""One record that a person asks for by its internal id."""

from __future__ import annotations

import pytest

from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.runs.errors import OwnerRefused, RunRefused
from landbridge.service.runs.models import RunRequest
from landbridge.service.runs.starts.on_demand import answer_to, ask_for_record
from landbridge.service.workflows.activation import deactivate, set_real_time

from .conftest import Stand
from .queue import jobs


@pytest.fixture
def operator(stand: Stand) -> User:
    return User.objects.create_user("op@example.com", "Olga", Role.OPERATOR, None)


@pytest.mark.requirement("kind-08")
def test_a_record_is_imported_whatever_version_was_seen_and_who_asked_owns_the_run(
    stand: Stand, operator: User
) -> None:
    stand.customer("20", phone="1")
    stand.run()
    stand.clock.advance(3600)

    asked = ask_for_record(stand.connection, "customers", " 020 ", by=operator, now=stand.clock())
    waiting = answer_to(asked.pk)
    assert (waiting.run, waiting.item, waiting.ended, waiting.arrived) == (None, None, False, False)
    assert [lock.rsplit(":", 1)[1] for lock, _ in jobs()] == ["manual", "real-time"]

    run = stand.real_time()
    answer = answer_to(asked.pk)
    assert answer.run == run
    assert answer.item is not None
    assert (answer.item.internal_id, answer.item.outcome) == ("20", "unchanged")
    assert (answer.ended, answer.arrived) == (True, True)
    assert (run.owner, run.reason) == (operator, "On demand: customer 20")


@pytest.mark.requirement("kind-08")
def test_an_edit_that_nobody_announced_comes_with_the_record(stand: Stand) -> None:
    stand.customer("20", phone="1")
    stand.run()
    stand.clock.advance(60)
    stand.customer("20", phone="2")
    asked = ask_for_record(stand.connection, "customers", "20", by=stand.admin, now=stand.clock())
    stand.real_time()
    item = answer_to(asked.pk).item
    assert item is not None
    assert (item.outcome, item.changes[0]["field"]) == ("updated", "phone")


@pytest.mark.requirement("kind-08")
def test_a_record_that_cannot_arrive_says_why(stand: Stand) -> None:
    stand.run()
    stand.customer("21", email="nowhere")
    missing = ask_for_record(stand.connection, "customers", "999", by=stand.admin, now=stand.clock())
    broken = ask_for_record(stand.connection, "customers", "21", by=stand.admin, now=stand.clock())
    stand.real_time()
    for asked, code in ((missing, "not_found"), (broken, "unmappable")):
        answer = answer_to(asked.pk)
        assert answer.item is not None
        assert (answer.item.code, answer.ended, answer.arrived) == (code, True, False)


@pytest.mark.requirement("kind-08")
def test_a_wish_for_what_cannot_be_is_refused(stand: Stand) -> None:
    set_real_time(stand.connection, "projects", live=False, by=None)
    deactivate(stand.connection, "projects", by=None)
    for key, internal_id, code in (
        ("poems", "5", "unknown_workflow"),
        ("projects", "5", "inactive"),
        ("customers", "", "bad_internal_id"),
        ("customers", "5 OR 1=1", "bad_internal_id"),
        ("customers", "\u0665", "bad_internal_id"),
        ("customers", "9" * 19, "bad_internal_id"),
    ):
        with pytest.raises(RunRefused) as caught:
            ask_for_record(stand.connection, key, internal_id, by=stand.admin, now=stand.clock())
        assert caught.value.code == code
    viewer = User.objects.create_user("vic@example.com", "Vic", Role.VIEWER, None)
    with pytest.raises(OwnerRefused, match="Vic"):
        ask_for_record(stand.connection, "customers", "5", by=viewer, now=stand.clock())
    assert not RunRequest.objects.exists()


@pytest.mark.requirement("kind-08")
def test_a_workflow_that_is_not_live_is_imported_on_demand_too(stand: Stand) -> None:
    set_real_time(stand.connection, "customers", live=False, by=None)
    stand.customer("20")
    asked = ask_for_record(stand.connection, "customers", "20", by=stand.admin, now=stand.clock())
    stand.real_time()
    assert answer_to(asked.pk).arrived
