"""The examples of docs/reference/netsuite-rest.md run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.seeds.restlets import install
from tests.component.netsuite.rest_account import rest_account

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "netsuite-rest.md"


@pytest.mark.requirement("lib-02")
def test_every_example_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    examples = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    with rest_account() as served:
        assert isinstance(served.account.scripting, Scripting)
        install(served.account, served.account.scripting, owner="")
        monkeypatch.setenv("NETSUITE_ACCOUNT", served.account.settings.account_id)
        for part in ("consumer_key", "consumer_secret", "token_id", "token_secret"):
            monkeypatch.setenv(f"NETSUITE_{part.upper()}", getattr(served.credentials, part))
        monkeypatch.setenv("NETSUITE_CONNECT_TO", served.address)
        monkeypatch.setenv("NETSUITE_CA_FILE", str(served.ca_file))
        for example in examples:
            exec(compile(example, str(PAGE), "exec"), names)
        customers = served.account.records.search("customer", [])
    assert len(examples) == 6
    assert len(customers) == 2
