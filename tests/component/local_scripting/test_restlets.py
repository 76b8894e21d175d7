"""RESTlets over HTTP, signed with the demo's token."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from http.client import HTTPSConnection
from typing import Any

import pytest

from landbridge.local.account import Account
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import RunningAccount, running_account
from tests.component.local_scripting.signing import authorization

ECHO = """/** @NApiVersion 2.1
 *  @NScriptType Restlet */
define(['N/runtime'], (runtime) => ({
  get: (parameters) => ({ parameters, context: runtime.executionContext, user: runtime.getCurrentUser().email }),
  post: (body) => (typeof body === 'string' ? `text ${body}` : { got: body }),
  put: (body) => JSON.stringify(body),
  delete: () => null,
}));"""

HOST = "1234567.restlets.api.netsuite.com"
PATH = "/app/site/hosting/restlet.nl"
Caller = Callable[..., "Reply"]


@dataclass(frozen=True)
class Reply:
    """What the account answered."""

    status_code: int
    headers: dict[str, str]
    text: str

    def json(self) -> Any:
        return json.loads(self.text)


@pytest.fixture
def running() -> Iterator[RunningAccount]:
    with running_account(AccountSettings(account_id="1234567")) as running:
        yield running


@pytest.fixture
def account(running: RunningAccount) -> Account:
    return running.account


@pytest.fixture
def call(running: RunningAccount) -> Caller:
    """Sends one request over TLS, as to NetSuite's own host name."""
    context = ssl.create_default_context(cafile=running.ca_file)
    context.check_hostname = False  # connected by address; the certificate names NetSuite's hosts
    host, _, port = running.connect_to.partition(":")

    def send(
        method: str, query: str, *, signed: bool = True, headers: dict[str, str] | None = None, **body: Any
    ) -> Reply:
        sent = {"Host": HOST, **(headers or {})}
        if signed:
            sent["Authorization"] = authorization(
                method, f"https://{HOST}{PATH}?{query}", TokenSecrets(), "1234567"
            )
        content = body.get("content")
        if "json" in body:
            content = json.dumps(body["json"])
            sent["Content-Type"] = "application/json"
        connection = HTTPSConnection(host, int(port), context=context, timeout=30)
        try:
            connection.request(method, f"{PATH}?{query}", body=content, headers=sent)
            reply = connection.getresponse()
            names = {name.lower(): value for name, value in reply.getheaders()}
            return Reply(reply.status, names, reply.read().decode())
        finally:
            connection.close()

    return send


@pytest.mark.requirement("restlet-01")
def test_get_has_the_query_and_the_callers_identity(workshop: Any, call: Caller) -> None:
    address = workshop.restlet(ECHO)
    reply = call("GET", f"{address}&a=b%20c")
    assert reply.status_code == 200
    assert reply.headers["content-type"] == "application/json; charset=utf-8"
    assert reply.json() == {
        "parameters": {"a": "b c"},
        "context": "RESTLET",
        "user": "integration@demo.example",
    }


@pytest.mark.requirement("restlet-01", "script-03")
def test_a_restlet_runs_in_the_callers_role_whatever_its_deployment_says(workshop: Any, call: Caller) -> None:
    source = (
        "define(['N/runtime'], (runtime) => ({ get: () => ({ role: runtime.getCurrentUser().roleId }) }));"
    )
    address = workshop.restlet(source, run_as_role="administrator")

    assert call("GET", address).json() == {"role": "customrole_oa_integration"}


@pytest.mark.requirement("restlet-01")
@pytest.mark.parametrize("body", ["[" * 200_000, '{"a":' * 100_000], ids=["lists", "objects"])
def test_a_body_that_is_nested_too_deeply_is_no_json(workshop: Any, call: Caller, body: str) -> None:
    reply = call("POST", workshop.restlet(ECHO), content=body, headers={"Content-Type": "application/json"})

    assert (reply.status_code, reply.json()["error"]["code"]) == (400, "INVALID_REQUEST")


@pytest.mark.requirement("restlet-01")
def test_script_and_deployment_by_number(workshop: Any, call: Caller) -> None:
    workshop.restlet(ECHO)
    number = workshop.scripting.registry.script("customscript_rest").number
    assert call("GET", f"script={number}&deploy=1").status_code == 200


@pytest.mark.requirement("restlet-01")
def test_bodies_and_replies_of_both_kinds(workshop: Any, call: Caller) -> None:
    address = workshop.restlet(ECHO)
    assert call("POST", address, json={"n": 1}).json() == {"got": {"n": 1}}
    text = call("POST", address, content="hello", headers={"Content-Type": "text/plain"})
    assert (text.text, text.headers["content-type"]) == ("text hello", "text/plain; charset=utf-8")
    assert call("PUT", address, json=[1]).text == "[1]"
    gone = call("DELETE", address)
    assert (gone.status_code, gone.text) == (200, "")


def error(reply: Reply) -> tuple[int, str]:
    return reply.status_code, reply.json()["error"]["code"]


@pytest.mark.requirement("restlet-01")
def test_error_bodies(workshop: Any, call: Caller) -> None:
    address = workshop.restlet(
        "define(['N/error'], (error) => ({ get: () => { throw error.create({ name: 'MINE', message: 'own' }); }, post: (b) => b }));"
    )
    thrown = call("GET", address)
    assert error(thrown) == (400, "MINE")
    assert thrown.json()["error"]["message"] == "own"
    assert error(call("GET", address, signed=False)) == (401, "INVALID_LOGIN_ATTEMPT")
    assert error(call("GET", "script=customscript_none&deploy=1")) == (404, "SSS_INVALID_SCRIPTLET_ID")
    assert error(call("GET", "deploy=1")) == (400, "SSS_MISSING_REQD_ARGUMENT")
    assert error(call("DELETE", address)) == (405, "SSS_INVALID_SCRIPTLET_METHOD")
    assert error(call("POST", address, content="{", headers={"Content-Type": "application/json"})) == (
        400,
        "INVALID_REQUEST",
    )
    assert error(call("POST", address, content="a", headers={"Content-Type": "image/png"})) == (
        415,
        "UNSUPPORTED_MEDIA_TYPE",
    )
    text = call("POST", "script=none&deploy=1", content="a", headers={"Content-Type": "text/plain"})
    assert text.text.startswith("error code: SSS_INVALID_SCRIPTLET_ID\nerror message: ")
    xml = call("POST", "script=n&deploy=1", content="a", headers={"Content-Type": "application/xml"})
    assert xml.text.startswith("<error><code>SSS_INVALID_SCRIPTLET_ID</code><message>")
    assert xml.headers["content-type"] == "application/xml; charset=utf-8"


@pytest.mark.requirement("restlet-01")
def test_an_answer_has_at_most_ten_megabytes(workshop: Any, call: Caller) -> None:
    source = "define([], () => ({ post: (text) => 'x'.repeat(Number(text)) }));"
    address, header = workshop.restlet(source), {"Content-Type": "text/plain"}
    largest = 10 * 1024 * 1024
    assert len(call("POST", address, content=str(largest), headers=header).text) == largest
    refused = call("POST", address, content=str(largest + 1), headers=header)
    assert refused.status_code == 400
    assert refused.text.startswith("error code: SSS_RESPONSE_SIZE_EXCEEDED\n")


@pytest.mark.requirement("restlet-01")
def test_signature_is_verified_and_used_once(workshop: Any, call: Caller) -> None:
    address = workshop.restlet(ECHO)
    url = f"https://{HOST}{PATH}?{address}"
    wrong = authorization("POST", url, TokenSecrets(), "1234567")
    assert error(call("GET", address, signed=False, headers={"Authorization": wrong})) == (
        401,
        "INVALID_LOGIN_ATTEMPT",
    )
    once = authorization("GET", url, TokenSecrets(), "1234567")
    assert call("GET", address, signed=False, headers={"Authorization": once}).status_code == 200
    assert error(call("GET", address, signed=False, headers={"Authorization": once})) == (
        401,
        "INVALID_LOGIN_ATTEMPT",
    )


def test_deployment_rules_hold_for_restlets(workshop: Any, call: Caller) -> None:
    address = workshop.restlet(ECHO, all_roles=False, roles=("customrole_demo_sales",))
    assert error(call("GET", address)) == (403, "INSUFFICIENT_PERMISSION")
    workshop.scripting.set_deployment("customdeploy_rest", all_roles=True, is_deployed=False)
    assert error(call("GET", address)) == (404, "SSS_INVALID_SCRIPTLET_ID")


def test_requests_above_the_accounts_limit_are_refused(workshop: Any, call: Caller) -> None:
    address = workshop.restlet(
        "define(['N/cache'], (cache) => ({ get: () => { cache.getCache({ name: 'gate' }).get({ key: 'k' }); return 'done'; } }));"
    )
    limit = workshop.account.governance.limit
    reached, opened = threading.Semaphore(0), threading.Event()

    class Gate:
        def get(self, _place: Any) -> None:
            reached.release()
            opened.wait(20)

    workshop.scripting.caches = Gate()
    replies: list[Reply] = []
    threads = [threading.Thread(target=lambda: replies.append(call("GET", address))) for _ in range(limit)]
    for thread in threads:
        thread.start()
    for _ in threads:
        assert reached.acquire(timeout=20)
    assert error(call("GET", address)) == (400, "SSS_REQUEST_LIMIT_EXCEEDED")
    opened.set()
    for thread in threads:
        thread.join(20)
    assert [reply.text for reply in replies] == ["done"] * limit


@pytest.mark.requirement("script-07")
def test_save_made_by_a_restlet_fires_user_events(workshop: Any, call: Caller) -> None:
    workshop.deploy(
        "define(['N/runtime'], (runtime) => ({ afterSubmit: (c) => log.debug(c.type, runtime.executionContext) }));"
    )
    address = workshop.restlet(
        """define(['N/record'], (record) => ({ post: ({ name }) => {
             const made = record.create({ type: 'customer' }); made.setValue('companyname', name); return { id: made.save() }; } }));"""
    )
    reply = call("POST", address, json={"name": "Ash"})
    assert workshop.account.records.get("customer", str(reply.json()["id"])) is not None
    assert workshop.logged() == [("create", "RESTLET")]
