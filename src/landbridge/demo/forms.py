"""Reading the forms of a page as a browser would send them."""

from __future__ import annotations

from html.parser import HTMLParser


class FormReader(HTMLParser):
    """Collect the successful controls of the page's forms and the texts marked as errors.

    ``fields`` maps control names to values as HTML defines them: unchecked boxes are left out, a select has its selected option
    (or its first one), a text area its text. ``errors`` are the texts of elements whose class list contains ``error``.
    """

    def __init__(self) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.errors: list[str] = []
        self._select: str | None = None
        self._textarea: str | None = None
        self._error_tag: str | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take one opening tag in."""
        attributes = {name: value or "" for name, value in attrs}
        name = attributes.get("name", "")
        if "error" in attributes.get("class", "").split() and tag not in {"input", "select", "textarea"}:
            self._error_tag = tag
            self.errors.append("")
        if tag == "input" and name:
            self._take_input(name, attributes)
        elif tag == "select" and name:
            self._select = name
        elif tag == "option" and self._select:
            if "selected" in attributes or self._select not in self.fields:
                self.fields[self._select] = attributes.get("value", "")
        elif tag == "textarea" and name:
            self._textarea = name
            self.fields[name] = ""

    def _take_input(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("type", "text")
        if kind in {"checkbox", "radio"}:
            if "checked" in attributes:
                self.fields[name] = attributes.get("value", "on")
        elif kind not in {"submit", "button", "file", "image", "reset"}:
            self.fields[name] = attributes.get("value", "")

    def handle_endtag(self, tag: str) -> None:
        """Take one closing tag in."""
        if tag == "select":
            self._select = None
        elif tag == "textarea":
            self._textarea = None
        if tag == self._error_tag:
            self._error_tag = None

    def handle_data(self, data: str) -> None:
        """Take text in."""
        if self._textarea is not None:
            self.fields[self._textarea] += data
        if self._error_tag is not None:
            self.errors[-1] += data


def read_form(page: str) -> FormReader:
    """Parse ``page`` (HTML text) and return what a browser would submit."""
    reader = FormReader()
    reader.feed(page)
    reader.close()
    reader.errors = [" ".join(text.split()) for text in reader.errors if text.strip()]
    return reader
