"""RESTlets of the local account, by token and by OAuth 2.0."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator
from dataclasses import replace
from typing import TypedDict

import pytest

from landbridge.local.faults.model import Effect, Fault
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.model import RESTLET, Deployment, DeploymentStatus, Script
from landbridge.netsuite import (
    Client,
    FixSetup,
    MalformedReply,
    OutcomeUnknown,
    RetryPolicy,
    ScriptError,
    SignInAgain,
    Wait,
)
from landbridge.netsuite.restlets import RestletText
from tests.component.netsuite.local_account import Served, client_of
from tests.component.netsuite.rest_account import rest_account

SOURCE = """/** @NApiVersion 2.1
 *  @NScriptType Restlet */
define(['N/error'], (error) => ({
  get: (parameters) => {
    if (parameters.fail === 'own') throw error.create({ name: 'MY_CODE', message: 'Not <today> & "never"' });
    if (parameters.fail === 'crash') return undefinedThing.x;
    if (parameters.fail === 'caught') return JSON.stringify({ error: { code: 'KEPT', message: 'caught' } });
    if (parameters.fail === 'text') return 'no JSON';
    return { parameters };
  },
  post: (body) => (typeof body === 'string' ? `text ${body}` : { got: body }),
  put: (body) => (typeof body === 'string' ? body.toUpperCase() : 'no JSON'),
  delete: () => null,
}));"""


class Address(TypedDict):
    """Which RESTlet is called."""

    script: str
    deploy: str


ECHO: Address = {"script": "customscript_echo", "deploy": "customdeploy_echo"}


@pytest.fixture(scope="module")
def account() -> Iterator[Served]:
    with rest_account() as served:
        account, scripting = served.account, served.account.scripting
        assert isinstance(scripting, Scripting)
        session = account.access.system_session()
        path = account.files.save(session, "/SuiteScripts/tests", "echo.js", SOURCE.encode()).path
        script = Script(ECHO["script"], 0, RESTLET, "Echo", path)
        deployment = Deployment(
            script_id=ECHO["deploy"],
            script=ECHO["script"],
            number=0,
            status=DeploymentStatus.RELEASED,
            all_roles=True,
        )
        scripting.registry.define(script, [deployment])
        yield served


@pytest.mark.requirement("web-14")
async def test_all_four_methods_are_answered(by_either: Client) -> None:
    call = by_either.restlets.call
    odd = {"name": "Ann & Bob", "sign": "ä=1+1?"}
    assert await call("GET", **ECHO, parameters=odd) == {"parameters": odd}
    assert await call("POST", **ECHO, body={"n": [1, None]}) == {"got": {"n": [1, None]}}
    assert await call("DELETE", **ECHO) is None
    text = await by_either.restlets.call_text("PUT", **ECHO, body="strasse")
    assert text == RestletText("STRASSE", "text/plain")


@pytest.mark.requirement("web-14")
@pytest.mark.parametrize("content_type", ["text/plain", "text/xml", "application/xml", "text/html"])
async def test_text_goes_there_and_back(by_token: Client, content_type: str) -> None:
    answer = await by_token.restlets.call_text("POST", **ECHO, body="<a>ä</a>", content_type=content_type)
    assert answer == RestletText("text <a>ä</a>", content_type)


@pytest.mark.requirement("web-14")
async def test_a_text_where_json_was_asked_for_is_told(by_token: Client) -> None:
    with pytest.raises(OutcomeUnknown, match="not JSON"):
        await by_token.restlets.call("PUT", **ECHO, body={})
    with pytest.raises(MalformedReply):
        await by_token.restlets.call("GET", **ECHO, parameters={"fail": "text"})


@pytest.mark.requirement("web-14")
@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain", "application/xml", "text/xml", "text/html"]
)
async def test_errors_of_the_script_are_read_in_every_form(by_token: Client, content_type: str) -> None:
    restlets, fail = by_token.restlets, {"fail": "own"}
    if content_type == "application/json":
        answer: Awaitable[object] = restlets.call("GET", **ECHO, parameters=fail)
    else:
        answer = restlets.call_text("GET", **ECHO, parameters=fail, content_type=content_type)
    with pytest.raises(ScriptError) as caught:
        await answer
    assert (caught.value.code, caught.value.message) == ("MY_CODE", 'Not <today> & "never"')
    assert len(caught.value.request_id) == 36


@pytest.mark.requirement("web-14")
async def test_a_script_that_crashes_is_not_called_again(by_token: Client, served: Served) -> None:
    with pytest.raises(ScriptError):
        await by_token.restlets.call("GET", **ECHO, parameters={"fail": "crash"})
    assert sum(entry.kind == "restlet" for entry in served.account.journal.entries(100)) == 1


@pytest.mark.requirement("web-14")
async def test_an_error_that_the_script_caught_is_an_answer(by_token: Client) -> None:
    answer = await by_token.restlets.call("GET", **ECHO, parameters={"fail": "caught"})
    assert answer == {"error": {"code": "KEPT", "message": "caught"}}


async def test_what_is_wrong_around_the_script_is_no_error_of_its_own(served: Served) -> None:
    wrong = replace(served.credentials, token_secret="0" * 64)
    async with client_of(served, wrong) as client:
        with pytest.raises(SignInAgain):
            await client.restlets.call("GET", **ECHO)
    async with client_of(served, retry=RetryPolicy.off()) as client:
        with pytest.raises(FixSetup) as missing:
            await client.restlets.call("GET", script="customscript_none", deploy="1")
        assert missing.value.code == "SSS_INVALID_SCRIPTLET_ID"
        served.account.faults.lay(Fault("restlet", Effect.LIMIT, times=1))
        with pytest.raises(Wait) as full:
            await client.restlets.call("POST", **ECHO, body={})
        assert full.value.code == "SSS_REQUEST_LIMIT_EXCEEDED"


@pytest.mark.requirement("web-14")
async def test_over_the_limit_and_pages_are_waited_out(by_token: Client, served: Served) -> None:
    for effect in (Effect.LIMIT, Effect.PAGE):
        served.account.faults.lay(Fault("restlet", effect, times=1))
        assert await by_token.restlets.call("GET", **ECHO) == {"parameters": {}}
    served.account.faults.lay(Fault("restlet", Effect.LIMIT, times=2))
    assert await by_token.restlets.call("POST", **ECHO, body=1) == {"got": 1}
    served.account.faults.lay(Fault("restlet", Effect.LOSE_REPLY, times=1))
    with pytest.raises(OutcomeUnknown):
        await by_token.restlets.call("POST", **ECHO, body=1)


@pytest.mark.parametrize(
    ("method", "more", "message"),
    [
        ("PATCH", {}, "no method 'PATCH'"),
        ("GET", {"body": "x"}, "GET carries no body"),
        ("POST", {"body": "x", "content_type": "image/png"}, "takes text as"),
    ],
)
async def test_what_no_restlet_takes_is_refused(
    by_token: Client, served: Served, method: str, more: dict[str, str], message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        await by_token.restlets.call_text(method, **ECHO, **more)  # type: ignore[arg-type]  # parts are named rightly
    assert served.account.journal.entries(10) == []
