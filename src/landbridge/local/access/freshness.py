"""What every signed request must meet, whatever it is for: a timestamp of now, a nonce of the right form, the right signature.

Documented: ``subsect_156935170194``, ``section_156338994830``.
"""

from __future__ import annotations

import hmac
from datetime import datetime

from landbridge.local.access.errors import AccessDenied, Detail
from landbridge.local.access.locks import MAX_AGE_S

NONCE_LENGTHS = range(6, 65)


def timestamp_of(text: str, now: datetime) -> int:
    """Return a timestamp in seconds. Raises ``AccessDenied``: malformed, or more than five minutes from ``now``."""
    if not (text.isascii() and text.isdigit()) or len(text) > 12:
        raise AccessDenied(Detail.PARAMETER_REJECTED)
    if abs(now.timestamp() - int(text)) > MAX_AGE_S:
        raise AccessDenied(Detail.INVALID_TIMESTAMP)
    return int(text)


def check_nonce(nonce: str) -> None:
    """Raise ``AccessDenied`` for a nonce that is too short, too long or has other characters than letters and digits."""
    if len(nonce) < NONCE_LENGTHS.start:
        raise AccessDenied(Detail.NONCE_REJECTED)
    if len(nonce) not in NONCE_LENGTHS or not (nonce.isascii() and nonce.isalnum()):
        raise AccessDenied(Detail.PARAMETER_REJECTED)


def check_signature(expected: str, given: str) -> None:
    """Raise ``AccessDenied`` unless both are the same; how long it takes tells nothing of the difference."""
    if not hmac.compare_digest(expected.encode(), given.encode()):
        raise AccessDenied(Detail.INVALID_SIGNATURE)
