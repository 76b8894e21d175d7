"""The document as YAML, strictly: no aliases, no name twice, no unknown name."""

from __future__ import annotations

from collections.abc import Hashable
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

HEAD = "# Configuration of Landbridge, without secrets. Compare with `landbridge config diff`, apply with `landbridge config apply`.\n"


def dump(document: Document) -> str:
    """Return the file's text; the same bytes for the same configuration."""
    return HEAD + yaml.safe_dump(plain(document), sort_keys=False, allow_unicode=True, width=120)


def load(text: str) -> Document:
    """Read a file's text. Raises ``ConfigurationError`` with line and column, or the path of what is wrong."""
    if len(text.encode()) > LARGEST:
        raise ConfigurationError(f"the file is larger than {LARGEST} bytes")
    try:
        found = yaml.load(text, Loader=_StrictLoader)  # noqa: S506 - a SafeLoader
    except yaml.YAMLError as error:
        raise ConfigurationError(f"the file is not YAML: {_in_one_line(error)}") from None
    except RecursionError:
        raise ConfigurationError("the file is nested too deeply") from None
    _require_format(found)
    try:
        return msgspec.convert(found, Document)
    except msgspec.ValidationError as error:
        raise ConfigurationError(str(error)) from None


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
    """Refuses what YAML allows and a person would not expect."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        """Refuse aliases, which would let a small file stand for a huge one."""
        if self.check_event(yaml.AliasEvent):
            mark = self.peek_event().start_mark  # type: ignore[no-untyped-call]  # PyYAML's stubs leave it untyped
            raise yaml.MarkedYAMLError(problem="aliases are not taken", problem_mark=mark)
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Hashable, Any]:
        """Refuse a name that stands twice."""
        seen: set[str] = set()
        for key, _ in node.value:
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"{key.value!r} stands twice", problem_mark=key.start_mark)
            seen.add(key.value)
        return super().construct_mapping(node, deep)


def _in_one_line(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    problem = getattr(error, "problem", None) or str(error).splitlines()[0]
    return f"line {mark.line + 1}, column {mark.column + 1}: {problem}" if mark else problem
