"""Every certificate of a connection: who made it when and why, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from landbridge.service.connections.models import Connection
from landbridge.service.realtime.models import Certificate

_State, _Occasion = Certificate.State, Certificate.Occasion

BY_ITSELF = frozenset({_Occasion.RENEWAL, _Occasion.PLACEHOLDER, _Occasion.MISSING, _Occasion.REFRESH})


@dataclass(frozen=True, slots=True)
class Entry:
    """One certificate of the history. ``may_confirm``: a person may say that NetSuite has it; ``may_download``: its key is kept."""

    certificate: Certificate
    made_by: str
    why: str
    outcome: str

    @property
    def may_confirm(self) -> bool:
        return self.certificate.state == _State.PENDING

    @property
    def may_download(self) -> bool:
        return self.certificate.sealed is not None

    def as_data(self) -> dict[str, object]:
        """Return what the command line and the API tell of it; never a key."""
        one = self.certificate
        return {
            "id": one.pk,
            "state": one.state,
            "name": one.name,
            "fingerprint": one.fingerprint,
            "not_before": one.not_before,
            "not_after": one.not_after,
            "made_at": one.created_at,
            "made_by": self.made_by,
            "why": self.why,
            "outcome": self.outcome,
            "renew_at": one.renew_at if one.state == _State.CURRENT else None,
            "accepted_until": one.accepted_until,
        }


def history(connection: Connection, most: int | None = None) -> list[Entry]:
    """Return the certificates of a connection, newest first."""
    return [_entry(one) for one in connection.certificates.select_related("created_by")[:most]]


def entry_of(certificate: Certificate) -> Entry:
    """Return one certificate as the history shows it."""
    return _entry(certificate)


def _entry(one: Certificate) -> Entry:
    itself = one.occasion in BY_ITSELF
    made_by = str(one.created_by) if one.created_by else "Landbridge itself" if itself else "command line"
    return Entry(one, made_by, str(_Occasion(one.occasion).label), _outcome(one))


def _outcome(one: Certificate) -> str:
    match one.state:
        case _State.CURRENT:
            stands = f"NetSuite has it since {_day(one.confirmed_at)}. It renews itself about {_day(one.renew_at)}."
            return f"{stands} {one.problem}".strip()
        case _State.PREVIOUS:
            return f"Replaced on {_day(one.ended_at)}; its notices are accepted for a day more."
        case _State.PENDING:
            return one.problem or "Waits for somebody to upload it in NetSuite and to confirm that."
    if one.confirmed_at:
        return f"Replaced on {_day(one.ended_at)}."
    return f"NetSuite did not get it: {one.problem}" if one.problem else "Given up for a newer one."


def _day(moment: datetime | None) -> str:
    return f"{moment:%Y-%m-%d}" if moment else "an unknown day"
