"""One pool over every protocol: who is refused, how each protocol says so, and what the execution log keeps."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import timedelta

import pytest
from starlette.requests import Request as StarletteRequest
from starlette.types import Message

from landbridge.local.access.model import ADMINISTRATOR, Authentication, Context, Session
from landbridge.local.governance.errors import LimitExceeded, LimitRefused, UserLimitExceeded
from landbridge.local.governance.execution import Outcome, Request
from landbridge.local.governance.limits import LimitType
from landbridge.local.governance.tiers import BASE_OF_TIER, account_limit
from landbridge.local.restservices.gate import Answer, Asked, Gate
from landbridge.local.settings import AccountSettings
from tests.component.local_access.conftest import Premises, opened_premises
from tests.component.local_access.requests import PROTOCOLS, REST, SOAP, send


@pytest.fixture(scope="module")
def forty() -> Iterator[Premises]:
    """An account of 40 requests at once, as in Oracle's example; its token acts as Administrator."""
    with opened_premises(AccountSettings(tier="enterprise", licences=2)) as premises:
        premises.account.access.give_access(premises.user().id, (ADMINISTRATOR,))
        with premises.account.database.transaction() as connection:
            connection.execute("UPDATE token SET role_id = ?", (int(ADMINISTRATOR),))
        yield premises


def session(premises: Premises, integration_id: str, how: Authentication = Authentication.TOKEN) -> Session:
    return Session(
        premises.user().id,
        ADMINISTRATOR,
        Context.WEBSERVICES,
        integration_id=integration_id,
        authentication=how,
    )


def refused(premises: Premises, integration_id: str, times: int, held: ExitStack) -> int:
    """Start so many requests and keep them running; return how many were refused."""
    count = 0
    for _ in range(times):
        try:
            held.enter_context(premises.account.governance.slot(session(premises, integration_id)))
        except LimitExceeded:
            count += 1
    return count


@pytest.mark.requirement("limit-01")
def test_tiers_of_both_naming_schemes() -> None:
    assert {tier: account_limit(tier, 0) for tier in BASE_OF_TIER} == {
        "standard": 5,
        "premium": 15,
        "enterprise": 20,
        "ultimate": 20,
        "shared": 5,
        "tier3": 5,
        "tier2": 10,
        "tier1": 15,
        "tier1+": 15,
        "tier0": 20,
        "developer": 5,
        "partner": 5,
    }
    assert (account_limit("tier1", 5), account_limit("shared", 1)) == (65, 15)


@pytest.mark.requirement("limit-01")
def test_oracles_example_of_integration_limits(forty: Premises) -> None:
    applications, governance = forty.account.access.applications, forty.account.governance
    d, e, f = (applications.create_integration(name) for name in "DEF")
    governance.set_integration_limit(e.id, 16)
    with ExitStack() as held:
        assert refused(forty, e.id, 18, held) == 2
        assert refused(forty, d.id, 9, held) == 0
        assert refused(forty, f.id, 16, held) == 1
        assert governance.account_info().unallocated == 24
    with ExitStack() as held:
        assert refused(forty, d.id, 24, held) == 0
        assert refused(forty, f.id, 1, held) == 1
        assert refused(forty, e.id, 16, held) == 0
    governance.set_integration_limit(e.id, None)


@pytest.mark.requirement("limit-01")
def test_one_request_always_stays_unallocated(forty: Premises) -> None:
    governance, integration = forty.account.governance, forty.integration
    assert governance.account_info().unallocated == 40
    for wrong in (0, -1, 40, 41):
        with pytest.raises(LimitRefused):
            governance.set_integration_limit(integration.id, wrong)
    governance.set_integration_limit(integration.id, 39)
    assert governance.account_info().unallocated == 1
    for wrong in (39, 0):
        with pytest.raises(LimitRefused):
            governance.set_limit(wrong)
    with pytest.raises(KeyError):
        governance.set_integration_limit("999", 1)
    governance.set_integration_limit(integration.id, None)
    governance.set_limit(3)
    with ExitStack() as held:
        assert refused(forty, integration.id, 4, held) == 1
    governance.set_limit(40)


@pytest.mark.requirement("limit-01")
def test_oracles_own_applications_are_not_counted(forty: Premises) -> None:
    own = forty.account.access.applications.create_integration("Connector", internal=True)
    governance = forty.account.governance
    with ExitStack() as held:
        assert refused(forty, own.id, 60, held) == 0
        assert refused(forty, forty.integration.id, 41, held) == 1
    assert governance.integration_info(own.id).limit_type is LimitType.INTERNAL
    assert governance.integration_info(forty.integration.id).limit_type is LimitType.ACCOUNT


@pytest.mark.requirement("limit-01", "limit-02")
@pytest.mark.parametrize("protocol", PROTOCOLS)
def test_one_pool_and_each_protocols_own_refusal(forty: Premises, protocol: str) -> None:
    other = forty.account.access.applications.create_integration("Busy")
    with ExitStack() as held:
        assert refused(forty, other.id, 40, held) == 0
        reply = send(forty, protocol)
    text = reply.body.decode()
    if protocol == SOAP:
        assert reply.status == 500
        assert "exceededConcurrentRequestLimitFault" in text
        assert "WS_REQUEST_BLOCKED" in text
        assert "SuiteTalk concurrent request limit exceeded. Request blocked." in text
    elif protocol == REST:
        assert reply.status == 429
        assert reply.json["o:errorCode"] == "USER_ERROR"
        assert reply.json["o:errorDetails"][0]["o:errorCode"] == "CONCURRENCY_LIMIT_EXCEEDED"
    else:
        assert (reply.status, reply.json["error"]["code"]) == (400, "SSS_REQUEST_LIMIT_EXCEEDED")
    row = forty.account.governance.executions.rows(forty.integration.id, 1)[0]
    assert (row.status, row.duration_ms) == (Outcome.REJECTED, 0)
    assert send(forty, protocol).status == 200


@pytest.mark.requirement("limit-02")
def test_the_execution_log_tells_what_each_integration_asked(forty: Premises) -> None:
    for protocol in PROTOCOLS:
        send(forty, protocol)
    log = forty.account.governance.executions
    rows = log.rows(forty.integration.id, 3)[::-1]
    assert [(row.protocol, row.action, row.version, row.status) for row in rows] == [
        ("SOAP", "getServerTime", "2025_2", Outcome.FINISHED),
        ("REST", "GET", "v1", Outcome.FINISHED),
        ("RESTLET", "GET", "", Outcome.FINISHED),
    ]
    assert (rows[2].script, rows[2].deployment) == ("customscript_told", "customdeploy_told")
    assert {row.user_id for row in rows} == {forty.user().id}
    assert all(row.at == forty.clock.now() and row.duration_ms >= 0 for row in rows)
    other = forty.account.access.applications.create_integration("Quiet")
    assert log.rows(other.id) == []


@pytest.mark.requirement("limit-02")
def test_requests_that_fail_are_logged_as_failed(forty: Premises) -> None:
    governance, caller = forty.account.governance, session(forty, forty.integration.id)
    request = Request("REST", "POST")

    def fail() -> None:
        with governance.slot(caller, request):
            request.record_type = "customer"
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    governance.executions.keep(request, http_status=500)
    row = governance.executions.rows(forty.integration.id, 1)[0]
    assert (row.status, row.record_type) == (Outcome.FAILED, "customer")


@pytest.mark.parametrize(("account_id", "days"), [("1234567_SB1", 7), ("1234567", 21)])
def test_sandboxes_forget_after_a_week_others_after_three(account_id: str, days: int) -> None:
    with opened_premises(AccountSettings(account_id=account_id)) as premises:
        governance, caller = premises.account.governance, session(premises, premises.integration.id)

        def run(action: str) -> list[str]:
            request = Request("SOAP", action)
            with governance.slot(caller, request):
                pass
            governance.executions.keep(request)
            return [row.action for row in governance.executions.rows(premises.integration.id)]

        assert run("first") == ["first"]
        premises.clock.advance(timedelta(days=days).total_seconds())
        assert run("second") == ["second", "first"]
        premises.clock.advance(1)
        assert run("third") == ["third", "second"]


@pytest.mark.requirement("limit-01", "wire-09")
def test_user_credentials_run_one_request_at_a_time(forty: Premises) -> None:
    governance = forty.account.governance
    person = session(forty, forty.integration.id, Authentication.USER_CREDENTIALS)
    with governance.slot(person):
        with pytest.raises(UserLimitExceeded), governance.slot(person):
            pass
        with governance.slot(session(forty, forty.integration.id)):
            pass  # tokens know no limit by user
    with governance.slot(person):
        pass


@pytest.mark.requirement("limit-01", "wire-09")
def test_the_concurrent_web_services_user_runs_ten(forty: Premises) -> None:
    system, user = forty.account.access.system_session(), forty.user()
    forty.account.records.save(system, "employee", {"concurrentWebServicesUser": True}, id=user.id)
    person = session(forty, forty.integration.id, Authentication.USER_CREDENTIALS)
    with ExitStack() as held:
        for _ in range(10):
            held.enter_context(forty.account.governance.slot(person))
        with pytest.raises(UserLimitExceeded) as denied, forty.account.governance.slot(person):
            pass
    assert denied.value.limit == 10
    with opened_premises() as unlicensed:
        theirs = unlicensed.user()
        unlicensed.account.records.save(
            unlicensed.account.access.system_session(),
            "employee",
            {"concurrentWebServicesUser": True},
            id=theirs.id,
        )
        alone = session(unlicensed, unlicensed.integration.id, Authentication.USER_CREDENTIALS)
        slot = unlicensed.account.governance.user_slot
        with slot(alone), pytest.raises(UserLimitExceeded), slot(alone):
            pass


class Crowd:
    """Requests wait inside their operation until every one of the crowd is either inside or refused."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._arrived = 0
        self._lock = threading.Lock()
        self._complete = threading.Event()

    def arrive(self) -> None:
        with self._lock:
            self._arrived += 1
            if self._arrived == self.size:
                self._complete.set()

    def operate(self, _: Asked, __: Session) -> Answer:
        self.arrive()
        assert self._complete.wait(20)
        return Answer(200, {})


@pytest.mark.requirement("limit-01", "limit-02")
def test_requests_at_once_meet_the_limit_and_a_raised_one_lets_them_in() -> None:
    with opened_premises() as premises:
        bearer = f"Bearer {premises.token(user='admin')}".encode()
        for limit, inside in ((3, 3), (60, 40)):
            premises.account.governance.set_limit(limit)
            premises.account.journal.reset()
            statuses = asyncio.run(_all_at_once(premises, Crowd(40), bearer))
            assert sorted(statuses) == [200] * inside + [429] * (40 - inside)
            statistics = premises.account.journal.statistics()
            assert (statistics.most_in_flight, statistics.refused) == (inside, 40 - inside)


async def _all_at_once(premises: Premises, crowd: Crowd, bearer: bytes) -> list[int]:
    gate = Gate(premises.account)

    async def receive() -> Message:
        return {"type": "http.request", "body": b"", "more_body": False}

    async def one() -> int:
        scope = {
            "type": "http",
            "method": "GET",
            "scheme": "https",
            "path": "/services/rest/system/v1/x",
            "query_string": b"",
            "headers": [(b"host", b"x"), (b"authorization", bearer)],
        }
        reply = await gate.handle(StarletteRequest(scope, receive), "rest.x", crowd.operate)
        if reply.status_code == 429:
            crowd.arrive()
        return reply.status_code

    return await asyncio.gather(*(one() for _ in range(crowd.size)))
