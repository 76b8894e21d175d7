"""What is asked for by page, API or command and is not there is refused in words."""

from __future__ import annotations

import pytest
from django.urls import reverse

from landbridge.service.projects.roles import Role
from tests.component.service_cli.conftest import Commands, command
from tests.component.service_pairs.people import signed_in_as
from tests.component.service_runs.conftest import Stand, make_stand

__all__ = ["Commands", "command"]

TOO_LONG = "12345678901234567890123"


@pytest.fixture
def stand(db_committed: str) -> Stand:
    return make_stand()


@pytest.mark.requirement("match-03")
def test_an_id_of_too_many_digits_is_no_record(stand: Stand, command: Commands) -> None:
    says = f"SuiteProjects Pro has no customer &#x27;{TOO_LONG}&#x27;"
    manager = signed_in_as(Role.INTEGRATION_MANAGER)
    asked = {"workflow": "customers", "internal_id": "7", "spp_id": TOO_LONG}
    for name in ("pairs-join", "pairs-separate"):
        page = manager.post(reverse(name, args=[stand.connection.pk]), asked, follow=True)
        assert says in page.content.decode()
    api = f"/api/connections/{stand.connection.pk}/pairs"
    answer = manager.post(api, asked, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "unknown_record")
    said = command("match", "separate", "customers", TOO_LONG, "--as", "admin@example.com", code=1)
    assert "has no customer" in said


@pytest.mark.requirement("delete-01", "drift-01")
def test_a_policy_of_an_unknown_workflow_names_those_that_there_are(stand: Stand, command: Commands) -> None:
    manager = signed_in_as(Role.INTEGRATION_MANAGER)
    for name, policy in (("pairs-policy", "mark"), ("drift-policy", "accept")):
        place = reverse(name, args=[stand.connection.pk, "nosuch"])
        page = manager.post(place, {"policy": policy}, follow=True).content.decode()
        assert "There is no workflow &#x27;nosuch&#x27;. There are: " in page
    assert "There are: " in command("drift", "policy", "nosuch", "accept", code=1)
    assert "There are: " in command("match", "policy", "nosuch", "mark", code=1)
    joined = command("match", "join", "nosuch", "7", "1", "--as", "admin@example.com", code=1)
    assert "customers" in joined
