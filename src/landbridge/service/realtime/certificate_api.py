"""JSON: the real-time certificates, how they are made, and generating one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.utils import timezone
from ninja import Router, Schema

from landbridge.service.composition import restlets_for
from landbridge.service.connections.models import Connection
from landbridge.service.projects.access import require
from landbridge.service.projects.roles import Permission
from landbridge.service.realtime.certificates import rotation
from landbridge.service.realtime.certificates.choosing import choose, settings_of
from landbridge.service.realtime.certificates.history import entry_of, history
from landbridge.service.realtime.models import CertificateSettings

router = Router(tags=["realtime"])


class CertificateOut(Schema):
    """One certificate. ``state`` is pending, current, previous or retired; ``renew_at`` when the current one renews itself."""

    id: int
    state: str
    name: str
    fingerprint: str
    not_before: datetime
    not_after: datetime
    made_at: datetime
    made_by: str
    why: str
    outcome: str
    renew_at: datetime | None
    accepted_until: datetime | None


class CertificateSettingsOut(Schema):
    """How the next certificate is made."""

    key_bits: int
    validity_days: int


class CertificateSettingsIn(Schema):
    """What is to be changed; what is left out stays."""

    key_bits: int | None = None
    validity_days: int | None = None


@router.get(
    "/connections/{connection_id}/realtime-certificates",
    response=list[CertificateOut],
    summary="Real-time certificates, newest first",
)
def list_certificates(request: HttpRequest, connection_id: int) -> list[dict[str, Any]]:
    """Every certificate of a connection with what came of it. Keys are never answered."""
    require(request, Permission.VIEW_RECORDS)
    return [one.as_data() for one in history(get_object_or_404(Connection, pk=connection_id))]


@router.post(
    "/connections/{connection_id}/realtime-certificates",
    response=CertificateOut,
    summary="Generate a real-time certificate",
)
def generate_certificate(request: HttpRequest, connection_id: int) -> dict[str, Any]:
    """Make a certificate, give it to NetSuite through the SuiteApp, and make it current."""
    user = require(request, Permission.EDIT_INTEGRATION)
    place = get_object_or_404(Connection, pk=connection_id)
    return entry_of(rotation.rotate(place, user, restlets_for(place), timezone.now)).as_data()


@router.get(
    "/connections/{connection_id}/realtime-certificates/settings",
    response=CertificateSettingsOut,
    summary="How real-time certificates are made",
)
def show_certificate_settings(request: HttpRequest, connection_id: int) -> CertificateSettings:
    """Size of the key and validity in days."""
    require(request, Permission.VIEW_RECORDS)
    return settings_of(get_object_or_404(Connection, pk=connection_id))


@router.patch(
    "/connections/{connection_id}/realtime-certificates/settings",
    response=CertificateSettingsOut,
    summary="Change how real-time certificates are made",
)
def change_certificate_settings(
    request: HttpRequest, connection_id: int, wanted: CertificateSettingsIn
) -> CertificateSettings:
    """Counts from the next certificate on."""
    user = require(request, Permission.EDIT_INTEGRATION)
    place = get_object_or_404(Connection, pk=connection_id)
    return choose(place, user, timezone.now, key_bits=wanted.key_bits, validity_days=wanted.validity_days)
