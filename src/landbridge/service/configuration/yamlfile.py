"""The document as YAML, strictly: no aliases, no name twice, no unknown name."""

from __future__ import annotations

from collections.abc import Hashable
from math import isfinite
from typing import Any

import msgspec
import yaml
from msgspec import UNSET

from landbridge.service.configuration.document import (
    FORMAT,
    LARGEST,
    ConfigurationError,
    Document,
    plain,
)

TAGS = frozenset(
    f"tag:yaml.org,2002:{kind}" for kind in ("bool", "float", "int", "map", "null", "seq", "str")
)
HEAD = "# Configuration of Landbridge, without secrets. Compare with `landbridge config diff`, apply with `landbridge config apply`.\n"


def dump(document: Document) -> str:
    """Return the file's text; the same bytes for the same configuration."""
    return HEAD + yaml.safe_dump(plain(document), sort_keys=False, allow_unicode=True, width=120)


def load(text: str) -> Document:
    """Read a file's text. Raises ``ConfigurationError`` with line and column, or the path of what is wrong."""
    found = parsed(text)
    _require_format(found)
    try:
        return msgspec.convert(found, Document)
    except msgspec.ValidationError as error:
        raise ConfigurationError(str(error)) from None


def parsed(text: str) -> object:
    """Return what a YAML text holds, strictly. Raises ``ConfigurationError`` with line and column."""
    if len(text.encode()) > LARGEST:
        raise ConfigurationError(f"the file is larger than {LARGEST} bytes")
    try:
        return yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        raise ConfigurationError(f"the file is not YAML: {_in_one_line(error)}") from None
    except RecursionError:
        raise ConfigurationError("the file is nested too deeply") from None


def has_secrets(document: Document) -> bool:
    """Whether the file carries credentials in the clear."""
    return any(one.credentials is not UNSET for one in document.connections)


def _require_format(found: object) -> None:
    if not isinstance(found, dict) or "landbridge_configuration" not in found:
        raise ConfigurationError(
            "the file has no landbridge_configuration: it is no configuration of Landbridge"
        )
    if found["landbridge_configuration"] != FORMAT:
        raise ConfigurationError(
            f"landbridge_configuration is {found['landbridge_configuration']!r}; this version reads {FORMAT}"
        )


class _StrictLoader(yaml.SafeLoader):
    """Refuses what YAML allows and a person would not expect: aliases, merges, names twice, dates, other tags than those of JSON."""

    yaml_implicit_resolvers = {
        first: [(tag, pattern) for tag, pattern in resolvers if tag in TAGS]
        for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()
    }

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse aliases, which would let a small file stand for a huge one."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # PyYAML's stubs leave it untyped
            raise yaml.MarkedYAMLError(problem="aliases are not taken", problem_mark=mark)
        return super().compose_node(parent, index)

    def construct_object(self, node: yaml.Node, deep: bool = False) -> Any:
        """Refuse other kinds of values, and text and numbers that nobody could keep."""
        if node.tag not in TAGS:
            raise _wrong(node, f"{node.tag[:60]!r} is not taken")
        try:
            value = super().construct_object(node, deep)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as error:
            raise _wrong(node, "the value cannot be read") from error
        if isinstance(value, str) and not _can_be_kept(value):
            raise _wrong(node, "the text holds a character that cannot be kept")
        if isinstance(value, float) and not isfinite(value):
            raise _wrong(node, "the number is not finite")
        return value

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Refuse a name that stands twice, and names that are no plain text."""
        seen: set[str] = set()
        for key, _ in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise _wrong(key, "a name is a plain text")
            if key.value in seen:
                raise _wrong(key, f"{key.value[:60]!r} stands twice")
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _wrong(node: yaml.Node, problem: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=problem, problem_mark=node.start_mark)


def _can_be_kept(text: str) -> bool:
    return "\0" not in text and not any("\ud800" <= letter <= "\udfff" for letter in text)


def _in_one_line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"line {mark.line + 1}, column {mark.column + 1}: {problem}" if mark else problem
