"""The reference page lists exactly the modules and members that the engine has."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

from landbridge.local.scripting.sources import prelude

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "suitescript.md"


def module_names() -> list[str]:
    """Names of all modules, read from their sources."""
    source = prelude()
    own = re.findall(r"^builtin\('(N/[^']+)'", source, re.MULTILINE)
    refused = [f"N/{name}" for name in re.findall(r"^refusedModule\('([^']+)'", source, re.MULTILINE)]
    return sorted({*own, *refused}, key=str.lower)


def module_table(workshop: Any) -> str:
    """Return the table of modules: members that work, members that are refused, enumerations."""
    workshop.evaluate(
        f"""for (const name of {json.dumps(module_names())}) {{
          const module = require(name);
          const kind = (value) => typeof value !== 'function' ? (value && typeof value === 'object' ? 'enumeration' : 'works')
            : /unsupported\\(/.test(String(value)) ? 'refused' : 'works';
          const row = {{ works: [], refused: [], enumeration: [] }};
          Object.keys(module).sort().forEach((key) => row[kind(module[key])].push(key));
          log.debug(name, row);
        }}"""
    )
    listed = {name: json.loads(row) for name, row in workshop.logged("DEBUG") if name.startswith("N/")}
    lines = ["| module | works | refused | enumerations |", "| --- | --- | --- | --- |"]
    for name, row in listed.items():
        lines.append(
            "| "
            + " | ".join([name, *(", ".join(row[key]) for key in ("works", "refused", "enumeration"))])
            + " |"
        )
    return "\n".join(lines).replace("|  |", "| |").replace("|  |", "| |")


@pytest.mark.requirement("script-08", "repo-07")
def test_page_lists_every_module_and_member(workshop: Any) -> None:
    page = PAGE.read_text(encoding="utf-8")
    found = page.partition("<!-- modules -->\n")[2].partition("\n<!-- /modules -->")[0]
    assert found == module_table(workshop)


@pytest.mark.requirement("repo-07")
def test_page_lists_what_there_is_of_suitescript_1() -> None:
    source = prelude()
    functions = re.findall(r"^  (nlapi\w+):", source, re.MULTILINE)
    classes = re.findall(r"^    (nlobj\w+): Nlobj", source, re.MULTILINE)
    page = PAGE.read_text(encoding="utf-8").partition("<!-- nlapi -->")[2].partition("<!-- /nlapi -->")[0]
    assert re.findall(r"`(\w+)`", page) == sorted(functions) + sorted(classes)


@pytest.mark.requirement("repo-07")
def test_page_names_every_error_of_the_host() -> None:
    folder = Path(__file__).resolve().parents[3] / "src" / "landbridge" / "local" / "scripting"
    sources = [path.read_text(encoding="utf-8") for path in (*folder.rglob("*.py"), *folder.rglob("*.js"))]
    raised = {
        name
        for source in sources
        for name in re.findall(
            r"(?:ScriptError|Terminated|Refused|fail)\(\s*(?:\d+, )?[\"']([A-Z][A-Z_]+)[\"']", source
        )
    }
    page = PAGE.read_text(encoding="utf-8")
    assert raised
    assert sorted(name for name in raised if f"`{name}`" not in page) == []
