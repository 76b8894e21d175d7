"""`landbridge ...` command lines in text: found, and looked up among the real commands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from cyclopts import App, CycloptsError

from landbridge.cli import app

BLOCK = re.compile(r"^```[a-z]*\n(.*?)^```", re.DOTALL | re.MULTILINE)
INLINE = re.compile(r"`(landbridge [^`\n]*)`")
TYPED = re.compile(r"(?:[A-Z_]+=\S+ )*(landbridge .*)")
PLACEHOLDER = re.compile(r"\[|\||\.\.\.|COMMAND|OPTIONS|ARGS|CHOICE|\{")
REDIRECTION = re.compile(r"\s[<>|&;]")


def typed(path: Path) -> Iterator[str]:
    """Yield the command lines that a page's blocks tell the reader to type."""
    for block in BLOCK.findall(path.read_text(encoding="utf-8")):
        for line in block.replace("\\\n", " ").splitlines():
            found = TYPED.match(line.strip())
            if found and not PLACEHOLDER.search(found[1]):
                yield REDIRECTION.split(found[1], maxsplit=1)[0]


def named(path: Path) -> Iterator[str]:
    """Yield the commands that a page's running text names, perhaps without their arguments."""
    for line in INLINE.findall(BLOCK.sub("", path.read_text(encoding="utf-8"))):
        if not PLACEHOLDER.search(line):
            yield line


def commands(place: App = app, path: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], App]]:
    """Yield every command that does something, with the words that name it."""
    for name in place:
        if name.startswith("-"):
            continue
        command = place[name]
        here = (*path, name)
        if command.default_command is not None:
            yield here, command
        else:
            yield from commands(command, here)


def unknown(line: str) -> str:
    """Return why a line names no command and options that exist; empty where it does."""
    words = shlex.split(line)[1:]
    names, execution, rest = app.parse_commands(words)
    if not names and not set(words) & {"--help", "--version"}:
        return f"{line}: there is no such command"
    command = execution[-1]
    if command.default_command is None:
        return f"{line}: {rest[0]} is no command" if rest else ""
    known = options_of(command)
    wrong = [word for word in rest if word.startswith("--") and word.split("=")[0] not in known]
    return f"{line}: no option {', '.join(wrong)}" if wrong else ""


def unusable(line: str) -> str:
    """Return why a line cannot be typed as it stands; empty where it can. Nothing is run."""
    try:
        app.parse_args(shlex.split(line)[1:], exit_on_error=False, print_error=False)
    except CycloptsError as error:
        return f"{line}: {error}"
    return unknown(line)


def options_of(command: App) -> set[str]:
    """Return the options of a command, `--help` included."""
    arguments = command.assemble_argument_collection()
    return {name for argument in arguments for name in argument.names if name.startswith("--")} | {"--help"}
