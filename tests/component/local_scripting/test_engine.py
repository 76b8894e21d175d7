"""The child processes by themselves: what ends them, and that nothing waits for another run."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from landbridge.local.scripting.engine.pool import ScriptPool
from landbridge.local.scripting.engine.process import EngineSettings, Terminated
from landbridge.local.scripting.sources import prelude

MEMORY = 64 * 1024 * 1024


@pytest.fixture
def pool() -> Iterator[ScriptPool]:
    pool = ScriptPool(EngineSettings(prelude(), MEMORY))
    yield pool
    pool.close()


def request(body: str) -> dict[str, Any]:
    source = f"define([], () => ({{ get: () => {{ {body} }} }}));"
    return {
        "kind": "restlet",
        "entry": "get",
        "path": "/a.js",
        "clockOffset": 0,
        "sources": {"/a.js": {"path": "/a.js", "text": source}},
        "body": {"kind": "object", "text": "{}"},
    }


def no_host(_name: str, _arguments: str) -> str:
    return json.dumps({"value": None})


def test_runs_do_not_wait_for_each_other(pool: ScriptPool) -> None:
    """Four scripts are inside a host call at the same time, with two warm engines."""
    meeting = threading.Barrier(4, timeout=20)

    def host(_name: str, _arguments: str) -> str:
        meeting.wait()
        return json.dumps({"value": None})

    results: list[Any] = []
    threads = [
        threading.Thread(
            target=lambda: results.append(pool.run(request("log.debug('a'); return 'b';"), host, 30))
        )
        for _ in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert [result["value"]["text"] for result in results] == ["b"] * 4
    assert len(pool.pids()) == 2


def test_exception_of_the_host_ends_the_child_and_not_the_pool(pool: ScriptPool) -> None:
    def host(_name: str, _arguments: str) -> str:
        raise Terminated("OVER", "over")

    with pytest.raises(Terminated, match="OVER"):
        pool.run(request("try { log.debug('a'); } catch (e) {} return 'went on';"), host, 5)
    assert pool.run(request("return 'b';"), no_host, 5)["value"]["text"] == "b"


def test_child_that_dies_in_mid_run_is_told_and_not_tried_again(pool: ScriptPool) -> None:
    calls = []
    pool.run(request("return 'warm';"), no_host, 5)
    resting = set(pool.pids())

    def host(_name: str, _arguments: str) -> str:
        calls.append(1)
        (pid,) = resting - set(pool.pids())
        os.kill(pid, signal.SIGKILL)
        return json.dumps({"value": None})

    with pytest.raises(Terminated, match="UNEXPECTED_ERROR"):
        pool.run(request("log.debug('a');"), host, 5)
    assert len(calls) == 1


PARENT = """
import threading
from landbridge.local.scripting.engine.process import EngineSettings, ScriptProcess
from landbridge.local.scripting.sources import prelude
process = ScriptProcess(EngineSettings(prelude(), 64 * 1024 * 1024))
source = "define([], () => ({ get: () => { log.debug('running'); for (;;) {} } }));"
request = {"kind": "restlet", "entry": "get", "path": "/a.js", "clockOffset": 0,
           "sources": {"/a.js": {"path": "/a.js", "text": source}}, "body": {"kind": "object", "text": "{}"}}
def host(name, arguments):
    print(process.pid, flush=True)
    return '{"value": null}'
process.run(request, host, 60)
"""


def test_killed_account_leaves_no_endless_script_behind() -> None:
    with subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        child = int(parent.stdout.readline())
        watch = os.pidfd_open(child)
        parent.kill()
        parent.wait()
    try:
        # A process descriptor becomes readable when its process has ended.
        assert select.select([watch], [], [], 20)[0]
    finally:
        os.close(watch)
