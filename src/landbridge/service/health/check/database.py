"""Whether the database and what stands around it is as the service needs it: the checks of `/readyz`."""

from __future__ import annotations

from landbridge.service.health import checks
from landbridge.service.health.check.lines import DATABASE, Line
from landbridge.service.health.check.situation import Situation

_ADVICE = {
    "database": "Start the database, or correct DATABASE_URL, and read the database's log.",
    "migrations": "Start `landbridge up` once: it brings the tables to this release.",
    "secret_key": "Set LANDBRIDGE_SECRET_KEY to the secret of this installation, or put its file secret.key back into the data folder.",
    "data_folder": "Let the account that the service runs under write to the data folder.",
    "disk_space": "Make room on the disk of the data folder.",
}


def judge(_situation: Situation) -> Line:
    """Whether everything needed is there, workers apart."""
    wrong = [check for check in checks.readiness().checks if check.needed and not check.passed]
    if not wrong:
        return DATABASE.ok("It answers, its tables are those of this release, the secret is there.")
    reasons = "; ".join(check.reason for check in wrong)
    return DATABASE.failed(f"{reasons[:1].upper()}{reasons[1:]}.", _ADVICE[wrong[0].name])
