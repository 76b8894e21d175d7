"""Certificates on the page Real time and in the API, as an administrator and a viewer have them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization.pkcs12 import load_pkcs12
from django.test import Client
from django.utils import timezone

from landbridge.netsuite.errors import PermissionMissing
from landbridge.service.connections.models import Connection
from landbridge.service.realtime import certificate_api, certificate_pages
from landbridge.service.realtime.models import Certificate, CertificateSettings
from tests.component.service_realtime.netsuite import NetSuite, netsuite


class Unreachable:
    """RESTlets of an account whose role may not call them."""

    def call(self, method: str, **_: Any) -> Any:
        raise PermissionMissing("You do not have permission to access this page.")


@pytest.fixture(autouse=True)
def refusing(monkeypatch: pytest.MonkeyPatch, connection: Connection) -> None:
    for module in (certificate_pages, certificate_api):
        monkeypatch.setattr(module, "restlets_for", lambda _: Unreachable())
    CertificateSettings.objects.create(connection=connection, key_bits=2048, changed_at=connection.tested_at)


@pytest.fixture(scope="module")
def account() -> Iterator[NetSuite]:
    with netsuite(timezone.now) as opened:
        yield opened


@pytest.fixture
def granting(refusing: None, account: NetSuite, monkeypatch: pytest.MonkeyPatch) -> NetSuite:
    """An account with the SuiteApp, whose RESTlets the role may call; without a certificate."""
    session = account.account.access.system_session()
    for one in account.account.certificates.listing():
        account.account.certificates.delete(session, one.script_id)
    for module in (certificate_pages, certificate_api):
        monkeypatch.setattr(module, "restlets_for", lambda _: account)
    return account


def public_keys(account: NetSuite) -> tuple[Any, Any]:
    """The key that NetSuite signs with, and that of the service's current certificate."""
    current = Certificate.objects.get(state=Certificate.State.CURRENT)
    certificate = x509.load_pem_x509_certificate(current.pem.encode())
    return account.key().public_key(), certificate.public_key()


@pytest.mark.requirement("renew-05")
def test_a_certificate_is_generated_on_the_page(
    browser: Client, connection: Connection, granting: NetSuite
) -> None:
    place = f"/realtime/{connection.pk}/certificate"
    for states in (["current"], ["previous", "current"]):
        page = browser.post(place, follow=True).content.decode()
        made = Certificate.objects.get(state=Certificate.State.CURRENT)
        assert f"NetSuite signs with a new certificate, valid until {made.not_after:%Y-%m-%d}" in page
        in_netsuite, ours = public_keys(granting)
        assert in_netsuite == ours
        assert list(Certificate.objects.order_by("id").values_list("state", flat=True)) == states
    assert (
        browser.get(f"/api/connections/{connection.pk}/realtime-certificates").json()[0]["made_by"] == "Ada"
    )


@pytest.mark.requirement("renew-05")
def test_a_certificate_is_generated_by_the_api(
    browser: Client, connection: Connection, granting: NetSuite
) -> None:
    place = f"/api/connections/{connection.pk}/realtime-certificates"
    answer = browser.post(place)
    assert (answer.status_code, answer.json()["state"], answer.json()["made_by"]) == (200, "current", "Ada")
    in_netsuite, ours = public_keys(granting)
    assert in_netsuite == ours
    assert [one["id"] for one in browser.get(place).json()] == [answer.json()["id"]]


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
