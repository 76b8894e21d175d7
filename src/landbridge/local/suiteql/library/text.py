"""Functions of texts."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

from landbridge.local.suiteql.dates import Value
from landbridge.local.suiteql.errors import QueryRefused
from landbridge.local.suiteql.library.context import Context, whole

LONGEST = 32_767
"""Characters that LPAD and the like may make (Oracle's longest text)."""

MOST_REPEATS = 3
LONGEST_SEARCHED = 4000
LONGEST_SEARCHED_REPEATED = 300


class TextFunctions:
    """Bound to one account's formats."""

    def __init__(self, context: Context) -> None:
        self._text = context.text

    def table(self) -> dict[str, Callable[..., Value]]:
        """Return the functions by name."""
        return {
            "UPPER": self._mapped(str.upper),
            "LOWER": self._mapped(str.lower),
            "INITCAP": self._mapped(lambda text: re.sub(r"[^\W_]+", lambda word: word[0].capitalize(), text)),
            "LENGTH": self._mapped(len),
            "ASCII": self._mapped(lambda text: ord(text[0])),
            "TO_TEXT": self._mapped(str),
            "CHR": _character,
            "CONCAT": self.concat,
            "SUBSTR": self.substr,
            "INSTR": self.instr,
            "REPLACE": self.replace,
            "TRANSLATE": self.translate,
            "TRIM": lambda text, marks=" ": self.trim(text, marks, both=(True, True)),
            "LTRIM": lambda text, marks=" ": self.trim(text, marks, both=(True, False)),
            "RTRIM": lambda text, marks=" ": self.trim(text, marks, both=(False, True)),
            "LPAD": lambda text, width, fill=" ": self.pad(text, width, fill, left=True),
            "RPAD": lambda text, width, fill=" ": self.pad(text, width, fill, left=False),
            "LIKE": lambda text, pattern, escape: like(
                self._text(text), self._text(pattern), self._text(escape)
            ),
            "REGEXP_LIKE": self.regexp_like,
            "REGEXP_SUBSTR": self.regexp_substr,
            "REGEXP_REPLACE": self.regexp_replace,
            "REGEXP_INSTR": self.regexp_instr,
            "REGEXP_COUNT": self.regexp_count,
        }

    def _mapped(self, body: Callable[[str], Any]) -> Callable[[Value], Value]:
        def mapped(value: Value) -> Value:
            text = self._text(value)
            found: Value = None if text is None else body(text)
            return found

        return mapped

    def concat(self, *values: Value) -> str | None:
        """Join texts; nulls count for nothing (Oracle)."""
        return "".join(self._text(value) or "" for value in values) or None

    def substr(self, value: Value, start: Value, length: Value = LONGEST) -> str | None:
        """Return a part, counted from 1, from the end when ``start`` is negative."""
        text, first, size = self._text(value), whole(start), whole(length)
        if text is None or first is None or size is None or size < 1:
            return None
        begin = first - 1 if first > 0 else len(text) + first if first < 0 else 0
        return text[begin : begin + size] or None if begin >= 0 else None

    def instr(self, value: Value, wanted: Value, start: Value = 1, nth: Value = 1) -> int | None:
        """Return where a part stands for the ``nth`` time, counted from 1; 0 when it does not."""
        text, part, first, left = self._text(value), self._text(wanted), whole(start), whole(nth, 1)
        if text is None or part is None or first is None or left is None:
            return None
        if first < 0:
            places = [
                m.start()
                for m in re.finditer(f"(?={re.escape(part)})", text[: len(text) + first + len(part)])
            ]
            return places[-left] + 1 if len(places) >= left else 0
        position = max(first, 1) - 2
        for _ in range(left):
            position = text.find(part, position + 1)
            if position < 0:
                return 0
        return position + 1

    def replace(self, value: Value, old: Value, new: Value = None) -> str | None:
        """Replace every occurrence; null removes them."""
        text, part = self._text(value), self._text(old)
        if text is None or part is None:
            return text
        return _short(text.replace(part, self._text(new) or "")) or None

    def translate(self, value: Value, old: Value, new: Value) -> str | None:
        """Replace characters by those at the same place; those without one are removed."""
        text, marks, others = self._text(value), self._text(old), self._text(new)
        if text is None or marks is None or others is None:
            return None
        table = {
            ord(mark): others[place] if place < len(others) else None for place, mark in enumerate(marks)
        }
        return text.translate(table) or None

    def trim(self, value: Value, marks: Value, *, both: tuple[bool, bool]) -> str | None:
        """Take characters away from the beginning, the end, or both."""
        text, known = self._text(value), self._text(marks)
        if text is None or known is None:
            return None
        text = text.lstrip(known) if both[0] else text
        return (text.rstrip(known) if both[1] else text) or None

    def pad(self, value: Value, width: Value, fill: Value, *, left: bool) -> str | None:
        """Fill up, or cut, to a width."""
        text, size, marks = self._text(value), whole(width, most=LONGEST), self._text(fill)
        if text is None or size is None or marks is None or size < 1:
            return None
        missing = size - len(text)
        if missing <= 0:
            return text[:size]
        filling = (marks * (missing // len(marks) + 1))[:missing]
        return filling + text if left else text + filling

    def regexp_like(self, value: Value, pattern: Value, flags: Value = None) -> int | None:
        """Say whether a part of the text matches."""
        text, found = self._searched(value, pattern, flags)
        return None if text is None or found is None else int(found.search(text) is not None)

    def regexp_substr(  # noqa: PLR0917 - SQL passes by position
        self,
        value: Value,
        pattern: Value,
        start: Value = 1,
        nth: Value = 1,
        flags: Value = None,
        group: Value = 0,
    ) -> str | None:
        """Return the ``nth`` part that matches, or one of its groups."""
        text, found = self._searched(value, pattern, flags)
        number, left = whole(group, 0), whole(nth, 1)
        if text is None or found is None or number is None or left is None or number > found.groups:
            return None
        for match in found.finditer(text, max((whole(start) or 1) - 1, 0)):
            left -= 1
            if not left:
                return match[number] or None
        return None

    def regexp_replace(  # noqa: PLR0917 - SQL passes by position
        self,
        value: Value,
        pattern: Value,
        new: Value = None,
        start: Value = 1,
        nth: Value = 0,
        flags: Value = None,
    ) -> str | None:
        r"""Replace the parts that match, or the ``nth`` alone; ``\1`` stands for a group."""
        text, found = self._searched(value, pattern, flags)
        if text is None or found is None:
            return text
        with_groups = self._text(new) or ""

        def made(match: re.Match[str]) -> str:
            return re.sub(
                r"\\(\d)",
                lambda mark: match[int(mark[1])] or "" if int(mark[1]) <= found.groups else "",
                with_groups,
            )

        begin, only = max((whole(start) or 1) - 1, 0), whole(nth, 0) or 0
        matches = list(found.finditer(text, begin))
        chosen = matches[only - 1 : only] if only else matches
        for match in reversed(chosen):
            text = f"{text[: match.start()]}{made(match)}{text[match.end() :]}"
        return _short(text) or None

    def regexp_instr(self, value: Value, pattern: Value) -> int | None:
        """Return where the first part that matches begins, counted from 1; 0 for none."""
        text, found = self._searched(value, pattern, None)
        if text is None or found is None:
            return None
        match = found.search(text)
        return match.start() + 1 if match else 0

    def regexp_count(self, value: Value, pattern: Value) -> int | None:
        """Count the parts that match."""
        text, found = self._searched(value, pattern, None)
        return None if text is None or found is None else sum(1 for _ in found.finditer(text))

    def _searched(
        self, value: Value, pattern: Value, flags: Value
    ) -> tuple[str | None, re.Pattern[str] | None]:
        text, wanted = self._text(value), self._text(pattern)
        if text is None or wanted is None:
            return text, None
        found, repeats = _compiled(wanted, self._text(flags) or "")
        if len(text) > (LONGEST_SEARCHED if repeats < MOST_REPEATS else LONGEST_SEARCHED_REPEATED):
            raise QueryRefused("Search error occurred: The text is too long for a regular expression.")
        return text, found


_CLASSES = {"alpha": "A-Za-z", "digit": "0-9", "alnum": "A-Za-z0-9", "space": r"\s", "upper": "A-Z", "lower": "a-z",
            "punct": r"!-/:-@\[-`{-~", "blank": r" \t", "xdigit": "0-9A-Fa-f"}  # fmt: skip


@lru_cache(maxsize=200)
def _compiled(pattern: str, flags: str) -> tuple[re.Pattern[str], int]:
    """Return a pattern and how many endless repetitions it has. Raises ``QueryRefused`` for one that might never end."""
    plain = re.sub(r"\[:(\w+):\]", lambda name: _CLASSES.get(name[1], ""), pattern)
    repeats = len(re.findall(r"(?<!\\)(?:[*+]|\{\d*,\})", re.sub(r"\[\^?\]?[^\]]*\]", "x", plain)))
    endless = re.search(r"(?<!\\)[*+}|][^()]*\)(?:[*+]|\{\d*,)", plain) or re.search(
        r"\)\)+(?:[*+]|\{\d*,)", plain
    )
    if endless or repeats > MOST_REPEATS or len(pattern) > 500:
        raise QueryRefused(f"Search error occurred: The regular expression '{pattern[:60]}' is too complex.")
    options = (re.IGNORECASE if "i" in flags else 0) | (re.MULTILINE if "m" in flags else 0)
    try:
        return re.compile(plain, options | (re.DOTALL if "n" in flags else 0)), repeats
    except (re.error, OverflowError, RecursionError):
        raise QueryRefused(f"Search error occurred: Invalid regular expression '{pattern[:60]}'.") from None


def _character(value: Value) -> str | None:
    code = whole(value, 0)
    return None if code is None else chr(code) if 0 < code < 0xD800 else ""


def _short(text: str) -> str:
    if len(text) > 1_000_000:
        raise QueryRefused("Search error occurred: The result of a text function is too long.")
    return text


@lru_cache(maxsize=200)
def _like_pattern(pattern: str, escape: str) -> re.Pattern[str]:
    """Return a LIKE pattern as a regular expression that never goes back: each part is looked for once."""
    parts: list[str] = [""]
    marks = iter(pattern)
    for mark in marks:
        if escape and mark == escape:
            following = next(marks, "")
            if following not in ("%", "_", escape) or not following:
                raise QueryRefused(
                    "Search error occurred: The escape character of LIKE stands before %, _ or itself."
                )
            parts[-1] += re.escape(following)
        elif mark == "%":
            parts.append("")
        else:
            parts[-1] += "." if mark == "_" else re.escape(mark)
    if len(parts) == 1:
        return re.compile(parts[0], re.DOTALL)
    middle = "".join(f"(?>.*?{part})" for part in parts[1:-1] if part)
    return re.compile(f"{parts[0]}{middle}.*{parts[-1]}", re.DOTALL)


def like(text: str | None, pattern: str | None, escape: str | None) -> int | None:
    """LIKE: the whole text matches, ``%`` being any text and ``_`` any character; capital letters count (Oracle)."""
    if text is None or pattern is None:
        return None
    return int(_like_pattern(pattern, escape or "").fullmatch(text) is not None)
