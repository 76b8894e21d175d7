"""Certificates: what verifies when, also when NetSuite refuses or its answer is lost."""

from __future__ import annotations

import base64
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import psycopg
import pytest
from asgiref.sync import sync_to_async
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12

from landbridge.netsuite.errors import (
    NetSuiteError,
    OutcomeUnknown,
    PermissionMissing,
    ScriptError,
    SignInAgain,
)
from landbridge.service.connections.models import Connection
from landbridge.service.realtime.certificates import judging, rotation, turns
from landbridge.service.realtime.certificates.history import history
from landbridge.service.realtime.certificates.restlet import CertificateRefusedError
from landbridge.service.realtime.certificates.sealing import SealError
from landbridge.service.realtime.models import Certificate
from tests.component.service_realtime.conftest import Clock, RunningIntake, add_certificate
from tests.component.service_realtime.signing import ACCOUNT, claims, issued, sign

Opening = Callable[[], AbstractAsyncContextManager[RunningIntake]]
State = Certificate.State


@dataclass
class SuiteApp:
    """The certificate RESTlet's twin, which can be told to refuse, or to work and lose its answer."""

    account: str = ACCOUNT
    error: NetSuiteError | None = None
    reply: Any = None
    works: bool = True
    name: str | None = None
    key: RSAPrivateKey | None = None
    calls: list[str] = field(default_factory=list)

    def call(self, method: str, *, script: str, deploy: str, body: Any = None) -> Any:
        assert (script, deploy) == (
            "customscript_landbridge_certificate",
            "customdeploy_landbridge_certificate",
        )
        self.calls.append(method)
        if method == "GET":
            held = {"scriptId": "custcertificate_oa_realtime", "name": self.name} if self.name else None
            return {"version": "1.0.0", "account": self.account, "certificate": held}
        if self.works:
            loaded = load_pkcs12(base64.b64decode(body["file"]), body["password"].encode())
            assert isinstance(loaded.key, RSAPrivateKey)
            self.name, self.key = body["name"], loaded.key
        if self.error is not None:
            raise self.error
        return self.reply or {
            "status": "ok",
            "version": "1.0.0",
            "certificate": "custcertificate_oa_realtime",
            "created": True,
        }


def states(connection: Connection) -> list[str]:
    return list(
        Certificate.objects.filter(connection=connection).order_by("id").values_list("state", flat=True)
    )


@pytest.mark.requirement("cert-01", "renew-01")
def test_a_certificate_is_rsa_3072_self_signed_and_valid_for_a_year(
    connection: Connection, clock: Clock
) -> None:
    suiteapp = SuiteApp()
    made = rotation.rotate(connection, None, suiteapp, clock)
    certificate = x509.load_pem_x509_certificate(made.pem.encode())
    certificate.verify_directly_issued_by(certificate)
    assert suiteapp.key is not None
    assert suiteapp.key.key_size == 3072
    assert suiteapp.key.public_key() == certificate.public_key()
    assert certificate.not_valid_after_utc == clock.now + timedelta(days=365)
    assert (made.state, made.sealed, made.confirmed_at) == (State.CURRENT, None, clock.now)
    assert "PRIVATE" not in made.pem


@pytest.mark.requirement("cert-01", "renew-02")
async def test_the_one_before_is_accepted_during_the_overlap_and_not_after(
    connection: Connection, opened_intake: Opening, clock: Clock
) -> None:
    suiteapp = SuiteApp()
    rotate = sync_to_async(rotation.rotate)
    await rotate(connection, None, suiteapp, clock)
    first = suiteapp.key
    await rotate(connection, None, suiteapp, clock)
    second = suiteapp.key
    assert first is not None
    assert second is not None
    assert first != second
    async with opened_intake() as intake:
        assert (await intake.post(sign(claims(at=clock.now), first)))[0] == 202
        assert (await intake.post(sign(claims(at=clock.now), second)))[0] == 202
        clock.advance(rotation.OVERLAP + timedelta(seconds=1))
        status, body = await intake.post(sign(claims(at=clock.now), first))
        assert (status, body["code"]) == (401, "expired_certificate")
        assert (await intake.post(sign(claims(at=clock.now), second)))[0] == 202
    await rotate(connection, None, suiteapp, clock)
    assert await sync_to_async(states)(connection) == ["retired", "previous", "current"]


@pytest.mark.requirement("cert-01")
@pytest.mark.parametrize(
    ("error", "advice"),
    [
        (PermissionMissing("no"), "Certificate Access"),
        (SignInAgain("no"), "Test the connection"),
        (ScriptError("no such script", code="SSS_INVALID_SCRIPTLET_ID"), "Install or update the SuiteApp"),
    ],
)
def test_a_refused_upload_says_what_to_do_and_changes_nothing(
    error: NetSuiteError, advice: str, connection: Connection, certificate: Certificate, clock: Clock
) -> None:
    with pytest.raises(CertificateRefusedError, match=advice):
        rotation.rotate(connection, None, SuiteApp(error=error, works=False), clock)
    assert states(connection) == ["current", "retired"]
    assert advice in Certificate.objects.get(state=State.RETIRED).problem


def test_one_rotation_at_a_time(connection: Connection, db_committed: str, clock: Clock) -> None:
    with psycopg.connect(db_committed) as other:
        other.execute("SELECT pg_advisory_lock(%s, %s)", [turns.ROTATION_LOCK, connection.pk])
        with pytest.raises(CertificateRefusedError, match="Another rotation is under way"):
            rotation.rotate(connection, None, SuiteApp(), clock)
        other.execute("SELECT pg_advisory_unlock_all()")
    assert states(connection) == []
    assert rotation.rotate(connection, None, SuiteApp(), clock).state == State.CURRENT
    assert rotation.rotate(connection, None, SuiteApp(), clock).state == State.CURRENT


def test_a_failure_that_the_script_answers_is_a_refusal_too(
    connection: Connection, certificate: Certificate, clock: Clock
) -> None:
    reply = {"status": "error", "code": "INSUFFICIENT_PERMISSION", "message": "You may not."}
    with pytest.raises(CertificateRefusedError, match="Certificate Management"):
        rotation.rotate(connection, None, SuiteApp(reply=reply, works=False), clock)
    with pytest.raises(CertificateRefusedError, match="answered something else"):
        rotation.rotate(connection, None, SuiteApp(reply="<html>", works=False), clock)
    assert states(connection) == ["current", "retired", "retired"]


@pytest.mark.requirement("cert-01")
@pytest.mark.parametrize(
    "failing",
    [
        {"reply": {"status": "error", "code": "UNEXPECTED_ERROR", "message": "The folder stays."}},
        {"error": ScriptError("The script stopped.", code="UNEXPECTED_ERROR")},
        {"reply": "<html>"},
    ],
    ids=["answers an error", "stops", "answers a page"],
)
async def test_a_certificate_that_netsuite_took_is_current_whatever_the_script_answered(
    failing: dict[str, Any],
    connection: Connection,
    certificate: Certificate,
    opened_intake: Opening,
    clock: Clock,
) -> None:
    suiteapp = SuiteApp(**failing)
    made = await sync_to_async(rotation.rotate)(connection, None, suiteapp, clock)
    assert (made.state, made.name) == (State.CURRENT, suiteapp.name)
    assert await sync_to_async(states)(connection) == ["previous", "current"]
    assert suiteapp.key is not None
    async with opened_intake() as intake:
        assert (await intake.post(sign(claims(at=clock.now), suiteapp.key)))[0] == 202


@pytest.mark.requirement("cert-01")
async def test_a_refused_upload_that_cannot_be_looked_up_goes_on_verifying(
    connection: Connection, certificate: Certificate, opened_intake: Opening, clock: Clock
) -> None:
    suiteapp = SuiteApp(error=ScriptError("The script stopped.", code="UNEXPECTED_ERROR"))
    answers = suiteapp.call

    def call(method: str, **rest: Any) -> Any:
        if "POST" in suiteapp.calls:
            raise PermissionMissing("no")
        return answers(method, **rest)

    suiteapp.call = call  # type: ignore[method-assign]  # this one object answers otherwise
    with pytest.raises(CertificateRefusedError, match="The script stopped"):
        await sync_to_async(rotation.rotate)(connection, None, suiteapp, clock)
    assert await sync_to_async(states)(connection) == ["current", "pending"]
    assert suiteapp.key is not None
    async with opened_intake() as intake:
        assert (await intake.post(sign(claims(at=clock.now), suiteapp.key)))[0] == 202


@pytest.mark.requirement("cert-01")
def test_a_key_file_that_stays_in_netsuite_is_told(connection: Connection, clock: Clock) -> None:
    left = "The key file 32 in the folder 31 was not deleted: CANT_DELETE_FILE: You may not"
    made = rotation.rotate(connection, None, SuiteApp(reply={"status": "ok", "left": [left]}), clock)
    (entry,) = history(connection)
    assert (made.state, left in made.problem, left in entry.outcome) == (State.CURRENT, True, True)
    finding = judging.judge(connection, clock())
    assert (finding.state, left in finding.advice) == ("warning", True)
    refusal = {"status": "error", "code": "INVALID_CERTIFICATE", "message": "No.", "left": [left]}
    with pytest.raises(CertificateRefusedError, match="The key file 32"):
        rotation.rotate(connection, None, SuiteApp(name=made.name, reply=refusal, works=False), clock)


@pytest.mark.requirement("cert-01")
def test_an_upload_whose_answer_was_lost_is_looked_up(
    connection: Connection, certificate: Certificate, clock: Clock
) -> None:
    lost = SuiteApp(error=OutcomeUnknown("cut off"))
    made = rotation.rotate(connection, None, lost, clock)
    assert lost.calls == ["GET", "POST", "GET"]
    assert (made.state, states(connection)) == (State.CURRENT, ["previous", "current"])


@pytest.mark.requirement("cert-01")
async def test_an_upload_that_may_have_happened_goes_on_verifying(
    connection: Connection, certificate: Certificate, opened_intake: Opening, clock: Clock
) -> None:
    """NetSuite has the new key, says an old name when asked, and signs with it: its notices must not be refused."""
    suiteapp = SuiteApp(error=OutcomeUnknown("cut off"))
    suiteapp_call = suiteapp.call

    def call(method: str, **rest: Any) -> Any:
        answer = suiteapp_call(method, **rest)
        return answer | {"certificate": None} if method == "GET" else answer

    suiteapp.call = call  # type: ignore[method-assign]  # this one object answers otherwise
    with pytest.raises(CertificateRefusedError, match="Rotate the certificate again"):
        await sync_to_async(rotation.rotate)(connection, None, suiteapp, clock)
    assert await sync_to_async(states)(connection) == ["current", "pending"]
    assert suiteapp.key is not None
    async with opened_intake() as intake:
        assert (await intake.post(sign(claims(at=clock.now), suiteapp.key)))[0] == 202


@pytest.mark.requirement("cert-01")
def test_a_key_for_upload_by_hand_is_sealed_and_forgotten_once_confirmed(
    connection: Connection,
    certificate: Certificate,
    clock: Clock,
    settings_secret: Callable[[bytes | None], None],
) -> None:
    prepared = rotation.prepare_by_hand(connection, None, clock)
    assert states(connection) == ["current", "pending"]
    upload = rotation.download(prepared)
    assert load_pkcs12(upload.pkcs12, upload.password.encode()).key is not None
    assert upload.password.encode() not in bytes(prepared.sealed or b"")
    assert upload.password not in repr(upload)
    settings_secret(b"another secret of at least 32 characters")
    with pytest.raises(SealError, match="make a new one"):
        rotation.download(prepared)
    settings_secret(None)
    with pytest.raises(SealError, match="there is no secret key"):
        rotation.prepare_by_hand(connection, None, clock)
    rotation.confirm_by_hand(prepared, clock)
    assert states(connection) == ["previous", "current"]
    prepared.refresh_from_db()
    with pytest.raises(rotation.NotPendingError):
        rotation.download(prepared)


async def test_a_damaged_certificate_takes_real_time_from_nobody_else(
    connection: Connection, certificate: Certificate, opened_intake: Opening, clock: Clock
) -> None:
    await sync_to_async(add_certificate)(connection, issued(3), state=State.PREVIOUS, pem="damaged")
    async with opened_intake() as intake:
        assert (await intake.post(sign(claims(), issued().key)))[0] == 202
