"""The verbs of :class:`~landbridge.netsuite.oauth2.rotation.OAuth2Certificates`, waiting for each. Made by ``tools/sync_twin.py``: change the original."""

from __future__ import annotations

from datetime import timedelta

from landbridge.netsuite.background import BackgroundLoop
from landbridge.netsuite.oauth2.certificates import Certificate
from landbridge.netsuite.oauth2.keypairs import A_YEAR, KeyKind, KeyPair
from landbridge.netsuite.oauth2.rotation import Keep, NewCertificate, OAuth2Certificates


class SyncOAuth2Certificates:
    """As :class:`~landbridge.netsuite.oauth2.rotation.OAuth2Certificates`, for callers without an event loop."""

    def __init__(self, service: OAuth2Certificates, loop: BackgroundLoop) -> None:
        self._service = service
        self._run = loop.run

    def list(self) -> tuple[Certificate, ...]:
        """The integration's certificates that the role may see, revoked and outdated ones too."""
        return self._run(self._service.list())

    def upload(self, certificate: str, *, entity_id: str, role_id: str) -> str:
        """Map a certificate (PEM) to an entity and a role of it, by internal ids; answers its certificate id."""
        return self._run(self._service.upload(certificate, entity_id=entity_id, role_id=role_id))

    def revoke(self, certificate_id: str) -> None:
        """Revoke a certificate for good. Where the answer was lost, it looks whether it is revoked."""
        return self._run(self._service.revoke(certificate_id))

    def rotate(
        self,
        keep: Keep,
        *,
        pair: KeyPair | None = None,
        kind: KeyKind = KeyKind.EC_P256,
        valid_for: timedelta = A_YEAR,
        name: str = "Landbridge",
    ) -> NewCertificate:
        """Replace the certificate that this client signs in with."""
        return self._run(self._service.rotate(keep, pair=pair, kind=kind, valid_for=valid_for, name=name))
