"""A TLS server on a real socket that answers what a test tells it to, NetSuite's faults and worse."""

from __future__ import annotations

import asyncio
import re
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import trustme

HOSTS = (
    "*.netsuite.com",
    "webservices.beta.netsuite.com",
    "*.suitetalk.api.netsuite.com",
    "*.restlets.api.netsuite.com",
)
MESSAGES = "urn:messages_2025_2.platform.webservices.netsuite.com"
CORE = "urn:core_2025_2.platform.webservices.netsuite.com"
CUSTOMER = "urn:relationships_2025_2.lists.webservices.netsuite.com"


@dataclass(frozen=True, slots=True)
class Request:
    """What arrived."""

    method: str
    target: str
    headers: dict[str, str]
    body: str

    @property
    def operation(self) -> str:
        """The SOAP operation."""
        return self.headers.get("soapaction", "").strip('"')

    def element(self, name: str) -> str:
        """Text of the first element with this local name."""
        match = re.search(rf"<\w+:{name}[^>]*>([^<]*)<", self.body)
        assert match is not None, f"no {name} in the request"
        return match[1]


@dataclass(slots=True)
class Answer:
    """What to send. ``cut`` sends only so many bytes of the whole answer and then closes the connection."""

    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=lambda: {"Content-Type": "text/xml; charset=utf-8"})
    cut: int | None = None
    hold: asyncio.Event | None = None

    def wire(self) -> bytes:
        """The answer in full."""
        lines = [f"HTTP/1.1 {self.status} Text", f"Content-Length: {len(self.body)}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join(lines).encode() + b"\r\n\r\n" + self.body


class ScriptedNetSuite:
    """The server: answers in turn, the last one for ever, or whatever a function says."""

    def __init__(self, ca: trustme.CA) -> None:
        self.ca = ca
        self.requests: list[Request] = []
        self.connections = 0
        self.most_at_once = 0
        self.answers: list[Answer] | Callable[[Request], Answer] = []
        self.address = ""
        self._at_once = 0
        self._arrival = asyncio.Condition()

    async def arrived(self, count: int) -> None:
        """Wait until so many requests have arrived."""
        async with self._arrival:
            await self._arrival.wait_for(lambda: len(self.requests) >= count)

    def operations(self) -> list[str]:
        """Names of the SOAP operations, in order of arrival."""
        return [request.operation for request in self.requests]

    def _answer(self, request: Request) -> Answer:
        if callable(self.answers):
            return self.answers(request)
        return self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One connection, kept alive."""
        self.connections += 1
        try:
            while (request := await _read(reader)) is not None:
                self.requests.append(request)
                async with self._arrival:
                    self._arrival.notify_all()
                answer = self._answer(request)
                self._at_once += 1
                self.most_at_once = max(self.most_at_once, self._at_once)
                if answer.hold is not None:
                    await answer.hold.wait()
                self._at_once -= 1
                wire = answer.wire()
                writer.write(wire if answer.cut is None else wire[: answer.cut])
                await writer.drain()
                if answer.cut is not None:
                    return
        except (ConnectionError, ssl.SSLError):
            return
        finally:
            writer.close()


@asynccontextmanager
async def scripted_netsuite() -> AsyncIterator[ScriptedNetSuite]:
    """Serve on a free port of the loopback address."""
    ca = trustme.CA()
    server = ScriptedNetSuite(ca)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    ca.issue_cert(*HOSTS).configure_cert(context)
    tasks: set[asyncio.Task[None]] = set()

    def accept(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.ensure_future(server.serve(reader, writer))
        tasks.add(task)
        task.add_done_callback(tasks.discard)

    listener = await asyncio.start_server(accept, "127.0.0.1", 0, ssl=context)
    server.address = f"127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listener.close()
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await listener.wait_closed()


async def _read(reader: asyncio.StreamReader) -> Request | None:
    try:
        head = (await reader.readuntil(b"\r\n\r\n")).decode()
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head.strip().split("\r\n")
    headers = {name.lower(): value for name, value in (line.split(": ", 1) for line in lines)}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    method, target, _version = first.split(" ")
    return Request(method, target, headers, body.decode())


def envelope(body: str, *, ns_id: str = "WEBSERVICES_123456_1_ab") -> bytes:
    """A SOAP answer as NetSuite lays it out."""
    return (
        '<?xml version="1.0" encoding="UTF-8"?><soapenv:Envelope'
        ' xmlns:soapenv="http://schemas.xmlsoap.org/soap/envelope/"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns="{MESSAGES}" xmlns:platformCore="{CORE}">'
        f"<soapenv:Header><documentInfo><nsId>{ns_id}</nsId></documentInfo></soapenv:Header>"
        f"<soapenv:Body>{body}</soapenv:Body></soapenv:Envelope>"
    ).encode()


def fault(name: str, code: str, message: str) -> Answer:
    """A NetSuite fault: HTTP 500."""
    namespace = "urn:faults_2025_2.platform.webservices.netsuite.com"
    return Answer(
        envelope(
            "<soapenv:Fault><faultcode>soapenv:Server.userException</faultcode>"
            f"<faultstring>{message}</faultstring><detail>"
            f'<f:{name} xmlns:f="{namespace}"><f:code>{code}</f:code><f:message>{message}</f:message></f:{name}>'
            '<ns1:hostname xmlns:ns1="http://xml.apache.org/axis/">x</ns1:hostname></detail></soapenv:Fault>'
        ),
        status=500,
    )


BLOCKED = ("exceededConcurrentRequestLimitFault", "WS_REQUEST_BLOCKED", "Request blocked.")
SUCCESS = '<platformCore:status isSuccess="true"/>'


def failed(code: str, message: str, extra: str = "") -> str:
    """A failed status."""
    return (
        '<platformCore:status isSuccess="false"><platformCore:statusDetail type="ERROR">'
        f"<platformCore:code>{code}</platformCore:code><platformCore:message>{message}</platformCore:message>"
        f"{extra}</platformCore:statusDetail></platformCore:status>"
    )


def server_time(text: str = "2026-11-21T10:00:00.000Z") -> Answer:
    """A getServerTime answer."""
    result = f"{SUCCESS}<platformCore:serverTime>{text}</platformCore:serverTime>"
    return Answer(
        envelope(
            "<getServerTimeResponse><platformCore:getServerTimeResult>"
            f"{result}</platformCore:getServerTimeResult></getServerTimeResponse>"
        )
    )


def data_centers(host: str = "123456") -> Answer:
    """A getDataCenterUrls answer."""
    urls = "".join(
        f"<platformCore:{name}>https://{host}.{domain}.netsuite.com</platformCore:{name}>"
        for name, domain in (
            ("restDomain", "restlets.api"),
            ("webservicesDomain", "suitetalk.api"),
            ("systemDomain", "app"),
        )
    )
    return Answer(
        envelope(
            "<getDataCenterUrlsResponse><platformCore:getDataCenterUrlsResult>"
            f"{SUCCESS}<platformCore:dataCenterUrls>{urls}</platformCore:dataCenterUrls>"
            "</platformCore:getDataCenterUrlsResult></getDataCenterUrlsResponse>"
        )
    )


def customer(id_: str | int, *, tag: str = "platformCore:record", fields: str = "") -> str:
    """A customer record element."""
    return (
        f'<{tag} internalId="{id_}" xsi:type="listRel:Customer" xmlns:listRel="{CUSTOMER}">'
        f"<listRel:companyName>Company {id_}</listRel:companyName>{fields}</{tag}>"
    )


def found(*ids: int, total: int | None = None, page_size: int = 1000, operation: str = "search") -> Answer:
    """A search answer."""
    total = len(ids) if total is None else total
    numbers = {
        "totalRecords": total,
        "pageSize": page_size,
        "totalPages": -(-total // page_size),
        "pageIndex": 1,
        "searchId": "WEBSERVICES_1",
    }
    values = "".join(f"<platformCore:{name}>{value}</platformCore:{name}>" for name, value in numbers.items())
    records = "".join(customer(id_) for id_ in ids)
    return Answer(
        envelope(
            f"<{operation}Response><platformCore:searchResult>{SUCCESS}{values}"
            f"<platformCore:recordList>{records}</platformCore:recordList>"
            f"</platformCore:searchResult></{operation}Response>"
        )
    )


def written(operation: str, status: str, id_: str | None = "5") -> Answer:
    """An answer to a write of one record."""
    ref = (
        ""
        if id_ is None
        else f'<baseRef internalId="{id_}" type="customer" xsi:type="platformCore:RecordRef"/>'
    )
    return Answer(
        envelope(f"<{operation}Response><writeResponse>{status}{ref}</writeResponse></{operation}Response>")
    )


def read_list(*items: str) -> Answer:
    """A getList answer of ready ``readResponse`` contents."""
    responses = "".join(f"<readResponse>{item}</readResponse>" for item in items)
    return Answer(
        envelope(
            f"<getListResponse><readResponseList>{SUCCESS}{responses}</readResponseList></getListResponse>"
        )
    )
