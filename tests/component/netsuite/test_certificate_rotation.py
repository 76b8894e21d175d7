"""Rotating the certificate of OAuth 2.0: the old one stays in use until the new one has been proved and kept."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from landbridge.local.access.model import Level
from landbridge.local.faults.model import Effect, Fault
from landbridge.local.oauth2.mappings import Mapping
from landbridge.netsuite import (
    FixRecord,
    FixSetup,
    OAuth2Credentials,
    OutcomeUnknown,
    PermissionMissing,
    RetryPolicy,
    RotationStopped,
)
from landbridge.netsuite.oauth2.keypairs import KeyKind, make_key_pair
from landbridge.netsuite.oauth2.rotation import NewCertificate
from tests.component.netsuite.local_account import ROLE, Served, client_of, key_and_certificate

pytestmark = pytest.mark.requirement("cred-03")

ONCE = RetryPolicy.off()
PERMISSION = "ADMI_MANAGE_OWN_OAUTH2_CERTS"


@pytest.fixture
def served(account: Served) -> Iterator[Served]:
    """The account, with a certificate of this test's own as the only active one."""
    access = account.account.access
    mappings = access.oauth2.mappings
    first = mappings.of_integration(account.integration.id)[0]
    for mapping in mappings.of_integration(account.integration.id):
        if not mapping.revoked:
            mappings.revoke(mapping.id)
    key, certificate = key_and_certificate()
    made = mappings.add(account.integration.id, first.user_id, first.role_id, certificate)
    yield replace(account, oauth2=OAuth2Credentials(account.oauth2.client_id, made.id, key))
    account.account.faults.clear()
    access.set_permission(ROLE, PERMISSION, Level.FULL)


class Kept:
    """Keeps what it is given; ``failing``: not."""

    def __init__(self, served: Served, failing: Exception | None = None) -> None:
        self._served = served
        self._failing = failing
        self.certificates: list[NewCertificate] = []
        self.active_then: list[str] = []

    async def __call__(self, new: NewCertificate) -> None:
        self.active_then = [mapping.id for mapping in active(self._served)]
        if self._failing is not None:
            raise self._failing
        self.certificates.append(new)


def active(served: Served) -> list[Mapping]:
    mappings = served.account.access.oauth2.mappings.of_integration(served.integration.id)
    return [mapping for mapping in mappings if not mapping.revoked]


async def signs_in(served: Served, credentials: OAuth2Credentials) -> bool:
    async with client_of(served, credentials, retry=ONCE) as client:
        return bool(await client.oauth2_certificates.list())


async def test_the_new_certificate_is_kept_while_the_old_one_is_active_and_then_replaces_it(
    served: Served,
) -> None:
    old = served.oauth2.certificate_id
    keep = Kept(served)
    async with client_of(served, served.oauth2, retry=ONCE) as client:
        new = await client.oauth2_certificates.rotate(keep, name="Landbridge Production")
        listed = {one.id: one for one in await client.oauth2_certificates.list()}
    assert keep.certificates == [new]
    made = new.credentials.certificate_id
    assert keep.active_then == [old, made]
    assert [mapping.id for mapping in active(served)] == [made]
    assert new.replaces == old
    assert (listed[old].revoked, listed[made].revoked) == (True, False)
    assert (listed[made].entity_id, listed[made].role_id) == (listed[old].entity_id, listed[old].role_id)
    assert listed[made].algorithm == "EC"
    assert listed[made].valid_until == new.not_after
    assert await signs_in(served, new.credentials)


async def test_the_client_itself_signs_in_with_the_new_one_from_then_on(served: Served) -> None:
    async with client_of(served, served.oauth2, retry=ONCE) as client:
        first = await client.oauth2_certificates.rotate(Kept(served))
        second = await client.oauth2_certificates.rotate(Kept(served))
    assert second.replaces == first.credentials.certificate_id
    assert [mapping.id for mapping in active(served)] == [second.credentials.certificate_id]


async def test_without_the_permission_it_is_named_and_nothing_is_uploaded(served: Served) -> None:
    served.account.access.set_permission(ROLE, PERMISSION, Level.NONE)
    async with client_of(served, served.oauth2, retry=ONCE) as client:
        with pytest.raises(PermissionMissing) as caught:
            await client.oauth2_certificates.rotate(Kept(served))
    assert "Manage own OAuth 2.0 Client Credentials certificates" in caught.value.advice
    assert [mapping.id for mapping in active(served)] == [served.oauth2.certificate_id]


async def test_five_active_certificates_are_the_most_and_nothing_is_uploaded(served: Served) -> None:
    own = active(served)[0]
    mappings = served.account.access.oauth2.mappings
    for _ in range(4):
        mappings.add(served.integration.id, own.user_id, own.role_id, key_and_certificate()[1])
    async with client_of(served, served.oauth2, retry=ONCE) as client:
        with pytest.raises(FixSetup, match="5 active certificates") as caught:
            await client.oauth2_certificates.rotate(Kept(served))
        assert caught.value.code == "CERTIFICATES_FULL"
        with pytest.raises(FixRecord, match="at most 5"):
            await client.oauth2_certificates.upload(
                key_and_certificate()[1], entity_id=own.user_id, role_id=own.role_id
            )
    assert len(active(served)) == 5


async def test_a_new_certificate_that_cannot_sign_in_is_revoked_and_the_old_one_stays(served: Served) -> None:
    async with client_of(served, served.oauth2, retry=ONCE) as client:
        await (
            client.oauth2_certificates.list()
        )  # its token is at hand; the next one asked for is the new certificate's
        served.account.faults.lay(Fault("rest.token", Effect.PAGE, status=403))
        keep = Kept(served)
        with pytest.raises(RotationStopped) as caught:
            await client.oauth2_certificates.rotate(keep)
        served.account.faults.clear()
    assert keep.certificates == []
    assert (caught.value.in_use, caught.value.left_over) == (served.oauth2.certificate_id, "")
    assert caught.value.__cause__ is not None
    assert [mapping.id for mapping in active(served)] == [served.oauth2.certificate_id]
    assert await signs_in(served, served.oauth2)


async def test_one_that_cannot_even_be_revoked_is_named(served: Served) -> None:
    async with client_of(served, served.oauth2, retry=ONCE) as client:
        await client.oauth2_certificates.list()
        served.account.faults.lay(Fault("rest.token", Effect.ERROR))
        _strike_after(served, "rest.certificates", spared=2)
        with pytest.raises(RotationStopped) as caught:
            await client.oauth2_certificates.rotate(Kept(served))
    left = [mapping.id for mapping in active(served) if mapping.id != served.oauth2.certificate_id]
    assert [caught.value.left_over] == left
    assert caught.value.in_use == served.oauth2.certificate_id
    assert left[0] in caught.value.advice


async def test_what_could_not_be_kept_stays_beside_the_old_one_and_is_named(served: Served) -> None:
    problem = RuntimeError("disk full: hunter2")
    async with client_of(served, served.oauth2, retry=ONCE) as client:
        with pytest.raises(RotationStopped) as caught:
            await client.oauth2_certificates.rotate(Kept(served, problem))
        assert client._attempts.sign_in.credentials == served.oauth2
    assert caught.value.__cause__ is problem
    assert "hunter2" not in str(caught.value)
    assert caught.value.in_use == served.oauth2.certificate_id
    assert sorted([caught.value.in_use, caught.value.left_over]) == sorted(one.id for one in active(served))


async def test_an_old_one_that_cannot_be_revoked_is_named_and_the_new_one_is_in_use(served: Served) -> None:
    keep = Kept(served)
    async with client_of(served, served.oauth2, retry=ONCE) as client:
        _strike_after(served, "rest.certificates", spared=3)
        with pytest.raises(RotationStopped) as caught:
            await client.oauth2_certificates.rotate(keep)
        served.account.faults.clear()
        assert await client.oauth2_certificates.list()
    assert caught.value.in_use == keep.certificates[0].credentials.certificate_id
    assert caught.value.left_over == served.oauth2.certificate_id
    assert await signs_in(served, keep.certificates[0].credentials)


@pytest.mark.parametrize("effect", [Effect.LOSE_REPLY, Effect.TRUNCATE])
async def test_an_upload_whose_answer_is_lost_is_looked_for(served: Served, effect: Effect) -> None:
    async with client_of(served, served.oauth2, retry=ONCE) as client:
        _strike_after(served, "rest.certificates", spared=1, effect=effect, times=1)
        new = await client.oauth2_certificates.rotate(Kept(served))
    assert [mapping.id for mapping in active(served)] == [new.credentials.certificate_id]


async def test_an_upload_that_did_not_happen_leaves_nothing(served: Served) -> None:
    async with client_of(served, served.oauth2, retry=ONCE) as client:
        _strike_after(served, "rest.certificates", spared=1, effect=Effect.DROP, times=1)
        with pytest.raises(RotationStopped) as caught:
            await client.oauth2_certificates.rotate(Kept(served))
    assert caught.value.left_over == ""
    assert [mapping.id for mapping in active(served)] == [served.oauth2.certificate_id]


async def test_a_certificate_that_a_colleague_uploaded_meanwhile_is_not_taken_for_the_lost_one(
    served: Served, monkeypatch: pytest.MonkeyPatch
) -> None:
    own = active(served)[0]
    certificate = make_key_pair("A colleague", datetime.now(UTC), valid_for=timedelta(days=30)).certificate
    theirs: list[str] = []

    async def lost(*_: object, **__: object) -> str:
        mappings = served.account.access.oauth2.mappings
        theirs.append(mappings.add(served.integration.id, own.user_id, own.role_id, certificate).id)
        raise OutcomeUnknown("The answer was lost.")

    async with client_of(served, served.oauth2, retry=ONCE) as client:
        monkeypatch.setattr(client.oauth2_certificates, "upload", lost)
        with pytest.raises(RotationStopped) as caught:
            await client.oauth2_certificates.rotate(Kept(served))
    assert [mapping.id for mapping in active(served)] == [own.id, *theirs]
    assert (caught.value.in_use, caught.value.left_over) == (own.id, "")
    assert "valid until" in caught.value.advice
    assert theirs[0] not in str(caught.value)


async def test_a_lost_upload_that_cannot_be_looked_for_is_said_to_be_so(served: Served) -> None:
    async with client_of(served, served.oauth2, retry=ONCE) as client:
        _strike_after(served, "rest.certificates", spared=1, effect=Effect.LOSE_REPLY, times=1)
        served.account.faults.lay(Fault("rest.certificates", Effect.DROP))
        with pytest.raises(RotationStopped) as caught:
            await client.oauth2_certificates.rotate(Kept(served))
    assert caught.value.in_use == served.oauth2.certificate_id
    assert "answer to the upload was lost" in caught.value.advice
    assert len(active(served)) == 2


@pytest.mark.parametrize("lost", [False, True], ids=["proving", "uploading"])
async def test_cancelled_before_it_was_kept_the_new_one_is_revoked_again(
    served: Served, monkeypatch: pytest.MonkeyPatch, lost: bool
) -> None:
    reached = asyncio.Event()

    async with client_of(served, served.oauth2, retry=ONCE) as client:
        certificates = client.oauth2_certificates
        upload = certificates.upload

        async def uploading(certificate: str, *, entity_id: str, role_id: str) -> str:
            made = await upload(certificate, entity_id=entity_id, role_id=role_id)
            reached.set()
            if lost:
                await asyncio.Event().wait()
            return made

        monkeypatch.setattr(certificates, "upload", uploading)
        rotation = asyncio.create_task(certificates.rotate(Kept(served)))
        async with asyncio.timeout(20):
            await reached.wait()
        rotation.cancel()
        with pytest.raises(asyncio.CancelledError):
            await rotation
    assert [mapping.id for mapping in active(served)] == [served.oauth2.certificate_id]


async def test_a_revocation_whose_answer_is_lost_is_looked_for(served: Served) -> None:
    own = active(served)[0]
    async with client_of(served, served.oauth2, retry=ONCE) as client:
        endpoint = client.oauth2_certificates
        extra = await endpoint.upload(key_and_certificate()[1], entity_id=own.user_id, role_id=own.role_id)
        _strike_after(served, "rest.certificates", spared=0, effect=Effect.LOSE_REPLY, times=1)
        await endpoint.revoke(extra)
        _strike_after(served, "rest.certificates", spared=0, effect=Effect.DROP, times=1)
        with pytest.raises(OutcomeUnknown):
            await endpoint.revoke(own.id)
    assert [mapping.id for mapping in active(served)] == [own.id]


async def test_only_who_signs_in_by_oauth2_manages_certificates(served: Served) -> None:
    async with client_of(served, served.credentials, retry=ONCE) as client:
        for call in (client.oauth2_certificates.list(), client.oauth2_certificates.rotate(Kept(served))):
            with pytest.raises(FixSetup) as caught:
                await call
            assert caught.value.code == "CERTIFICATES_NEED_OAUTH"


@pytest.mark.parametrize("kind", [KeyKind.EC_P256, pytest.param(KeyKind.RSA_3072, marks=pytest.mark.full)])
async def test_the_kind_of_key_and_the_validity_are_chosen(served: Served, kind: KeyKind) -> None:
    async with client_of(served, served.oauth2, retry=ONCE) as client:
        new = await client.oauth2_certificates.rotate(Kept(served), kind=kind, valid_for=timedelta(days=730))
    certificate = x509.load_pem_x509_certificate(new.certificate.encode())
    assert certificate.not_valid_after_utc - certificate.not_valid_before_utc == timedelta(days=730)
    key = certificate.public_key()
    if kind is KeyKind.EC_P256:
        assert isinstance(key, ec.EllipticCurvePublicKey)
    else:
        assert isinstance(key, rsa.RSAPublicKey)
        assert key.key_size == 3072
    assert await signs_in(served, new.credentials)


def test_a_certificate_is_valid_for_two_years_at_most_and_has_a_name() -> None:
    now = datetime(2026, 11, 21, tzinfo=UTC)
    assert make_key_pair("a", now).not_after == now + timedelta(days=365) - timedelta(minutes=5)
    for days in (0, -1, 731):
        with pytest.raises(ValueError, match="two years"):
            make_key_pair("a", now, valid_for=timedelta(days=days))
    for name in ("", "a" * 65):
        with pytest.raises(ValueError, match="name"):
            make_key_pair(name, now)
    assert "BEGIN PRIVATE" not in repr(make_key_pair("a", now))


@pytest.mark.requirement("cred-07")
async def test_a_new_certificate_shows_no_key(served: Served) -> None:
    async with client_of(served, served.oauth2, retry=ONCE) as client:
        new = await client.oauth2_certificates.rotate(Kept(served))
    assert new.credentials.private_key.splitlines()[1] not in repr(new)


async def test_cancelled_while_it_is_kept_nothing_is_revoked(served: Served) -> None:
    kept = asyncio.Event()

    async def keep(_: NewCertificate) -> None:
        kept.set()
        await asyncio.Event().wait()

    async with client_of(served, served.oauth2, retry=ONCE) as client:
        rotation = asyncio.create_task(client.oauth2_certificates.rotate(keep))
        async with asyncio.timeout(20):
            await kept.wait()
        rotation.cancel()
        with pytest.raises(asyncio.CancelledError) as cancelled:
            await rotation
    both = [mapping.id for mapping in active(served)]
    assert len(both) == 2
    assert served.oauth2.certificate_id in both
    assert all(one in cancelled.value.__notes__[0] for one in both)


def _strike_after(
    served: Served, kind: str, *, spared: int, effect: Effect = Effect.ERROR, times: int | None = None
) -> None:
    """Spare the next requests of a kind, and strike those that follow."""
    if spared:
        served.account.faults.lay(Fault(kind, Effect.DRIP, times=spared, seconds=0.0))
    served.account.faults.lay(Fault(kind, effect, times=times))
