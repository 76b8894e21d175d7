"""A new pair is judged by what NetSuite says of the pair, not by what is wrong with the connection it is tried on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.utils import timezone

from landbridge.netsuite.check import CheckLine, CheckState
from landbridge.netsuite.choosing import CredentialParts
from landbridge.netsuite.errors import Retry, SignInAgain
from landbridge.netsuite.protocols import Protocol
from landbridge.service.connections import operations, publishing
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection, PublisherPair
from landbridge.service.connections.operations import NotPassedError
from landbridge.service.connections.publisher import PublisherError, PublisherRecord, publisher_record
from landbridge.service.connections.testing import Tester
from landbridge.service.projects.models import User
from landbridge.service.projects.roles import Role

OLD, NEW = PublisherRecord("old-key-1111", "old-secret"), PublisherRecord("new-key-2222", "new-secret")
TOKEN = CredentialParts(token_id="t", token_secret="ts")
KEY = ec.generate_private_key(ec.SECP256R1()).private_bytes(
    serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
)
CERTIFICATE = CredentialParts(certificate_id="c", private_key=KEY.decode())
TAKEN = "taken"


def answer(told: str) -> CheckLine:
    """The line about the sign-in where NetSuite told this detail."""
    if told == TAKEN:
        return CheckLine("sign_in", "Sign-in", CheckState.PASSED, "in")
    error = SignInAgain("Invalid login attempt.", detail=told)
    return CheckLine("sign_in", "Sign-in", CheckState.FAILED, "not in", "Mend it.", error=error)


class Accounts:
    """NetSuite accounts by the name of their connection, each with its answer; ``asked`` are the drafts that signed in."""

    def __init__(self, **answers: str) -> None:
        self.answers = answers
        self.asked: list[ConnectionDraft] = []

    def __call__(self, draft: ConnectionDraft) -> Iterator[CheckLine]:
        self.asked.append(draft)
        yield answer(self.answers[draft.name])

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.asked]


def unreachable(_: ConnectionDraft) -> Iterator[CheckLine]:
    yield CheckLine(
        "host", "Host", CheckState.FAILED, "No answer.", "See the network.", error=Retry("no answer")
    )


@pytest.fixture
def ada(db: None) -> User:
    made = User.objects.create_user("ada@example.com", "Ada", Role.ADMINISTRATOR, None)
    publishing.set_record(OLD, by=made)
    return made


def connect(name: str, ada: User, credentials: CredentialParts = TOKEN, **values: object) -> Connection:
    draft = ConnectionDraft(name, "1234567", name, credentials, use_publisher_record=True)
    return operations.create(replace(draft, **values), by=ada, tester=Accounts(**{name: TAKEN}))  # type: ignore[arg-type]  # fields of the draft


@pytest.mark.requirement("publisher-02")
@pytest.mark.parametrize(
    "detail", ["token_rejected", "permission_denied", "consumer_key_refused", "InvalidSignature", ""]
)
def test_a_connection_with_troubles_of_its_own_keeps_nobody_from_a_right_pair(ada: User, detail: str) -> None:
    connect("a", ada)
    connect("b", ada)
    accounts = Accounts(a=detail, b=TAKEN)
    made = publishing.set_record(NEW, by=ada, tester=accounts)
    assert (accounts.names, made.words, made.key_ending) == (["a", "b"], "", "2222")
    assert publisher_record() == NEW


@pytest.mark.requirement("publisher-02")
def test_a_key_that_netsuite_knows_is_set_and_what_is_not_proved_is_said(ada: User) -> None:
    for name in ("a", "b", "c", "d"):
        connect(name, ada)
    accounts = Accounts(a="token_rejected", b="temporary_locked", c="permission_denied", d=TAKEN)
    assert "secret is not proved" in publishing.set_record(NEW, by=ada, tester=accounts).words
    assert accounts.names == ["a", "b", "c"]


@pytest.mark.requirement("publisher-02")
def test_an_unknown_key_is_refused_after_one_sign_in(ada: User) -> None:
    connect("a", ada)
    connect("b", ada)
    accounts = Accounts(a="consumer_key_unknown", b=TAKEN)
    with pytest.raises(NotPassedError, match="does not know the consumer key"):
        publishing.set_record(NEW, by=ada, tester=accounts)
    assert accounts.names == ["a"]
    assert publisher_record() == OLD


@pytest.mark.requirement("publisher-02")
@pytest.mark.parametrize(
    "tester", [Accounts(a="InvalidSignature"), unreachable], ids=["signature", "network"]
)
def test_a_pair_that_nobody_vouches_for_is_set_only_untried(ada: User, tester: Tester) -> None:
    connect("a", ada)
    with pytest.raises(NotPassedError) as refused:
        publishing.set_record(NEW, by=ada, tester=tester)
    assert refused.value.report.lines[-1].key == "pair"
    assert publisher_record() == OLD
    made = publishing.set_record(NEW, by=ada, untried=True, tester=tester)
    assert made.words == "Neither key nor secret was tried."
    assert publisher_record() == NEW


@pytest.mark.requirement("publisher-02")
def test_the_secret_is_tried_by_a_token_over_rest_and_never_taken_as_proved_by_a_certificate(
    ada: User,
) -> None:
    connect("a", ada, CERTIFICATE, protocol=Protocol.REST)
    accounts = Accounts(a=TAKEN, b=TAKEN)
    assert "secret is not proved" in publishing.set_record(NEW, by=ada, tester=accounts).words
    connect("b", ada, replace(CERTIFICATE, token_id="t", token_secret="ts"), protocol=Protocol.SOAP)
    assert publishing.set_record(OLD, by=ada, tester=accounts).words == ""
    assert accounts.names == ["a", "b"]
    tried = accounts.asked[-1]
    assert tried.protocol == Protocol.REST
    assert tried.credentials.consumer_secret == OLD.consumer_secret
    assert tried.credentials.certificate_id == ""


@pytest.mark.requirement("publisher-02")
def test_only_a_connection_that_uses_the_record_tries_it_out(ada: User) -> None:
    own = ConnectionDraft("own", "7654321", "own", replace(TOKEN, consumer_key="k", consumer_secret="s"))
    connection = operations.create(own, by=ada, tester=Accounts(own=TAKEN))
    accounts = Accounts(own=TAKEN)
    with pytest.raises(PublisherError, match="own does not use the publisher's record"):
        publishing.set_record(NEW, by=ada, connection=connection, tester=accounts)
    assert (accounts.names, publisher_record()) == ([], OLD)


@pytest.mark.requirement("publisher-02")
def test_two_that_set_a_pair_at_once_are_told(ada: User) -> None:
    def meanwhile() -> datetime:
        PublisherPair.objects.create(key_ending="3333", set_at=timezone.now())
        return timezone.now()

    with pytest.raises(PublisherError, match="somebody else set a pair just now"):
        publishing.set_record(NEW, by=ada, untried=True, clock=meanwhile)
    assert publisher_record() == OLD
