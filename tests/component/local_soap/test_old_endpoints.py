"""Endpoints that take user and password: in each request up to 2020_1, by login and logout up to 2019_2."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from lxml import etree

from landbridge.local.access.integration import Box
from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.releases import Standing, answered, endpoints, standing
from landbridge.local.settings import AccountSettings, SettingsError
from landbridge.local.soap.authentication import Origin
from landbridge.local.soap.endpoint import Answer, Message
from tests.component.local_soap.conftest import CUSTOM_FIELDS, LISTS, PERMISSIONS, client
from tests.component.local_soap.wire import Reply, Wire, customer, read

APPLICATION = "A1B2C3D4-0000-1111-2222-333344445555"
EMAIL, PASSWORD = "old@example.com", "correct horse"
START = datetime(2026, 3, 1, 12, tzinfo=UTC)


class Turning:
    """A clock that tests set."""

    def __init__(self) -> None:
        self.now = START

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def turning() -> Turning:
    return Turning()


@pytest.fixture
def old(authority_folder: Path, turning: Turning) -> Iterator[Wire]:
    """A client of an account of 2021.1, which answers the endpoints from 2017_1 on."""
    settings = AccountSettings(release="2021.1", tier="premium", licences=1)
    account = Account(settings, authority_folder=authority_folder, clock=Clock(turning), rng=random.Random(1))
    for (type_name, internal_id), values in LISTS.items():
        account.records.put(type_name, internal_id, values)
    account.records.fields.define(*CUSTOM_FIELDS)
    role = account.access.define_role("customrole_test", "Test", PERMISSIONS)
    made = client(account, "customrole_test", EMAIL)
    made.version = "2019_2"
    user = account.access.user_by_email(EMAIL)
    assert user is not None
    account.access.give_access(user.id, (role.id,), PASSWORD)
    account.access.applications.create_integration(
        "Old", application_id=APPLICATION, boxes={Box.USER_CREDENTIALS}
    )
    yield made
    account.close()


def passport(
    email: str = EMAIL, password: str = PASSWORD, account: str = "1234567_SB1", role: str = ""
) -> str:
    named = f'<c:role internalId="{role}"/>' if role else ""
    return (
        f"<m:passport><c:email>{email}</c:email><c:password>{password}</c:password><c:account>{account}</c:account>"
        f"{named}</m:passport>"
    )


def application(application_id: str = APPLICATION) -> str:
    return f"<m:applicationInfo><m:applicationId>{application_id}</m:applicationId></m:applicationInfo>"


def asked(wire: Wire, body: str, headers: str = "", session: str = "") -> tuple[Reply, Answer]:
    """Send a request that may carry the cookie of a session."""
    origin = Origin(wire.version, "/services/test", "127.0.0.1", session)
    answer = wire.endpoint.respond(Message(origin, '"x"'), wire.envelope(body, headers))
    return read(answer.content, answer.status), answer


def login(wire: Wire, **parts: str) -> tuple[Reply, Answer]:
    return asked(wire, f"<m:login>{passport(**parts)}</m:login>", application())


def fault(reply: Reply, name: str) -> str:
    assert reply.status == 500
    return reply.one(name)[0].text or ""


# Versions


@pytest.mark.requirement("wire-06")
@pytest.mark.parametrize("version", answered("2021.1"))
def test_each_version_is_answered_in_its_own_namespaces(old: Wire, version: str) -> None:
    old.version = version
    old.add(customer("Acme"))
    reply = old.search("Customer", "")
    assert reply.texts("companyName") == ["Acme"]
    assert f"_{version}." in reply.raw.decode()


@pytest.mark.requirement("wire-06")
@pytest.mark.parametrize(
    ("version", "code"),
    [
        ("2021_2", "INVALID_WS_VERSION"),
        ("2025_2", "INVALID_WS_VERSION"),
        ("2016_2", "UNSUPPORTED_WS_VERSION"),
    ],
)
def test_a_version_of_another_time_is_a_fault(old: Wire, version: str, code: str) -> None:
    assert fault(old.send(b"<x/>", version=version), "invalidVersionFault") == code


@pytest.mark.requirement("wire-06")
@pytest.mark.parametrize(
    ("release", "supported", "reachable"),
    [
        ("2018.1", {"2017_1", "2017_2", "2018_1"}, set()),
        ("2025.2", set(endpoints()[-6:]), set(endpoints()[4:-6])),
        ("2026.1", {"2023_2", "2024_1", "2024_2", "2025_1", "2025_2"}, set(endpoints()[5:-5])),
        ("2027.2", {"2025_2"}, set(endpoints()[8:-1])),
        ("2028.2", set(), set()),
    ],
)
def test_the_matrix_is_the_documented_one(release: str, supported: set[str], reachable: set[str]) -> None:
    assert {one for one in endpoints() if standing(one, release) is Standing.SUPPORTED} == supported
    assert {one for one in endpoints() if standing(one, release) is Standing.REACHABLE} == reachable


@pytest.mark.requirement("wire-06")
@pytest.mark.parametrize("release", ["2016.2", "2029.1", "2025_2", "", "2025.3"])
def test_a_release_that_there_is_not_is_refused(release: str) -> None:
    with pytest.raises(SettingsError, match="release"):
        AccountSettings(release=release)


# User credentials in the request


@pytest.mark.requirement("wire-09")
@pytest.mark.parametrize("version", ["2017_1", "2020_1"])
def test_user_and_password_open_a_request(old: Wire, version: str) -> None:
    old.version = version
    reply, answer = asked(old, "<m:getServerTime/>", passport() + application())
    assert (reply.successes, answer.opened) == ([True], "")


@pytest.mark.requirement("wire-09")
@pytest.mark.parametrize(
    ("parts", "element", "code"),
    [
        ({"password": "wrong"}, "invalidCredentialsFault", "INVALID_LOGIN_CREDENTIALS"),
        ({"email": "nobody@example.com"}, "invalidCredentialsFault", "INVALID_LOGIN_CREDENTIALS"),
        ({"email": ""}, "invalidCredentialsFault", "EMAIL_ADDRS_REQD"),
        ({"password": ""}, "invalidCredentialsFault", "PSWD_REQD"),
        ({"account": "7654321"}, "invalidAccountFault", "INVALID_ACCT"),
        ({"role": "99999"}, "invalidCredentialsFault", "INVALID_ROLE"),
    ],
)
def test_wrong_credentials_are_their_fault(old: Wire, parts: dict[str, str], element: str, code: str) -> None:
    in_request, _ = asked(old, "<m:getServerTime/>", passport(**parts) + application())
    by_login, answer = login(old, **parts)
    assert fault(in_request, element) == fault(by_login, element) == code
    assert answer.opened == ""
    assert PASSWORD not in in_request.raw.decode()


@pytest.mark.requirement("wire-09")
def test_a_wrong_password_is_told_in_netsuites_words(old: Wire) -> None:
    reply, _ = login(old, password="wrong")
    assert reply.text("faultstring") == (
        "You have entered an invalid email address or account number. Please try again."
    )


@pytest.mark.requirement("wire-09")
@pytest.mark.parametrize("headers", ["", application("00000000-0000-0000-0000-000000000000")])
def test_an_application_id_is_needed(old: Wire, headers: str) -> None:
    reply, _ = asked(old, "<m:getServerTime/>", passport() + headers)
    assert fault(reply, "invalidCredentialsFault") == "INVALID_LOGIN_CREDENTIALS"


@pytest.mark.requirement("wire-09")
def test_user_and_password_ended_with_2020_2(old: Wire) -> None:
    old.version = "2020_2"
    reply, _ = asked(old, "<m:getServerTime/>", passport() + application())
    assert fault(reply, "invalidCredentialsFault") == "INVALID_LOGIN_CREDENTIALS"


@pytest.mark.requirement("wire-09")
def test_two_ways_to_sign_in_are_ambiguous(old: Wire) -> None:
    both, _ = asked(old, "<m:getServerTime/>", old.passport() + passport())
    with_application, _ = asked(old, "<m:getServerTime/>", old.passport() + application())
    assert both.text("faultstring") == with_application.text("faultstring") == "Ambiguous authentication"
    assert [etree.QName(one).localname for one in both.one("detail")] == ["hostname"]
    assert fault(with_application, "invalidCredentialsFault") == "USER_ERROR"


# Sessions


@pytest.mark.requirement("wire-09")
def test_a_session_from_login_to_logout(old: Wire) -> None:
    welcome, opened = login(old)
    assert welcome.successes == [True]
    assert welcome.texts("name")[-1] == "Test"
    assert (welcome.texts("isDefault"), welcome.texts("isLoggedInRole")) == (["true"], ["true"])
    assert len(opened.opened) == 32

    assert asked(old, "<m:getServerTime/>", session=opened.opened)[0].successes == [True]
    assert asked(old, "<m:logout/>", session=opened.opened)[0].successes == [True]
    over, _ = asked(old, "<m:getServerTime/>", session=opened.opened)
    assert fault(over, "invalidSessionFault") == "SESSION_TIMED_OUT"


@pytest.mark.requirement("wire-09")
def test_no_session_and_no_passport(old: Wire) -> None:
    reply, _ = asked(old, "<m:getServerTime/>")
    assert fault(reply, "invalidSessionFault") == "WS_LOG_IN_REQD"


@pytest.mark.requirement("wire-09")
def test_a_session_pages_through_its_latest_search(old: Wire) -> None:
    for number in range(12):
        old.add(customer(f"Company {number:02}"))
    session = login(old)[1].opened
    preferences = "<m:searchPreferences><m:pageSize>5</m:pageSize></m:searchPreferences>"
    search = '<m:search><m:searchRecord xsi:type="b:CustomerSearchBasic"/></m:search>'

    nothing, _ = asked(old, "<m:searchNext/>", session=session)
    assert nothing.texts("code") == ["INVALID_JOB_ID"]
    pages = [asked(old, search, preferences, session)[0]]
    pages += [asked(old, "<m:searchNext/>", session=session)[0] for _ in range(2)]
    assert [page.text("pageIndex") for page in pages] == ["1", "2", "3"]
    assert len({name for page in pages for name in page.texts("companyName")}) == 12
    back, _ = asked(old, "<m:searchMore><m:pageIndex>2</m:pageIndex></m:searchMore>", session=session)
    assert back.texts("companyName") == pages[1].texts("companyName")
    behind, _ = asked(old, "<m:searchMore><m:pageIndex>9</m:pageIndex></m:searchMore>", session=session)
    assert behind.texts("code") == ["INVALID_PAGE_INDEX"]


@pytest.mark.requirement("wire-09")
@pytest.mark.parametrize(("step", "alive"), [(timedelta(minutes=19), True), (timedelta(minutes=20), False)])
def test_a_session_idles_out_after_twenty_minutes(
    old: Wire, turning: Turning, step: timedelta, alive: bool
) -> None:
    session = login(old)[1].opened
    turning.now += step
    assert (asked(old, "<m:getServerTime/>", session=session)[0].status == 200) is alive


@pytest.mark.requirement("wire-09")
def test_a_session_ends_after_an_hour_even_when_used(old: Wire, turning: Turning) -> None:
    session = login(old)[1].opened
    answers = []
    for _ in range(6):
        turning.now += timedelta(minutes=10)
        answers.append(asked(old, "<m:getServerTime/>", session=session)[0].status)
    assert answers == [200] * 5 + [500]


@pytest.mark.requirement("wire-09")
def test_another_login_of_the_same_user_ends_the_session(old: Wire) -> None:
    first, second = login(old)[1].opened, login(old)[1].opened
    assert [asked(old, "<m:getServerTime/>", session=one)[0].status for one in (first, second)] == [500, 200]


@pytest.mark.requirement("wire-09")
def test_a_restored_account_knows_no_sessions(old: Wire) -> None:
    session = login(old)[1].opened
    for end in old.account.replaced:
        end()
    assert asked(old, "<m:getServerTime/>", session=session)[0].status == 500


@pytest.mark.requirement("wire-09")
@pytest.mark.parametrize(
    ("version", "operation"), [("2020_1", "login"), ("2019_2", "ssoLogin"), ("2020_1", "searchNext")]
)
def test_what_an_endpoint_has_not_is_refused(old: Wire, version: str, operation: str) -> None:
    old.version = version
    reply, answer = asked(old, f"<m:{operation}>{passport()}</m:{operation}>", application())
    assert fault(reply, "unexpectedErrorFault") == "USER_ERROR"
    assert operation in reply.text("faultstring")
    assert answer.opened == ""


# One at a time


@pytest.mark.requirement("wire-09")
@pytest.mark.parametrize(("designated", "most"), [(False, 1), (True, 10)])
def test_one_user_has_one_request_at_a_time(old: Wire, designated: bool, most: int) -> None:
    user = old.account.access.user_by_email(EMAIL)
    assert user is not None
    old.account.records.save(
        old.account.access.system_session(), "employee", {"concurrentWebServicesUser": designated}, id=user.id
    )
    session = old.account.access.verify_credentials(
        EMAIL, PASSWORD, "1234567_SB1", application_id=APPLICATION, uri="", ip=""
    )
    with ExitStack() as running:  # requests that hold their places while one more asks
        for _ in range(most):
            running.enter_context(old.account.governance.slot(session))
        refused, _ = asked(old, "<m:getServerTime/>", passport() + application())
        signed = old.call("<m:getServerTime/>")
    assert fault(refused, "exceededRequestLimitFault") == "WS_CONCUR_SESSION_DISALLWD"
    assert refused.text("faultstring") == "Only one request may be made against a session at a time"
    assert signed.successes == [True], "a token has no limit of its user's"
    assert asked(old, "<m:getServerTime/>", passport() + application())[0].successes == [True]


@pytest.mark.requirement("wire-05")
def test_a_restored_account_knows_no_searches(old: Wire) -> None:
    old.add(customer("Acme"))
    search_id = old.search("Customer", "").text("searchId")
    for forget in old.account.restored:
        forget()
    more = f"<m:searchMoreWithId><m:searchId>{search_id}</m:searchId><m:pageIndex>1</m:pageIndex></m:searchMoreWithId>"
    assert old.call(more).texts("code") == ["INVALID_JOB_ID"]
