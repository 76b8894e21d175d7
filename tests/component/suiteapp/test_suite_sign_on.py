"""Accounts of the time of SuiteSignOn: both triggers use it where it is, and where it has ended say how to upgrade."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from landbridge.local.settings import AccountSettings

from .sending import Sending, opened_sending

BUNDLES = {"369637": "3.9", "369630": "2.0"}
SIGN_ON = "customsso_oa_sso"
STEPS = ("bundle 369637 to 4.0", "bundle 369630 to 3.0", "undeploy", "Landbridge URL", "certificate")


@pytest.fixture(scope="module", params=["2024.2", "2025.1"])
def sending(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sending]:
    """An account of a release before or after the end, with the bundles of that time."""
    settings = AccountSettings(release=request.param)
    with opened_sending(tmp_path_factory.mktemp("service"), settings, bundles=BUNDLES) as opened:
        opened.account.suite_sign_on.define(SIGN_ON, f"{opened.service.url}/sso")
        opened.configure(
            custrecord_oa_realtime_enable=True,
            custrecord_oa_realtime_sso_record=SIGN_ON,
            custrecord_oa_realtime_email="errors@example.com",
        )
        yield opened


def switch_to(sending: Sending, version: str) -> None:
    for prefix, of in (("send_", "2.0"), ("send1_", "1.0")):
        for stage in ("customer", "lead"):
            sending.scripting.set_deployment(
                f"customdeploy_oa_{prefix}{stage}",
                is_deployed=of == version,
                all_roles=True,
                log_level="DEBUG",
            )
    sending.forget()


@pytest.mark.requirement("bundle-06")
@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_it_is_used_while_it_is_there_and_the_upgrade_is_said_afterwards(
    sending: Sending, version: str
) -> None:
    switch_to(sending, version)
    sending.create()
    assert sending.service.notices == []
    if sending.account.settings.release == "2024.2":
        (visit,) = sending.service.visits
        assert visit.startswith("/sso?oauth_token=")
        assert sending.log("ERROR") == []
        return
    assert sending.service.visits == []
    (entry,), (mail,) = sending.log("ERROR"), sending.mails()
    assert mail.recipients == ("errors@example.com",)
    for said in (entry.details, mail.body):
        assert [step for step in STEPS if step not in said] == []


@pytest.mark.requirement("bundle-06")
@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_one_session_mails_failures_once(sending: Sending, version: str) -> None:
    """The 1.0 script remembers it in the user's session alone; ``rule-16`` holds for 2.0."""
    switch_to(sending, version)
    for _ in range(3):
        sending.create()
    ended = sending.account.settings.release == "2025.1"
    assert len(sending.mails()) == (1 if ended else 0)


@pytest.mark.requirement("rule-11")
@pytest.mark.parametrize("version", ["1.0", "2.0"])
def test_leads_need_their_box(sending: Sending, version: str) -> None:
    switch_to(sending, version)
    sending.create(entityStatus="6")
    assert (sending.service.visits, sending.log("ERROR")) == ([], [])
    sending.configure(custrecord_oa_realtime_include_lead=True)
    sending.create(entityStatus="6")
    sending.configure(custrecord_oa_realtime_include_lead=False)
    assert len(sending.service.visits) + len(sending.log("ERROR")) == 1
