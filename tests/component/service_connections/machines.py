"""OAuth 2.0 at a running local account: a key pair whose certificate the account knows."""

from __future__ import annotations

from datetime import UTC, datetime

from landbridge.local.testing import RunningAccount
from landbridge.netsuite.choosing import CredentialParts
from landbridge.netsuite.oauth2.keypairs import make_key_pair


def oauth2_parts(netsuite: RunningAccount) -> CredentialParts:
    """Map a new certificate, the only active one then, to the integration, the user and the role of the account's token."""
    pair = make_key_pair("Landbridge tests", datetime.now(UTC))
    access = netsuite.account.access
    token = access.token_records.by_token_id(netsuite.secrets.token_id)
    assert token is not None
    for known in access.oauth2.mappings.of_integration(token.integration_id):
        access.oauth2.mappings.revoke(known.id)
    mapping = access.oauth2.mappings.add(token.integration_id, token.user_id, token.role_id, pair.certificate)
    return CredentialParts(
        client_id=netsuite.secrets.consumer_key, certificate_id=mapping.id, private_key=pair.private_key
    )
