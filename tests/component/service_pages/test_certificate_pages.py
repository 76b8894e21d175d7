"""Certificates on the page Real time and in the API, as an administrator and a viewer have them."""

from __future__ import annotations

import re
from typing import Any

import pytest
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from django.test import Client

from landbridge.netsuite.errors import PermissionMissing
from landbridge.service.connections.models import Connection
from landbridge.service.realtime import certificate_api, certificate_pages
from landbridge.service.realtime.models import Certificate, CertificateSettings


class Unreachable:
    """RESTlets of an account whose role may not call them."""

    def call(self, method: str, **_: Any) -> Any:
        raise PermissionMissing("You do not have permission to access this page.")


@pytest.fixture(autouse=True)
def refusing(monkeypatch: pytest.MonkeyPatch, connection: Connection) -> None:
    for module in (certificate_pages, certificate_api):
        monkeypatch.setattr(module, "restlets_for", lambda _: Unreachable())
    CertificateSettings.objects.create(connection=connection, key_bits=2048, changed_at=connection.tested_at)


@pytest.mark.requirement("renew-05")
def test_where_netsuite_refuses_a_certificate_is_uploaded_by_hand(
    browser: Client, connection: Connection
) -> None:
    place = f"/realtime/{connection.pk}/certificate"
    refused = browser.post(place, follow=True).content.decode()
    assert "Certificate Management and Certificate Access (Full)" in refused
    assert "upload by hand" in refused
    shown = browser.post(f"{place}/by-hand")
    assert shown.headers["Cache-Control"] == "no-store"
    (password,) = re.findall(r"<p><code class=\"anywhere\">([^<]+)</code></p>", shown.content.decode())
    made = Certificate.objects.get(connection=connection)
    file = browser.get(f"/realtime/certificates/{made.pk}.p12")
    assert file.headers["Content-Disposition"] == f'attachment; filename="landbridge-{made.pk}.p12"'
    loaded = load_pkcs12(file.content, password.encode())
    assert loaded.cert is not None
    assert loaded.cert.certificate.not_valid_after_utc == made.not_after
    page = browser.get(f"/realtime/?connection={connection.pk}").content.decode()
    assert password not in page
    assert "Waits for somebody to upload it" in page
    assert "Ada" in page
    confirmed = browser.post(f"/realtime/certificates/{made.pk}/confirm", follow=True).content.decode()
    assert f"Current real-time import certificate is valid until {made.not_after:%Y-%m-%d}" in confirmed
    gone = browser.get(f"/realtime/certificates/{made.pk}.p12", follow=True).content.decode()
    assert "there is nothing to download" in gone


@pytest.mark.requirement("renew-01")
def test_how_certificates_are_made_is_chosen_on_the_page(browser: Client, connection: Connection) -> None:
    place = f"/realtime/{connection.pk}/certificate/settings"
    browser.post(place, {"key_bits": "4096", "validity_days": "90"})
    chosen = CertificateSettings.objects.get()
    assert (chosen.key_bits, chosen.validity_days, str(chosen.changed_by)) == (4096, 90, "Ada")
    refused = browser.post(place, {"key_bits": "4096", "validity_days": "x"}, follow=True)
    assert "1 to 730 days" in refused.content.decode()
    page = browser.get(f"/realtime/?connection={connection.pk}").content.decode()
    assert '<option value="4096" selected>' in page


def test_a_viewer_changes_nothing(onlooker: Client, connection: Connection) -> None:
    place = f"/realtime/{connection.pk}/certificate"
    for address in (place, f"{place}/settings", f"{place}/by-hand"):
        assert onlooker.post(address).status_code == 403
    assert "Upload by hand" not in onlooker.get(f"/realtime/?connection={connection.pk}").content.decode()
    assert not Certificate.objects.exists()


@pytest.mark.requirement("renew-01", "renew-05")
def test_certificates_in_the_api(browser: Client, onlooker: Client, connection: Connection) -> None:
    place = f"/api/connections/{connection.pk}/realtime-certificates"
    refused = browser.post(place)
    assert (refused.status_code, refused.json()["code"]) == (409, "certificate_refused")
    assert browser.get(place).json() == []
    changed = browser.patch(f"{place}/settings", {"validity_days": 30}, content_type="application/json")
    assert changed.json() == {"key_bits": 2048, "validity_days": 30}
    wrong = browser.patch(f"{place}/settings", {"key_bits": 1024}, content_type="application/json")
    assert (wrong.status_code, wrong.json()["message"]) == (422, "The key has 3072 or 4096 bits.")
    assert onlooker.get(f"{place}/settings").json()["validity_days"] == 30
    assert onlooker.post(place).status_code == 403
