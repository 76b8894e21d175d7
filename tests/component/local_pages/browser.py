"""A browser without pictures: cookies, forms, no redirect followed by itself; over real HTTP."""

from __future__ import annotations

import http.client
import json
import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from landbridge.demo.forms import read_form

SIGN_IN = "/app/login/secure/enterpriselogin.nl"


@dataclass(frozen=True)
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


@dataclass
class Browser:
    port: int
    cookies: dict[str, str] = field(default_factory=dict)

    def send(self, method: str, address: str, data: dict[str, str] | None = None, **headers: str) -> Answer:
        body = urlencode(data).encode() if data is not None else None
        kind = "application/x-www-form-urlencoded" if data is not None else ""
        return self.send_body(method, address, body, kind, **headers)

    def send_body(
        self, method: str, address: str, body: bytes | None, content_type: str, **headers: str
    ) -> Answer:
        """Send a body of any type, such as a form with a file."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if content_type:
            sent["Content-Type"] = content_type
        try:
            connection.request(method, address, body, sent)
            answer = connection.getresponse()
            text = answer.read().decode()
        finally:
            connection.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value.strip('"')
        return Answer(answer.status, answer.headers, text)

    def sign_in(self, email: str, password: str = "landbridge") -> Browser:
        answer = self.send("POST", SIGN_IN, {"email": email, "password": password})
        assert answer.status == 303, answer.text
        return self

    def open(self, address: str, status: int = 200) -> str:
        answer = self.send("GET", address)
        assert answer.status == status, answer.text
        return answer.text

    def csrf(self, address: str) -> str:
        return read_form(self.open(address)).fields["_csrf"]

    def submit(self, address: str, **values: str) -> Answer:
        """Send the page's form with ``values`` changed."""
        return self.send("POST", address, {**read_form(self.open(address)).fields, **values})

    def save(self, address: str, **values: str) -> str:
        """Send the page's form, which must be accepted; return the address of the view."""
        answer = self.submit(address, **values)
        assert answer.status == 303, (answer.status, read_form(answer.text).errors)
        return answer.headers["Location"]

    def edit_cell(self, listing: str, record_id: str, script_field: str, value: str) -> Answer:
        """Edit one cell of a list, as the list's script does."""
        data = {"id": record_id, "field": script_field, "value": value, "_csrf": self.csrf(listing)}
        return self.send("POST", listing, data)


def shown(page: str, script_field: str) -> str:
    """Return the text of a field on a view page."""
    found = re.search(rf'<dd data-field="{script_field}">(.*?)</dd>', page, re.DOTALL)
    assert found is not None, f"{script_field} is not on the page"
    return re.sub(r"<[^>]*>", "", found.group(1))


def internal_id(address: str) -> str:
    """Return the ``id`` of an address."""
    found = re.search(r"[?&]id=(\d+)", address)
    assert found is not None, address
    return found.group(1)


def messages(page: str) -> list[tuple[str, str]]:
    """Return (type, text) of the messages on a page."""
    found = re.findall(r'<(?:div|p) class="message (\w+)"[^>]*>(.*?)</(?:div|p)>', page, re.DOTALL)
    return [(kind, " ".join(re.sub(r"<[^>]*>", " ", text).split())) for kind, text in found]
