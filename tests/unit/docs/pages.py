"""The documentation as the tests read it."""

from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
DOCS = ROOT / "docs"


def markdown() -> list[Path]:
    """Return every page of ours: the documentation, and what lies at the top of the repository."""
    return sorted([*DOCS.rglob("*.md"), *ROOT.glob("*.md")])


def page(name: str) -> str:
    """Return the text of a page, named from `docs/`."""
    return (DOCS / name).read_text(encoding="utf-8")


def everything() -> str:
    """Return the text of all documentation."""
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted(DOCS.rglob("*.md")))


def missing_words(words: set[str], text: str) -> list[str]:
    """Return which of ``words`` do not stand in ``text`` as code."""
    return sorted(word for word in words if f"`{word}`" not in text)
