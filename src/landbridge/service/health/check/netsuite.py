"""Connection, permissions, limits and clock, as one Test Connection and the SuiteApp found them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from landbridge.netsuite.check import CheckLine, CheckState
from landbridge.netsuite.errors import ClockSkew, NetSuiteError, Wait
from landbridge.service.health.check.findings import line_of, worse_of
from landbridge.service.health.check.lines import CLOCK, CONNECTION, LIMITS, PERMISSIONS, Line, Subject
from landbridge.service.health.check.situation import Situation

NOT_ASKED = "Not asked: what it depends on failed."
FIRST_MEND = "First mend what failed."

_ELSEWHERE = frozenset({"limits", "clock", "fields", "spp"})
"""Lines of Test Connection that tell nothing of the connection itself."""

_TOO_MANY = (
    "Lower the concurrency of the connection, or see which integrations use the account's limit in NetSuite: Setup > Integration > "
    "Integration Governance."
)


def connection(situation: Situation) -> Line:
    """Whether NetSuite answers and knows who asks."""
    if situation.problem:
        return CONNECTION.failed(situation.problem, situation.advice)
    mine = [one for one in situation.tested if one.key not in _ELSEWHERE and not _is_permission(one)]
    failed = next((one for one in mine if one.state is CheckState.FAILED), None)
    if failed is not None:
        return CONNECTION.failed(f"{failed.title}: {failed.message}", failed.advice)
    known = {one.key: one.message for one in mine}
    return _told(CONNECTION, mine, lambda: _joined(known[key] for key in ("host", "sign_in") if key in known))


def permissions(situation: Situation) -> Line:
    """Whether the role may read what active workflows import, over REST each field that they need, and what real time needs beside."""
    mine = [one for one in situation.tested if _is_permission(one) or one.key == "fields"]
    read = _told(PERMISSIONS, mine, lambda: "The role may read what active workflows import.")
    needed = [finding for finding in situation.findings if finding.subject == PERMISSIONS.name]
    return worse_of(read, line_of(PERMISSIONS, needed)) if needed else read


def limits(situation: Situation) -> Line:
    """Whether NetSuite takes as many requests at once as the connection sends; none at all is a failure."""
    if isinstance(refusal := _refusal(situation), Wait):
        return LIMITS.failed(f"NetSuite takes no request now: {refusal.message}", _TOO_MANY)
    mine = _of_key(situation, "limits")
    if any(one.limit == 0 for one in mine):
        return LIMITS.failed(mine[0].message, _TOO_MANY)
    return _told(LIMITS, mine, lambda: mine[0].message)


def clock(situation: Situation) -> Line:
    """Whether the clocks are near enough for signatures; a sign-in that was refused for its time says so too."""
    if isinstance(refusal := _refusal(situation), ClockSkew):
        return CLOCK.failed(refusal.message, refusal.advice)
    mine = _of_key(situation, "clock")
    return _told(CLOCK, mine, lambda: mine[0].message)


def signed_in(tested: Sequence[CheckLine]) -> bool:
    """Whether a further request may be sent: a credential that is refused is tried once, since five refusals lock the user."""
    return any(one.key == "sign_in" and one.state is CheckState.PASSED for one in tested)


def _told(subject: Subject, mine: Sequence[CheckLine], passed: Callable[[], str]) -> Line:
    """The line that some of Test Connection's are: the failed ones, else the warnings, else that all is well."""
    for state, tell in ((CheckState.FAILED, subject.failed), (CheckState.WARNED, subject.warning)):
        told = [one for one in mine if one.state is state]
        if told:
            return tell(_joined(one.message for one in told), _joined(one.advice for one in told))
    if not any(one.state is CheckState.PASSED for one in mine):
        return subject.off(NOT_ASKED, FIRST_MEND)
    return subject.ok(passed())


def _refusal(situation: Situation) -> NetSuiteError | None:
    """What the first failed line was refused with."""
    return next((one.error for one in situation.tested if one.error is not None), None)


def _of_key(situation: Situation, key: str) -> list[CheckLine]:
    return [one for one in situation.tested if one.key == key]


def _is_permission(line: CheckLine) -> bool:
    return line.key.startswith("permission_")


def _joined(texts: Iterable[str]) -> str:
    return " ".join(dict.fromkeys(text for text in texts if text))
