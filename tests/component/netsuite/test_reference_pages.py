"""The pages about versions and errors: their examples run, and they say what the code says."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from landbridge import netsuite
from landbridge.netsuite import NetSuiteError, errors
from landbridge.netsuite.support import Release, Standing, is_stated, support_of
from landbridge.netsuite.versions import Version

DOCS = Path(__file__).resolve().parents[3] / "docs" / "reference"
VERSIONS, ERRORS = DOCS / "netsuite-versions.md", DOCS / "netsuite-errors.md"
RELEASES = [
    Release.parse(text) for text in ("2025.2", "2026.1", "2026.2", "2027.1", "2027.2", "2028.1", "2028.2")
]
SIGNS = {Standing.SUPPORTED: "S", Standing.UNSUPPORTED: "U", Standing.DISABLED: "-"}


@pytest.mark.requirement("lib-02")
@pytest.mark.parametrize(("page", "count"), [(VERSIONS, 2), (ERRORS, 2)], ids=["versions", "errors"])
def test_every_example_runs(page: Path, count: int) -> None:
    examples = re.findall(r"```python\n(.*?)```", page.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    for example in examples:
        exec(compile(example, str(page), "exec"), names)
    assert len(examples) == count


@pytest.mark.requirement("reach-05")
def test_the_matrix_on_the_page_is_the_one_in_the_code() -> None:
    page = VERSIONS.read_text(encoding="utf-8")
    for version in Version.all():
        signs = [SIGNS[support_of(version, release).standing] for release in RELEASES]
        support = support_of(version, RELEASES[0])
        dates = [
            f"{release}{'' if is_stated(release) else ' (assumed)'}"
            for release in (support.unsupported_from, support.disabled_from)
        ]
        assert f"| {' | '.join([str(version), *signs, *dates])} |" in page


def test_every_error_stands_on_the_page() -> None:
    page = ERRORS.read_text(encoding="utf-8")
    kinds = {
        name
        for name, value in vars(errors).items()
        if isinstance(value, type) and issubclass(value, NetSuiteError) and value is not NetSuiteError
        if not name.startswith("_")
    }
    assert sorted(name for name in kinds if f"| `{name}` |" not in page) == []
    assert len(kinds) > 15


@pytest.mark.requirement("bad-04")
def test_every_code_of_the_library_stands_on_the_page() -> None:
    source = Path(netsuite.__file__).parent
    written = re.compile(r'code ?= ?f?"([A-Z_]+)')
    codes = {
        found for path in source.rglob("*.py") for found in written.findall(path.read_text(encoding="utf-8"))
    }
    page = ERRORS.read_text(encoding="utf-8")
    assert sorted(found for found in codes if f"`{found}`" not in page) == []
    assert len(codes) >= 20
