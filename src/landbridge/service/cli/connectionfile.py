"""What `landbridge connection` is told: options, a JSON file or stdin, the environment. Secrets never come from an argument."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Mapping
from dataclasses import fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import msgspec
from cyclopts import Parameter

from landbridge.service.cli.exits import CommandError, Exit
from landbridge.service.connections.names import PLAIN, SECRETS

if TYPE_CHECKING:
    from landbridge.service.connections.drafts import ConnectionDraft

VARIABLE = "LANDBRIDGE_NETSUITE_"

Values = dict[str, str | int | bool]

FileOption = Annotated[
    Path | None,
    Parameter(
        allow_leading_hyphen=True,
        help=f"JSON file, or - for stdin, with any of: {', '.join((*PLAIN, *SECRETS))}.",
    ),
]
KeyOption = Annotated[
    Path | None,
    Parameter(help="File with the OAuth 2.0 private key in PEM, instead of private_key in --file."),
]


def read_file(path: Path | None, private_key_file: Path | None = None) -> Values:
    """Read the JSON file. Raises ``CommandError`` for one that others can read, that is none, or that has unknown names."""
    values: Values = {}
    if path is not None:
        values = read_object(path, {*PLAIN, *SECRETS})
    if private_key_file is not None:
        values["private_key"] = read_private(private_key_file)
    return values


def read_object(path: Path, names: set[str]) -> Values:
    """Read a JSON object of the given names from a private file, or from stdin (``-``). Raises ``CommandError``."""
    content = _text(path, sys.stdin.read) if str(path) == "-" else read_private(path)
    try:
        values = msgspec.json.decode(content, type=Values)
    except msgspec.DecodeError as error:
        raise CommandError(
            f"{path} is not a JSON object of texts, numbers and truth values", Exit.USAGE
        ) from error
    if unknown := sorted(set(values) - names):
        raise CommandError(f"{path}: unknown {', '.join(unknown)}", Exit.USAGE)
    return values


def with_environment(values: Values, environment: Mapping[str, str] = os.environ) -> Values:
    """Return the values, with secrets that are missing taken from the environment."""
    found = {name: environment.get(VARIABLE + name.upper(), "") for name in SECRETS if not values.get(name)}
    return values | {name: value for name, value in found.items() if value}


def new_draft(values: Values) -> ConnectionDraft:
    """Build the draft of a new connection; OAuth 2.0 credentials make it SuiteQL and REST. Raises ``CommandError``."""
    from landbridge.netsuite.choosing import CredentialParts, CredentialSet  # noqa: PLC0415 - slow to load
    from landbridge.netsuite.protocols import Protocol  # noqa: PLC0415 - slow to load
    from landbridge.service.connections.drafts import ConnectionDraft  # noqa: PLC0415 - needs Django

    if missing := [name for name in ("name", "netsuite_account", "spp_database_id") if not values.get(name)]:
        raise CommandError(f"missing {', '.join(missing)}", Exit.USAGE)
    empty = ConnectionDraft("", "", "", CredentialParts())
    draft = changed_draft(empty, values)
    if "protocol" in values:
        return draft
    proposed = draft.credentials.begun(CredentialSet.OAUTH2)
    return replace(draft, protocol=Protocol.REST if proposed else Protocol.SOAP)


def require_credentials(draft: ConnectionDraft) -> None:
    """Raise ``CommandError`` where no set of credentials is complete, naming what each lacks and where to give it."""
    from landbridge.netsuite.choosing import CredentialsRefused  # noqa: PLC0415 - slow to load

    try:
        draft.chosen()
    except CredentialsRefused as refused:
        lacking = next((names[0] for names in refused.lacking.values()), "")
        where = f" Give them in --file, or as {VARIABLE}{lacking.upper()} and so on." if lacking else ""
        raise CommandError(f"{refused}{where}", Exit.USAGE) from refused
    except ValueError as error:
        raise CommandError(str(error), Exit.USAGE) from error


def changed_draft(draft: ConnectionDraft, values: Values) -> ConnectionDraft:
    """Return the draft with the values in the place of its own. Raises ``CommandError`` for a value of another kind."""
    parts = {one.name for one in fields(draft.credentials)}
    given: dict[str, Any] = {}
    for name, value in values.items():
        held = type("" if name in parts else getattr(draft, name))
        wanted = held if held in _KINDS else str  # the protocol is one of several texts
        if type(value) is not wanted:  # a truth value is an int as well
            raise CommandError(f"{name} is not a {_KINDS.get(wanted, 'text')}", Exit.USAGE)
        given[name] = value
    credentials = replace(
        draft.credentials, **{name: value for name, value in given.items() if name in parts}
    )
    plain = {name: value for name, value in given.items() if name not in parts}
    return replace(draft, credentials=credentials, **plain)


_KINDS: dict[type, str] = {bool: "truth value", int: "number"}


def read_private(path: Path) -> str:
    """Return what a file holds that nobody else can read. Raises ``CommandError``."""
    try:
        if stat.S_IMODE(path.stat().st_mode) & 0o077:
            raise CommandError(f"others can read {path}; run: chmod 600 {path}", Exit.USAGE)
        return _text(path, partial(path.read_text, encoding="utf-8"))
    except OSError as error:
        raise CommandError(f"{path}: {error.strerror}", Exit.USAGE) from error


def _text(path: Path, read: Callable[[], str]) -> str:
    try:
        return read()
    except UnicodeDecodeError:  # it holds what was read, which is a secret
        raise CommandError(f"{path} is not text in UTF-8; save it as that", Exit.USAGE) from None
