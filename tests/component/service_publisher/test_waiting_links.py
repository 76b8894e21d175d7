"""Links whose sign-in is refused while, or after, the publisher's pair changes: they rest, and the run does not fail."""

from __future__ import annotations

import pytest

from landbridge.netsuite.errors import SignInAgain
from landbridge.service.connections import publishing
from landbridge.service.connections.models import Connection
from landbridge.service.connections.publisher import PublisherRecord
from landbridge.service.connections.publisherholds import PairHeldError, hold_of, refuse_held
from landbridge.service.ports import Reader
from landbridge.service.runs import queueing
from landbridge.service.runs.execution.link import run_link
from landbridge.service.runs.execution.refusedpair import refuses_pair
from landbridge.service.runs.models import Run
from landbridge.service.runs.starts.starting import start_run
from tests.component.service_runs.conftest import Stand, make_stand

OLD, NEW = PublisherRecord("old-key-1111", "old-secret"), PublisherRecord("new-key-2222", "new-secret")
UNTOLD = "INVALID_LOGIN_ATTEMPT"


@pytest.fixture
def stand(db: None) -> Stand:
    made = make_stand()
    publishing.set_record(OLD, by=made.admin)
    made.connection.use_publisher_record = True
    made.connection.save()
    return made


def link(stand: Stand) -> Run:
    run = start_run(stand.connection, queueing.MANUAL, None, by=stand.admin, now=stand.clock())
    run_link(stand.connection.pk, queueing.MANUAL, stand.services)
    run.refresh_from_db()
    return run


@pytest.mark.requirement("publisher-03")
@pytest.mark.parametrize("detail", ["", "consumer_key_unknown", "InvalidSignature"])
def test_a_refusal_of_a_pair_that_was_replaced_meanwhile_fails_no_run(stand: Stand, detail: str) -> None:
    def refused(_: Connection) -> Reader:
        Connection.objects.update(use_publisher_record=False)  # no account is there to try the pair on
        publishing.set_record(NEW, by=stand.admin)
        Connection.objects.update(use_publisher_record=True)
        raise SignInAgain("Invalid login attempt.", code=UNTOLD, detail=detail)

    stand.services.reader_for = refused
    run = link(stand)
    assert (run.finished_at, run.error, run.attempts) == (None, "", 0)
    assert hold_of(stand.connection) is None
    stand.services.reader_for = lambda _: stand.netsuite
    run_link(stand.connection.pk, queueing.MANUAL, stand.services)
    run.refresh_from_db()
    assert run.state == Run.State.COMPLETED


@pytest.mark.requirement("publisher-03")
def test_a_regeneration_that_begins_before_it_is_asked_again_kills_no_link(stand: Stand) -> None:
    def refused(_: Connection) -> Reader:
        publishing.begin_regeneration(by=stand.admin)
        raise SignInAgain("Invalid login attempt.", code=UNTOLD)

    stand.services.reader_for = refused
    stand.services.sign_in_over_rest = refuse_held
    run = link(stand)
    assert (run.finished_at, run.error) == (None, "")
    with pytest.raises(PairHeldError):
        refuse_held(stand.connection)


@pytest.mark.requirement("publisher-03")
def test_an_answer_from_memory_keeps_nobody_waiting(stand: Stand) -> None:
    """The second try with a revoked token: the library sends nothing and has no detail to tell."""

    def from_memory(_: Connection) -> None:
        raise SignInAgain("NetSuite refused these credentials a moment ago.", code=UNTOLD)

    def no_such_client(_: Connection) -> None:
        raise SignInAgain("NetSuite refused these credentials a moment ago.", code="invalid_client")

    problem = SignInAgain("Invalid login attempt.", code=UNTOLD)
    assert not refuses_pair(stand.connection, problem, from_memory)
    assert refuses_pair(stand.connection, problem, no_such_client)
