"""The seed ``large``: a million records, written once into a file in the user's cache folder and copied from there.

The file holds the records alone, made from a few that went through every rule and were multiplied by SQL. The demo's people, lists and
token are added at each start, as for any seed.
"""

from __future__ import annotations

import json
import os
import random
import shutil
import sqlite3
import tempfile
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from landbridge.local.account import Account
from landbridge.local.records.numbering import reserve
from landbridge.local.seeds.lists import ENTRIES
from landbridge.local.seeds.sowing import put_lists
from landbridge.local.settings import AccountSettings
from landbridge.local.storage.database import FILE_NAME
from landbridge.local.storage.schema import TABLES, VERSION
from landbridge.recordtypes import RECORD_TYPES

NAME = "large"
PREFIX, SUFFIX = "large-", ".sqlite3"
CACHE_VARIABLE = "XDG_CACHE_HOME"
FIRST_ID = 1001
"""Ids below are the demo's."""

FIRST_CHANGE = "2021-01-01T00:00:00.000Z"
STEP_DAYS = 4 * 365 / 1_000_000
"""The records were changed one after the other, within four years."""

SCATTER = 2654435761
"""Multiplies an id so that places in search results lie scattered (Knuth's multiplicative hash)."""

MARK = "QzNumberQz"
"""Stands for the number of a copy in the record that is multiplied."""


@dataclass(frozen=True, slots=True)
class Copies:
    """So many records like ``values``, whose ``{n}`` counts them."""

    type: str
    count: int
    values: Mapping[str, str]


RECORDS = (
    Copies(
        "employee", 50_000, {"firstName": "Erin", "lastName": "Number {n}", "email": "e{n}@large.example"}
    ),
    Copies(
        "customer",
        750_000,
        {
            "companyName": "Company {n}",
            "email": "office{n}@large.example",
            "phone": "+1 555 {n}",
            "entityStatus": "13",
        },
    ),
    Copies("job", 200_000, {"companyName": "Project {n}", "entityStatus": "2"}),
)


def cache_folder() -> Path:
    """Return where the file is kept: ``landbridge`` below XDG's cache folder."""
    base = os.environ.get(CACHE_VARIABLE)
    home = Path(base) if base and Path(base).is_absolute() else Path.home() / ".cache"
    return home / "landbridge"


def lay_out(folder: Path) -> None:
    """Put the records into a data folder that has none yet; the file in the cache is built when it is not there."""
    target = folder / FILE_NAME
    if target.exists():
        return
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    source = file()
    part = target.with_suffix(".part")
    shutil.copyfile(source, part)
    part.chmod(0o600)
    part.replace(target)


def file() -> Path:
    """Return the file with a million records; it is built when it is not there."""
    return built(RECORDS, cache_folder() / file_name())


def file_name() -> str:
    """Return a name that changes with whatever the file is made from: schema, lists, shapes of records, this module.

    What the rules of the record types work out is not looked at.
    """
    made_from = (
        repr((VERSION, TABLES, ENTRIES, RECORDS, dict(RECORD_TYPES))).encode() + Path(__file__).read_bytes()
    )
    return f"{PREFIX}{sha256(made_from).hexdigest()[:16]}{SUFFIX}"


def built(records: tuple[Copies, ...], path: Path) -> Path:
    """Return the file with these records; it appears whole, however many build it at once, and takes the place of older ones."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        with tempfile.TemporaryDirectory(prefix="building-", dir=path.parent) as folder:
            _build(records, Path(folder)).replace(path)
        for older in path.parent.glob(f"{PREFIX}*{SUFFIX}"):
            if older != path:
                older.unlink(missing_ok=True)
    return path


def _build(records: tuple[Copies, ...], folder: Path) -> Path:
    account = Account(AccountSettings(), authority_folder=folder / "tls", rng=random.Random(0))  # noqa: S311 - an order
    path = folder / FILE_NAME
    try:
        put_lists(account)
        with closing(sqlite3.connect(path, isolation_level=None)) as connection:
            account.database.copy_to(connection)
            for setting in ("journal_mode = OFF", "synchronous = OFF", "cache_size = -200000"):
                connection.execute(f"PRAGMA {setting}")
            connection.execute("BEGIN")
            first = FIRST_ID
            for copies in records:
                _multiply(_model(account, copies), connection, copies.count, first)
                first += copies.count
                reserve(connection, account.records.definition(copies.type).id_family, first - 1)
            connection.execute("COMMIT")
            connection.execute("ANALYZE")
    finally:
        account.close()
    return path


@dataclass(frozen=True, slots=True)
class _Model:
    """The rows of one record, with ``MARK`` where its number belongs."""

    type: str
    document: str
    names: list[sqlite3.Row]
    references: list[sqlite3.Row]


def _model(account: Account, copies: Copies) -> _Model:
    """Let one record go through the rules."""
    values = {name: value.replace("{n}", MARK) for name, value in copies.values.items()}
    record = account.records.save(account.access.system_session(), copies.type, values).record
    key = (copies.type, int(record.id))
    row = account.database.row("SELECT document FROM record WHERE type = ? AND id = ?", key)
    assert row is not None, "it was just saved"
    return _Model(
        copies.type,
        _numbered(row["document"]),
        account.database.rows("SELECT scope, name FROM record_name WHERE type = ? AND id = ?", key),
        account.database.rows(
            "SELECT target_type, target_id, field FROM reference WHERE type = ? AND id = ?", key
        ),
    )


def _numbered(document: str) -> str:
    """Return the document with an entity number of its own: the account gives out none that begins with 0."""
    values = json.loads(document)
    if "entityId" in values:
        values["entityId"] = f"{values['entityId'].rstrip('0123456789')}0{MARK}"
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _multiply(model: _Model, connection: sqlite3.Connection, count: int, first: int) -> None:
    """Write the record so many times, each with another id, number, name, place and instant of change."""
    connection.execute("CREATE TEMP TABLE number (n INTEGER PRIMARY KEY)")
    connection.execute(
        "WITH RECURSIVE counting (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM counting WHERE n < ?) "
        "INSERT INTO number SELECT n FROM counting",
        (count,),
    )
    connection.execute(
        "INSERT INTO record (type, id, external_id, created, modified, place, document) "
        "SELECT :type, n + :before, NULL, :created, "
        "strftime('%Y-%m-%dT%H:%M:%fZ', julianday(:created) + (n + :before) * :step), "
        "(n + :before) * :scatter % 4294967296 * 1073741824 + n, replace(:document, :mark, n) FROM number",
        {
            "type": model.type,
            "before": first - 1,
            "created": FIRST_CHANGE,
            "step": STEP_DAYS,
            "scatter": SCATTER,
            "document": model.document,
            "mark": MARK,
        },
    )
    connection.executemany(
        "INSERT INTO record_name (type, scope, name, id) SELECT ?, ?, replace(?, ?, n), n + ? FROM number",
        [(model.type, row["scope"], row["name"], MARK.casefold(), first - 1) for row in model.names],
    )
    connection.executemany(
        "INSERT INTO reference (target_type, target_id, type, id, field) SELECT ?, ?, ?, n + ?, ? FROM number",
        [
            (row["target_type"], row["target_id"], model.type, first - 1, row["field"])
            for row in model.references
        ],
    )
    connection.execute("DROP TABLE number")
