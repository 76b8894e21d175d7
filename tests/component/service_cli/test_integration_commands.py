"""`landbridge integration install` against accounts that really run."""

from __future__ import annotations

import io
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from landbridge.cli import app
from landbridge.local.access.integration import Box, Integration, IntegrationState
from landbridge.local.access.model import Level
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import RunningAccount, running_accounts, running_proxy
from tests.component.service_cli.conftest import Commands

EMAIL, PASSWORD = "admin@demo.example", "landbridge"
OPEN = frozenset({Box.TOKENS, Box.USER_CREDENTIALS})
MANAGE = "Setup > Integration > Manage Integrations"


@dataclass(frozen=True)
class Sides:
    publisher: RunningAccount
    customer: RunningAccount

    def offer(self, *boxes: Box) -> Integration:
        return self.publisher.account.access.applications.create_integration("Offered", boxes=boxes or OPEN)

    def state(self, made: Integration) -> IntegrationState | None:
        found = self.customer.account.access.applications.by_application_id(made.application_id)
        return found.state if found else None

    def words(self, made: Integration, **changed: str | None) -> list[str]:
        """Return the command's words for the customer's account; an option that is ``None`` is left out."""
        options: dict[str, str | None] = {
            "into": "2222222",
            "email": EMAIL,
            "application_id": made.application_id,
            "connect_to": self.customer.connect_to,
            "ca_file": str(self.customer.ca_file),
            **changed,
        }
        given = [
            (f"--{name.replace('_', '-')}", value) for name, value in options.items() if value is not None
        ]
        return ["integration", "install", *(word for pair in given for word in pair)]


@pytest.fixture(scope="module")
def sides() -> Iterator[Sides]:
    both = (AccountSettings(account_id=one) for one in ("1111111", "2222222"))
    with running_accounts(*both, seed="empty") as (publisher, customer):
        yield Sides(publisher, customer)


@pytest.fixture(autouse=True)
def as_it_began(sides: Sides) -> Iterator[None]:
    yield
    sides.customer.control.reset()


@pytest.fixture
def alone(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Commands:
    """Commands on a machine without a database and without a running service."""
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("LANDBRIDGE_NETSUITE_PASSWORD", PASSWORD)
    return Commands(capsys, monkeypatch)


@pytest.mark.requirement("install-04")
def test_it_installs_the_record_and_says_what_is_left_to_do(alone: Commands, sides: Sides) -> None:
    made = sides.offer()
    said = alone(*sides.words(made))
    assert sides.state(made) is IntegrationState.ENABLED
    assert "The record is installed and Enabled." in said
    assert "Next: Create an access token for it: Setup > Users/Roles > Access Tokens > New." in said
    assert alone.json(*sides.words(made))["outcome"] == "enabled"


@pytest.mark.requirement("install-04")
def test_a_record_that_waits_is_refused_with_where_to_enable_it(alone: Commands, sides: Sides) -> None:
    sides.customer.control.set_preferences(require_approval=True)
    made = sides.offer()
    said = alone(*sides.words(made), code=1)
    assert sides.state(made) is IntegrationState.WAITING_FOR_APPROVAL
    assert "NetSuite does not tell which of these it is" in said
    assert f"waits for approval: an administrator sets its State to Enabled under {MANAGE}" in said
    assert alone.json(*sides.words(made), code=1)["ok"] is False


@pytest.mark.requirement("install-04")
def test_an_unknown_id_and_an_unchecked_box_look_alike_and_nothing_is_installed(
    alone: Commands, sides: Sides
) -> None:
    closed = sides.offer(Box.TOKENS)
    found = alone.json(*sides.words(closed), code=1)
    unknown = alone.json(*sides.words(closed, application_id="0" * 32), code=1)
    assert found == unknown
    assert any("User Credentials is not checked" in one for one in found["meanings"])
    assert sides.state(closed) is None


@pytest.mark.requirement("install-04")
def test_a_wrong_password_is_sent_once_and_is_nowhere_in_what_is_said(
    alone: Commands, sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sides.offer()
    before = len(sides.customer.control.audit())
    monkeypatch.setenv("LANDBRIDGE_NETSUITE_PASSWORD", "Correct-Horse-7")
    said = alone(*sides.words(made), code=1)
    rows = sides.customer.control.audit()
    assert (len(rows) - before, rows[0]["detail"]) == (1, "WrongPassword")
    assert "Correct-Horse-7" not in said
    assert made.application_id not in said
    assert "five refusals lock the user" in said
    assert sides.state(made) is None


@pytest.mark.requirement("install-04")
def test_a_role_that_may_not_use_soap_is_told_from_a_refused_person(alone: Commands, sides: Sides) -> None:
    account = sides.customer.account
    role = account.access.define_role("customrole_nothing", "Nothing", {"LIST_JOB": Level.VIEW})
    user = account.access.user_by_email(EMAIL)
    assert user is not None
    account.access.give_access(user.id, (*user.role_ids, role.id))
    made = sides.offer()
    assert alone.json(*sides.words(made, role=role.id), code=1)["outcome"] == "no permission"
    other = sides.offer()
    refused = alone.json(*sides.words(other, role="999"), code=1)
    assert refused["outcome"] == "role refused"
    assert (sides.state(made), sides.state(other)) == (IntegrationState.ENABLED, None)
    alone(*sides.words(other))
    there = alone.json(*sides.words(other, role="999"), code=1)
    assert there == refused
    assert sides.state(other) is IntegrationState.ENABLED
    (meaning,) = there["meanings"]
    assert "This request installed nothing; the record may have been there before" in meaning


@pytest.mark.requirement("install-04")
def test_the_password_comes_from_a_file_that_nobody_else_reads_or_from_a_prompt(
    alone: Commands, sides: Sides, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LANDBRIDGE_NETSUITE_PASSWORD")
    made = sides.offer()
    kept = tmp_path / "password"
    kept.write_text(f"{PASSWORD}\n", encoding="utf-8")
    kept.chmod(stat.S_IRUSR | stat.S_IROTH)
    assert "chmod 600" in alone(*sides.words(made, password_file=str(kept)), code=2)
    assert "--password-file" in alone(*sides.words(made), code=2)
    assert sides.state(made) is None
    kept.chmod(stat.S_IRUSR)
    alone(*sides.words(made, password_file=str(kept)))
    asked: list[str] = []
    monkeypatch.setattr(
        "landbridge.service.cli.integrations.getpass", lambda prompt: asked.append(prompt) or PASSWORD
    )
    terminal = io.StringIO()
    monkeypatch.setattr(terminal, "isatty", lambda: True)
    monkeypatch.setattr("sys.stdin", terminal)
    assert app(list(sides.words(made)), exit_on_error=False, result_action="return_value") == 0
    assert asked == [f"NetSuite password of {EMAIL}: "]


@pytest.mark.requirement("install-04")
def test_the_publishers_application_id_is_used_where_none_is_given(
    alone: Commands, sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sides.offer()
    words = sides.words(made, application_id=None)
    monkeypatch.setenv("LANDBRIDGE_PUBLISHER_APPLICATION_ID", made.application_id)
    alone(*words)
    assert sides.state(made) is IntegrationState.ENABLED


@pytest.mark.requirement("install-04")
def test_the_publishers_record_of_the_installation_is_used(
    command: Commands, sides: Sides, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = sides.offer()
    words = sides.words(made, application_id=None)
    monkeypatch.setenv("LANDBRIDGE_NETSUITE_PASSWORD", PASSWORD)
    assert "no integration record configured" in command(*words, code=1)
    monkeypatch.setenv("LANDBRIDGE_PUBLISHER_CONSUMER_KEY", made.consumer_key)
    monkeypatch.setenv("LANDBRIDGE_PUBLISHER_CONSUMER_SECRET", made.consumer_secret)
    assert "has no application id" in command(*words, code=2)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"into": "not an account"}, "not a NetSuite account id"),
        ({"endpoint": "2020_2"}, "NetSuite takes user credentials up to endpoint 2020_1"),
        ({"endpoint": "newest"}, "not an endpoint version"),
        ({"application_id": "A B"}, "application_id holds a character"),
        ({"connect_to": "nowhere"}, "not an address host:port"),
    ],
)
def test_what_cannot_be_sent_is_refused_before_anything_is(
    alone: Commands, sides: Sides, changed: dict[str, str], said: str
) -> None:
    before = len(sides.customer.control.audit())
    assert said in alone(*sides.words(sides.offer(), **changed), code=2)
    assert len(sides.customer.control.audit()) == before


def test_an_endpoint_that_the_account_does_not_answer_is_told(alone: Commands, sides: Sides) -> None:
    found = alone.json(*sides.words(sides.offer(), endpoint="2017_1"), code=1)
    assert found["outcome"] == "endpoint gone"
    assert "the record may have been there before" in found["meanings"][0]
    assert "by a bundle instead" in found["next"]


def test_an_account_that_nobody_reaches_ends_with_its_own_code(alone: Commands, sides: Sides) -> None:
    assert "landbridge:" in alone(*sides.words(sides.offer(), connect_to="127.0.0.1:1"), code=3)


@pytest.mark.requirement("install-04")
def test_it_goes_through_a_proxy(alone: Commands, sides: Sides) -> None:
    made = sides.offer()
    with running_proxy(sides.publisher, sides.customer) as url:
        alone(*sides.words(made, connect_to=None, proxy=url))
    assert sides.state(made) is IntegrationState.ENABLED
