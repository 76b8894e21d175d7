"""An account with the demo's people on a clock that stands, an integration with a certificate, and a RESTlet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette

from landbridge.local.access.integration import Integration
from landbridge.local.access.model import User
from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.oauth2.mappings import Mapping
from landbridge.local.opening import opened_account
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.model import RESTLET, Deployment, DeploymentStatus, Script
from landbridge.local.settings import AccountSettings
from landbridge.local.surface import surface_app
from tests.component.local_access import machines
from tests.component.local_access.asking import Reply, ask

ACCOUNT = "1234567_SB1"
SUITETALK = "https://1234567-sb1.suitetalk.api.netsuite.com"
RESTLETS = "https://1234567-sb1.restlets.api.netsuite.com"
TOKEN_URL = f"{SUITETALK}/services/rest/auth/oauth2/v1/token"
LIMITS_URL = f"{SUITETALK}/services/rest/system/v1/governanceLimits"
ECHO_URL = f"{RESTLETS}/app/site/hosting/restlet.nl?script=customscript_told&deploy=customdeploy_told"
FORM = "application/x-www-form-urlencoded"
SOURCE = "/** @NApiVersion 2.1 */ define([], () => ({ get: (p) => ({ told: p.word || '' }) }));"


@dataclass
class Premises:
    """An account, its application, and a client's certificate in it."""

    account: Account
    app: Starlette
    clock: Clock
    numbers: Iterator[int] = field(default_factory=lambda: iter(range(1, 10**9)))

    @property
    def integration(self) -> Integration:
        return self.account.access.integrations()[0]

    def user(self, name: str = "integration") -> User:
        found = self.account.access.user_by_email(f"{name}@demo.example")
        assert found is not None
        return found

    def mapped(self, algorithm: str = "ES256", *, user: str = "integration") -> Mapping:
        """Map this algorithm's key for a user's first role, anew."""
        person = self.user(user)
        pem = machines.certificate(machines.key_for(algorithm))
        mappings = self.account.access.oauth2.mappings
        for known in mappings.of_integration(self.integration.id):
            if not known.revoked:
                mappings.revoke(known.id)
        return mappings.add(self.integration.id, person.id, person.role_ids[0], pem)

    def assertion(self, mapping: Mapping, algorithm: str = "ES256", **changed: Any) -> str:
        known = {"kid": mapping.id, "iss": self.integration.consumer_key, "aud": TOKEN_URL}
        now = int(self.clock.now().timestamp())
        return machines.assertion(algorithm, machines.key_for(algorithm), **{"iat": now, **known, **changed})

    def ask(self, method: str, url: str, body: bytes = b"", **headers: str) -> Reply:
        return ask(self.app, method, url, body, **headers)

    def token_reply(self, body: bytes, **headers: str) -> Reply:
        return self.ask("POST", TOKEN_URL, body, **{"content_type": FORM, **headers})

    def token(self, *, user: str = "integration", **changed: Any) -> str:
        """Return an access token of a user, by ES256."""
        reply = self.token_reply(machines.form(self.assertion(self.mapped(user=user), **changed)))
        assert reply.status == 200, reply.body
        return str(reply.json["access_token"])

    def detail(self) -> str:
        """Return the newest detail of the Login Audit Trail."""
        return self.account.access.audit(1)[0].detail


@contextmanager
def opened_premises(settings: AccountSettings | None = None) -> Iterator[Premises]:
    clock = Clock(lambda: machines.NOW)
    with opened_account(settings or AccountSettings(), clock=clock) as account:
        deploy_restlet(account)
        yield Premises(account, surface_app(account), clock)


def deploy_restlet(account: Account) -> None:
    """Deploy the RESTlet of ``ECHO_URL`` to all roles."""
    scripting = account.scripting
    assert isinstance(scripting, Scripting)
    session = account.access.system_session()
    path = account.files.save(session, "/SuiteScripts", "told.js", SOURCE.encode()).path
    admin = account.access.user_by_email("admin@demo.example")
    assert admin is not None
    script = Script("customscript_told", 0, RESTLET, "told", path, owner=admin.id)
    deployment = Deployment(
        "customdeploy_told", script.script_id, 0, status=DeploymentStatus.RELEASED, all_roles=True
    )
    scripting.registry.define(script, [deployment])


@pytest.fixture(scope="module")
def premises() -> Iterator[Premises]:
    with opened_premises() as found:
        yield found
