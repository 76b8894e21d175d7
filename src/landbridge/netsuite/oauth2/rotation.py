"""Rotating the certificate that signs in: the new one is proved and kept before the old one is revoked."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from landbridge.netsuite.attempts import Attempts
from landbridge.netsuite.credentials import OAuth2Credentials
from landbridge.netsuite.errors import FixSetup, NetSuiteError, OutcomeUnknown, RotationStopped
from landbridge.netsuite.oauth2.certificates import MOST_ACTIVE, Certificate, CertificateEndpoint
from landbridge.netsuite.oauth2.keypairs import A_YEAR, KeyKind, KeyPair, make_key_pair
from landbridge.netsuite.oauth2.signin import BearerSignIn
from landbridge.netsuite.options import Timeouts


@dataclass(frozen=True, slots=True)
class NewCertificate:
    """What replaces the old: ``credentials`` are those to sign in with from now on, ``certificate`` is PEM, ``not_after`` aware."""

    credentials: OAuth2Credentials = field(repr=False)
    certificate: str
    not_after: datetime
    replaces: str


class NotKept(Exception):  # noqa: N818 - names what happened
    """The new credentials were not stored; the text says why and may be shown: it holds no secret."""


Keep = Callable[[NewCertificate], Awaitable[None] | None]
"""Stores the new credentials for good; the old certificate is revoked once it has returned. The text of a ``NotKept`` is passed on; of
every other exception its type alone, since its text may hold anything."""


_TAKING_BACK_S = 20.0
"""So long a cancelled rotation holds up who cancelled it."""


@dataclass(frozen=True, slots=True)
class _Exchange:
    """The pair that is to replace the old certificate, and those that NetSuite knew before it was uploaded."""

    pair: KeyPair
    old: Certificate
    known: Sequence[Certificate]

    def may_be(self, one: Certificate) -> bool:
        """Whether a certificate that came since can be the pair's: whoever uploads at the same moment has another end."""
        pair, old = self.pair, self.old
        return (one.entity_id, one.role_id, one.algorithm, one.valid_until, one.revoked) == (
            old.entity_id,
            old.role_id,
            pair.kind.algorithm,
            pair.not_after,
            False,
        )

    @property
    def look(self) -> str:
        """What to do where nobody can tell whether it was uploaded."""
        return (
            f"Certificate {self.old.id} signs in. The answer to the upload was lost: look in NetSuite for another certificate of the same "
            f"entity and role that is valid until {self.pair.not_after:%Y-%m-%d %H:%M:%S} UTC, and revoke it."
        )


class OAuth2Certificates(CertificateEndpoint):
    """The certificates of the integration that a client signs in with (help article_92130837826).

    All of it needs OAuth 2.0 credentials (``FixSetup`` otherwise), the scope REST Web Services, and a role with the permission Manage
    own OAuth 2.0 Client Credentials certificates.
    """

    def __init__(
        self,
        attempts: Attempts,
        base_url: Callable[[], Awaitable[str]],
        timeouts: Timeouts,
        now: Callable[[], float],
    ) -> None:
        super().__init__(attempts, base_url, timeouts, lambda: self._sign_in().credentials.client_id)
        self._attempts = attempts
        self._base_url = base_url
        self._timeouts = timeouts
        self._now = now

    async def rotate(
        self,
        keep: Keep,
        *,
        pair: KeyPair | None = None,
        kind: KeyKind = KeyKind.EC_P256,
        valid_for: timedelta = A_YEAR,
        name: str = "Landbridge",
    ) -> NewCertificate:
        """Replace the certificate that this client signs in with.

        A key and a certificate of it are made by ``kind``, ``valid_for`` and ``name``, unless ``pair`` is one that was made and stored
        before, so that its key outlives this process. They are uploaded for the same entity and role; the new certificate signs in once; ``keep``
        stores it; this client signs in with it; the old one is revoked. From the upload on every failure is ``RotationStopped``, which
        names the certificate in use and the one left over: what could not sign in is revoked again, but not what ``keep`` failed on,
        since it may have stored it all the same. Cancelled before ``keep``, it revokes the new certificate; cancelled in it, a note of the
        ``CancelledError`` names both. Tokens of the old certificate work until they end, at most an hour.

        ``FixSetup`` where five certificates are active already, ``PermissionMissing`` without the permission, ``ValueError`` for a
        validity over two years (730 days).
        """
        sign_in = self._sign_in()
        now = datetime.fromtimestamp(self._now(), UTC)
        if pair is None:
            pair = await asyncio.to_thread(make_key_pair, name, now, kind=kind, valid_for=valid_for)
        known = await self.list()
        old = self._in_use(known, sign_in.credentials.certificate_id)
        self._require_room(known, now)
        new = await self._proved(_Exchange(pair, old, known), sign_in)
        await self._keep(keep, new, old)
        sign_in.use(new.credentials)
        await self._retire(old, new.credentials.certificate_id)
        return new

    def _sign_in(self) -> BearerSignIn:
        sign_in = self._attempts.sign_in
        if not isinstance(sign_in, BearerSignIn):
            raise FixSetup(
                "NetSuite lets certificates be managed by who signs in with one.",
                code="CERTIFICATES_NEED_OAUTH",
                context=self._attempts.context("certificates"),
                advice="Give the connection OAuth 2.0 credentials.",
            )
        return sign_in

    def _in_use(self, known: Sequence[Certificate], certificate_id: str) -> Certificate:
        for one in known:
            if one.id == certificate_id:
                return one
        raise FixSetup(
            "NetSuite does not list the certificate that signs in among those of the integration.",
            code="CERTIFICATE_NOT_LISTED",
            context=self._attempts.context("certificates"),
            advice="Compare the client id with Setup > Integration > OAuth 2.0 Client Credentials (M2M) Setup.",
        )

    def _require_room(self, known: Sequence[Certificate], now: datetime) -> None:
        if sum(one.active(now) for one in known) >= MOST_ACTIVE:
            raise FixSetup(
                f"The integration has {MOST_ACTIVE} active certificates, the most that NetSuite allows.",
                code="CERTIFICATES_FULL",
                context=self._attempts.context("certificates"),
                advice="Revoke one that nobody uses any more.",
            )

    async def _proved(self, exchange: _Exchange, sign_in: BearerSignIn) -> NewCertificate:
        """Upload the new certificate and sign in with it once; cancelled, it is taken back."""
        pair, old, made = exchange.pair, exchange.old, ""
        try:
            made = await self._uploaded(exchange)
            new = NewCertificate(
                OAuth2Credentials(sign_in.credentials.client_id, made, pair.private_key),
                pair.certificate,
                pair.not_after,
                old.id,
            )
            await self._prove(sign_in, new, old)
        except asyncio.CancelledError as cancelled:
            if problem := await asyncio.shield(self._taken_back(exchange, made)):
                cancelled.add_note(problem)
            raise
        return new

    async def _uploaded(self, exchange: _Exchange) -> str:
        """Upload; where the answer is lost, the one certificate that can be the pair's is it."""
        old = exchange.old
        try:
            return await self.upload(exchange.pair.certificate, entity_id=old.entity_id, role_id=old.role_id)
        except OutcomeUnknown as error:
            come = await self._come(exchange)
            made = [one.id for one in come if exchange.may_be(one)]
            if len(made) == 1:
                return made[0]
            advice = exchange.look if come else ""
            raise self._stopped(error, in_use=old.id, left_over=" or ".join(made), advice=advice) from error

    async def _come(self, exchange: _Exchange) -> list[Certificate]:
        """The certificates that have come since, somebody else's too."""
        before = {one.id for one in exchange.known}
        try:
            return [one for one in await self.list() if one.id not in before]
        except NetSuiteError as error:
            raise self._stopped(error, in_use=exchange.old.id, left_over="", advice=exchange.look) from error

    async def _taken_back(self, exchange: _Exchange, made: str) -> str:
        """Revoke what a cancelled rotation uploaded; answers what is to be done where that is not sure."""
        try:
            async with asyncio.timeout(_TAKING_BACK_S):
                found = (
                    [made] if made else [one.id for one in await self._come(exchange) if exchange.may_be(one)]
                )
                if len(found) == 1:
                    await self.revoke(found[0])
                return exchange.look if len(found) > 1 else ""
        except (NetSuiteError, TimeoutError):
            return exchange.look

    async def _prove(self, sign_in: BearerSignIn, new: NewCertificate, old: Certificate) -> None:
        """Sign in with the new certificate and be answered; otherwise revoke it again."""
        attempts = self._attempts.signed_by(sign_in.with_credentials(new.credentials))
        trial = CertificateEndpoint(
            attempts, self._base_url, self._timeouts, lambda: new.credentials.client_id
        )
        try:
            await trial.list()
        except NetSuiteError as error:
            left_over = await self._withdrawn(new.credentials.certificate_id)
            raise self._stopped(error, in_use=old.id, left_over=left_over) from error

    async def _withdrawn(self, certificate_id: str) -> str:
        """Revoke a certificate that nobody uses; answers its id where that failed, too."""
        try:
            await self.revoke(certificate_id)
        except NetSuiteError:
            return certificate_id
        return ""

    async def _keep(self, keep: Keep, new: NewCertificate, old: Certificate) -> None:
        try:
            kept = await asyncio.to_thread(keep, new)
            if kept is not None:
                await kept
        except asyncio.CancelledError as cancelled:
            cancelled.add_note(
                f"Certificates {old.id} and {new.credentials.certificate_id} are both active, and the new one may have been kept: "
                "revoke in NetSuite the one that the connection does not sign in with."
            )
            raise
        except Exception as error:
            reason = str(error) if isinstance(error, NotKept) else f"{type(error).__name__}."
            problem = FixSetup(f"The new certificate could not be kept: {reason}", code="NOT_KEPT")
            made = new.credentials.certificate_id
            raise self._stopped(problem, in_use=old.id, left_over=made) from error

    async def _retire(self, old: Certificate, made: str) -> None:
        try:
            await self.revoke(old.id)
        except NetSuiteError as error:
            raise self._stopped(error, in_use=made, left_over=old.id) from error

    def _stopped(
        self, error: NetSuiteError, *, in_use: str, left_over: str, advice: str = ""
    ) -> RotationStopped:
        return RotationStopped(
            error.message,
            in_use=in_use,
            left_over=left_over,
            code=error.code,
            context=self._attempts.context("certificate rotation"),
            advice=advice,
        )
