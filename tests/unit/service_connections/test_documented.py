"""What the reference says about connections is all there is."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from landbridge.service.api import api
from landbridge.service.connections.api import router as connections
from landbridge.service.projects import validation
from landbridge.service.projects.api import router as records
from landbridge.service.projects.record_types import SPP_TYPES
from landbridge.service.projects.roles import Role

ROOT = Path(__file__).resolve().parents[3]
TEXT = (ROOT / "docs" / "reference" / "connections.md").read_text(encoding="utf-8")


@pytest.mark.requirement("repo-07")
def test_every_call_of_these_routers() -> None:
    calls = [
        re.sub(r"int:", "", path) for router in (connections, records) for path in router.path_operations
    ]
    assert calls
    assert [path for path in calls if f"/api{path}`" not in TEXT] == []
    assert api.get_openapi_schema()["info"]["title"] == "Landbridge"


@pytest.mark.requirement("repo-07")
def test_every_variable_of_the_environment() -> None:
    settings = (ROOT / "src" / "landbridge" / "service" / "settings.py").read_text(encoding="utf-8")
    used = set(re.findall(r"LANDBRIDGE_[A-Z_]+|DATABASE_URL", settings)) - {"LANDBRIDGE_SECRET"}
    assert {name for name in used if f"`{name}`" not in TEXT} == set()


@pytest.mark.requirement("repo-07")
def test_every_role_and_every_code_of_a_refused_write() -> None:
    codes = {code for kind in SPP_TYPES.values() for code in kind.codes}
    codes |= {
        value
        for name, value in vars(validation).items()
        if name.isupper() and not name.startswith("LONGEST") and isinstance(value, int)
    }
    assert {code for code in codes - {0} if f"| {code} |" not in TEXT} == set()
    assert [role for role in Role.values if f"`{role}`" not in TEXT] == []
