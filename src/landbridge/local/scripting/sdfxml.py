"""Reading the XML of an SDF project: values by element, with errors that name the file and the element."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET

from landbridge.local.scripting.errors import InstallError


@dataclass(frozen=True, slots=True)
class Element:
    """One element and the file it stands in."""

    node: ET.Element
    file: Path

    @property
    def tag(self) -> str:
        """The element's name."""
        return self.node.tag

    @property
    def script_id(self) -> str:
        """The attribute `scriptid`. Raises :class:`InstallError` when it is missing."""
        found = self.node.get("scriptid", "")
        if not found:
            raise self.error("has no scriptid")
        return found

    def text(self, name: str, default: str = "") -> str:
        """The text of a child element, or `default` when it is absent or empty."""
        return (self.node.findtext(name) or default).strip()

    def required(self, name: str) -> str:
        """The text of a child element. Raises :class:`InstallError` when there is none."""
        text = self.text(name)
        if not text:
            raise self.error(f"needs the element <{name}>")
        return text

    def flag(self, name: str, *, default: bool = False) -> bool:
        """A child element that holds T or F. Raises :class:`InstallError` for anything else."""
        text = self.text(name, "T" if default else "F")
        if text not in ("T", "F"):
            raise self.error(f"<{name}> is T or F, not {text!r}")
        return text == "T"

    def each(self, path: str) -> Iterator[Element]:
        """Child elements by path (`scriptdeployments/scriptdeployment`)."""
        return (Element(node, self.file) for node in self.node.findall(path))

    def children(self) -> Iterator[Element]:
        """All child elements."""
        return (Element(node, self.file) for node in self.node)

    def script_ids(self) -> Iterator[tuple[str, str]]:
        """The script ids in this element and its tags: its own, and those of the fields and deployments in it."""
        for node in self.node.iter():
            if "scriptid" in node.attrib:
                yield node.attrib["scriptid"], node.tag

    def error(self, what: str) -> InstallError:
        """Return an error about this element."""
        name = self.node.get("scriptid")
        return InstallError(f"{self.file.name}: <{self.tag}>{f' {name}' if name else ''} {what}")


def read(path: Path) -> Element:
    """Read one XML file. Raises :class:`InstallError` for a file that is missing, no XML, or declares entities."""
    try:
        source = path.read_bytes()
    except OSError as error:
        raise InstallError(f"{path.name}: the file cannot be read") from error
    if b"<!DOCTYPE" in source or b"<!ENTITY" in source:
        raise InstallError(f"{path.name}: a document type is not allowed")
    try:
        return Element(ET.fromstring(source), path)  # noqa: S314 - without a document type there are no entities
    except ET.ParseError as error:
        raise InstallError(f"{path.name}: {error}") from error


def reference(text: str) -> str:
    """Return what a bracketed reference names: `[scriptid=customrole_x]` and `[/SuiteScripts/a.js]` without brackets."""
    inner = text.strip().removeprefix("[").removesuffix("]")
    return inner.removeprefix("scriptid=")


def pipe_list(text: str) -> tuple[str, ...]:
    """Return the parts of `A|B|[scriptid=c]`."""
    return tuple(reference(part) for part in text.split("|") if part.strip())
