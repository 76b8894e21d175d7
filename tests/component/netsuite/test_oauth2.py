"""Signing in by OAuth 2.0 client credentials, against the local account."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa

from landbridge.local.access.integration import Box, IntegrationState, Scope
from landbridge.local.access.model import Level
from landbridge.local.faults.model import Effect, Fault
from landbridge.netsuite import (
    FixSetup,
    LocalBudget,
    OAuth2Credentials,
    OutcomeUnknown,
    RetryPolicy,
    SignInAgain,
    Surroundings,
)
from landbridge.netsuite.errors import ConnectionNotMade, Context, NetSuiteError, Wait
from tests.component.netsuite.local_account import ROLE, Served, client_of, key_and_certificate


class Passing:
    """Seconds that pass when a test says so, on the client's clock and on the account's."""

    def __init__(self, served: Served) -> None:
        self._clock = served.account.clock
        self.ahead_s = 0.0
        self._passed = 0.0

    def now(self) -> float:
        """Unix seconds of the client, which is ``ahead_s`` ahead of the account."""
        return self._clock.now().timestamp() + self.ahead_s

    def monotonic(self) -> float:
        """Seconds of the client."""
        return self._passed

    def advance(self, seconds: float) -> None:
        """Let time pass everywhere."""
        self._clock.advance(seconds)
        self._passed += seconds

    def surroundings(self) -> Surroundings:
        """For the client's options."""
        return Surroundings(now=self.now, monotonic=self.monotonic)


def asked(served: Served, kind: str) -> int:
    return sum(entry.kind == kind for entry in served.account.journal.entries(1000))


async def refusal(
    served: Served,
    error: type[NetSuiteError],
    credentials: OAuth2Credentials | None = None,
    **options: object,
) -> NetSuiteError:
    """What a client meets that asks for something."""
    async with client_of(served, credentials or served.oauth2, **options) as client:
        with pytest.raises(error) as caught:
            await client.rest.record_types()
    return caught.value


@pytest.mark.requirement("cred-02")
async def test_rest_suiteql_and_restlets_take_the_token_and_each_scope_asks_once(served: Served) -> None:
    async with client_of(served, served.oauth2) as client:
        assert "customer" in await client.rest.record_types()
        assert [rows async for rows in client.suiteql.query("SELECT id FROM customer")] == []
        for _ in range(2):
            with pytest.raises(FixSetup) as caught:
                await client.restlets.call("GET", script="1", deploy="1")
            assert caught.value.code == "SSS_INVALID_SCRIPTLET_ID"
    assert asked(served, "rest.token") == 2
    assert asked(served, "restlet") == 2


def certificate_of(key: ec.EllipticCurvePrivateKey | rsa.RSAPrivateKey) -> tuple[str, str]:
    """A key and its certificate, both in PEM."""
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "library")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=100))
        .sign(key, hashes.SHA256())
    )
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    return pem.decode(), certificate.public_bytes(serialization.Encoding.PEM).decode()


@pytest.mark.requirement("cred-02")
@pytest.mark.parametrize(
    "curve", [ec.SECP384R1(), ec.SECP521R1(), None], ids=lambda one: one.name if one else "rsa"
)
async def test_every_kind_of_key_that_netsuite_takes_signs_in(
    served: Served, curve: ec.EllipticCurve | None
) -> None:
    key = ec.generate_private_key(curve) if curve else rsa.generate_private_key(65537, 3072)
    mappings = served.account.access.oauth2.mappings
    first = mappings.get(served.oauth2.certificate_id)
    assert first is not None
    pem, certificate = certificate_of(key)
    made = mappings.add(served.integration.id, first.user_id, first.role_id, certificate)
    credentials = OAuth2Credentials(served.oauth2.client_id, made.id, pem)
    async with client_of(served, credentials) as client:
        listed = await client.oauth2_certificates.list()
    assert {one.algorithm for one in listed if one.id == made.id} == {"EC" if curve else "RSA"}
    mappings.revoke(made.id)


@pytest.mark.requirement("cred-02", "lib-03")
async def test_hooks_see_the_request_for_the_token_and_no_secret(served: Served) -> None:
    seen: list[Context] = []

    @contextmanager
    def observe(context: Context) -> Iterator[None]:
        seen.append(context)
        yield

    async with client_of(served, served.oauth2, observe=observe) as client:
        await client.oauth2_certificates.list()
    assert [context.operation for context in seen] == ["certificates", "access token"]
    assert served.oauth2.client_id not in repr(seen)


@pytest.mark.requirement("cred-02")
async def test_many_at_once_ask_for_one_token_and_no_slot_of_the_budget_is_lacking(served: Served) -> None:
    for slots in (1, 4):
        served.account.journal.reset()
        async with client_of(served, served.oauth2, budget=LocalBudget(slots)) as client, asyncio.timeout(30):
            found = await asyncio.gather(*(client.oauth2_certificates.list() for _ in range(12)))
        assert len(found) == 12
        assert asked(served, "rest.token") == 1
        assert asked(served, "rest.certificates") == 12


@pytest.mark.requirement("cred-02")
async def test_the_token_is_renewed_before_it_ends_and_never_refused(served: Served) -> None:
    time = Passing(served)
    async with client_of(served, served.oauth2, surroundings=time.surroundings()) as client:
        await client.oauth2_certificates.list()
        time.advance(3500)
        await client.oauth2_certificates.list()
        assert asked(served, "rest.token") == 1
        time.advance(60)
        await client.oauth2_certificates.list()
        assert asked(served, "rest.token") == 2
    assert {entry.status for entry in served.account.journal.entries(100)} == {200}


@pytest.mark.requirement("cred-02")
@pytest.mark.parametrize("kind", ["rest.certificates", "restlet"])
async def test_a_token_that_netsuite_refuses_is_replaced_and_the_request_repeated(
    served: Served, kind: str
) -> None:
    async def ask() -> None:
        if kind == "restlet":
            with pytest.raises(FixSetup):
                await client.restlets.call("POST", script="1", deploy="1")
        else:
            await client.oauth2_certificates.list()

    time = Passing(served)
    async with client_of(served, served.oauth2, surroundings=time.surroundings()) as client:
        await ask()
        time.advance(60)
        served.account.faults.lay(Fault(kind, Effect.EXPIRED_TOKEN, times=1))
        await ask()
    assert asked(served, "rest.token") == 2
    assert asked(served, kind) == 3


@pytest.mark.requirement("cred-02")
async def test_a_token_that_stays_refused_is_an_error_after_one_replacement(served: Served) -> None:
    served.account.faults.lay(Fault("rest.certificates", Effect.EXPIRED_TOKEN))
    async with client_of(served, served.oauth2) as client:
        with pytest.raises(SignInAgain):
            await client.oauth2_certificates.list()
    assert asked(served, "rest.certificates") == 2


@pytest.mark.requirement("cred-02", "retry-01")
@pytest.mark.parametrize(
    "fault",
    [
        Fault("rest.token", Effect.DROP, times=2),
        Fault("rest.token", Effect.LOSE_REPLY, times=2),
        Fault("rest.token", Effect.ERROR, times=2),
        Fault("rest.token", Effect.PAGE, times=2),
        Fault("rest.token", Effect.PAGE, times=2, status=200),
        Fault("rest.token", Effect.TRUNCATE, times=2),
        Fault("rest.token", Effect.LIMIT, times=2),
    ],
    ids=lambda fault: f"{fault.effect}-{fault.status}",
)
async def test_trouble_of_the_token_endpoint_is_met_by_the_attempt_even_of_a_write(
    served: Served, fault: Fault
) -> None:
    served.account.faults.lay(fault)
    async with client_of(served, served.oauth2) as client:
        with pytest.raises(FixSetup) as caught:
            await client.restlets.call("POST", script="1", deploy="1")
    assert caught.value.code == "SSS_INVALID_SCRIPTLET_ID", "the script was reached in the end"
    assert served.account.faults.listing()[0][2] == 2


@pytest.mark.requirement("cred-02")
async def test_a_write_that_got_no_token_was_not_sent_and_says_so(served: Served) -> None:
    served.account.faults.lay(Fault("rest.token", Effect.ERROR))
    async with client_of(served, served.oauth2, retry=RetryPolicy.off()) as client:
        with pytest.raises(ConnectionNotMade) as caught:
            await client.restlets.call("POST", script="1", deploy="1")
    assert not isinstance(caught.value, OutcomeUnknown)
    assert caught.value.operation == "access token"
    assert asked(served, "restlet") == 0
    served.account.faults.clear()
    served.account.faults.lay(Fault("rest.token", Effect.TOO_MANY))
    busy = await refusal(served, Wait, retry=RetryPolicy.off())
    assert isinstance(busy, Wait)
    assert busy.retry_after_s == 1.0


@pytest.mark.requirement("cred-02")
async def test_soap_says_that_it_takes_no_bearer_token_before_anything_is_sent(served: Served) -> None:
    async with client_of(served, served.oauth2) as client:
        with pytest.raises(FixSetup, match="SOAP takes no OAuth") as caught:
            await client.soap.get("customer", "1")
    assert caught.value.code == "OAUTH_OVER_SOAP"
    assert "access tokens" in caught.value.advice
    assert served.account.journal.entries(10) == []


@pytest.mark.requirement("cred-02", "bad-03")
async def test_each_refusal_of_the_token_endpoint_says_where_to_look(served: Served) -> None:
    applications, integration = served.account.access.applications, served.integration
    stranger, _ = key_and_certificate()
    wrong_key = replace(served.oauth2, private_key=stranger)
    error = await refusal(served, SignInAgain, credentials=wrong_key)
    assert error.code == "invalid_client"
    assert "fit the private key" in error.advice or "to the private key" in error.advice

    applications.set_state(integration.id, IntegrationState.BLOCKED)
    assert (await refusal(served, SignInAgain)).code == "invalid_client"
    applications.set_state(integration.id, IntegrationState.ENABLED)

    applications.change_definition(integration.id, boxes=frozenset(Box) - {Box.CLIENT_CREDENTIALS})
    error = await refusal(served, FixSetup)
    assert (error.code, "Client Credentials (Machine to Machine) Grant" in error.advice) == (
        "unauthorized_client",
        True,
    )
    applications.change_definition(integration.id, boxes=frozenset(Box))

    applications.change_definition(integration.id, scopes=frozenset({Scope.RESTLETS}))
    error = await refusal(served, FixSetup)
    assert error.code == "invalid_scope"
    assert "the scope rest_webservices" in error.message
    async with client_of(served, served.oauth2) as client:  # what the integration has is still reached
        with pytest.raises(FixSetup) as caught:
            await client.restlets.call("GET", script="1", deploy="1")
    assert caught.value.code == "SSS_INVALID_SCRIPTLET_ID"
    applications.change_definition(
        integration.id, scopes=frozenset({Scope.RESTLETS, Scope.REST_WEB_SERVICES})
    )

    served.account.access.set_permission(ROLE, "ADMI_LOGIN_OAUTH2", Level.NONE)
    error = await refusal(served, SignInAgain)
    assert error.code == "invalid_grant"
    assert "Log in using OAuth 2.0 Access Tokens" in error.advice
    assert "clock is" not in error.message
    served.account.access.set_permission(ROLE, "ADMI_LOGIN_OAUTH2", Level.FULL)

    mapping = served.account.access.oauth2.mappings.get(served.oauth2.certificate_id)
    assert mapping is not None
    other = served.account.access.oauth2.mappings.add(
        integration.id, mapping.user_id, mapping.role_id, key_and_certificate()[1]
    )
    served.account.access.oauth2.mappings.revoke(other.id)
    revoked = replace(served.oauth2, certificate_id=other.id)
    assert "revoked" in (await refusal(served, SignInAgain, credentials=revoked)).advice


@pytest.mark.requirement("cred-02", "bad-03")
@pytest.mark.parametrize(("ahead_s", "told"), [(7200.0, "s ahead of"), (-7200.0, "s behind")])
async def test_a_clock_that_is_wrong_is_named_as_the_reason(
    served: Served, ahead_s: float, told: str
) -> None:
    time = Passing(served)
    time.ahead_s = ahead_s
    error = await refusal(served, SignInAgain, surroundings=time.surroundings())
    assert error.code == "invalid_grant"
    assert told in error.message
    assert error.advice.startswith("Set this computer's clock right")


@pytest.mark.requirement("cred-02")
@pytest.mark.parametrize("ahead_s", [80.0, -280.0])
async def test_a_clock_that_is_a_little_off_does_not_matter(served: Served, ahead_s: float) -> None:
    time = Passing(served)
    time.ahead_s = ahead_s
    async with client_of(served, served.oauth2, surroundings=time.surroundings()) as client:
        assert await client.oauth2_certificates.list()


@pytest.mark.requirement("cred-07")
async def test_no_assertion_token_or_key_is_shown_or_logged(
    served: Served, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, logger="landbridge.netsuite")
    caplog.set_level(logging.DEBUG, logger="asyncio")
    caplog.set_level(logging.DEBUG, logger="aiohttp")
    async with client_of(served, served.oauth2) as client:
        await client.oauth2_certificates.list()
        sign_in = client._attempts.sign_in
        header = await sign_in.header("GET", "https://x.suitetalk.api.netsuite.com/services/rest/record/v1")
        served.account.faults.lay(Fault("rest.certificates", Effect.ERROR))
        with pytest.raises(NetSuiteError) as caught:
            await client.oauth2_certificates.list()
    token = header.removeprefix("Bearer ")
    shown = "".join([caplog.text, repr(client), repr(sign_in), repr(caught.value), str(caught.value.context)])
    for secret in (token, served.oauth2.client_id, served.oauth2.private_key.splitlines()[1]):
        assert secret not in shown
    assert len(token) > 100
