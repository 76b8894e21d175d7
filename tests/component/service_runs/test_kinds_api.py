"""Groups, schedules, full synchronization, one record and poll mode over JSON."""

from __future__ import annotations

from typing import Any

import pytest

from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role
from landbridge.service.runs.models import Lane, Run, RunRequest, Schedule, WorkflowGroup

from .conftest import Stand


class Api:
    """Calls as one signed-in user; each must answer with the status that is expected."""

    def __init__(self, client: Any, user: User) -> None:
        client.force_login(user)
        self._client = client

    def __call__(self, method: str, path: str, status: int, **body: Any) -> Any:
        answer = getattr(self._client, method)(f"/api{path}", body, content_type="application/json")
        assert answer.status_code == status, answer.text
        return answer.json() if answer.content else None


@pytest.fixture
def api(stand: Stand, django_client: Any) -> Api:
    return Api(django_client, stand.admin)


@pytest.mark.requirement("kind-01")
@pytest.mark.requirement("kind-02")
def test_a_group_is_made_changed_run_and_deleted(stand: Stand, api: Api) -> None:
    place = stand.connection.pk
    made = api("post", "/groups", 201, connection=place, name="Nightly", workflows=["projects", "customers"])
    assert made["workflows"] == ["customers", "projects"]
    taken = api("post", "/groups", 409, connection=place, name="nightly", workflows=["customers"])
    assert taken["code"] == "group_exists"
    changed = api("patch", f"/groups/{made['id']}", 200, name="Daily", workflows=["customers"])
    assert (changed["name"], changed["workflows"]) == ("Daily", ["customers"])
    assert api("get", "/groups", 200) == [changed]

    run = api("post", "/runs", 202, connection=place, group="Daily")
    assert (run["kind"], run["workflows"], run["reason"]) == (
        "manual",
        ["customers"],
        "Started by Ada Admin, group Daily",
    )
    assert api("post", "/runs", 409, connection=place, group="Nightly")["code"] == "unknown_group"

    schedule = api("post", "/schedules", 201, connection=place, weekday=2, hour=1, group="Daily")
    assert api("delete", f"/groups/{made['id']}", 409)["code"] == "group_used"
    api("delete", f"/schedules/{schedule['id']}", 204)
    api("delete", f"/groups/{made['id']}", 204)
    assert not WorkflowGroup.objects.exists()


@pytest.mark.requirement("kind-03")
@pytest.mark.requirement("kind-04")
def test_a_schedule_is_set_shown_and_switched(stand: Stand, api: Api) -> None:
    place = stand.connection.pk
    made = api(
        "post",
        "/schedules",
        201,
        connection=place,
        cron="30 5 * * *",
        time_zone="Asia/Kolkata",
        workflows=["customers"],
    )
    assert (made["cron"], made["set_by"], made["active"]) == ("30 5 * * *", "Ada Admin", True)
    assert [start[10:] for start in made["next_starts"]] == ["T00:00:00Z"] * 5
    off = api("patch", f"/schedules/{made['id']}", 200, active=False)
    assert (off["active"], off["next_starts"]) == (False, [])
    assert api("get", f"/schedules?connection={place}", 200)[0]["active"] is False
    wrong = api("post", "/schedules", 409, connection=place, cron="30 25 * * *")
    assert wrong == {
        "code": "bad_cron",
        "message": "The hour of the cron expression is 0 to 23; '25' is not.",
    }
    assert Schedule.objects.count() == 1


@pytest.mark.requirement("kind-06")
@pytest.mark.requirement("kind-07")
def test_a_full_synchronization_since_a_date(stand: Stand, api: Api) -> None:
    place = stand.connection.pk
    run = api("post", "/runs", 202, connection=place, full=True, since="2026-01-31")
    assert (run["kind"], f"{Run.objects.get().since:%F %R}") == ("full", "2026-01-31 00:00")
    assert api("post", "/runs", 409, connection=place, full=True, since="soon")["code"] == "bad_since"
    refused = api("post", "/runs", 409, connection=place, full=True, workflows=["projects"])
    assert refused["code"] == "depends_on"
    assert "Projects (Projects) needs Customers (Customers)" in refused["message"]


@pytest.mark.requirement("kind-08")
def test_one_record_is_asked_for_and_its_outcome_read(stand: Stand, api: Api) -> None:
    stand.customer("20")
    asked = api(
        "post", "/runs/record", 202, connection=stand.connection.pk, workflow="customers", internal_id="20"
    )
    assert (asked["run"], asked["state"], asked["ended"]) == (None, "queued", False)
    assert asked["reason"] == "Your request was added to the queue and will run as soon as possible."
    run = stand.real_time()
    answer = api("get", f"/runs/record/{asked['id']}", 200)
    assert (answer["run"], answer["state"], answer["ended"]) == (run.pk, "completed", True)
    assert (answer["outcome"], answer["spp_type"]) == ("created", "customer")
    assert run.owner == stand.admin

    wrong = {"connection": stand.connection.pk, "workflow": "customers", "internal_id": "five"}
    assert api("post", "/runs/record", 409, **wrong)["code"] == "bad_internal_id"
    api("get", "/runs/record/999999", 404)
    assert api("get", f"/runs/{run.pk}", 200)["id"] == run.pk


@pytest.mark.requirement("kind-10")
def test_polling_is_set_and_stopped(stand: Stand, api: Api) -> None:
    path = f"/polling/{stand.connection.pk}"
    assert api("get", path, 200) == {"every_s": None, "polled_at": None}
    assert api("put", path, 200)["every_s"] == 30
    assert api("put", path, 200, every_s=60)["every_s"] == 60
    assert api("put", path, 409, every_s=1)["code"] == "bad_interval"
    assert api("put", path, 200, every_s=None)["every_s"] is None
    assert Lane.objects.get().poll_s is None
    stand.connection.refresh_from_db()
    assert stand.connection.real_time_owner == stand.admin


def test_who_may_do_it(stand: Stand, django_client: Any) -> None:
    place = stand.connection.pk
    operator = Api(django_client, User.objects.create_user("op@example.com", "Olga", Role.OPERATOR, None))
    operator("post", "/groups", 403, connection=place, name="Nightly", workflows=["customers"])
    operator("post", "/schedules", 403, connection=place, cron="0 1 * * *")
    operator("put", f"/polling/{place}", 403)
    record = {"connection": place, "workflow": "customers", "internal_id": "20"}
    operator("post", "/runs/record", 202, **record)
    viewer = Api(django_client, User.objects.create_user("vic@example.com", "Vic", Role.VIEWER, None))
    viewer("post", "/runs/record", 403, **record)
    viewer("get", "/schedules", 200)
    viewer("get", "/groups", 200)
    assert RunRequest.objects.count() == 1
    assert not Schedule.objects.exists()
