"""`make mutate-rules`: turn each rule of the trigger into its opposite, and see that a test of its requirement line fails.

`python -m tools.mutate_rules rule-03` turns only that rule. The mutations stand in `tools/mutations.toml`. Each is made in a copy of the SuiteApp, which the tests take in its place. Exit status 1 where
one survived, or where the tests do not pass without any.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from landbridge.suiteapp import FOLDER_VARIABLE  # noqa: E402 -- the tool also runs as a script

SUITEAPP = ROOT / "suiteapp"
TESTS = ROOT / "tests"
TABLE = Path(__file__).with_name("mutations.toml")
AT_ONCE = 2
LONGEST_S = 600
PASSED, FAILED = 0, 1
"""Exit statuses of pytest; any other says that the tests did not run."""

NOT_CAUGHT = "NOT CAUGHT"
_FAILED = re.compile(r"^FAILED (.+?)(?: - .*)?$", re.MULTILINE)


class DidNotRun(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """pytest ended in another way than with passed or failed tests; the text is what it said."""


@dataclass(frozen=True, slots=True)
class Mutation:
    """One rule turned round: in `file` of the SuiteApp `old`, which stands there once, becomes `new`."""

    rule: str
    why: str
    file: str
    old: str
    new: str

    def apply(self, folder: Path) -> None:
        """Change the copy in `folder`. Raises `ValueError` unless the old text stands there exactly once."""
        path = folder / self.file
        text = path.read_text(encoding="utf-8")
        if text.count(self.old) != 1:
            raise ValueError(
                f"{self.rule} ({self.why}): {self.file} has {text.count(self.old)} times {self.old!r}"
            )
        path.write_text(text.replace(self.old, self.new), encoding="utf-8")


def mutations() -> list[Mutation]:
    """Return the table, in its order."""
    return [Mutation(**one) for one in tomllib.loads(TABLE.read_text(encoding="utf-8"))["mutations"]]


@contextmanager
def copied_suiteapp() -> Iterator[Path]:
    """A copy of the SuiteApp with the same packages, for as long as the block."""
    with tempfile.TemporaryDirectory(prefix="landbridge-mutation-") as folder:
        copy = Path(folder) / "suiteapp"
        shutil.copytree(SUITEAPP, copy, ignore=shutil.ignore_patterns("node_modules"))
        (copy / "node_modules").symlink_to(SUITEAPP / "node_modules")
        yield copy


def files_of(rules: set[str]) -> list[str]:
    """Return the test files that carry the mark of one of the rules."""
    marked = re.compile(rf"""mark\.requirement\([^)]*"({"|".join(sorted(rules))})\"""")
    return [
        str(path.relative_to(ROOT))
        for path in sorted(TESTS.rglob("test_*.py"))
        if marked.search(path.read_text(encoding="utf-8"))
    ]


def first_failure(rules: set[str], suiteapp: Path) -> str | None:
    """Run the tests of these lines with that SuiteApp; return the first that fails, or `None`.

    Raises :class:`DidNotRun` and `subprocess.TimeoutExpired`.
    """
    chosen = [argument for rule in sorted(rules) for argument in ("--requirement-line", rule)]
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "pytest",
            "-q",
            "-x",
            "-rf",
            "-p",
            "no:cacheprovider",
            "-p",
            "tools.tracer",
            *chosen,
            *files_of(rules),
        ],
        cwd=ROOT,
        env={**os.environ, FOLDER_VARIABLE: str(suiteapp)},
        capture_output=True,
        text=True,
        timeout=LONGEST_S,
        check=False,
    )
    found = _FAILED.search(done.stdout)
    if done.returncode == FAILED and found:
        return found.group(1)
    if done.returncode == PASSED:
        return None
    raise DidNotRun(f"pytest ended with {done.returncode}\n{done.stdout[-3000:]}{done.stderr[-1000:]}")


def caught_by(mutation: Mutation) -> str:
    """Return the test that fails with a mutation, :data:`NOT_CAUGHT`, or why the tests did not run."""
    with copied_suiteapp() as copy:
        mutation.apply(copy)
        try:
            return first_failure({mutation.rule}, copy) or NOT_CAUGHT
        except (DidNotRun, subprocess.TimeoutExpired) as problem:
            return f"{NOT_CAUGHT}: {str(problem).splitlines()[0]}"


def main(rules: list[str]) -> int:
    started = time.monotonic()
    table = [mutation for mutation in mutations() if not rules or mutation.rule in rules]
    with copied_suiteapp() as copy:
        try:
            failed = first_failure({mutation.rule for mutation in table}, copy)
        except (DidNotRun, subprocess.TimeoutExpired) as problem:
            print(f"the tests do not run:\n{problem}")
            return 1
    if failed:
        print(f"without a mutation {failed} fails")
        return 1
    survived = 0
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for mutation, result in zip(table, pool.map(caught_by, table), strict=True):
            print(f"{mutation.rule}  {mutation.why:<56}  {result.rpartition('/')[2]}", flush=True)
            survived += result.startswith(NOT_CAUGHT)
    print(
        f"\n{len(table) - survived} of {len(table)} mutations caught, in {time.monotonic() - started:.0f} s"
    )
    return 1 if survived else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
