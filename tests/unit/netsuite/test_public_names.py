"""What the library offers: typed, documented, the same with and without an event loop, and by itself."""

from __future__ import annotations

import inspect
import subprocess
import sys
import tomllib
from collections.abc import AsyncGenerator, AsyncIterator, Callable, Iterator
from importlib import import_module, metadata, resources
from pathlib import Path
from typing import Any, get_args, get_origin

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from landbridge import netsuite
from landbridge.netsuite.client import Client
from landbridge.netsuite.sync.client import SyncClient
from tools import sync_twin


def _twin_of(one: sync_twin.Twin) -> type:
    found = getattr(import_module(f"landbridge.netsuite.sync.{one.file.removesuffix('.py')}"), one.twin)
    assert isinstance(found, type)
    return found


TWINS = [(getattr(import_module(one.module), one.name), _twin_of(one)) for one in sync_twin.TWINS]
ROOT = Path(__file__).resolve().parents[3]
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


@pytest.mark.requirement("lib-02")
def test_every_public_name_is_typed() -> None:
    assert resources.files("landbridge").joinpath("py.typed").is_file()
    untyped = [
        f"{owner.__name__}.{name}"
        for owner in [
            *(vars(netsuite)[name] for name in netsuite.__all__),
            *(one for pair in TWINS for one in pair),
        ]
        if inspect.isclass(owner)
        for name, one in inspect.getmembers(
            owner, lambda one: inspect.isfunction(one) or isinstance(one, property)
        )
        if not name.startswith("_") and not _is_typed(one.fget if isinstance(one, property) else one)
    ]
    assert untyped == []


def _is_typed(verb: Callable[..., Any]) -> bool:
    signature = inspect.signature(verb, eval_str=True)
    held = [one.annotation for one in signature.parameters.values() if one.name != "self"]
    return inspect.Signature.empty not in (*held, signature.return_annotation)


@pytest.mark.requirement("lib-04")
def test_all_that_is_loaded_comes_with_the_library_alone() -> None:
    told = subprocess.run(
        [sys.executable, "-c", LOADING], capture_output=True, text=True, check=True, timeout=60
    )
    loaded = {name.split(".")[0] for name in told.stdout.split("|")[0].split(",")}
    owners = metadata.packages_distributions()
    found = {canonicalize_name(owner) for name in loaded for owner in owners.get(name, ())} - {"setuptools"}
    assert "aiohttp" in found
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["dependencies"]
    assert found <= _needed(declared)


def _needed(requirements: list[str]) -> set[str]:
    """The distributions that fulfil the requirements, and all that these need without any of their extras."""
    found, waiting = {"landbridge"}, [Requirement(one) for one in requirements]
    while waiting:
        one = waiting.pop()
        name = canonicalize_name(one.name)
        if name not in found and (one.marker is None or one.marker.evaluate({"extra": ""})):
            found.add(name)
            waiting += [Requirement(needed) for needed in metadata.requires(name) or ()]
    return found


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
