"""SOAP Web Services Preferences: what the page shows, who changes it, and what it refuses."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from landbridge.local.access.model import Level
from landbridge.local.access.preferences import CompanyPreferences
from landbridge.local.account import Account

from .browser import Browser, shown

PAGE = "/app/webservices/setup/preferences.nl"
PERMISSION = "ADMI_WEBSERVICESSETUP"


@pytest.mark.requirement("install-05")
def test_an_administrator_reads_the_account_id_and_changes_the_preferences(
    account: Account, admin: Browser
) -> None:
    page = admin.open(PAGE)
    assert shown(page, "accountid") == account.settings.account_id
    assert "Require Approval during Auto-Installation of Integration" in page
    assert account.preferences.read() == CompanyPreferences()
    admin.save(PAGE, require_approval="T", run_scripts="F", search_page_size=" 50 ")
    assert account.preferences.read() == CompanyPreferences(
        search_page_size=50, run_scripts=False, require_approval=True
    )
    assert "SOAP web services preferences saved." in admin.open(PAGE)
    admin.save(PAGE, require_approval="F")
    assert account.preferences.read() == CompanyPreferences(search_page_size=50, run_scripts=False)


@pytest.mark.requirement("install-05")
@pytest.mark.parametrize("size", ["", "4", "1001", "ten", "-7", "9" * 5000, "\u0665\u0665"])
def test_a_page_size_that_is_none_is_refused_and_nothing_is_changed(
    account: Account, admin: Browser, size: str
) -> None:
    answer = admin.submit(PAGE, search_page_size=size, require_approval="T")
    assert (answer.status, "between 5 and 1000" in answer.text) == (422, True)
    assert account.preferences.read() == CompanyPreferences()


@pytest.mark.requirement("install-05")
def test_who_may_not_set_up_web_services_cannot_change_them(
    account: Account, new_browser: Callable[[], Browser]
) -> None:
    user = account.access.user_by_email("anna@demo.example")
    assert user is not None
    role = account.access.role(user.role_ids[0])
    assert role is not None
    anna = new_browser().sign_in("anna@demo.example")
    assert PERMISSION in anna.open(PAGE, status=403)
    assert PAGE not in anna.open("/app/center/card.nl")
    account.access.set_permission(role.script_id, PERMISSION, Level.VIEW)
    page = anna.open(PAGE)
    assert (shown(page, "require_approval"), 'name="require_approval"' in page) == ("No", False)
    sent = {"_csrf": anna.csrf(PAGE), "require_approval": "T"}
    assert anna.send("POST", PAGE, sent).status == 403
    assert account.preferences.read() == CompanyPreferences()
    account.access.set_permission(role.script_id, PERMISSION, Level.FULL)
    anna.save(PAGE, require_approval="T")
    assert account.preferences.read().require_approval
