"""The three-step flow by a public OAuth 1.0a library, over TLS by NetSuite's host names through the proxy."""

from __future__ import annotations

from pathlib import Path

import pytest

from landbridge.local.access.integration import Box
from landbridge.local.seeds.secrets import PASSWORD
from landbridge.local.testing import running_account, running_proxy
from tests.acceptance.running_clients import python_client, reaching

pytestmark = pytest.mark.full
CALLBACK = "https://my.example.com/TBA/?callbackRequest"


@pytest.mark.requirement("token-04", "token-03")
def test_oauthlib_gets_a_token_by_consent_and_revokes_it(tmp_path: Path) -> None:
    with running_account() as running, running_proxy(running) as proxy:
        access = running.account.access
        application = access.applications.create_integration(
            "Till", boxes={Box.TOKENS, Box.AUTHORIZATION_FLOW}, callback_url=CALLBACK
        )
        person = access.user_by_email("integration@demo.example")
        assert person is not None
        given = reaching(running, proxy) | {
            "NETSUITE_CONSUMER_KEY": application.consumer_key,
            "NETSUITE_CONSUMER_SECRET": application.consumer_secret,
            "NETSUITE_EMAIL": person.email,
            "NETSUITE_PASSWORD": PASSWORD,
        }
        found = python_client("oauthlib_flow.py", CALLBACK, env=given, home=tmp_path)
        back = found["back"]
        assert found["confirmed"] == "true"
        assert (back["company"], back["role"], back["entity"], back["state"]) == (
            running.account_id,
            person.role_ids[0],
            person.id,
            "nnbs6b8n0zjlmhrlisv",
        )
        assert (found["told"]["companyId"], found["told"]["userId"]) == (running.account_id, int(person.id))
        assert found["customers"] == 200
        assert found["revoked"] == [200, 401]
        (token,) = [token for token in access.tokens() if token.integration_id == application.id]
        assert token.revoked_at is not None
