"""What the library offers: typed, documented, the same with and without an event loop, and by itself."""

from __future__ import annotations

import inspect
import subprocess
import sys
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from importlib import import_module
from typing import Any, get_args, get_origin

import pytest

from landbridge import netsuite
from landbridge.netsuite.client import Client
from landbridge.netsuite.sync.client import SyncClient
from tools import sync_twin


def _twin_of(one: sync_twin.Twin) -> type:
    found = getattr(import_module(f"landbridge.netsuite.sync.{one.file.removesuffix('.py')}"), one.twin)
    assert isinstance(found, type)
    return found


TWINS = [(getattr(import_module(one.module), one.name), _twin_of(one)) for one in sync_twin.TWINS]
WAITS = {AsyncGenerator: Iterator, AsyncIterator: Iterator}
FOREIGN = ("django", "psycopg", "procrastinate", "starlette", "sqlglot", "quickjs", "uvicorn", "yaml")


def verbs(of: type) -> dict[str, Callable[..., Any]]:
    """Every public method that waits or yields."""
    found = inspect.getmembers(of, inspect.isfunction)
    return {
        name: one
        for name, one in found
        if not name.startswith("_")
        and (inspect.iscoroutinefunction(one) or inspect.isasyncgenfunction(one) or _answers_batches(one))
    }


def _answers_batches(one: Callable[..., Any]) -> bool:
    return str(inspect.signature(one).return_annotation).startswith(AsyncGenerator.__name__)


def taken(one: Callable[..., Any]) -> list[tuple[str, object, object, object]]:
    """The parameters of a method: names, kinds, defaults and what they hold."""
    given = inspect.signature(one, eval_str=True).parameters.values()
    return [(each.name, each.kind, each.default, each.annotation) for each in given]


def answered(one: Callable[..., Any]) -> object:
    """What a method answers, batches as an iterator of them."""
    kind = inspect.signature(one, eval_str=True).return_annotation
    waits = WAITS.get(get_origin(kind))
    return waits[get_args(kind)[0]] if waits else kind


@pytest.mark.requirement("lib-01")
@pytest.mark.parametrize(("original", "twin"), TWINS, ids=[twin.__name__ for _, twin in TWINS])
def test_the_twin_has_every_verb_with_the_same_parameters(original: type, twin: type) -> None:
    wanted = verbs(original)
    assert wanted
    for name, verb in wanted.items():
        assert taken(getattr(twin, name)) == taken(verb), name
        assert answered(getattr(twin, name)) == answered(verb), name
    others = {name for name, _ in inspect.getmembers(twin, inspect.isfunction) if not name.startswith("_")}
    assert others == set(wanted)


@pytest.mark.requirement("lib-01")
def test_the_clients_offer_the_same() -> None:
    for name, verb in verbs(Client).items():
        assert taken(getattr(SyncClient, name)) == taken(verb), name
        assert answered(getattr(SyncClient, name)) == answered(verb), name


@pytest.mark.requirement("lib-01")
@pytest.mark.parametrize("twin", sync_twin.TWINS, ids=lambda twin: twin.file)
def test_the_written_twin_is_the_one_that_the_tool_makes(twin: sync_twin.Twin) -> None:
    assert (sync_twin.FOLDER / twin.file).read_text(encoding="utf-8") == sync_twin.written(twin)


@pytest.mark.requirement("lib-02")
def test_every_public_name_is_documented() -> None:
    silent = [
        name
        for name in netsuite.__all__
        if inspect.isclass(one := getattr(netsuite, name)) or inspect.isfunction(one)
        if not (one.__doc__ or "").strip() or (one.__doc__ or "").startswith(f"{name}(")
    ]
    assert silent == []
    public = [
        f"{owner.__name__}.{name}"
        for original, twin in [*TWINS, (Client, SyncClient)]
        for owner in (original, twin)
        for name, verb in inspect.getmembers(owner, inspect.isfunction)
        if not name.startswith("_") and not (verb.__doc__ or "").strip()
    ]
    assert public == []


@pytest.mark.requirement("lib-04")
def test_the_library_loads_nothing_of_the_service_and_starts_nothing() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOADING], capture_output=True, text=True, check=True, timeout=60
    ).stdout.split("|")
    loaded, threads, sockets = told[0].split(","), int(told[1]), int(told[2])
    assert [name for name in loaded if name.split(".")[0] in FOREIGN] == []
    assert [name for name in loaded if name.startswith(("landbridge.service", "landbridge.local"))] == []
    assert (threads, sockets) == (1, 0)


LOADING = """
import socket, sys, threading
opened = []
sys.addaudithook(lambda event, args: opened.append(event) if event.startswith("socket.") and event != "socket.__new__" else None)
import landbridge.netsuite
print(",".join(sys.modules), threading.active_count(), len(opened), sep="|")
"""
