"""What the demo's connection signs in with: the seed's access token, or a certificate for OAuth 2.0."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from landbridge.demo.control import Control
from landbridge.netsuite.oauth2.keypairs import make_key_pair
from landbridge.netsuite.protocols import Protocol

INTEGRATION_USER = "integration@demo.example"
INTEGRATION = "Landbridge"


def credentials(control: Control, token: Mapping[str, str], protocol: Protocol) -> dict[str, str]:
    """Return the fields that make a connection one by ``protocol``, by their names in ``landbridge connection add --file``.

    For OAuth 2.0 a key and a certificate are made, and the certificate is mapped in the account to the integration user, as an administrator
    does at Setup > Integration > OAuth 2.0 Client Credentials (M2M) Setup. Raises ``ControlError``.
    """
    if protocol is Protocol.SOAP:
        return dict(token)
    pair = make_key_pair("Landbridge demo", datetime.now(UTC))
    integration: dict[str, Any] = next(
        one for one in control.call("GET", "/access")["integrations"] if one["name"] == INTEGRATION
    )
    mapped = control.call(
        "POST",
        "/access/certificates",
        {"integration": integration["id"], "certificate": pair.certificate, "user": INTEGRATION_USER},
    )
    return {
        "client_id": token["consumer_key"],
        "certificate_id": mapped["certificate_id"],
        "private_key": pair.private_key,
    }
