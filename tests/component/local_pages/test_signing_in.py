"""Who may come in, as whom, and what the session guards."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlencode

import pytest

from landbridge.demo.forms import read_form
from landbridge.local.access.model import Level
from landbridge.local.account import Account

from .browser import SIGN_IN, Browser, messages

NewBrowser = Callable[[], Browser]
ANNA = {"email": "anna@demo.example", "password": "landbridge"}
EMPLOYEES = "/app/common/entity/employeelist.nl"


@pytest.mark.requirement("pages-01")
@pytest.mark.parametrize(
    ("email", "role"),
    [
        ("admin@demo.example", "Administrator"),
        ("anna@demo.example", "Sales Manager"),
        ("ben@demo.example", "Project Manager"),
    ],
)
def test_a_person_acts_in_the_role_of_the_user(new_browser: NewBrowser, email: str, role: str) -> None:
    page = new_browser().sign_in(email).open("/app/center/card.nl")
    assert f'<span class="user">{email}</span><span class="role">{role}</span>' in page


@pytest.mark.requirement("pages-01")
def test_a_role_sees_only_what_it_may(new_browser: NewBrowser) -> None:
    anna = new_browser().sign_in("anna@demo.example")
    page = anna.open("/app/center/card.nl")
    assert "Employees" in page
    assert "Login audit trail" not in page
    refused = anna.open("/app/setup/loginaudit.nl", status=403)
    assert "ADMI_AUDITLOGIN" in read_form(refused).errors[0]


@pytest.mark.requirement("pages-01")
def test_a_role_that_may_only_view_can_not_save(account: Account, new_browser: NewBrowser) -> None:
    account.access.set_permission("customrole_demo_sales", "LIST_EMPLOYEE", Level.VIEW)
    anna = new_browser().sign_in("anna@demo.example")
    assert "New Employee" not in anna.open(EMPLOYEES)
    assert "may not do this" in anna.open("/app/common/entity/employee.nl?id=1&e=T", status=403)
    assert "may not do this" in anna.open("/app/common/entity/employee.nl", status=403)
    answer = anna.edit_cell(EMPLOYEES, "1", "phone", "1")
    assert (answer.status, answer.json()["ok"]) == (403, False)


@pytest.mark.requirement("pages-01")
@pytest.mark.parametrize(
    ("email", "password"),
    [
        ("anna@demo.example", "wrong"),
        ("nobody@demo.example", "landbridge"),
        ("", ""),
        ("birch", "landbridge"),
    ],
)
def test_every_refusal_reads_the_same(new_browser: NewBrowser, email: str, password: str) -> None:
    answer = new_browser().send("POST", SIGN_IN, {"email": email, "password": password})
    assert answer.status == 401
    assert messages(answer.text) == [
        ("error", "The e-mail address or the password is wrong, or the user has no access.")
    ]
    assert read_form(answer.text).fields["email"] == email
    assert "Set-Cookie" not in answer.headers


def test_without_a_session_every_page_leads_to_sign_in_and_back(new_browser: NewBrowser) -> None:
    browser = new_browser()
    answer = browser.send("GET", "/app/common/entity/custjob.nl?id=1&e=T")
    assert answer.status == 303
    signed_in = browser.send("POST", answer.headers["Location"], ANNA)
    assert signed_in.headers["Location"] == "/app/common/entity/custjob.nl?id=1&e=T"


@pytest.mark.parametrize(
    "target", ["https://evil.example/app/", "//evil.example/app/", "/app/\\evil.example", "/other"]
)
def test_sign_in_leads_nowhere_else(new_browser: NewBrowser, target: str) -> None:
    answer = new_browser().send("POST", f"{SIGN_IN}?{urlencode({'redirect': target})}", ANNA)
    assert answer.headers["Location"] == "/app/center/card.nl"


def test_the_cookie_is_for_http_only(new_browser: NewBrowser) -> None:
    answer = new_browser().send("POST", SIGN_IN, ANNA)
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=lax" in cookie
    assert "Path=/app" in cookie


def test_a_form_without_its_token_changes_nothing(account: Account, anna: Browser) -> None:
    address = "/app/common/entity/employee.nl"
    before = len(account.records.search("employee", []))
    for token in ("", "guessed", "ü"):
        answer = anna.send("POST", address, {"firstname": "Eve", "lastname": "Ill", "_csrf": token})
        assert answer.status == 403
    assert len(account.records.search("employee", [])) == before


def test_another_sites_form_changes_nothing(account: Account, anna: Browser) -> None:
    address = "/app/common/entity/employee.nl"
    form = read_form(anna.open(address)).fields
    before = len(account.records.search("employee", []))
    data = {**form, "firstname": "Eve", "lastname": "Ill"}
    answer = anna.send("POST", address, data, Sec_Fetch_Site="cross-site")
    assert answer.status == 403
    assert len(account.records.search("employee", [])) == before


def test_signing_out_ends_the_session(anna: Browser) -> None:
    cookies = dict(anna.cookies)
    data = {"_csrf": anna.csrf("/app/center/card.nl")}
    assert anna.send("POST", "/app/login/secure/logout.nl", data).status == 303
    anna.cookies = cookies
    assert anna.send("GET", "/app/center/card.nl").status == 303


def test_an_inactivated_user_is_out_at_once(account: Account, anna: Browser) -> None:
    user = account.access.user_by_email("anna@demo.example")
    assert user is not None
    account.records.save(account.access.system_session(), "employee", {"isInactive": True}, id=user.id)
    assert anna.send("GET", "/app/center/card.nl").headers["Location"].startswith(SIGN_IN)


def test_a_user_who_lost_the_role_is_out_at_once(account: Account, anna: Browser) -> None:
    user = account.access.user_by_email("anna@demo.example")
    role = account.access.role_by_script_id("customrole_demo_projects")
    assert user is not None
    assert role is not None
    account.access.give_access(user.id, (role.id,))
    assert anna.send("GET", "/app/center/card.nl").headers["Location"].startswith(SIGN_IN)


@pytest.mark.parametrize("address", [SIGN_IN, EMPLOYEES, "/app/common/entity/employee.nl"])
def test_a_form_larger_than_any_of_ours_is_not_read(anna: Browser, address: str) -> None:
    assert anna.send("POST", address, {"comments": "x" * (1024 * 1024)}).status == 413


def test_pages_run_no_foreign_script_and_cannot_be_framed(anna: Browser) -> None:
    headers = anna.send("GET", "/app/center/card.nl").headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'self'" in policy
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'none'" in policy
    assert headers["Cache-Control"] == "no-store"


def test_every_page_says_that_this_is_not_netsuite(new_browser: NewBrowser, admin: Browser) -> None:
    assert "It is not NetSuite" in new_browser().open(SIGN_IN)
    assert "It is not NetSuite" in admin.open("/app/center/card.nl")
