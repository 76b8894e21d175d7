"""Limits end a script with NetSuite's error, whatever it catches, and nothing else suffers."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable
from typing import Any

import pytest

ENDLESS = {
    "loop": "while (true) {}",
    "loop with calls": "while (true) { log.debug('again', 1); }",
    "regular expression": "/^(a+)+$/.test('a'.repeat(40) + '!');",
    "swallowed": "while (true) { try { throw 1; } catch (e) {} }",
}


def script(body: str) -> str:
    return (
        "define(['N/search', 'N/runtime'], (search, runtime) => ({ afterSubmit: (context) => {"
        f" if (context.newRecord.getValue('companyname') !== 'Ash') {{ log.audit('fine', 1); return; }} {body} }} }}));"
    )


def assert_next_script_works(workshop: Any) -> None:
    assert workshop.save({"companyName": "Birch"}).after_submit_error is None
    assert workshop.logged("AUDIT") == [("fine", "1")]


@pytest.mark.requirement("script-05")
@pytest.mark.parametrize("body", ENDLESS.values(), ids=ENDLESS.keys())
def test_time_limit(limited: Callable[..., Any], body: str) -> None:
    workshop = limited(seconds=1.0)
    workshop.deploy(script(body))
    result = workshop.save({"companyName": "Ash"})
    assert result.after_submit_error is not None
    assert result.after_submit_error.code == "SSS_TIME_LIMIT_EXCEEDED"
    assert workshop.account.records.get("customer", result.record.id) is not None
    assert_next_script_works(workshop)


@pytest.mark.requirement("script-05")
@pytest.mark.parametrize(
    "bomb",
    [
        "const all = []; for (;;) all.push(new Array(10000).fill('x' + all.length));",
        "let text = 'x'; for (;;) text += text;",
    ],
)
def test_memory_limit(limited: Callable[..., Any], bomb: str) -> None:
    workshop = limited(seconds=20, memory_bytes=16 * 1024 * 1024)
    workshop.deploy(script(bomb))
    result = workshop.save({"companyName": "Ash"})
    assert result.after_submit_error is not None
    assert result.after_submit_error.code in ("SSS_MEMORY_LIMIT_EXCEEDED", "RangeError", "InternalError")
    assert_next_script_works(workshop)


@pytest.mark.requirement("script-05")
@pytest.mark.parametrize("thrown", ["throw null;", "return Promise.reject(null);"])
def test_a_null_that_a_script_throws_is_not_memory(workshop: Any, thrown: str) -> None:
    workshop.deploy(script(thrown))
    result = workshop.save({"companyName": "Ash"})
    assert result.after_submit_error is not None
    assert (result.after_submit_error.code, result.after_submit_error.message) == ("UNEXPECTED_ERROR", "null")


@pytest.mark.requirement("script-05")
def test_many_small_objects_use_the_memory_up(limited: Callable[..., Any]) -> None:
    workshop = limited(seconds=20, memory_bytes=16 * 1024 * 1024)
    workshop.deploy(script("const kept = []; for (;;) kept.push({ one: 1 });"))
    result = workshop.save({"companyName": "Ash"})
    assert result.after_submit_error is not None
    assert result.after_submit_error.code == "SSS_MEMORY_LIMIT_EXCEEDED"


@pytest.mark.requirement("script-05")
def test_units_cannot_be_caught(limited: Callable[..., Any]) -> None:
    workshop = limited(units=25)
    workshop.deploy(
        script(
            """for (let i = 0; i < 9; i += 1) {
                 try { search.create({ type: 'customer' }).run().getRange(0, 1); } catch (e) { log.audit('caught', e.name); }
                 log.debug('left', runtime.getCurrentScript().getRemainingUsage());
               }"""
        )
    )
    result = workshop.save({"companyName": "Ash"})
    assert result.after_submit_error is not None
    assert result.after_submit_error.code == "SSS_USAGE_LIMIT_EXCEEDED"
    assert workshop.logged("DEBUG") == [("left", "15"), ("left", "5")]
    assert_next_script_works(workshop)


@pytest.mark.requirement("script-05")
def test_deep_recursion_is_an_error_of_the_script(workshop: Any) -> None:
    workshop.deploy(script("const f = () => f() + 1; f();"))
    result = workshop.save({"companyName": "Ash"})
    assert result.after_submit_error is not None
    assert result.after_submit_error.code == "RangeError"
    assert_next_script_works(workshop)


def test_engine_that_dies_is_replaced(workshop: Any) -> None:
    workshop.deploy(script(""))
    workshop.save({"companyName": "Ash"})
    for pid in workshop.scripting.engine_pids():
        os.kill(pid, signal.SIGKILL)
    assert_next_script_works(workshop)


def test_nothing_of_one_run_is_left_for_the_next(workshop: Any) -> None:
    workshop.deploy(
        """define([], () => ({ afterSubmit: () => {
             log.debug('before', typeof leaked + typeof Array.prototype.leaked);
             leaked = 1; Array.prototype.leaked = 1; } }));"""
    )
    for name in ("Ash", "Birch", "Cedar"):
        workshop.save({"companyName": name})
    assert workshop.logged() == [("before", "undefinedundefined")] * 3


def test_closing_leaves_no_process(workshop: Any) -> None:
    workshop.deploy(script(""))
    workshop.save({"companyName": "Ash"})
    pids = workshop.scripting.engine_pids()
    assert pids
    workshop.scripting.close()
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)
