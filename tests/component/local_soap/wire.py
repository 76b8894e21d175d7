"""A SOAP client of the tests' own: requests as text, signed here, every reply checked against the schema."""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import quote
from xml.sax.saxutils import escape

from lxml import etree

from landbridge.local.account import Account
from landbridge.local.soap.endpoint import Endpoint
from tests.component.local_soap import schema
from tests.component.local_soap.ourschema import compiled

ENVELOPE = "http://schemas.xmlsoap.org/soap/envelope/"
XSI = "http://www.w3.org/2001/XMLSchema-instance"


@dataclass(frozen=True)
class Secrets:
    """Token credentials of one test user."""

    account: str
    consumer_key: str
    consumer_secret: str
    token: str
    token_secret: str


@dataclass(frozen=True)
class Reply:
    """A reply: HTTP status and the element inside the body."""

    status: int
    raw: bytes
    body: etree._Element

    def all(self, name: str) -> list[etree._Element]:
        """Return every element called ``name``."""
        return self.body.xpath(f"descendant-or-self::*[local-name()='{name}']")

    def one(self, name: str) -> etree._Element:
        """Return the only element called ``name``."""
        (found,) = self.all(name)
        return found

    def texts(self, name: str) -> list[str]:
        """Return the texts of the elements called ``name``."""
        return [element.text or "" for element in self.all(name)]

    def text(self, name: str) -> str:
        """Return the text of the only element called ``name``."""
        return self.one(name).text or ""

    @property
    def successes(self) -> list[bool]:
        """isSuccess of every status, in order."""
        statuses = [element for element in self.all("status") if element.get("isSuccess") is not None]
        return [element.get("isSuccess") == "true" for element in statuses]

    @property
    def ids(self) -> list[str]:
        """Internal ids of the records or references answered."""
        return [element.get("internalId") for element in self.all("record") + self.all("baseRef")]


@dataclass
class Wire:
    """Calls the endpoint in process."""

    account: Account
    endpoint: Endpoint
    credentials: Secrets
    version: str = "2025_2"

    def passport(self, **changes: str) -> str:
        """Return a signed tokenPassport; ``changes`` spoil parts of it (``signature``, ``timestamp``, ...)."""
        parts = {
            "account": self.credentials.account,
            "consumerKey": self.credentials.consumer_key,
            "token": self.credentials.token,
            "nonce": secrets.token_hex(10),
            "timestamp": str(int(self.account.clock.now().timestamp())),
        } | {name: value for name, value in changes.items() if name not in {"signature", "algorithm"}}
        base = "&".join(quote(value, safe="-._~") for value in parts.values())
        key = f"{self.credentials.consumer_secret}&{self.credentials.token_secret}"
        digest = hmac.digest(key.encode(), base.encode(), hashlib.sha256)
        signature = changes.get("signature", base64.b64encode(digest).decode())
        children = "".join(f"<c:{name}>{escape(value)}</c:{name}>" for name, value in parts.items() if value)
        algorithm = changes.get("algorithm", "HMAC-SHA256")
        return (
            f"<m:tokenPassport>{children}"
            f'<c:signature algorithm="{algorithm}">{signature}</c:signature></m:tokenPassport>'
        )

    def envelope(self, body: str, headers: str) -> bytes:
        """Return a request with the usual prefixes bound."""
        urn = f"_{self.version}"
        return (
            f'<?xml version="1.0"?><s:Envelope xmlns:s="{ENVELOPE}" xmlns:xsi="{XSI}" '
            f'xmlns:m="urn:messages{urn}.platform.webservices.netsuite.com" '
            f'xmlns:c="urn:core{urn}.platform.webservices.netsuite.com" '
            f'xmlns:b="urn:common{urn}.platform.webservices.netsuite.com" '
            f'xmlns:rel="urn:relationships{urn}.lists.webservices.netsuite.com" '
            f'xmlns:emp="urn:employees{urn}.lists.webservices.netsuite.com" '
            f'xmlns:cust="urn:customization{urn}.setup.webservices.netsuite.com" '
            f'xmlns:sales="urn:sales{urn}.transactions.webservices.netsuite.com">'
            f"<s:Header>{headers}</s:Header><s:Body>{body}</s:Body></s:Envelope>"
        ).encode()

    def call(self, body: str, headers: str = "", *, passport: str | None = None) -> Reply:
        """Send a signed request and return the reply."""
        signed = self.passport() if passport is None else passport
        return self.send(self.envelope(body, signed + headers))

    def send(self, request: bytes, *, version: str = "", soap_action: str | None = '"x"') -> Reply:
        """Send bytes as they are and return the reply, which must be valid."""
        raw, status = self.endpoint.answer(
            version or self.version, request, soap_action=soap_action, uri="/services/test", ip="127.0.0.1"
        )
        return read(raw, status)

    def add(self, record: str) -> str:
        """Add a record that must be accepted; return its internal id."""
        reply = self.call(f"<m:add>{record}</m:add>")
        assert reply.successes == [True], reply.raw.decode()
        return reply.ids[0]

    def search(self, basic: str, criteria: str, page_size: int = 1000) -> Reply:
        """Search with a basic search (``Customer``) and its criteria."""
        return self.call(
            f'<m:search><m:searchRecord xsi:type="b:{basic}SearchBasic">{criteria}</m:searchRecord></m:search>',
            f"<m:searchPreferences><m:pageSize>{page_size}</m:pageSize></m:searchPreferences>",
        )


def read(raw: bytes, status: int) -> Reply:
    """Take a reply apart; it must be valid."""
    root = etree.fromstring(raw)
    body = root.find(f"{{{ENVELOPE}}}Body")[0]
    ours = compiled(_version(root))
    for part in _parts(root, body):
        assert ours.validate(part), f"{ours.error_log.last_error}\n{etree.tostring(part).decode()[:2000]}"
        if schema.at_hand() and etree.QName(part).localname not in RETIRED:
            schema.validate(part)
    return Reply(status, raw, body)


RETIRED = frozenset({"loginResponse", "logoutResponse", "searchMoreResponse", "searchNextResponse"})
"""Elements that the published set of 2023_2 has no more; ours has them for the endpoints that do."""


def _parts(root: etree._Element, body: etree._Element) -> Iterator[etree._Element]:
    """Yield the parts of an envelope that are NetSuite's."""
    yield from root.iterfind(f"{{{ENVELOPE}}}Header/*")
    if body.tag == f"{{{ENVELOPE}}}Fault":
        yield from (detail for detail in body.find("detail") if "netsuite" in detail.tag)
    else:
        yield body


def _version(root: etree._Element) -> str:
    """Return the endpoint version of a reply, by its namespaces."""
    for element in root.iter():
        found = re.search(r"_(20\d\d_\d)\.", etree.QName(element).namespace or "")
        if found:
            return found.group(1)
    return "2025_2"


def customer(name: str, extra: str = "", attributes: str = "", status: str = "13") -> str:
    """Return a customer of one name; ``extra`` are elements behind entityStatus."""
    return (
        f'<m:record xsi:type="rel:Customer" {attributes}><rel:isPerson>false</rel:isPerson>'
        f"<rel:companyName>{escape(name)}</rel:companyName>"
        f'<rel:entityStatus internalId="{status}"/>{extra}</m:record>'
    )


def employee(first: str, last: str, extra: str = "", attributes: str = "") -> str:
    """Return an employee of one name."""
    return (
        f'<m:record xsi:type="emp:Employee" {attributes}><emp:firstName>{escape(first)}</emp:firstName>'
        f"<emp:lastName>{escape(last)}</emp:lastName>{extra}</m:record>"
    )


def job(name: str, extra: str = "", attributes: str = "") -> str:
    """Return a project of one name."""
    return f'<m:record xsi:type="rel:Job" {attributes}><rel:companyName>{escape(name)}</rel:companyName>{extra}</m:record>'


def ref(type_name: str, internal_id: str = "", external_id: str = "", tag: str = "baseRef") -> str:
    """Return a RecordRef by either id."""
    ids = (f'internalId="{internal_id}" ' if internal_id else "") + (
        f'externalId="{external_id}"' if external_id else ""
    )
    return f'<m:{tag} xsi:type="c:RecordRef" type="{type_name}" {ids}/>'
