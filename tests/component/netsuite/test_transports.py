"""Other ways to NetSuite: a transport of one's own, a proxy, an authority of one's own; and what hooks see of each attempt."""

from __future__ import annotations

import asyncio
import http.client
import logging
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

import aiohttp
import pytest

from landbridge.local.testing import RunningAccount, running_account, running_proxy
from landbridge.netsuite import (
    AccountId,
    Client,
    ClientOptions,
    ConnectionNotMade,
    Criterion,
    FixSetup,
    MalformedReply,
    NetSuiteError,
    ReplyTooLarge,
    Retry,
    RetryPolicy,
    TokenCredentials,
)
from landbridge.netsuite.attemptlog import logged
from landbridge.netsuite.errors import Context
from landbridge.netsuite.options import split_address
from landbridge.netsuite.proxies import Proxy
from landbridge.netsuite.transport import CheckedTransport, HttpReply, HttpRequest
from tests.component.netsuite.conftest import SECRETS, MakeClient
from tests.component.netsuite.scripted import BLOCKED, Answer, ScriptedNetSuite, fault, server_time

ONCE = RetryPolicy.off()


@pytest.fixture(scope="module")
def running() -> Iterator[RunningAccount]:
    with running_account() as account:
        yield account


def client_of(running: RunningAccount, **options: object) -> Client:
    secrets = running.secrets
    credentials = TokenCredentials(
        secrets.consumer_key, secrets.consumer_secret, secrets.token_id, secrets.token_secret
    )
    settings = {"ca_file": running.ca_file, "retry": ONCE} | options
    return Client(
        AccountId.parse(running.account_id),
        credentials,
        options=ClientOptions(**settings),  # type: ignore[arg-type]  # tests name them rightly
    )


class PlainTransport:
    """The standard library's HTTP client in threads: a transport in a few lines."""

    def __init__(self, options: ClientOptions) -> None:
        assert options.connect_to is not None
        self._host, self._port = split_address(options.connect_to)
        self._tls = ssl.create_default_context(cafile=options.ca_file)
        self.opened = self.closed = False

    async def __aenter__(self) -> PlainTransport:
        self.opened = True
        return self

    async def __aexit__(self, *_error: object) -> None:
        self.closed = True

    @asynccontextmanager
    async def send(self, request: HttpRequest) -> AsyncIterator[HttpReply]:
        answer, body = await asyncio.to_thread(self._exchange, request)
        yield HttpReply(answer.status, dict(answer.getheaders()), pieces(body))

    def _exchange(self, request: HttpRequest) -> tuple[http.client.HTTPResponse, bytes]:
        _scheme, _, host, path = request.url.split("/", 3)
        connection = ToAddress(host, self._tls, (self._host, self._port), request.timeout_s)
        connection.request(request.method, f"/{path}", request.body, dict(request.headers))
        answer = connection.getresponse()
        body = answer.read()
        connection.close()
        return answer, body


class ToAddress(http.client.HTTPSConnection):
    """TLS to a host name that is served at another address."""

    def __init__(self, host: str, tls: ssl.SSLContext, address: tuple[str, int], timeout_s: float) -> None:
        super().__init__(host, context=tls, timeout=timeout_s)
        self._create_connection = lambda _where, *rest: socket.create_connection(address, *rest)


async def pieces(*bodies: bytes) -> AsyncIterator[bytes]:
    for body in bodies:
        yield body


class Canned:
    """A transport that answers what it was made with, or fails."""

    def __init__(self, reply: HttpReply | Exception) -> None:
        self._reply = reply
        self.requests: list[HttpRequest] = []

    async def __aenter__(self) -> Canned:
        return self

    async def __aexit__(self, *_error: object) -> None: ...

    @asynccontextmanager
    async def send(self, request: HttpRequest) -> AsyncIterator[HttpReply]:
        self.requests.append(request)
        if isinstance(self._reply, Exception):
            raise self._reply
        yield self._reply


@pytest.mark.requirement("lib-03")
async def test_a_transport_of_one_s_own_carries_every_protocol(running: RunningAccount) -> None:
    made: list[PlainTransport] = []

    def factory(options: ClientOptions) -> PlainTransport:
        made.append(PlainTransport(options))
        return made[-1]

    async with client_of(running, transport=factory, connect_to=running.connect_to) as client:
        page = await client.soap.search("customer", [Criterion("isInactive", "is", (False,))], page_size=5)
        assert len(page.records) == 3
        with pytest.raises(FixSetup):
            await client.restlets.call("GET", script="customscript_none", deploy="1")
    assert (len(made), made[0].opened, made[0].closed) == (1, True, True)


@pytest.mark.requirement("lib-03")
@pytest.mark.parametrize(
    ("reply", "error", "code"),
    [
        (TimeoutError(), Retry, "TIMEOUT"),
        (ConnectionResetError(), Retry, "CONNECTION_LOST"),
        (ConnectionNotMade("no way", code="MINE"), ConnectionNotMade, "MINE"),
        (HttpReply(200, {"content-encoding": "br"}, pieces(b"x")), MalformedReply, "BAD_COMPRESSION"),
        (HttpReply(200, {}, pieces(*[b"x" * 600] * 2)), ReplyTooLarge, "REPLY_TOO_LARGE"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
async def test_what_holds_for_all_transports_is_checked_around_them(
    make_client: MakeClient, reply: HttpReply | Exception, error: type[NetSuiteError], code: str
) -> None:
    transport = Canned(reply)
    client = make_client(transport=lambda _options: transport, max_reply_bytes=1000, retry=ONCE)
    with pytest.raises(error) as raised:
        await client.soap.get_server_time()
    assert type(raised.value) is error
    assert raised.value.code == code
    assert len(transport.requests) == 1
    assert not any(secret in repr(transport.requests[0]) for secret in SECRETS)


@pytest.mark.parametrize(
    "url",
    [
        "http://123456.suitetalk.api.netsuite.com/x",
        "https://netsuite.com.evil.example/x",
        "https://evilnetsuite.com/x",
        "//123456.suitetalk.api.netsuite.com/x",
    ],
)
async def test_nothing_is_sent_but_to_netsuite_over_https(url: str) -> None:
    transport = Canned(HttpReply(200, {}, pieces(b"")))
    checked = CheckedTransport(transport, 1000, lambda: 0.0)
    with pytest.raises(ValueError, match="over https only"):
        async with checked.send(HttpRequest("GET", url, {}, None, 1.0, Context())):
            pass
    assert transport.requests == []


@pytest.mark.requirement("lib-03")
async def test_a_proxy_leads_to_netsuite(running: RunningAccount) -> None:
    with running_proxy(running) as url:
        async with client_of(running, proxy=Proxy(url)) as client:
            assert (await client.soap.get_server_time()).tzinfo is not None
            page = await client.soap.search("customer", [], page_size=5)
    assert len(page.records) == 3


@pytest.mark.requirement("lib-03")
async def test_a_proxy_that_refuses_or_is_not_there_is_an_error_of_its_own(running: RunningAccount) -> None:
    listener = await asyncio.start_server(wants_password, "127.0.0.1", 0)
    url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}"
    async with client_of(running, proxy=Proxy(url)) as client:
        with pytest.raises(FixSetup) as refused:
            await client.soap.get_server_time()
    assert refused.value.code == "PROXY_SIGN_IN"
    async with client_of(running, proxy=Proxy(url, "me", "proxy-password")) as client:
        with pytest.raises(FixSetup) as forbidden:
            await client.soap.get_server_time()
    assert forbidden.value.code == "PROXY_REFUSED"
    listener.close()
    await listener.wait_closed()
    async with client_of(running, proxy=Proxy(url)) as client:
        with pytest.raises(ConnectionNotMade) as missing:
            await client.soap.get_server_time()
    assert missing.value.code == "PROXY"
    for error in (refused, forbidden, missing):
        assert not any(
            secret in shown(error.value) for secret in ("proxy-password", "bWU6cHJveHktcGFzc3dvcmQ=")
        )


async def test_an_answer_that_is_no_http_shows_no_signature_in_any_error_of_the_chain(
    netsuite: ScriptedNetSuite, make_client: MakeClient
) -> None:
    netsuite.answers = [Answer(headers={"No Header": "x"})]
    async with make_client(retry=ONCE) as client:
        with pytest.raises(Retry) as caught:
            await client.rest.get("customer", "1")
    assert isinstance(caught.value.__cause__, aiohttp.ClientResponseError)
    assert not any(secret in shown(caught.value) for secret in (*SECRETS, "oauth_signature"))


def shown(error: BaseException | None) -> str:
    """All that an error and those that led to it show."""
    if error is None:
        return ""
    own = f"{error!r} {error} {vars(error)!r} {error.args!r}"
    return own + shown(error.__cause__) + shown(error.__context__)


async def wants_password(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """A proxy that lets nobody through: who gives no password is asked for one, who gives one is refused."""
    head = await reader.readuntil(b"\r\n\r\n")
    status = (
        b"403 Forbidden" if b"Proxy-Authorization: Basic" in head else b"407 Proxy Authentication Required"
    )
    writer.write(b"HTTP/1.1 " + status + b"\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
    await writer.drain()
    writer.close()


@pytest.mark.requirement("lib-03")
@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("proxy.example.com:3128", "http://"),
        ("http://proxy.example.com", "names no port"),
        ("http://:3128", "names no host"),
        ("http://me:secret@proxy.example.com:3128", "fields of their own"),
        ("http://proxy.example.com:3128/path", "goes on after the port"),
        ("http://proxy.example.com:port", "cannot be read"),
        (f"http://{'a' * 64}.example.com:3128", "names no host"),
        ("http://proxy..example.com:3128", "names no host"),
        ("http://pro\0xy:3128", "names no host"),
    ],
)
def test_a_proxy_that_cannot_be_meant_is_refused(url: str, problem: str) -> None:
    with pytest.raises(ValueError, match="not a proxy") as refused:
        Proxy(url)
    assert problem in str(refused.value)
    assert "secret" not in str(refused.value)


@pytest.mark.parametrize(
    "address",
    ["a b:1", f"{'a' * 64}.example.com:1", "a\0b:1", "-a:1", "a..b:1", "\ud800:1", "127.0.0.1", "[::1:1"],
)
def test_an_address_whose_host_no_name_server_knows_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match="host:port"):
        split_address(address)


@pytest.mark.parametrize(
    ("address", "host"),
    [
        ("[::1]:8443", "::1"),
        ("localhost:8443", "localhost"),
        ("net_suite.example.com:8443", "net_suite.example.com"),
        ("netsüite.example:8443", "netsüite.example"),
    ],
    ids=["ipv6", "localhost", "underscore", "idn"],
)
def test_an_address_is_split(address: str, host: str) -> None:
    assert split_address(address) == (host, 8443)


@pytest.mark.requirement("lib-03")
def test_proxy_credentials_are_never_shown() -> None:
    proxy = Proxy("http://proxy.example.com:3128", "proxy-user", "proxy-password")
    shown = f"{proxy!r} {proxy} {ClientOptions(proxy=proxy)!r}"
    assert "proxy.example.com" in shown
    assert "proxy-user" not in shown
    assert "proxy-password" not in shown
    with pytest.raises(ValueError, match="exclude"):
        ClientOptions(proxy=proxy, connect_to="127.0.0.1:1")
    for user, password in (("", "x"), ("a:b", "x")):
        with pytest.raises(ValueError, match="proxy"):
            Proxy("http://proxy.example.com:3128", user, password)


@pytest.mark.requirement("lib-03")
async def test_a_hook_logs_each_attempt_with_its_outcome_and_no_secret(
    make_client: MakeClient, netsuite: ScriptedNetSuite, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    netsuite.answers = [fault(*BLOCKED), server_time(), fault("invalidCredentialsFault", "X", "No.")]
    seen: list[int] = []

    class Watch:
        def __init__(self, context: Context) -> None:
            self._attempt = context.attempt

        def __enter__(self) -> None:
            seen.append(self._attempt)

        def __exit__(self, *_error: object) -> None: ...

    hook = logged(logging.getLogger("test.attempts"), within=Watch)
    async with make_client(observe=hook) as client:
        await client.soap.get_server_time()
        with pytest.raises(NetSuiteError):
            await client.soap.get_server_time()
    records = [record for record in caplog.records if record.name == "test.attempts"]
    told = [record.__dict__["netsuite"] for record in records]
    assert [(one["attempt"], one["outcome"], one["code"], one["http_status"]) for one in told[:2]] == [
        (1, "Wait", "WS_REQUEST_BLOCKED", 500),
        (2, "ok", "", 0),
    ]
    assert told[0]["request_id"] == "WEBSERVICES_123456_1_ab"
    assert told[2]["outcome"] == "SignInAgain"
    assert [record.levelname for record in records[:2]] == ["INFO", "DEBUG"]
    assert records[0].getMessage().startswith("NetSuite getServerTime on 123456, attempt 1: Wait")
    assert seen == [one["attempt"] for one in told]
    assert not any(secret in caplog.text for secret in SECRETS)
