"""Who is on a database with which key, as PostgreSQL sees it."""

from __future__ import annotations

from threading import Thread

import psycopg
import pytest

from landbridge.service.supervision.presence import OtherKeyError, Presence
from tests.waiting import eventually

OURS, THEIRS = "00112233aabbccdd", "ff112233aabbccdd"


def sessions(url: str) -> int:
    with psycopg.connect(url) as session:
        row = session.execute(
            "SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND objsubid = 2 AND mode = 'ShareLock'"
        ).fetchone()
        return int(row[0]) if row else 0


@pytest.mark.requirement("recovery-08")
def test_one_key_shares_a_database_and_another_is_refused_while_it_is_there(postgres: str) -> None:
    first, second = Presence(postgres, OURS), Presence(postgres, OURS)
    assert first.claim() == 0
    assert second.claim() == 1
    stranger = Presence(postgres, THEIRS)
    with pytest.raises(OtherKeyError, match=THEIRS):
        stranger.claim()
    assert sessions(postgres) == 2
    first.end()
    with pytest.raises(OtherKeyError):
        stranger.claim()
    second.end()
    eventually(lambda: sessions(postgres) == 0, what="locks that are let go")
    assert stranger.claim() == 0
    stranger.end()


@pytest.mark.requirement("recovery-08")
def test_presence_is_taken_again_after_the_database_ended_its_session(
    postgres: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("landbridge.service.supervision.presence.LOOK_EVERY_S", 0.02)
    presence = Presence(postgres, OURS)
    presence.claim()
    keeper = Thread(target=presence.keep, daemon=True)
    keeper.start()
    with psycopg.connect(postgres, autocommit=True) as session:
        session.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'landbridge presence'"
            " AND datname = current_database()"
        )
    eventually(lambda: sessions(postgres) == 1, what="a presence that is taken again")
    with pytest.raises(OtherKeyError):
        Presence(postgres, THEIRS).claim()
    presence.end()
    keeper.join(10)
    assert not keeper.is_alive()
