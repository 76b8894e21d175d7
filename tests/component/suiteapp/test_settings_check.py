"""What the settings record accepts, in NetSuite at save: whoever saves it, by form, list or service."""

from __future__ import annotations

import pytest

from landbridge.local.records.errors import RecordError

from .sending import SETTINGS, Sending

FIELDS = {
    "url": "custrecord_oa_url",
    "database": "custrecord_oa_db_id",
    "service": "custrecord_landbridge_url",
    "account": "custrecord_landbridge_account",
    "email": "custrecord_oa_realtime_email",
    "types": "custrecord_landbridge_record_types",
}


@pytest.mark.requirement("pref-02")
@pytest.mark.parametrize(
    ("field", "entered"),
    [
        ("url", "https://acme.app.netsuitesuiteprojectspro.com"),
        ("url", "https://acme-corp.app.openair.com/"),
        ("url", "https://acme.app.sandbox.netsuitesuiteprojectspro.com"),
        ("database", "5501"),
        ("service", "https://bridge.example/landbridge"),
        ("service", "https://127.0.0.1:8443"),
        ("account", "1234567_SB1"),
        ("account", "1234567-sb1"),
        ("email", "errors@example.com"),
        ("types", '{"customer": {"unflagged": true}}'),
        ("types", '{"customer": {"monitored": ["phone"]}, "job": {}}'),
        ("types", None),
    ],
)
def test_what_is_right_is_saved(sending: Sending, field: str, entered: str | None) -> None:
    sending.configure(**{FIELDS[field]: entered})
    (id_,) = sending.account.records.search(SETTINGS, [])
    record = sending.account.records.get(SETTINGS, id_)
    assert record is not None
    assert record.values.get(FIELDS[field]) == entered


@pytest.mark.requirement("pref-02")
@pytest.mark.parametrize(
    ("field", "entered", "says"),
    [
        ("url", "https://www.openair.com", "account-specific domain name"),
        ("url", "https://auth.netsuitesuiteprojectspro.com/login", "account-specific domain name"),
        ("url", "http://acme.app.openair.com", "account-specific domain name"),
        ("url", "https://acme.app.openair.com.evil.example", "account-specific domain name"),
        ("database", "acme", "digits only"),
        ("service", "http://bridge.example", "beginning with https://"),
        ("account", "our account", "SOAP Web Services Preferences"),
        ("types", "[]", "kept by the service"),
        ("types", "{", "kept by the service"),
        ("types", '{"customer": {"monitored": "phone"}}', "kept by the service"),
        ("types", '{"customer": {"monitored": [5]}}', "kept by the service"),
        ("types", '{"customer": {"unflagged": "yes"}}', "kept by the service"),
        ("types", '{"customer": null}', "kept by the service"),
    ],
)
@pytest.mark.parametrize("event", ["edit", "xedit"])
def test_what_is_wrong_is_refused_in_words(
    sending: Sending, field: str, entered: str, says: str, event: str
) -> None:
    (id_,) = sending.account.records.search(SETTINGS, [])
    before = sending.account.records.get(SETTINGS, id_)
    with pytest.raises(RecordError, match=says):
        sending.edit(SETTINGS, id_, event, **{FIELDS[field]: entered})
    assert sending.account.records.get(SETTINGS, id_) == before


@pytest.mark.requirement("pref-02")
def test_all_faults_are_said_at_once(sending: Sending) -> None:
    with pytest.raises(RecordError) as refused:
        sending.configure(custrecord_oa_db_id="x", custrecord_landbridge_url="http://a.example")
    assert "digits only" in refused.value.message
    assert "https://" in refused.value.message


@pytest.mark.requirement("pref-03")
def test_a_second_record_is_refused(sending: Sending) -> None:
    with pytest.raises(RecordError, match="There is a settings record already"):
        sending.create(SETTINGS, name="Another")
    second = sending.create(SETTINGS, name="Kept aside", isInactive=True)
    for event in ("edit", "xedit"):
        with pytest.raises(RecordError, match="There is a settings record already"):
            sending.edit(SETTINGS, second, event, isInactive=False)
    sending.edit(SETTINGS, second, "xedit", custrecord_oa_db_id="5501")  # it is inactive, and stays so
    sending.account.records.delete(sending.session(), SETTINGS, second)
    assert len(sending.account.records.search(SETTINGS, [])) == 1
