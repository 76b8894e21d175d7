"""Scripts that break what they stand on: a save ends in one of the ways that a save can end, and the account stays readable."""

from __future__ import annotations

import pytest

from landbridge.local.records.errors import RecordError, ScriptFailure
from tests.component.local_scripting.conftest import Workshop

SOURCE = "define([], function () {{ return {{ {entry}: function (context) {{ {body} }} }}; }});"

FORGED = (
    "5",
    "null",
    "{}",
    '{"error": {"name": 1, "message": null, "stack": 5}}',
    '{"entries": [], "changes": 5}',
    '{"entries": [], "messages": [{"type": "x", "title": "", "message": "", "duration": 0}]}',
    '{"entries": [5]}',
    "[" * 100_000,
)

UNFIT = (
    "context.newRecord.setValue('startdate', new Date(8.64e15));",
    "context.newRecord.setValue('startdate', new Date(-1e14));",
    "context.newRecord.setValue('companyname', '\\ud800');",
)


def saved(workshop: Workshop) -> str:
    """Save a customer; return the code of what went wrong, ``""`` for nothing."""
    try:
        failure = workshop.save({"companyName": "Acme", "isPerson": False}).after_submit_error
    except RecordError as error:
        return error.code
    return failure.code if failure else ""


@pytest.mark.requirement("script-05", "script-06")
@pytest.mark.parametrize("forged", FORGED, ids=[text[:24] for text in FORGED])
@pytest.mark.parametrize("entry", ["afterSubmit", "beforeSubmit"])
def test_a_forged_result_is_the_scripts_failure(workshop: Workshop, entry: str, forged: str) -> None:
    workshop.deploy(
        SOURCE.format(entry=entry, body=f"JSON.stringify = function () {{ return {forged!r}; }};")
    )

    assert saved(workshop) == "UNEXPECTED_ERROR"

    stands = workshop.account.records.search("customer", [])
    names = [workshop.account.records.display("customer", internal_id) for internal_id in stands]
    assert any("Acme" in name for name in names) is (entry == "afterSubmit")


@pytest.mark.requirement("script-06")
@pytest.mark.parametrize("forged", FORGED, ids=[text[:24] for text in FORGED])
def test_a_page_opens_although_a_result_is_forged(workshop: Workshop, forged: str) -> None:
    record = workshop.save({"companyName": "Acme", "isPerson": False}).record
    workshop.deploy(
        SOURCE.format(entry="beforeLoad", body=f"JSON.stringify = function () {{ return {forged!r}; }};")
    )

    with pytest.raises(ScriptFailure, match="result"):
        workshop.scripting.before_load(workshop.session(), "view", "customer", record)


@pytest.mark.requirement("script-06")
@pytest.mark.parametrize("body", UNFIT)
def test_a_value_that_no_field_holds_refuses_the_save_or_is_mended(workshop: Workshop, body: str) -> None:
    workshop.deploy(SOURCE.format(entry="beforeSubmit", body=body))

    code = saved(workshop)

    assert code == ("" if "companyname" in body else "INVALID_FLD_VALUE")
    for internal_id in workshop.account.records.search("customer", []):
        assert workshop.account.records.display("customer", internal_id).encode()


@pytest.mark.requirement("script-06")
@pytest.mark.parametrize(
    "body",
    [
        "log.debug('\\ud800', '\\udfff');",
        "throw '\\ud800';",
        "throw { name: '\\ud800', message: '\\udbff' };",
        "throw new Proxy({}, { get: function () { throw 1; } });",
        "throw { get message() { throw 2; } };",
        "Object.prototype.toJSON = function () { return 1; };",
        "Object.defineProperty(Object.prototype, 'error', { get: function () { return { name: 'X', message: 'y' }; } }); log.debug('a', 'b');",
        "globalThis.Date = globalThis.Error = globalThis.String = null; throw 1;",
        "Error.prepareStackTrace = function () { return 5; }; throw new Error('x');",
        "(function f() { f(); })();",
    ],
)
def test_whatever_a_script_logs_or_throws_can_be_shown(workshop: Workshop, body: str) -> None:
    workshop.deploy(SOURCE.format(entry="afterSubmit", body=body))

    saved(workshop)

    shown = [entry.title + entry.details for entry in workshop.scripting.log(100)]
    assert len("".join(shown).encode()) > 0
    assert len(workshop.account.records.search("customer", [])) > 0


@pytest.mark.requirement("script-05")
def test_a_script_leaves_nothing_for_the_next_one(workshop: Workshop) -> None:
    workshop.deploy(
        SOURCE.format(
            entry="afterSubmit",
            body="globalThis.left = 1; Object.prototype.left = 2; JSON.parse = null; define = null;",
        ),
        name="first",
    )
    saved(workshop)

    found = workshop.evaluate("return [typeof left, typeof ({}).left, typeof JSON.parse].join();")

    assert found == "undefined,undefined,function"


@pytest.mark.requirement("script-08")
def test_a_private_cache_is_out_of_another_scripts_reach(workshop: Workshop) -> None:
    workshop.deploy(
        "define(['N/cache'], (cache) => ({ afterSubmit: () => {"
        " cache.getCache({ name: 'own', scope: 'PRIVATE' }).put({ key: 'k', value: 'secret', ttl: 300 }); } }));",
        name="first",
    )
    assert saved(workshop) == ""

    found = workshop.evaluate(
        "Object.prototype.customscript_first = 1;"
        " try { return cache.getCache({ name: 'own', scope: 'customscript_first' }).get({ key: 'k' }) || 'nothing'; }"
        " catch (error) { return error.name; }",
        "N/cache",
    )

    assert found == "WRONG_PARAMETER_TYPE"


@pytest.mark.requirement("script-08")
def test_a_forged_log_entry_is_no_longer_than_others(workshop: Workshop) -> None:
    workshop.deploy(
        SOURCE.format(
            entry="afterSubmit",
            body='JSON.stringify = () => [\'{"level": "ERROR", "title": "\', \'t\'.repeat(5000),'
            " '\", \"details\": \"', 'd'.repeat(50000), '\"}'].join(''); log.error('a', 'b');",
        )
    )
    saved(workshop)

    assert {len(title) + len(details) for title, details in workshop.logged("ERROR")} == {99 + 3999}
