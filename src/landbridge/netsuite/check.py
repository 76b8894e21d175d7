"""Test Connection: line by line, what works, what does not, and what to do about it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import partial

from landbridge.netsuite.client import Client
from landbridge.netsuite.clock import ClockReading
from landbridge.netsuite.discovery import account_hosts
from landbridge.netsuite.errors import NetSuiteError, SignInAgain
from landbridge.netsuite.records import Criterion
from landbridge.recordtypes import RECORD_TYPES

_GATES = frozenset({"host", "version", "sign_in"})
_VERSION_CODES = frozenset({"INVALID_WS_VERSION", "UNSUPPORTED_WS_VERSION"})
_CLOCK_WARNING_S = 60.0
_SIGN_IN_HINT = (
    "NetSuite does not say which part is wrong. Open Setup > Users/Roles > View Login Audit Trail and read the Detail column: "
    "consumer_key_unknown or consumer_key_refused is the integration record, token_rejected the token, InvalidSignature a "
    "secret, permission_denied the role, InvalidTimestamp this computer's clock."
)


class CheckState(Enum):
    """How a line ended; ``SKIPPED`` lines were not tried because an earlier one failed."""

    PASSED = "passed"
    WARNED = "warned"
    FAILED = "failed"
    SKIPPED = "skipped"


@dataclass(frozen=True, slots=True)
class CheckLine:
    """One line of the test. ``key`` is stable (``host``, ``version``, ``sign_in``, ``clock``, ``read_customer``,
    ``suiteapp``); ``advice`` is empty for a passed line."""

    key: str
    title: str
    state: CheckState
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class RestletAddress:
    """Script and deployment id of a RESTlet whose GET answers an object with ``version``."""

    script: str
    deploy: str


async def check_connection(
    client: Client, record_types: Sequence[str], restlet: RestletAddress | None = None
) -> list[CheckLine]:
    """Test an open client: host, version and sign-in, clock, permission to read each type, the SuiteApp's version.

    Never raises a :class:`NetSuiteError`; each becomes a failed line.
    """
    steps = _steps(client, record_types, restlet)
    lines: list[CheckLine] = []
    for step in steps:
        if any(line.state is CheckState.FAILED and line.key in _GATES for line in lines):
            lines.append(
                CheckLine(step.key, step.title, CheckState.SKIPPED, "Not tried.", "First mend the above.")
            )
        else:
            lines.append(await step.run())
    return lines


@dataclass(frozen=True, slots=True)
class _Step:
    """One line before it was tried; ``check`` answers state, message and advice or raises a NetSuiteError."""

    key: str
    title: str
    check: Callable[[], Awaitable[tuple[CheckState, str, str]]]

    async def run(self) -> CheckLine:
        try:
            state, message, advice = await self.check()
        except NetSuiteError as error:
            return CheckLine(self.key, self.title, CheckState.FAILED, str(error), _advice(error))
        return CheckLine(self.key, self.title, state, message, advice)


def _steps(client: Client, record_types: Sequence[str], restlet: RestletAddress | None) -> list[_Step]:
    probe = _Probe(client)
    steps = [
        _Step("host", "NetSuite answers for the account", partial(_host, client)),
        _Step("version", f"Endpoint {client.version}", probe.version),
        _Step("sign_in", "Sign-in with the token", probe.sign_in),
        _Step("clock", "Clocks agree", probe.clock),
    ]
    for name in record_types:
        label = RECORD_TYPES[name].plural if name in RECORD_TYPES else name
        steps.append(_Step(f"read_{name}", f"Permission to read {label}", partial(_readable, client, name)))
    if restlet is not None:
        steps.append(_Step("suiteapp", "SuiteApp installed", partial(_suiteapp, client, restlet)))
    return steps


async def _host(client: Client) -> tuple[CheckState, str, str]:
    found = await client.soap.get_data_center_urls()
    expected = account_hosts(client.account)
    if found.webservices != expected.webservices:
        return (
            CheckState.WARNED,
            f"NetSuite names {found.webservices} for account {client.account}.",
            "NetSuite answers its default address for an account it does not know: check the account id.",
        )
    return CheckState.PASSED, f"{client.account} is served at {found.webservices}.", ""


class _Probe:
    """One authenticated request for three lines: a wrong token must not be tried twice, five failures lock the user."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._error: NetSuiteError | None = None

    async def _reading(self) -> ClockReading:
        if self._error is not None:
            raise self._error
        try:
            return await self._client.clock.measure()
        except NetSuiteError as error:
            self._error = error
            raise

    async def version(self) -> tuple[CheckState, str, str]:
        """The endpoint is served unless NetSuite refuses its version; other refusals are the next line's matter."""
        try:
            await self._reading()
        except NetSuiteError as error:
            if error.code in _VERSION_CODES:
                raise
        return CheckState.PASSED, f"NetSuite serves endpoint {self._client.version}.", ""

    async def sign_in(self) -> tuple[CheckState, str, str]:
        """The token passport was accepted."""
        await self._reading()
        return CheckState.PASSED, "NetSuite accepted the token.", ""

    async def clock(self) -> tuple[CheckState, str, str]:
        """The clocks are near enough for signatures."""
        difference = abs((await self._reading()).offset_s)
        message = f"The clocks differ by {difference:.1f} seconds."
        if difference < _CLOCK_WARNING_S:
            return CheckState.PASSED, message, ""
        return (
            CheckState.WARNED,
            message,
            "Set this computer's clock: from five minutes on NetSuite refuses signatures.",
        )


async def _readable(client: Client, name: str) -> tuple[CheckState, str, str]:
    """Search for one id: costs NetSuite nothing and needs the very permission that an import needs."""
    await client.soap.search(name, [Criterion("internalIdNumber", "equalTo", (1,))], page_size=5)
    return CheckState.PASSED, "The role may search and read them.", ""


async def _suiteapp(client: Client, restlet: RestletAddress) -> tuple[CheckState, str, str]:
    answer = await client.restlets.call("GET", script=restlet.script, deploy=restlet.deploy)
    version = answer.get("version") if isinstance(answer, dict) else None
    if not isinstance(version, str):
        return CheckState.FAILED, "The RESTlet answered without a version.", "Install the current SuiteApp."
    return CheckState.PASSED, f"Version {version[:40]} is installed.", ""


def _advice(error: NetSuiteError) -> str:
    if isinstance(error, SignInAgain):
        return _SIGN_IN_HINT
    if error.code in _VERSION_CODES:
        return "Choose an endpoint that this account's release serves, such as 2025_2."
    return error.advice
