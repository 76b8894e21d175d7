"""What only real time needs: bundles, settings record, deployments, order, certificate, native connector. Off while it is off."""

from __future__ import annotations

from landbridge.service.health.check.findings import line_of
from landbridge.service.health.check.lines import (
    BUNDLES,
    CERTIFICATE,
    DEPLOYMENTS,
    NATIVE,
    ORDER,
    SETTINGS,
    Line,
    Subject,
)
from landbridge.service.health.check.netsuite import FIRST_MEND, NOT_ASKED
from landbridge.service.health.check.situation import Situation
from landbridge.service.realtime.certificates import judging

NOT_LIVE = "Real time is switched off."


def bundles(situation: Situation) -> Line:
    """Whether SuiteApp and bundles are there, in versions that suffice."""
    return _found(BUNDLES, situation)


def settings(situation: Situation) -> Line:
    """Whether there is one settings record, and fits the connection."""
    return _found(SETTINGS, situation)


def deployments(situation: Situation) -> Line:
    """Whether the trigger is deployed for each live type."""
    return _found(DEPLOYMENTS, situation)


def order(situation: Situation) -> Line:
    """Whether somebody confirmed that the trigger runs last, and it still holds."""
    return _found(ORDER, situation)


def native(situation: Situation) -> Line:
    """Whether the native connector, where it is installed, leaves the live types alone."""
    return _found(NATIVE, situation)


def certificate(situation: Situation) -> Line:
    """Whether notices are signed with a valid certificate of ours. Raises ``DatabaseError``."""
    if not situation.live:
        return CERTIFICATE.off(NOT_LIVE)
    seen = situation.inspection
    installed = None if seen is None else seen.certificate.name if seen.certificate else ""
    return line_of(CERTIFICATE, [judging.judge(situation.connection, situation.now, installed=installed)])


def _found(subject: Subject, situation: Situation) -> Line:
    if not situation.live:
        return subject.off(NOT_LIVE)
    mine = [finding for finding in situation.findings if finding.subject == subject.name]
    return line_of(subject, mine) if mine else subject.off(NOT_ASKED, FIRST_MEND)
