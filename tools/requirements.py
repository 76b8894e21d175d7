"""Read the requirement lines of `docs/requirements/`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

PROPERTY = "requirement"
"""The name under which a test's report carries the ids of its lines."""

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "requirements"


@dataclass(frozen=True, slots=True)
class Area:
    """One area of promises: ``lines`` maps an id such as ``soap-02`` to its sentence; ``planned`` are those that are not kept yet."""

    name: str
    title: str
    lines: dict[str, str]
    planned: dict[str, str]


def areas() -> list[str]:
    """Return the names of all areas."""
    return sorted(path.stem for path in FOLDER.glob("*.toml"))


def load_area(name: str) -> Area:
    """Read one area; ``SystemExit`` with the known names when there is none of that name."""
    path = FOLDER / f"{name}.toml"
    if not path.is_file():
        raise SystemExit(f"no requirement area {name!r}; there are: {', '.join(areas())}")
    content = tomllib.loads(path.read_text(encoding="utf-8"))
    return Area(name=name, title=content["title"], lines=content["lines"], planned=content.get("planned", {}))
