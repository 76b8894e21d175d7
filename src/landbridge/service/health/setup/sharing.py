"""The publisher's record in the customer's account: installed, enabled, and a token for it. The last test of the connection tells.

The ways into an account are those of the help articles section_4429293934 (auto-installation) and section_4431829430 (bundle).
"""

from __future__ import annotations

from landbridge.netsuite.check import CheckLine, CheckState
from landbridge.netsuite.errors import ClockSkew, ConnectionNotMade, FixSetup, MalformedReply, Retry, Wait
from landbridge.netsuite.protocols import Protocol
from landbridge.netsuite.refusedsignin import ADVICE
from landbridge.service.connections.publisher import PublisherRecord, publisher_record
from landbridge.service.connections.testing import stored_lines
from landbridge.service.health.setup.model import Judgement, State
from landbridge.service.health.setup.situation import Situation
from landbridge.service.refusal import Refusal

_MANAGE = "Setup > Integration > Manage Integrations"
_OF_THE_TOKEN = ("token_rejected", "InvalidSignature", "permission_denied")
_KNOWN = ("consumer_key_refused", *_OF_THE_TOKEN)
"""Details that NetSuite tells of a record that it knows; those of the token alone, of one that is enabled."""

_UNTOLD = "NetSuite refused the last sign-in, and over {protocol} it does not say whether the record or the {part} is why."
_NOT_REFUSED = frozenset(
    kind.advice for kind in (ClockSkew, ConnectionNotMade, FixSetup, MalformedReply, Retry, Wait)
)
"""The advice of trouble that is none of the credentials."""

_OWN = Judgement(State.OPTIONAL, "The connection has an integration record of its own.")
_NONE_YET = Judgement(State.OPTIONAL, "The publisher has no record here: the connection gets one of its own.")


def judge_installed(situation: Situation) -> Judgement:
    """Whether the account has the publisher's record."""
    record = _shared(situation)
    if isinstance(record, Judgement):
        return record
    line = _sign_in(situation)
    if line is None:
        return Judgement(
            State.MISSING, "Whether the account has it shows when a connection is tested.", _install(record)
        )
    if line.state is not CheckState.FAILED or _detail(line) in _KNOWN:
        return Judgement(State.DONE, f"NetSuite knows {_name(record)}.")
    if _detail(line) == "consumer_key_unknown":
        return Judgement(State.WRONG, f"NetSuite does not know {_name(record)}.", _install(record))
    look = f"Look for it under {_MANAGE}. {_install(record)}"
    return Judgement(State.WRONG, _in_words(situation, line), line.advice if _tells_nothing(line) else look)


def judge_enabled(situation: Situation) -> Judgement:
    """Whether its state lets requests in."""
    record = _shared(situation)
    if isinstance(record, Judgement):
        return record
    line = _sign_in(situation)
    advice = f"An administrator sets its State to Enabled: {_MANAGE}, {_name(record)}, Edit."
    if line is None:
        return Judgement(State.MISSING, "It shows when a connection is tested.", advice)
    if line.advice.startswith(ADVICE["consumer_key_refused"]):
        return Judgement(State.WRONG, "It waits for approval, or is blocked.", advice)
    if line.state is CheckState.FAILED and _detail(line) not in _OF_THE_TOKEN:
        return Judgement(State.WRONG, _in_words(situation, line), advice)
    return Judgement(State.DONE, "Enabled, as far as the last test tells.")


def judge_token(situation: Situation) -> Judgement:
    """Whether there is a token for it."""
    record = _shared(situation)
    if isinstance(record, Judgement):
        return record
    line = _sign_in(situation)
    advice = (
        f"Setup > Users/Roles > Access Tokens > New, with the application {_name(record)}, the integration user and the role. Enter account, "
        "token ID and token secret on the page Connection; the consumer pair is there already."
    )
    if line is None:
        return Judgement(State.MISSING, "There is no connection that was tested.", advice)
    if _detail(line) in _OF_THE_TOKEN:
        return Judgement(State.WRONG, line.message, f"{line.advice} {advice}")
    if line.state is CheckState.FAILED:
        return Judgement(
            State.WRONG,
            "Not known before the record is in order." if _detail(line) else _in_words(situation, line),
            advice,
        )
    return Judgement(State.DONE, "NetSuite accepted it.")


def _shared(situation: Situation) -> PublisherRecord | Judgement:
    """Return the record, or why these steps are none for this connection."""
    connection = situation.connection
    if connection is not None and not connection.use_publisher_record:
        return _OWN
    try:
        return publisher_record()
    except Refusal as refused:
        return _NONE_YET if connection is None else Judgement(State.WRONG, f"{refused}.")


def _sign_in(situation: Situation) -> CheckLine | None:
    lines = stored_lines(situation.connection.test_lines) if situation.connection else ()
    return next((one for one in lines if one.key == "sign_in" and one.state is not CheckState.SKIPPED), None)


def _detail(line: CheckLine) -> str:
    """Return the detail of the Login Audit Trail that the refusal told, empty where it told none."""
    return next((detail for detail, advice in ADVICE.items() if line.advice.startswith(advice)), "")


def _tells_nothing(line: CheckLine) -> bool:
    """Whether the sign-in failed for a reason that is neither the record's nor the token's."""
    return line.advice in _NOT_REFUSED or bool(_detail(line))


def _in_words(situation: Situation, line: CheckLine) -> str:
    """Return why the last test proves nothing of the record."""
    if _tells_nothing(line):
        return f"The last sign-in did not come as far as the record: {line.message}"
    connection = situation.connection
    if connection is not None and connection.protocol == Protocol.SOAP:
        return _UNTOLD.format(protocol="SOAP", part="token")
    if "OAuth 2.0" in line.title:
        return _UNTOLD.format(protocol="OAuth 2.0", part="certificate")
    return f"NetSuite refused the last sign-in: {line.message}"


def _name(record: PublisherRecord) -> str:
    return record.name or "the publisher's record"


def _install(record: PublisherRecord) -> str:
    by_request = f" (application ID {record.application_id})" if record.application_id else ""
    bundle = (
        f"bundle {record.bundle_id}" if record.bundle_id else "the publisher's bundle, where there is one"
    )
    return (
        f"Install it in one of two ways: `landbridge integration install --into ACCOUNT`{by_request}, as any user with access, or {bundle} "
        "under Customization > SuiteBundler > Search & Install Bundles."
    )
