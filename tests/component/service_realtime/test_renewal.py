"""The service looks after certificates by itself: renewals, what fails, and what comes back."""

from __future__ import annotations

import asyncio
import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractAsyncContextManager
from datetime import datetime, timedelta

import psycopg
import pytest
from asgiref.sync import sync_to_async
from cryptography import x509
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from django.db import connection as database
from django.db import transaction
from hypothesis import given
from hypothesis import strategies as st

from landbridge.service.connections.models import Connection
from landbridge.service.notifications import channels, watching
from landbridge.service.notifications.models import Channel, Delivery, Message
from landbridge.service.realtime.certificates import judging, rotation, turns, upkeep
from landbridge.service.realtime.certificates.choosing import CertificateSettingsError, choose
from landbridge.service.realtime.certificates.history import history
from landbridge.service.realtime.certificates.moments import renewal_moment, retry_delay
from landbridge.service.realtime.certificates.recognising import (
    PLACEHOLDER,
    ForeignCertificateError,
    HeldCertificateError,
)
from landbridge.service.realtime.certificates.renewing import look_after
from landbridge.service.realtime.certificates.renewing import queue_due as queue_due_within
from landbridge.service.realtime.certificates.restlet import CertificateRefusedError
from landbridge.service.realtime.models import Certificate, CertificateSettings, RefusedNotice, Renewal
from tests.component.service_realtime.conftest import Clock, RunningIntake
from tests.component.service_realtime.netsuite import SCRIPT_ID, Locked, NetSuite, netsuite
from tests.component.service_realtime.setup_restlet import finished
from tests.component.service_realtime.signing import NOW, claims, issued, sign
from tests.component.service_setup.inspections import trigger

Opening = Callable[[], AbstractAsyncContextManager[RunningIntake]]
State = Certificate.State

turned = Clock()
"""The clock of the account that all tests of this module share; each begins at ``NOW``."""


@pytest.fixture
def clock() -> Clock:
    turned.now = NOW
    return turned


@pytest.fixture(scope="module")
def account() -> Iterator[NetSuite]:
    with netsuite(turned) as opened:
        yield opened


@pytest.fixture
def suiteapp(account: NetSuite, clock: Clock) -> NetSuite:
    """The account without a certificate, as the SuiteApp leaves it."""
    session = account.account.access.system_session()
    for one in account.account.certificates.listing():
        account.account.certificates.delete(session, one.script_id)
    return NetSuite(account.account, account.session, [])


@pytest.fixture(autouse=True)
def short_keys(connection: Connection) -> None:
    """Shorter keys than a person may choose: making one of 3072 bits takes a second."""
    CertificateSettings.objects.create(connection=connection, key_bits=2048, changed_at=NOW)


def half() -> float:
    return 0.5


def current(connection: Connection) -> Certificate:
    return Certificate.objects.get(connection=connection, state=State.CURRENT)


def queued() -> list[int]:
    """Take the looks that wait on the queue; their connections."""
    with database.cursor() as cursor:
        cursor.execute(
            "DELETE FROM procrastinate_jobs WHERE queue_name = 'certificates' RETURNING args -> 'connection_id'"
        )
        return [int(row[0]) for row in cursor.fetchall()]


def queue_due(now: datetime) -> int:
    """The duty, in a transaction of its own, as the tick does it."""
    with transaction.atomic():
        return queue_due_within(now)


def tick(connection: Connection, suiteapp: NetSuite, clock: Clock) -> int:
    """What the workers do now: the duty of the tick, and the looks that it queued."""
    queue_due(clock())
    looks = queued()
    for _ in looks:
        look_after(connection, suiteapp, clock, half)
    return len(looks)


@pytest.mark.requirement("renew-01")
@pytest.mark.parametrize(("bits", "days"), [(3072, 1), (4096, 730)], ids=["least", "most"])
def test_a_certificate_is_made_as_the_connection_says(
    connection: Connection, suiteapp: NetSuite, clock: Clock, bits: int, days: int
) -> None:
    choose(connection, None, clock, key_bits=bits, validity_days=days)
    made = rotation.rotate(connection, None, suiteapp, clock)
    assert suiteapp.key().key_size == bits
    assert made.not_after == clock.now + timedelta(days=days)
    held = x509.load_pem_x509_certificate(suiteapp.account.certificates.listing()[0].pem.encode())
    assert held.public_key() == suiteapp.key().public_key()


@pytest.mark.requirement("renew-01")
@pytest.mark.parametrize(
    ("bits", "days"), [(2048, None), (None, 0), (None, 731)], ids=["short key", "no day", "too long"]
)
def test_what_netsuite_would_not_take_is_refused(
    connection: Connection, clock: Clock, bits: int | None, days: int | None
) -> None:
    with pytest.raises(CertificateSettingsError, match=r"3072 or 4096|1 to 730"):
        choose(connection, None, clock, key_bits=bits, validity_days=days)


@pytest.mark.requirement("renew-03")
@given(days=st.integers(1, 730), draw=st.floats(0, 1, exclude_max=True))
def test_the_moment_lies_one_to_two_weeks_before_the_end_or_in_the_third_quarter(
    days: int, draw: float
) -> None:
    ends = NOW + timedelta(days=days)
    before = ends - renewal_moment(NOW, ends, lambda: draw)
    if days >= 28:
        assert timedelta(days=7) <= before <= timedelta(days=14)
    else:
        assert timedelta(days=days) / 4 <= before <= timedelta(days=days) / 2


@pytest.mark.requirement("renew-04")
@given(failures=st.integers(1, 10_000), left=st.integers(-9, 400), draw=st.floats(0, 1, exclude_max=True))
def test_tries_come_later_each_time_up_to_a_day_and_closer_near_the_end(
    failures: int, left: int, draw: float
) -> None:
    remaining = timedelta(days=left)
    delay = retry_delay(failures, remaining, lambda: draw)
    assert timedelta(seconds=48) <= delay <= timedelta(hours=24) * 1.2
    assert delay <= max(remaining / 4, timedelta(minutes=1)) * 1.2
    assert retry_delay(failures + 1, remaining, lambda: draw) >= delay


@pytest.mark.requirement("renew-03")
def test_a_certificate_renews_itself_once_at_its_moment(
    connection: Connection, suiteapp: NetSuite, clock: Clock
) -> None:
    first = rotation.rotate(connection, None, suiteapp, clock, draw=half)
    assert first.renew_at == first.not_after - timedelta(days=10.5)
    clock.now = first.renew_at - timedelta(minutes=1)
    tick(connection, suiteapp, clock)
    first.refresh_from_db()
    assert (current(connection), first.renew_at) == (first, first.not_after - timedelta(days=10.5))
    assert Renewal.objects.get().next_at == first.renew_at
    clock.advance(timedelta(minutes=1))
    assert tick(connection, suiteapp, clock) == 1
    second = current(connection)
    assert (second.occasion, suiteapp.name()) == (Certificate.Occasion.RENEWAL, second.name)
    assert second.pk != first.pk
    assert tick(connection, suiteapp, clock) == 0


def test_a_certificate_from_before_moments_were_kept_gets_one(
    connection: Connection, suiteapp: NetSuite, clock: Clock
) -> None:
    rotation.rotate(connection, None, suiteapp, clock)
    Certificate.objects.update(renew_at=None)
    Renewal.objects.all().delete()
    assert tick(connection, suiteapp, clock) == 1
    chosen = current(connection)
    assert chosen.renew_at == chosen.not_after - timedelta(days=10.5)


def test_a_look_that_a_worker_lost_is_queued_again(
    connection: Connection, suiteapp: NetSuite, clock: Clock
) -> None:
    rotation.rotate(connection, None, suiteapp, clock)
    clock.advance(upkeep.LOOK_EVERY * 2)
    assert (queue_due(clock()), queued()) == (1, [connection.pk])
    assert queue_due(clock()) == 0
    clock.advance(timedelta(minutes=10))
    assert (queue_due(clock()), queued()) == (1, [connection.pk])
    Connection.objects.update(active=False)
    clock.advance(timedelta(days=1))
    assert queue_due(clock()) == 0


@pytest.fixture
def team(connection: Connection) -> Channel:
    """Somebody who is told of failures."""
    return channels.add_email("Team", ["ada@example.com"], channels.Wishes(), by=None, now=NOW)


def told(now: datetime) -> list[str]:
    """Look at what happened; the events that were told so far."""
    watching.look(now)
    assert Delivery.objects.count() == Message.objects.count()
    return list(Message.objects.order_by("created_at", "id").values_list("event", flat=True))


@pytest.mark.requirement("renew-04")
def test_a_renewal_that_fails_is_tried_with_growing_delay_told_once_and_so_is_its_recovery(
    connection: Connection, suiteapp: NetSuite, clock: Clock, team: Channel
) -> None:
    first = rotation.rotate(connection, None, suiteapp, clock, draw=half)
    assert first.renew_at is not None
    clock.now = first.renew_at
    rights = suiteapp.session
    suiteapp.take_rights()
    delays = []
    for attempt in range(6):
        assert tick(connection, suiteapp, clock) == 1
        renewal = Renewal.objects.get()
        assert (renewal.failures, renewal.failing_since) == (attempt + 1, first.renew_at)
        delays.append(renewal.next_at - clock.now)
        assert told(clock()) == (["certificate.failed"] if attempt else [])
        clock.now = renewal.next_at
    assert all(later == earlier * 2 for earlier, later in itertools.pairwise(delays))
    assert delays[0] == timedelta(minutes=1)
    message = Message.objects.get()
    assert "Certificate Management" in message.data["advice"]
    finding = judging.judge(connection, clock())
    assert (finding.state, current(connection)) == ("warning", first)
    assert f"valid until {first.not_after:%Y-%m-%d}" in finding.message
    assert "Certificate Management" in finding.advice
    suiteapp.give_rights(rights)
    assert tick(connection, suiteapp, clock) == 1
    clock.advance(timedelta(seconds=10))
    assert told(clock()) == ["certificate.failed", "certificate.renewed"]
    assert current(connection).pk != first.pk
    assert judging.judge(connection, clock()).state == "ok"


def test_netsuite_away_while_nothing_is_due_is_no_failure(
    connection: Connection, suiteapp: NetSuite, clock: Clock
) -> None:
    made = rotation.rotate(connection, None, suiteapp, clock)
    clock.advance(timedelta(hours=2))
    look_after(connection, Locked(suiteapp.account, suiteapp.session, []), clock, half)
    assert (Renewal.objects.get().failures, current(connection)) == (0, made)


@pytest.mark.requirement("renew-06")
def test_the_placeholder_of_the_bundle_is_not_valid_and_is_replaced(
    connection: Connection, suiteapp: NetSuite, clock: Clock
) -> None:
    pem = issued(5).pem.encode()
    suiteapp.account.certificates.bring(SCRIPT_ID, PLACEHOLDER, pem)
    assert judging.judge(connection, clock()).message.startswith(judging.NONE_VALID)
    assert tick(connection, suiteapp, clock) == 1  # the connection is live
    made = current(connection)
    assert (suiteapp.name(), made.occasion) == (made.name, Certificate.Occasion.PLACEHOLDER)
    assert judging.judge(connection, clock()).state == "ok"


def put_back(suiteapp: NetSuite, certificate: Certificate) -> None:
    """What a sandbox refresh does: NetSuite has another certificate of ours than this service expects."""
    other = issued(6)
    packed = pkcs12.serialize_key_and_certificates(
        b"", other.key, other.certificate, None, BestAvailableEncryption(b"old")
    )
    session = suiteapp.account.access.system_session()
    suiteapp.account.certificates.upload(
        session, SCRIPT_ID, certificate.name, "old.p12", packed, password="old"
    )


@pytest.mark.requirement("renew-07")
def test_a_certificate_that_came_back_with_a_refresh_is_replaced(
    connection: Connection, suiteapp: NetSuite, clock: Clock
) -> None:
    old = rotation.rotate(connection, None, suiteapp, clock)
    rotation.rotate(connection, None, suiteapp, clock)
    clock.advance(timedelta(days=40))
    put_back(suiteapp, old)
    assert tick(connection, suiteapp, clock) == 1
    made = current(connection)
    assert (suiteapp.name(), made.occasion) == (made.name, Certificate.Occasion.REFRESH)


@pytest.mark.requirement("renew-07")
async def test_refused_notices_make_the_service_look_at_once(
    connection: Connection, suiteapp: NetSuite, clock: Clock, opened_intake: Opening
) -> None:
    """Long before the usual look: the certificate of another connection, production's, is in the sandbox."""
    production = await Connection.objects.acreate(
        name="Production",
        netsuite_account="1234567",
        spp_database_id="p",
        credentials=b"",
        credentials_key="",
    )
    theirs = await sync_to_async(rotation.rotate)(production, None, suiteapp, clock)
    await sync_to_async(suiteapp.account.certificates.delete)(
        suiteapp.account.access.system_session(), SCRIPT_ID
    )
    await sync_to_async(rotation.rotate)(connection, None, suiteapp, clock)
    await Renewal.objects.filter(connection=production).aupdate(next_at=clock() + timedelta(days=1))
    await sync_to_async(put_back)(suiteapp, theirs)
    clock.advance(timedelta(minutes=6))
    assert await sync_to_async(queue_due)(clock()) == 0
    async with opened_intake() as intake:
        refused = await intake.post(sign(claims(at=clock.now), suiteapp.key()))
        assert (refused[0], refused[1]["code"]) == (401, "bad_signature")
        await intake.store.flush_refusals()
        assert await sync_to_async(tick)(connection, suiteapp, clock) == 1
        await intake.store.refresh()
        assert (await intake.post(sign(claims(at=clock.now), suiteapp.key())))[0] == 202
    assert await RefusedNotice.objects.acount() == 1
    assert await sync_to_async(queue_due)(clock()) == 0


@pytest.mark.requirement("beside-03")
def test_a_certificate_that_is_not_ours_is_never_replaced(
    connection: Connection, suiteapp: NetSuite, clock: Clock, team: Channel
) -> None:
    foreign = issued(7)
    packed = pkcs12.serialize_key_and_certificates(
        b"", foreign.key, foreign.certificate, None, BestAvailableEncryption(b"native")
    )
    session = suiteapp.account.access.system_session()
    there = suiteapp.account.certificates.upload(
        session, SCRIPT_ID, "SuiteProjects Pro", "n.p12", packed, password="native"
    )
    with pytest.raises(ForeignCertificateError, match=r"beside-native.*delete it in NetSuite"):
        rotation.rotate(connection, None, suiteapp, clock)
    assert suiteapp.calls == ["GET"]
    assert not Certificate.objects.exists()
    for _ in range(2):
        assert tick(connection, suiteapp, clock) == 1
        clock.now = Renewal.objects.get().next_at
    assert told(clock()) == ["certificate.failed"]
    assert suiteapp.account.certificates.listing() == [there]


def test_an_upload_whose_answer_was_lost_becomes_current_when_netsuite_has_it(
    connection: Connection, suiteapp: NetSuite, clock: Clock
) -> None:
    rotation.rotate(connection, None, suiteapp, clock)
    second = rotation.rotate(connection, None, suiteapp, clock)
    Certificate.objects.filter(state=State.PREVIOUS).update(state=State.RETIRED)
    Certificate.objects.filter(pk=second.pk).update(state=State.PENDING)
    clock.advance(timedelta(hours=2))
    tick(connection, suiteapp, clock)
    assert current(connection) == second


@pytest.mark.requirement("renew-02")
def test_the_history_says_who_when_why_and_what_came_of_it(
    connection: Connection, suiteapp: NetSuite, clock: Clock
) -> None:
    first = rotation.rotate(connection, None, suiteapp, clock, draw=half)
    assert first.renew_at is not None
    clock.now = first.renew_at
    tick(connection, suiteapp, clock)
    waiting = rotation.prepare_by_hand(connection, None, clock)
    suiteapp.take_rights()
    with pytest.raises(CertificateRefusedError):
        rotation.rotate(connection, None, suiteapp, clock)
    shown = [(one.certificate.state, one.made_by, one.why, one.outcome) for one in history(connection)]
    assert [state for state, *_ in shown] == ["retired", "pending", "current", "previous"]
    assert "NetSuite did not get it" in shown[0][3]
    assert shown[1][2:] == (
        "For upload by hand",
        "Waits for somebody to upload it in NetSuite and to confirm that.",
    )
    assert shown[2][1:3] == ("Landbridge itself", "The one before was about to end")
    assert f"renews itself about {current(connection).renew_at:%Y-%m-%d}" in shown[2][3]
    assert shown[3][3].startswith(f"Replaced on {clock.now:%Y-%m-%d}")
    assert waiting.state == State.PENDING


def upload_by_hand(suiteapp: NetSuite, prepared: Certificate, name: str) -> None:
    """What a person does in NetSuite's list of certificates."""
    upload = rotation.download(prepared)
    session = suiteapp.account.access.system_session()
    suiteapp.account.certificates.upload(
        session, SCRIPT_ID, name, "k.p12", upload.pkcs12, password=upload.password
    )


@pytest.mark.requirement("renew-05")
def test_upload_by_hand_is_confirmed_by_the_name_that_netsuite_has(
    connection: Connection, suiteapp: NetSuite, clock: Clock
) -> None:
    prepared = rotation.prepare_by_hand(connection, None, clock)
    with pytest.raises(rotation.NotPendingError, match="NetSuite has no certificate"):
        rotation.confirm_by_hand(prepared, clock, suiteapp)
    upload_by_hand(suiteapp, prepared, "By Ada")
    with pytest.raises(rotation.NotPendingError, match=f"'By Ada'.*{prepared.name}"):
        rotation.confirm_by_hand(prepared, clock, suiteapp)
    upload_by_hand(suiteapp, prepared, prepared.name)
    rotation.confirm_by_hand(prepared, clock, suiteapp)
    assert current(connection) == prepared
    clock.advance(timedelta(hours=2))
    tick(connection, suiteapp, clock)
    assert (current(connection), Renewal.objects.get().failures) == (prepared, 0)
    with pytest.raises(rotation.NotPendingError, match="current"):
        rotation.confirm_by_hand(prepared, clock, suiteapp)


@pytest.mark.requirement("beside-03")
def test_a_certificate_that_is_not_ours_is_not_adopted_by_a_click(
    connection: Connection, suiteapp: NetSuite, clock: Clock
) -> None:
    suiteapp.account.certificates.bring(SCRIPT_ID, "SuiteProjects Pro", issued(7).pem.encode())
    prepared = rotation.prepare_by_hand(connection, None, clock)
    with pytest.raises(rotation.NotPendingError, match="'SuiteProjects Pro'"):
        rotation.confirm_by_hand(prepared, clock, suiteapp)
    prepared.refresh_from_db()
    assert (prepared.state, prepared.name != "SuiteProjects Pro") == (State.PENDING, True)


def beside(connection: Connection, clock: Clock) -> Connection:
    """Another connection of the same NetSuite account, to SuiteProjects Pro's test account; it is not live."""
    other = Connection.objects.create(
        name="Test account",
        netsuite_account=connection.netsuite_account.lower().replace("_", "-"),
        spp_database_id="test",
        credentials=b"",
        credentials_key="",
    )
    CertificateSettings.objects.create(connection=other, key_bits=2048, changed_at=clock())
    return other


@pytest.mark.requirement("beside-03")
def test_two_connections_of_one_account_do_not_take_the_certificate_from_each_other(
    connection: Connection, suiteapp: NetSuite, clock: Clock, team: Channel
) -> None:
    other = beside(connection, clock)
    rotation.rotate(other, None, suiteapp, clock)
    look_after(connection, suiteapp, clock, half)
    assert "Test account" in Renewal.objects.get(connection=connection).problem
    made = rotation.rotate(connection, None, suiteapp, clock)  # somebody decides that this one gets it
    for _ in range(3):
        clock.advance(timedelta(hours=2))
        for one in (other, connection):
            look_after(one, suiteapp, clock, half)
    assert (suiteapp.calls.count("POST"), suiteapp.name()) == (2, made.name)
    assert told(clock()) == []
    assert "Demo" in judging.judge(other, clock()).advice
    with pytest.raises(HeldCertificateError, match=r"Demo.*live"):
        rotation.rotate(other, None, suiteapp, clock)
    Connection.objects.filter(pk=connection.pk).update(active=False)
    look_after(other, suiteapp, clock, half)
    assert current(other).name == suiteapp.name()


@pytest.mark.requirement("beside-03", "renew-06")
def test_a_placeholder_is_not_replaced_by_itself_where_the_native_connector_is(
    connection: Connection, suiteapp: NetSuite, clock: Clock
) -> None:
    suiteapp.account.certificates.bring(SCRIPT_ID, PLACEHOLDER, issued(5).pem.encode())
    native = trigger("customer", script="customscript_native", script_id="customdeploy_oa_send_customer")
    suiteapp.inspection = finished(deployments=(native,))
    look_after(connection, suiteapp, clock, half)
    assert (suiteapp.name(), Renewal.objects.get().failures) == (PLACEHOLDER, 1)
    assert "customdeploy_oa_send_customer" in judging.judge(connection, clock()).advice
    made = rotation.rotate(connection, None, suiteapp, clock)  # somebody knows that nobody signs with it
    assert suiteapp.name() == made.name


def test_a_look_takes_turns_with_a_rotation(
    connection: Connection, suiteapp: NetSuite, clock: Clock, db_committed: str
) -> None:
    prepared = rotation.prepare_by_hand(connection, None, clock)
    upload_by_hand(suiteapp, prepared, prepared.name)
    with psycopg.connect(db_committed) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [turns.ROTATION_LOCK, connection.pk])
        look_after(connection, suiteapp, clock, half)
        with pytest.raises(turns.BusyError):
            rotation.confirm_by_hand(prepared, clock, suiteapp)
        assert suiteapp.calls == []
        other.execute("SELECT pg_advisory_unlock_all()")
    prepared.refresh_from_db()
    assert prepared.state == State.PENDING
    look_after(connection, suiteapp, clock, half)
    assert current(connection) == prepared


def test_a_live_connection_without_a_certificate_that_cannot_get_one_is_told(
    connection: Connection, suiteapp: NetSuite, clock: Clock, team: Channel
) -> None:
    locked = Locked(suiteapp.account, suiteapp.session, [])
    for failures in (1, 2):
        look_after(connection, locked, clock, half)
        renewal = Renewal.objects.get()
        assert (renewal.failures, renewal.next_at - clock.now) == (failures, timedelta(minutes=1))
        clock.now = renewal.next_at
    assert told(clock()) == ["certificate.failed"]


def test_a_look_that_ends_in_a_defect_counts_as_a_failure(
    connection: Connection, suiteapp: NetSuite, clock: Clock
) -> None:
    def uploaded() -> None:
        raise ZeroDivisionError

    suiteapp.uploaded = uploaded
    with pytest.raises(ZeroDivisionError):
        look_after(connection, suiteapp, clock, half)
    renewal = Renewal.objects.get()
    assert (renewal.failures, renewal.problem) == (
        1,
        "The look ended in a defect (ZeroDivisionError). See the log.",
    )


def test_a_clock_that_was_ahead_neither_ends_the_looks_nor_leaves_a_certificate_of_the_future(
    connection: Connection, suiteapp: NetSuite, clock: Clock
) -> None:
    clock.advance(timedelta(days=300))
    first = rotation.rotate(connection, None, suiteapp, clock)
    clock.now = NOW
    finding = judging.judge(connection, clock())
    assert (finding.state, f"not valid before {first.not_before:%Y-%m-%d}" in finding.message) == (
        "failed",
        True,
    )
    assert tick(connection, suiteapp, clock) == 1
    made = current(connection)
    assert (made.not_before < clock(), suiteapp.name()) == (True, made.name)
    assert tick(connection, suiteapp, clock) == 0
    assert judging.judge(connection, clock()).state == "ok"


def test_a_previous_certificate_retires_when_its_overlap_is_over(
    connection: Connection, suiteapp: NetSuite, clock: Clock
) -> None:
    first = rotation.rotate(connection, None, suiteapp, clock)
    rotation.rotate(connection, None, suiteapp, clock)
    clock.advance(rotation.OVERLAP + timedelta(seconds=1))
    queue_due(clock())
    first.refresh_from_db()
    assert first.state == State.RETIRED


@pytest.mark.requirement("renew-08")
async def test_two_years_of_renewals_without_one_refused_notice(
    connection: Connection, suiteapp: NetSuite, clock: Clock, opened_intake: Opening
) -> None:
    """Before, during and after each renewal NetSuite signs with the key that it has just then."""
    await sync_to_async(choose)(connection, None, clock, validity_days=90)
    await sync_to_async(rotation.rotate)(connection, None, suiteapp, clock, draw=half)
    loop = asyncio.get_running_loop()
    answers: list[int] = []
    async with opened_intake() as intake:

        async def send() -> None:
            answers.append((await intake.post(sign(claims(at=clock.now), suiteapp.key())))[0])

        suiteapp.uploaded = lambda: asyncio.run_coroutine_threadsafe(send(), loop).result()
        renewals = 0
        while clock.now < NOW + timedelta(days=730):
            moment = (await sync_to_async(current)(connection)).renew_at
            assert moment is not None
            clock.now = moment
            await intake.store.refresh()
            await send()
            underway = sign(claims(at=clock.now), suiteapp.key())
            assert await sync_to_async(tick)(connection, suiteapp, clock) == 1
            clock.advance(timedelta(minutes=4))
            answers.append((await intake.post(underway))[0])
            await send()
            renewals += 1
    assert renewals >= 9
    assert answers == [202] * (4 * renewals)
