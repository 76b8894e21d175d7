"""What each version of the bundles sends: one account, updated from version to version."""

from __future__ import annotations

from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from landbridge.local.access.model import Context
from tests.component.suiteapp.sending import CERTIFICATE, PASSWORD, Sending, opened_sending
from tests.keyfiles import packed

INTEGRATION, REAL_TIME = "369637", "369630"
SOAP_BOX, RESTLET_BOX = "custrecord_oa_realtime_soap_customer", "custrecord_oa_realtime_restlet_customer"


def sent_from(sending: Sending) -> set[str]:
    """Save a customer in the form, by SOAP and by a RESTlet; return the contexts whose save was sent."""
    found = set()
    for context in (Context.USERINTERFACE, Context.WEBSERVICES, Context.RESTLET):
        sending.forget()
        sending.create("customer", sending.session(context))
        if sending.sent():
            found.add(context.value)
    return found


def failure(sending: Sending) -> str:
    """Save a customer in the form and return what the trigger logged as its failure."""
    sending.forget()
    sending.create()
    (entry,) = sending.log("ERROR")
    return entry.details


def bring_a_certificate(sending: Sending) -> None:
    """In the placeholder's place."""
    account = sending.account
    system = account.access.system_session()
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    file = account.files.save(system, "/SuiteScripts", "key.p12", packed(key, PASSWORD.encode()))
    account.certificates.replace(system, CERTIFICATE, file=file, password=PASSWORD)


@pytest.mark.requirement("bundle-02")
def test_what_is_sent_follows_the_versions_of_both_bundles(tmp_path: Path) -> None:
    with opened_sending(tmp_path, bundles={INTEGRATION: "4.0", REAL_TIME: "2.0"}) as sending:
        bundles = sending.account.bundles
        sending.configure(
            custrecord_landbridge_url=sending.service.url,
            custrecord_landbridge_account=sending.account.settings.account_id,
            custrecord_oa_db_id="5501",
            custrecord_oa_realtime_enable=True,
        )
        assert sent_from(sending) == set()
        assert "Update bundle 369630 to version 3.0" in failure(sending)

        bundles.install(REAL_TIME, "3.0")
        assert sent_from(sending) == set()
        assert "INVALID_CERT" in failure(sending)
        bring_a_certificate(sending)
        assert sent_from(sending) == {"USERINTERFACE"}

        bundles.install(INTEGRATION, "4.03")
        sending.configure(**{SOAP_BOX: True})
        assert sent_from(sending) == {"USERINTERFACE"}
        bundles.install(REAL_TIME, "3.02")
        assert sent_from(sending) == {"USERINTERFACE", "WEBSERVICES"}

        bundles.install(REAL_TIME, "4.01")
        assert sent_from(sending) == {"USERINTERFACE", "WEBSERVICES"}
        bundles.install(INTEGRATION, "5.01")
        sending.configure(**{RESTLET_BOX: True})
        assert sent_from(sending) == {"USERINTERFACE", "WEBSERVICES", "RESTLET"}
