"""A REST client of the tests' own: requests in process, signed here, errors checked for their shape."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit

from landbridge.local.account import Account
from landbridge.local.rest.dispatch import Dispatcher
from landbridge.local.restservices.gate import Answer, Asked, Gate

SITE = "https://1234567-sb1.suitetalk.api.netsuite.com"
BASE = "/services/rest/record/v1"


@dataclass(frozen=True)
class Keys:
    """Token credentials of one test user."""

    account: str
    consumer_key: str
    consumer_secret: str
    token: str
    token_secret: str

    def authorization(self, method: str, url: str, at: int) -> str:
        """Return the ``Authorization`` header of one request, after RFC 5849."""
        oauth = {
            "oauth_consumer_key": self.consumer_key,
            "oauth_token": self.token,
            "oauth_nonce": secrets.token_hex(10),
            "oauth_timestamp": str(at),
            "oauth_signature_method": "HMAC-SHA256",
            "oauth_version": "1.0",
        }
        parts = urlsplit(url)
        pairs = sorted(
            (quote(name, safe="~"), quote(value, safe="~"))
            for name, value in (*oauth.items(), *parse_qsl(parts.query, keep_blank_values=True))
        )
        parameters = "&".join(f"{name}={value}" for name, value in pairs)
        address = f"{parts.scheme}://{parts.netloc}{parts.path}"
        base = "&".join(quote(part, safe="~") for part in (method, address, parameters))
        key = f"{self.consumer_secret}&{self.token_secret}"
        digest = hmac.digest(key.encode(), base.encode(), hashlib.sha256)
        oauth["oauth_signature"] = base64.b64encode(digest).decode()
        fields = ", ".join(f'{name}="{quote(value, safe="~")}"' for name, value in oauth.items())
        return f'OAuth realm="{self.account}", {fields}'


@dataclass
class Client:
    """Calls the record service of an account in process."""

    account: Account
    keys: Keys
    dispatcher: Dispatcher = field(init=False)
    gate: Gate = field(init=False)

    def __post_init__(self) -> None:
        self.dispatcher = Dispatcher(self.account)
        self.gate = Gate(self.account)

    def call(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        headers: dict[str, str] | None = None,
        authorization: str | None = None,
        **parameters: Any,
    ) -> Answer:
        """Send one signed request; ``path`` below the records' address, ``body`` as JSON unless it is bytes."""
        query = urlencode({name: str(value) for name, value in parameters.items()})
        url = f"{SITE}{BASE}{path}" + (f"?{query}" if query else "")
        given = {name.lower(): value for name, value in (headers or {}).items()}
        if body is not None:
            given.setdefault("content-type", "application/json")
        at = int(self.account.clock.now().timestamp())
        signed = self.keys.authorization(method, url, at) if authorization is None else authorization
        asked = Asked(
            method=method,
            url=url,
            path=f"{BASE}{path}",
            query=tuple((name, str(value)) for name, value in parameters.items()),
            headers={**given, "authorization": signed},
            body=body if isinstance(body, bytes) else b"" if body is None else json.dumps(body).encode(),
            ip="127.0.0.1",
        )
        answer = self.gate.answer(asked, f"rest.record.{method.lower()}", self.dispatcher.answer)
        if answer.status >= 400:
            assert answer.media_type == "application/vnd.oracle.resource+json; type=error"
            assert answer.document["status"] == answer.status
            assert answer.document["type"].startswith("https://")
            assert answer.document["title"]
            assert all(one["detail"] and one["o:errorCode"] for one in answer.document["o:errorDetails"])
        return answer

    def get(self, path: str, **more: Any) -> Any:
        """Read; return the document, which must be there."""
        answer = self.call("GET", path, **more)
        assert answer.status == 200, answer.document
        return answer.document

    def create(self, kind: str, body: dict[str, Any], **more: Any) -> str:
        """Create a record; return its internal id."""
        answer = self.call("POST", f"/{kind}", body, **more)
        assert answer.status == 204, answer.document
        start = f"{SITE}{BASE}/{kind}/"
        assert answer.headers["Location"].startswith(start)
        return answer.headers["Location"].removeprefix(start)

    def ids(self, kind: str, q: str = "", **more: Any) -> set[str]:
        """Return the ids that a filter finds."""
        parameters = {**more, **({"q": q} if q else {})}
        return {item["id"] for item in self.get(f"/{kind}", **parameters)["items"]}

    def refused(self, method: str, path: str, body: Any = None, **more: Any) -> tuple[int, dict[str, str]]:
        """Send what must be refused; return the status and the first detail."""
        answer = self.call(method, path, body, **more)
        assert answer.status >= 400, answer
        return answer.status, answer.document["o:errorDetails"][0]


def client_of(account: Account, role: str, email: str) -> Client:
    """Return a client with an employee, integration and token of its own."""
    found = account.access.role_by_script_id(role)
    assert found is not None
    values = {
        "firstName": email.partition("@")[0].title(),
        "lastName": "Test",
        "email": email,
        "giveAccess": True,
    }
    person = account.records.save(account.access.system_session(), "employee", values).record
    account.access.give_access(person.id, (found.id,))
    applications = account.access.applications
    integration = applications.create_integration(f"Test of {email}")
    token = account.access.token_records.create("Test", integration.id, person.id, found.id)
    return Client(
        account,
        Keys(
            account.settings.account_id,
            integration.consumer_key,
            integration.consumer_secret,
            token.token_id,
            token.token_secret,
        ),
    )
