"""The settings of a connection's certificates: the size of their keys, and how long they are valid."""

from __future__ import annotations

from datetime import timedelta

from landbridge.service.connections.models import Connection
from landbridge.service.ports import Clock
from landbridge.service.projects.models import User
from landbridge.service.realtime.certificates.issuing import Form
from landbridge.service.realtime.models import CertificateSettings
from landbridge.service.refusal import Refusal

MOST_DAYS = 730
"""Two years: the most that NetSuite documents for a certificate."""


class CertificateSettingsError(Refusal):
    """A certificate cannot be made like that."""


def settings_of(connection: Connection) -> CertificateSettings:
    """Return the connection's settings, or the defaults, which are not stored then."""
    found = CertificateSettings.objects.filter(connection=connection).first()
    return found or CertificateSettings(connection=connection)


def form_of(connection: Connection) -> Form:
    """Return how the connection's next certificate is made."""
    chosen = settings_of(connection)
    return Form(chosen.key_bits, timedelta(days=chosen.validity_days))


def problem(key_bits: int | None, validity_days: int | None) -> str:
    """Return why a certificate cannot be made like that, empty when it can; ``None`` is not looked at."""
    if key_bits is not None and key_bits not in CertificateSettings.KeyBits.values:
        return "The key has 3072 or 4096 bits."
    if validity_days is not None and not 1 <= validity_days <= MOST_DAYS:
        return f"A certificate is valid for 1 to {MOST_DAYS} days."
    return ""


def choose(
    connection: Connection,
    by: User | None,
    clock: Clock,
    *,
    key_bits: int | None = None,
    validity_days: int | None = None,
) -> CertificateSettings:
    """Change what is given; counts from the next certificate on. Raises ``CertificateSettingsError``."""
    if wrong := problem(key_bits, validity_days):
        raise CertificateSettingsError(wrong)
    chosen = settings_of(connection)
    chosen.key_bits = chosen.key_bits if key_bits is None else key_bits
    chosen.validity_days = chosen.validity_days if validity_days is None else validity_days
    chosen.changed_at, chosen.changed_by = clock(), by
    chosen.save()
    return chosen
