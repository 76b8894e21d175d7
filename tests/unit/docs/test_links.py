"""Every relative link leads to a file, and to a heading where it names one."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.unit.docs.commandlines import BLOCK
from tests.unit.docs.pages import DOCS, markdown

LINK = re.compile(r"\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ +(.*)$", re.MULTILINE)


def anchors(path: Path) -> set[str]:
    """Return the anchors that GitHub makes of a page's headings."""
    text = BLOCK.sub("", path.read_text(encoding="utf-8"))
    plain = (re.sub(r"[`*]", "", heading).strip().lower() for heading in HEADING.findall(text))
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in plain}


def broken(path: Path) -> list[str]:
    """Return the relative links of a page that lead nowhere."""
    found = []
    for link in LINK.findall(BLOCK.sub("", path.read_text(encoding="utf-8"))):
        if re.match(r"[a-z]+:", link):
            continue
        name, _, anchor = link.partition("#")
        target = (path.parent / name).resolve() if name else path
        if not target.exists() or (anchor and anchor not in anchors(target)):
            found.append(link)
    return found


@pytest.mark.requirement("repo-07")
def test_relative_links_resolve() -> None:
    wrong = {str(path): links for path in markdown() if (links := broken(path))}
    assert wrong == {}


@pytest.mark.requirement("repo-07")
def test_a_link_that_leads_nowhere_is_found(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text(
        "# A `b` c\n[here](#a-b-c) [no](#b) [gone](gone.md) [away](https://example.com)\n", encoding="utf-8"
    )
    assert broken(page) == ["#b", "gone.md"]


@pytest.mark.requirement("repo-07")
def test_every_page_can_be_reached_from_the_index() -> None:
    reached: set[Path] = set()
    waiting = [DOCS / "README.md"]
    while waiting:
        path = waiting.pop()
        if path in reached or path.suffix != ".md":
            continue
        reached.add(path)
        for link in LINK.findall(BLOCK.sub("", path.read_text(encoding="utf-8"))):
            target = (path.parent / link.partition("#")[0]).resolve()
            if target.is_file():
                waiting.append(target)
    assert sorted(str(path) for path in DOCS.rglob("*.md") if path not in reached) == []
