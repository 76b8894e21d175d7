"""Reading the XML of a project: elements that know their line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from xml.parsers import expat


class UnreadableXml(Exception):  # noqa: N818 - named for what happened, as everywhere in the project
    """A file is no XML that a project may hold; ``line`` says where."""

    def __init__(self, line: int, what: str) -> None:
        super().__init__(what)
        self.line = line


@dataclass(slots=True)
class Node:
    """One element. ``text`` is its own text, without that of its children, and stripped when asked for by name."""

    tag: str
    attributes: dict[str, str]
    line: int
    text: str = ""
    children: list[Node] = field(default_factory=list)

    @property
    def script_id(self) -> str:
        """The attribute ``scriptid``, or an empty text."""
        return self.attributes.get("scriptid", "")

    @property
    def label(self) -> str:
        """How a finding names the element: its script id, else its tag."""
        return self.script_id or f"<{self.tag}>"

    def child(self, tag: str) -> Node | None:
        """The first child element of that name."""
        return next((child for child in self.children if child.tag == tag), None)

    def value(self, tag: str) -> str:
        """The text of a child element, or an empty text."""
        found = self.child(tag)
        return found.text.strip() if found else ""

    def each(self, path: str) -> Iterator[Node]:
        """Elements by path: ``scriptdeployments/scriptdeployment``."""
        first, _, rest = path.partition("/")
        for child in self.children:
            if child.tag == first:
                yield from child.each(rest) if rest else (child,)

    def walk(self) -> Iterator[Node]:
        """This element and everything below it, in the order of the file."""
        yield self
        for child in self.children:
            yield from child.walk()


def read(path: Path) -> Node:
    """Read a file. Raises :class:`UnreadableXml` when it is missing, not well-formed, or declares a document type."""
    parser = expat.ParserCreate()
    top = Node("", {}, 0)
    open_nodes = [top]

    def start(tag: str, attributes: dict[str, str]) -> None:
        node = Node(tag, attributes, parser.CurrentLineNumber)
        open_nodes[-1].children.append(node)
        open_nodes.append(node)

    def text(data: str) -> None:
        open_nodes[-1].text += data

    def document_type(*_: object) -> None:
        raise UnreadableXml(parser.CurrentLineNumber, "a document type is not allowed")

    parser.StartElementHandler = start
    parser.EndElementHandler = lambda _: open_nodes.pop()
    parser.CharacterDataHandler = text
    parser.StartDoctypeDeclHandler = document_type
    try:
        parser.ParseFile(BytesIO(path.read_bytes()))
    except OSError as error:
        raise UnreadableXml(0, "the file cannot be read") from error
    except expat.ExpatError as error:
        raise UnreadableXml(
            error.lineno, f"it is not well-formed ({expat.ErrorString(error.code)})"
        ) from error
    return top.children[0]
