"""PostgreSQL's own `pg_dump` and `pg_restore`, from the wheel. They speak to older servers too, not to newer ones."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from psycopg.conninfo import conninfo_to_dict, make_conninfo

from landbridge.service.backup.errors import BackupError
from landbridge.service.supervision.account import binaries


def dump(url: str, file: Path) -> None:
    """Write the database to ``file`` as of one instant, while others work on it. Raises ``BackupError``."""
    _on_database(url, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={file}")


def restore(url: str, file: Path) -> None:
    """Fill an empty database, whose schema `public` is there, from ``file``, in one transaction. Raises ``BackupError``."""
    contents = file.with_suffix(".list")
    contents.write_text(_without_the_schema(_call("pg_restore", "--list", str(file))), encoding="utf-8")
    _on_database(
        url,
        "pg_restore",
        *("--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error"),
        f"--use-list={contents}",
        str(file),
    )


def _without_the_schema(listed: str) -> str:
    """Leave out the making of `public`, which a dump names only where the schema was once made anew."""
    return "\n".join(row for row in listed.splitlines() if " SCHEMA - public " not in row)


def _on_database(url: str, program: str, *arguments: str) -> None:
    database, environment = _apart(url)
    _call(program, f"--dbname={database}", "--no-password", *arguments, environment=environment)


def _call(program: str, *arguments: str, environment: Mapping[str, str] = MappingProxyType({})) -> str:
    done = subprocess.run(
        [str(binaries() / program), *arguments],
        check=False,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        env={**os.environ, **environment},
    )
    if done.returncode != 0:
        raise BackupError(f"{program} failed: {done.stderr.decode(errors='replace').strip()}")
    return done.stdout.decode()


def _apart(url: str) -> tuple[str, Mapping[str, str]]:
    """Return the address without the password, and the password as an environment variable: arguments are seen by everybody."""
    parts = conninfo_to_dict(url)
    password = parts.pop("password", None)
    return make_conninfo("", **parts), {"PGPASSWORD": str(password)} if password else {}
