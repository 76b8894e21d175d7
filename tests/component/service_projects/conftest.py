"""An account to write into, and an author."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import pytest

from landbridge.service.ports import Applied, Author, Change, JsonValue, Outcome
from landbridge.service.projects.account import BuiltInAccount
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)

Write = Callable[..., list[Applied]]


def change(key: str, spp_id: str | None = None, *, minutes: int = 0, **fields: JsonValue) -> Change:
    """A change whose source version is ``minutes`` after noon."""
    return Change(key, spp_id, fields, NOON + timedelta(minutes=minutes))


@pytest.fixture
def account(db: None) -> BuiltInAccount:
    return BuiltInAccount("spp-1")


@pytest.fixture
def ada(db: None) -> User:
    return User.objects.create_user("ada@example.com", "Ada", Role.ADMINISTRATOR, None)


@pytest.fixture
def write(account: BuiltInAccount, ada: User) -> Write:
    """Write changes of one table as Ada, through run 7."""

    def apply(spp_type: str, *changes: Change) -> list[Applied]:
        author = Author(user_id=ada.pk, name=ada.name, run_id=7)
        return list(account.apply(spp_type, changes, author=author, at=NOON + timedelta(hours=1)))

    return apply


@pytest.fixture
def create(write: Write) -> Callable[..., str]:
    """Create one record and return its internal id."""

    def make(spp_type: str, **fields: JsonValue) -> str:
        (answer,) = write(spp_type, change("1", None, **fields))
        assert answer.outcome is Outcome.CREATED, answer
        assert answer.spp_id is not None
        return answer.spp_id

    return make


def outcomes(answers: Sequence[Applied]) -> list[Outcome]:
    return [answer.outcome for answer in answers]
