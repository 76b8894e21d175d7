"""What real clients do with SOAP and HTTP beside the plain request: all of it answered."""

from __future__ import annotations

import gzip
import http.client
import re
import zlib
from collections.abc import Iterator

import pytest
from lxml import etree

from landbridge.local.access.integration import Box
from landbridge.local.account import Account
from landbridge.local.settings import AccountSettings
from landbridge.local.soap import endpoint as endpoints
from landbridge.local.soap.authentication import Origin
from landbridge.local.soap.endpoint import Answer, Message
from landbridge.local.testing import RunningAccount, running_account
from tests.component.local_soap.wire import Secrets, Wire, customer, read

ORIGIN = Origin("2025_2", "/services/test", "127.0.0.1")
TIME = "<m:getServerTime/>"
PATH = "/services/NetSuitePort_2025_2"


def faulted(wire: Wire, request: bytes) -> str:
    reply = wire.send(request)
    assert reply.status == 500
    return reply.text("faultstring")


# The envelope


@pytest.mark.requirement("wire-10")
@pytest.mark.parametrize(
    "before",
    [b"<!-- a comment --><s:Envelope", b"<?pi some?>\n<s:Envelope"],
    ids=["comment", "processing instruction"],
)
def test_comments_and_processing_instructions_are_nothing(wire: Wire, before: bytes) -> None:
    request = wire.envelope("<!-- c --><m:getServerTime><?p q?></m:getServerTime>", wire.passport())
    assert wire.send(request.replace(b"<s:Envelope", before)).successes == [True]


@pytest.mark.requirement("wire-10")
def test_cdata_and_comments_inside_of_a_text(wire: Wire) -> None:
    record = customer("x").replace(">x<", "><![CDATA[Acme & <Co>]]><!-- c --> Ltd<")
    found = wire.call(
        f'<m:get><m:baseRef xsi:type="c:RecordRef" type="customer" internalId="{wire.add(record)}"/></m:get>'
    )
    assert found.text("companyName") == "Acme & <Co> Ltd"


@pytest.mark.requirement("wire-10")
def test_prefixes_stand_where_a_client_puts_them(wire: Wire) -> None:
    """Declared at the element, as the default, redeclared inside, and unlike any that NetSuite uses."""
    core, messages = (f"urn:{name}_2025_2.platform.webservices.netsuite.com" for name in ("core", "messages"))
    rel = "urn:relationships_2025_2.lists.webservices.netsuite.com"
    body = (
        f'<upsert xmlns="{messages}"><q1:record xmlns:q1="{messages}" xmlns:a.b-c_1="{rel}" xsi:type="a.b-c_1:Customer"'
        f' externalId="e1"><companyName xmlns="{rel}">Acme</companyName>'
        f'<c:entityStatus xmlns:c="{rel}" xmlns:k="{core}" xsi:type=" k:RecordRef " internalId="13"/></q1:record></upsert>'
    )
    reply = wire.call(body)
    assert reply.successes == [True], reply.raw.decode()


@pytest.mark.requirement("wire-10")
def test_passport_children_in_the_messages_namespace(wire: Wire) -> None:
    signed = re.sub(r"(</?)c:", r"\1m:", wire.passport())
    assert wire.call(TIME, passport=signed).successes == [True]


@pytest.mark.requirement("wire-10")
@pytest.mark.parametrize(
    ("header", "answer"),
    [
        ('<x:trace xmlns:x="urn:x" s:mustUnderstand="0">1</x:trace>', True),
        ('<x:trace xmlns:x="urn:x" s:mustUnderstand="1">1</x:trace>', False),
        ('<x:trace xmlns:x="urn:x" s:mustUnderstand="1" s:actor="urn:somebody-else">1</x:trace>', True),
        (
            '<x:trace xmlns:x="urn:x" s:mustUnderstand="1" s:actor="http://schemas.xmlsoap.org/soap/actor/next">1</x:trace>',
            False,
        ),
        (
            '<m:preferences s:mustUnderstand="1"><m:ignoreReadOnlyFields>true</m:ignoreReadOnlyFields></m:preferences>',
            True,
        ),
        ("<m:partnerInfo><m:partnerId>7</m:partnerId></m:partnerInfo>", True),
        ("<x:trace xmlns:x='urn:x'>1</x:trace>", True),
    ],
)
def test_headers_of_others(wire: Wire, header: str, answer: bool) -> None:
    reply = wire.call(TIME, header)
    assert (reply.status == 200) is answer
    if not answer:
        assert reply.text("faultcode") == "soapenv:MustUnderstand"
        assert [etree.QName(one).localname for one in reply.one("detail")] == ["hostname"]


@pytest.mark.requirement("wire-10")
def test_a_passport_for_somebody_else_signs_nobody_in(wire: Wire) -> None:
    signed = wire.passport().replace("<m:tokenPassport", '<m:tokenPassport s:actor="urn:somebody-else"')
    assert wire.call(TIME, passport=signed).one("invalidSessionFault")[0].text == "WS_LOG_IN_REQD"


@pytest.mark.requirement("wire-10")
@pytest.mark.parametrize("action", ["getServerTime", '"getServerTime"', '""', "''", "anything"])
def test_a_soap_action_is_not_compared(wire: Wire, action: str) -> None:
    assert wire.send(wire.envelope(TIME, wire.passport()), soap_action=action).successes == [True]


# Values written once


def pointed(wire: Wire, values: str, record: str = '<m:record href="#r"/>') -> bytes:
    return wire.envelope(f"<m:add>{record}</m:add>{values}", wire.passport())


@pytest.mark.requirement("wire-10")
def test_a_value_that_is_pointed_to(wire: Wire) -> None:
    record = (
        customer("Acme", '<rel:subsidiary href="#s"/>')
        .replace("<m:record", '<multiRef id="r"')
        .replace("</m:record>", "</multiRef>")
    )
    values = f'{record}<multiRef id="s" xsi:type="c:RecordRef" internalId="1"/>'
    reply = wire.send(pointed(wire, values))
    assert reply.successes == [True], reply.raw.decode()
    found = wire.call(
        f'<m:get><m:baseRef xsi:type="c:RecordRef" type="customer" internalId="{reply.ids[0]}"/></m:get>'
    )
    assert found.text("companyName") == "Acme"
    assert found.one("subsidiary").get("internalId") == "1"


@pytest.mark.requirement("wire-10")
@pytest.mark.parametrize(
    ("values", "why"),
    [
        ('<multiRef id="x"/>', "points to nothing"),
        ('<multiRef id="r"><a><b href="#r"/></a></multiRef>', "circle"),
        ("<multiRef/>", "exactly one element"),
        (
            "".join(
                f'<multiRef id="{"r" if n == 0 else n}">' + f'<a href="#{n + 1}"/>' * 30 + "</multiRef>"
                for n in range(12)
            )
            + '<multiRef id="12"><b/></multiRef>',
            "elements",
        ),
        (
            "".join(
                f'<multiRef id="{"r" if n == 0 else n}"><a href="#{n + 1}"/></multiRef>' for n in range(500)
            )
            + '<multiRef id="500"/>',
            "nested deeper",
        ),
    ],
)
def test_pointers_that_lead_nowhere(wire: Wire, values: str, why: str) -> None:
    assert why in faulted(wire, pointed(wire, values))


# The encoding of the body


def sent(wire: Wire, body: bytes, content_encoding: str) -> Answer:
    return wire.endpoint.respond(Message(ORIGIN, '"x"', content_encoding), body)


@pytest.mark.requirement("wire-10")
@pytest.mark.parametrize("name", ["gzip", "GZIP", "x-gzip"])
def test_a_compressed_request(wire: Wire, name: str) -> None:
    answer = sent(wire, gzip.compress(wire.envelope(TIME, wire.passport())), name)
    assert read(answer.content, answer.status).successes == [True]


@pytest.mark.requirement("wire-10")
@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (b"no gzip", "gzip"),
        (gzip.compress(b"<x/>")[:-6], "gzip"),
        (b"", "gzip"),
        (zlib.compress(b"<x/>"), "deflate"),
        (b"<x/>", "br"),
    ],
    ids=["no gzip", "cut off", "empty", "deflate", "brotli"],
)
def test_a_body_that_cannot_be_unpacked_is_a_fault(wire: Wire, body: bytes, encoding: str) -> None:
    answer = sent(wire, body, encoding)
    assert read(answer.content, answer.status).one("unexpectedErrorFault")[0].text == "USER_ERROR"


@pytest.mark.requirement("wire-10", "limit-03")
def test_a_body_that_grows_too_large_is_a_fault(wire: Wire, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(endpoints, "MAX_REQUEST_BYTES", 100_000)
    answer = sent(wire, gzip.compress(b" " * 100_001), "gzip")
    assert read(answer.content, answer.status).one("exceededRequestSizeFault") is not None


# The discovery host


@pytest.mark.requirement("wire-06")
@pytest.mark.parametrize(
    ("operation", "answered"),
    [(TIME, False), ("<m:getDataCenterUrls><m:account>1</m:account></m:getDataCenterUrls>", True)],
)
def test_the_discovery_host_answers_the_look_up_only(wire: Wire, operation: str, answered: bool) -> None:
    message = Message(ORIGIN, '"x"', discovery_host=True)
    answer = wire.endpoint.respond(message, wire.envelope(operation, wire.passport()))
    reply = read(answer.content, answer.status)
    assert (reply.status == 200) is answered
    if not answered:
        assert "getDataCenterUrls operation" in reply.text("faultstring")


# Over sockets


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    with running_account() as found:
        yield found


@pytest.fixture
def own(running: RunningAccount) -> Wire:
    secrets = running.secrets
    account: Account = running.account
    return Wire(
        account,
        endpoints.Endpoint(account),
        Secrets(
            account.settings.account_id,
            secrets.consumer_key,
            secrets.consumer_secret,
            secrets.token_id,
            secrets.token_secret,
        ),
    )


@pytest.mark.requirement("wire-10")
def test_one_connection_carries_plain_chunked_and_compressed_requests(
    running: RunningAccount, own: Wire
) -> None:
    connection = http.client.HTTPConnection(running.http.removeprefix("http://"), timeout=30)
    plain = {"content-type": "text/xml", "soapaction": "getServerTime"}

    def ask(body: object, **headers: str) -> http.client.HTTPResponse:
        named = plain | {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("POST", PATH, body, named, encode_chunked="transfer_encoding" in headers)
        return connection.getresponse()

    try:
        first = ask(own.envelope(TIME, own.passport()))
        assert (first.status, first.read()[:5]) == (200, b"<?xml")
        local = connection.sock.getsockname()
        pieces = iter([part for part in re.split(rb"(?<=>)", own.envelope(TIME, own.passport())) if part])
        second = ask(pieces, transfer_encoding="chunked")
        assert (second.status, second.read()[:5]) == (200, b"<?xml")
        body = own.envelope(
            '<m:search><m:searchRecord xsi:type="b:CustomerSearchBasic"/></m:search>', own.passport()
        )
        third = ask(gzip.compress(body), content_encoding="gzip", accept_encoding="gzip")
        assert (third.status, third.headers["content-encoding"]) == (200, "gzip")
        assert b"searchResult" in gzip.decompress(third.read())
        assert connection.sock.getsockname() == local, "the connection was kept"
    finally:
        connection.close()


@pytest.mark.requirement("wire-09")
def test_login_sets_the_cookies_of_a_session() -> None:
    with running_account(AccountSettings(release="2018.1")) as old:
        access = old.account.access
        application = access.applications.create_integration(
            "Old", boxes={Box.USER_CREDENTIALS}
        ).application_id
        wire = Wire(old.account, endpoints.Endpoint(old.account), Secrets("", "", "", "", ""), "2018_1")
        user = access.user_by_email("admin@demo.example")
        assert user is not None
        access.give_access(user.id, user.role_ids, "a password")
        login = wire.envelope(
            "<m:login><m:passport><c:email>admin@demo.example</c:email><c:password>a password</c:password>"
            f"<c:account>{old.account.settings.account_id}</c:account></m:passport></m:login>",
            f"<m:applicationInfo><m:applicationId>{application}</m:applicationId></m:applicationInfo>",
        )
        connection = http.client.HTTPConnection(old.http.removeprefix("http://"), timeout=30)
        path, plain = "/services/NetSuitePort_2018_1", {"content-type": "text/xml", "soapaction": "login"}
        connection.request("POST", path, login, plain)
        answer = connection.getresponse()
        cookies = [value.partition(";")[0] for value in answer.headers.get_all("set-cookie")]
        assert (answer.status, sorted(name.partition("=")[0] for name in cookies)) == (
            200,
            ["JSESSIONID", "NS_ROUTING_VERSION", "NS_VER"],
        )
        answer.read()
        connection.request("POST", path, wire.envelope(TIME, ""), plain | {"cookie": "; ".join(cookies)})
        assert connection.getresponse().status == 200
        connection.close()
