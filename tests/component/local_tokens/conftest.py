"""An account of its own for each module, with an application for every way to a token, and people who may have one."""

from __future__ import annotations

import itertools
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

import pytest

from landbridge.local.access.integration import Box, Integration
from landbridge.local.access.model import Level, Role, User
from landbridge.local.access.signatures import oauth1_signature
from landbridge.local.account import Account
from landbridge.local.testing import RunningAccount, running_account
from tests.component.local_pages.browser import Answer, Browser

CONSENT = "/app/login/secure/authorizetoken.nl"
CALLBACK = "https://app.example/back?step=2"
PASSWORD = "landbridge"
_numbers = itertools.count()


@dataclass
class House:
    """A running account and its application ``Till``."""

    running: RunningAccount
    till: Integration

    @property
    def account(self) -> Account:
        return self.running.account

    @property
    def port(self) -> int:
        return int(self.running.http.rpartition(":")[2])

    def browser(self, name: str = "") -> Browser:
        made = Browser(self.port)
        return made.sign_in(f"{name}@demo.example") if name else made

    def user(self, name: str) -> User:
        found = self.account.access.user_by_email(f"{name}@demo.example")
        assert found is not None
        return found

    def role(self, name: str) -> Role:
        found = self.account.access.role(self.user(name).role_ids[0])
        assert found is not None
        return found

    def permit(self, name: str, **levels: Level) -> None:
        """Change permissions of a person's role."""
        for permission, level in levels.items():
            self.account.access.set_permission(self.role(name).script_id, permission, level)

    @contextmanager
    def putting_back(self) -> Iterator[None]:
        """Take back whatever the block does to the account."""
        self.running.control.snapshot(name="before")
        yield
        self.running.control.restore(name="before")

    def detail(self) -> str:
        """Return the newest detail of the Login Audit Trail."""
        return self.account.access.audit(1)[0].detail

    def nlauth(self, name: str, **changed: str) -> str:
        """Return an NLAuth header of a person."""
        values = {
            "nlauth_account": self.running.account_id,
            "nlauth_email": f"{name}@demo.example",
            "nlauth_signature": PASSWORD,
            "nlauth_role": self.user(name).role_ids[0],
            **changed,
        }
        return "NLAuth " + ", ".join(
            f"{key}={quote(value, safe='')}" for key, value in values.items() if value
        )

    def issue(self, name: str, consumer_key: str | None = None, *, query: str = "", **changed: str) -> Answer:
        key = self.till.consumer_key if consumer_key is None else consumer_key
        address = f"/rest/issuetoken?consumerKey={key}{query}"
        return Browser(self.port).send("GET", address, Authorization=self.nlauth(name, **changed))

    def signed(
        self,
        method: str,
        address: str,
        token_secret: str = "",
        *,
        secret: str = "",
        realm: str | None = None,
        **parameters: str,
    ) -> Answer:
        """Send a request signed by OAuth 1.0a; a parameter that is empty is left out."""
        now = int(self.account.clock.now().timestamp())
        values = {
            "oauth_consumer_key": self.till.consumer_key,
            "oauth_signature_method": "HMAC-SHA256",
            "oauth_timestamp": str(now),
            "oauth_nonce": f"nonce{next(_numbers):015d}",
            "oauth_version": "1.0",
            **parameters,
        }
        values = {name: value for name, value in values.items() if value}
        url = f"http://127.0.0.1:{self.port}{address}"
        values.setdefault(
            "oauth_signature",
            oauth1_signature(method, url, values.items(), secret or self.till.consumer_secret, token_secret),
        )
        given = self.running.account_id if realm is None else realm
        parts = [f'realm="{given}"'] if given else []
        parts += [f'{name}="{quote(value, safe="")}"' for name, value in values.items()]
        return Browser(self.port).send(method, address, Authorization="OAuth " + ", ".join(parts))

    def request_token(self, callback: str = CALLBACK, **changed: Any) -> Answer:
        """Step one."""
        return self.signed("POST", "/rest/requesttoken", oauth_callback=callback, **changed)

    def asked(self, **changed: Any) -> dict[str, str]:
        """Go through step one; return what it answered."""
        return form(self.request_token(**changed))

    def answered(
        self, browser: Browser, token: str, answer: str = "allow", state: str = "", role: str = ""
    ) -> dict[str, str]:
        """Step two: open the consent page, answer it, return the parameters that the application is given."""
        query = {"oauth_token": token, "state": state, "role": role}
        address = f"{CONSENT}?{urlencode({name: value for name, value in query.items() if value})}"
        sent = browser.submit(address, answer=answer)
        assert sent.status == 303, sent.text
        where = sent.headers["Location"]
        assert where.startswith(CALLBACK + "&"), where
        return dict(parse_qsl(urlsplit(where).query, keep_blank_values=True))

    def access_token(self, asked: dict[str, str], verifier: str, **changed: Any) -> Answer:
        """Step three."""
        return self.signed(
            "POST",
            "/rest/accesstoken",
            asked["oauth_token_secret"],
            **{"oauth_token": asked["oauth_token"], "oauth_verifier": verifier, **changed},
        )

    def works(self, token_id: str, token_secret: str) -> bool:
        """Say whether a token lets somebody in over REST."""
        answer = self.signed("GET", "/rest/tokeninfo", token_secret, oauth_token=token_id)
        return answer.status == 200


def form(answer: Answer) -> dict[str, str]:
    """Return a form-encoded answer."""
    assert answer.status == 200, answer.text
    assert answer.headers["Content-Type"].startswith("application/x-www-form-urlencoded")
    return dict(parse_qsl(answer.text.strip(), keep_blank_values=True, strict_parsing=True))


def code(answer: Answer) -> str:
    """Return the code of a refusal."""
    return str(json.loads(answer.text)["error"]["code"])


@pytest.fixture(scope="module")
def house() -> Iterator[House]:
    with running_account() as running:
        access = running.account.access
        till = access.applications.create_integration(
            "Till",
            boxes={Box.TOKENS, Box.ISSUE_TOKEN, Box.AUTHORIZATION_FLOW},
            callback_url=CALLBACK,
        )
        made = House(running, till)
        made.permit("anna", ADMI_LOGIN_OAUTH=Level.FULL)
        yield made
