"""Reading the signed requests of steps one and three, and what both must meet.

Words of refusals: documented (``subsect_156934879823``) for records, timestamps, signatures, missing parameters and nonces;
``NonceUsed``, ``VersionRejected``, ``UnknownAlgorithm`` and ``parameter_rejected`` are those of signed requests (assumed).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from landbridge.local.access import oauth1, signatures
from landbridge.local.access.errors import AccessDenied, Detail
from landbridge.local.access.freshness import check_nonce, check_signature, timestamp_of
from landbridge.local.access.integration import Box, Definition, IntegrationState
from landbridge.local.tba.parties import Parties

SIGNED = (
    "oauth_consumer_key",
    "oauth_signature_method",
    "oauth_timestamp",
    "oauth_nonce",
    "oauth_signature",
)
STEP_ONE = (*SIGNED, "oauth_callback")
STEP_THREE = (*SIGNED, "oauth_token", "oauth_verifier")
"""Parameters that a step's header must have. ``realm`` is optional as of 2020.1 (documented)."""

WORDS = {
    Detail.MISSING_FIELDS: Detail.MISSING_REQUIRED_PARAMETER,
    Detail.NONCE_REJECTED: Detail.FLOW_NONCE_REJECTED,
}
"""What the flow calls otherwise than other signed requests do (documented)."""

NOBODY = "0"
"""Whose nonces those of step one are: no user is known yet."""


@dataclass(frozen=True, slots=True)
class SignedRequest:
    """A request of step one or three as it came; ``url`` as the client sees it, with its query."""

    method: str
    url: str
    header: str = field(repr=False)
    ip: str

    @property
    def path(self) -> str:
        """The path, which the audit trail names."""
        return urlsplit(self.url).path


@dataclass(frozen=True, slots=True)
class Step:
    """A request that was read: its header, and the record of its application, which may not be installed here yet."""

    request: SignedRequest
    header: oauth1.OAuth1Header
    definition: Definition

    def __getitem__(self, parameter: str) -> str:
        """Return a parameter of the header."""
        return self.header.parameters[parameter]

    @property
    def role_id(self) -> str:
        """The role that step one asks for; the help's sample signs one (documented: ``section_157652390285``)."""
        return self.header.parameters.get("role", "")


class Steps:
    """Reads and verifies requests. Every method raises ``AccessDenied``, in the words of the flow."""

    def __init__(self, parties: Parties) -> None:
        self._parties = parties

    def read(self, request: SignedRequest, required: tuple[str, ...]) -> Step:
        """Return a request whose application may go through the flow."""
        header = _in_words_of_the_flow(request, required)
        definition = self.definition(header.parameters["oauth_consumer_key"])
        if header.realm and header.realm != self._parties.account_id:
            raise AccessDenied(Detail.UNKNOWN_INTEGRATION)
        if header.realm:  # documented: without the account id step one does not ask for the state
            self.check_state(definition.consumer_key)
        return Step(request, header, definition)

    def definition(self, consumer_key: str) -> Definition:
        """Return the record of a consumer key, this account's or another's, if it takes the flow."""
        found = self._parties.installing.offered(consumer_key, way=Box.AUTHORIZATION_FLOW)
        if found is None:
            raise AccessDenied(Detail.UNKNOWN_INTEGRATION)
        if Box.AUTHORIZATION_FLOW not in found.boxes:
            raise AccessDenied(Detail.AUTHORIZATION_FLOW_REQUIRED)
        return found

    def check_state(self, consumer_key: str) -> None:
        """Refuse a record that is installed here and not Enabled."""
        known = self._parties.applications.by_consumer_key(consumer_key)
        if known is not None and known.state is not IntegrationState.ENABLED:
            raise AccessDenied(Detail.INTEGRATION_BLOCKED)

    def verify(self, step: Step, token_secret: str, user_id: str = NOBODY) -> None:
        """Check timestamp, nonce and signature, and use the nonce up: the user's, before there is one the application's."""
        now = self._parties.clock.now()
        timestamp = timestamp_of(step["oauth_timestamp"], now)
        try:
            check_nonce(step["oauth_nonce"])
        except AccessDenied as denied:
            raise AccessDenied(WORDS.get(denied.detail, denied.detail)) from None
        expected = signatures.oauth1_signature(
            step.request.method,
            step.request.url,
            step.header.signed,
            step.definition.consumer_secret,
            token_secret,
        )
        check_signature(expected, step["oauth_signature"])
        nonce = step["oauth_nonce"]
        if user_id == NOBODY:
            nonce = f"{step.definition.consumer_key} {nonce}"
        if not self._parties.nonces.use(user_id, nonce, timestamp, now):
            raise AccessDenied(Detail.NONCE_USED)


def _in_words_of_the_flow(request: SignedRequest, required: tuple[str, ...]) -> oauth1.OAuth1Header:
    try:
        header = oauth1.parsed(request.header, required, realm_required=False)
    except AccessDenied as denied:
        raise AccessDenied(WORDS.get(denied.detail, denied.detail)) from None
    if header.parameters.get("oauth_version", "1.0") != "1.0":
        raise AccessDenied(Detail.VERSION_REJECTED)
    if header.parameters["oauth_signature_method"] != signatures.ALGORITHM:
        raise AccessDenied(Detail.UNKNOWN_ALGORITHM)
    return header
