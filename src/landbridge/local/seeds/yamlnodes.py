"""YAML read so that every mistake can be named with its place: file and line."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from landbridge.local.seeds.errors import SeedError

LARGEST_FILE = 50 * 1024 * 1024
MOST_VALUES = 10_000_000
"""Values of a file with its aliases written out: more than the largest file can name without any."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands. ``file`` as it was given, ``line`` from 1."""

    file: Path
    line: int

    def error(self, what: str) -> SeedError:
        """Return the refusal of what stands here."""
        return SeedError(f"{self.file}:{self.line}: {what}")


class Node:
    """One value of the file: a mapping, a list or a scalar. Every method raises ``SeedError`` for what it does not find."""

    def __init__(self, file: Path, node: yaml.Node, constructor: yaml.constructor.SafeConstructor) -> None:
        self._file = file
        self._node = node
        self._constructor = constructor

    @property
    def place(self) -> Place:
        """Where it stands."""
        return Place(self._file, self._node.start_mark.line + 1)

    def fields(self, known: Collection[str] | None = None, required: Collection[str] = ()) -> dict[str, Node]:
        """Return the entries of a mapping, whose keys are texts: of the ``known`` ones where they are given, each once."""
        if not isinstance(self._node, yaml.MappingNode):
            raise self.place.error("a mapping is expected here")
        found: dict[str, Node] = {}
        for key, value in self._node.value:
            name = self._of(key).text()
            if known is not None and name not in known:
                raise self._of(key).place.error(f"unknown key {name!r}; there are {', '.join(sorted(known))}")
            if name in found:
                raise self._of(key).place.error(f"{name!r} stands here twice")
            found[name] = self._of(value)
        for name in required:
            if name not in found:
                raise self.place.error(f"{name!r} is missing")
        return found

    def items(self) -> Iterator[Node]:
        """Iterate over a list; nothing at all counts as an empty one."""
        if self.is_null():
            return iter(())
        if not isinstance(self._node, yaml.SequenceNode):
            raise self.place.error("a list is expected here")
        return (self._of(item) for item in self._node.value)

    def is_mapping(self) -> bool:
        """Say whether it is a mapping."""
        return isinstance(self._node, yaml.MappingNode)

    def is_null(self) -> bool:
        """Say whether nothing stands here."""
        return isinstance(self._node, yaml.ScalarNode) and self.scalar() is None

    def scalar(self) -> Any:
        """Return a scalar as YAML 1.1 reads it: text, number, true or false, date, instant, ``None``."""
        if not isinstance(self._node, yaml.ScalarNode):
            raise self.place.error("a single value is expected here")
        try:
            return self._constructor.construct_object(self._node)
        except (yaml.YAMLError, ValueError) as error:
            raise self.place.error(f"{self._node.value!r} cannot be read") from error

    def text(self) -> str:
        """Return a text as it stands there; numbers too (an id, a phone number)."""
        if not isinstance(self._node, yaml.ScalarNode) or self.is_null():
            raise self.place.error("a text is expected here")
        return str(self._node.value)

    def whole(self) -> int:
        """Return a whole number of 18 digits at most."""
        value = self.scalar()
        if isinstance(value, bool) or not isinstance(value, int):
            raise self.place.error("a whole number is expected here")
        if abs(value) >= 10**18:
            raise self.place.error("the number is too large")
        return value

    def flag(self) -> bool:
        """Return true or false."""
        value = self.scalar()
        if not isinstance(value, bool):
            raise self.place.error("true or false is expected here")
        return value

    def one_of(self, known: Collection[str]) -> str:
        """Return one of the texts that are known."""
        text = self.text()
        if text not in known:
            raise self.place.error(f"{text!r} is none of {', '.join(known)}")
        return text

    def _of(self, node: yaml.Node) -> Node:
        return Node(self._file, node, self._constructor)


def load(file: Path) -> Node:
    """Read one document. Raises ``SeedError``. Nothing but plain values is ever constructed; references in circles are refused."""
    try:
        if file.stat().st_size > LARGEST_FILE:
            raise SeedError(f"{file}: the file is larger than {LARGEST_FILE // 1024 // 1024} MB")
        text = file.read_text(encoding="utf-8")
        loader = yaml.SafeLoader(text)
        root = loader.get_single_node()
    except OSError as error:
        raise SeedError(f"{file}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise SeedError(f"{file}: it is no UTF-8 text") from error
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise SeedError(f"{file}:{line}: {error.problem}") from error
    except yaml.YAMLError as error:
        raise SeedError(f"{file}: it cannot be read as YAML") from error
    except RecursionError as error:
        raise SeedError(f"{file}: it is nested too deeply") from error
    if root is None:
        raise SeedError(f"{file}: it is empty")
    _measure(file, root, {}, set())
    return Node(file, root, loader)


def _measure(file: Path, node: yaml.Node, sizes: dict[int, int], above: set[int]) -> int:
    """Return how many values a node stands for once its aliases are written out; each shared node is counted once only.

    Raises ``SeedError`` for references in circles and for more values than ``MOST_VALUES``.
    """
    known = sizes.get(id(node))
    if known is not None:
        return known
    place = Place(file, node.start_mark.line + 1)
    if id(node) in above:
        raise place.error("it refers to itself")
    above.add(id(node))
    size = 1 + sum(
        1 if isinstance(part, yaml.ScalarNode) else _measure(file, part, sizes, above)
        for part in _parts(node)
    )
    above.discard(id(node))
    if size > MOST_VALUES:
        raise place.error(f"written out it has more than {MOST_VALUES:,} values")
    sizes[id(node)] = size
    return size


def _parts(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [part for pair in node.value for part in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []
