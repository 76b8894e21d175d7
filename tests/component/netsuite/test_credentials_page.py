"""The examples of docs/reference/netsuite-credentials.md run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from landbridge.netsuite.oauth2.tokenendpoint import REFUSALS
from tests.component.netsuite.local_account import served_account

PAGE = Path(__file__).resolve().parents[3] / "docs" / "reference" / "netsuite-credentials.md"


@pytest.mark.requirement("lib-02", "cred-02", "cred-03", "cred-05")
def test_every_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    examples = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    with served_account() as served:
        monkeypatch.setenv("NETSUITE_ACCOUNT", served.account.settings.account_id)
        monkeypatch.setenv("NETSUITE_CONSUMER_KEY", served.oauth2.client_id)
        monkeypatch.setenv("NETSUITE_CERTIFICATE_ID", served.oauth2.certificate_id)
        monkeypatch.setenv("NETSUITE_PRIVATE_KEY", served.oauth2.private_key)
        monkeypatch.setenv("NETSUITE_CONNECT_TO", served.address)
        monkeypatch.setenv("NETSUITE_CA_FILE", str(served.ca_file))
        for example in examples:
            exec(compile(example, str(PAGE), "exec"), names)
        mapping = served.account.access.oauth2.mappings.get(served.oauth2.certificate_id)
    assert len(examples) == 3
    assert mapping is not None
    assert mapping.revoked
    assert "EC" in capsys.readouterr().out


def test_every_refusal_of_the_token_endpoint_stands_on_the_page() -> None:
    page = PAGE.read_text(encoding="utf-8")
    for code, (kind, _) in REFUSALS.items():
        assert f"| `{code}` | `{kind.__name__}` |" in page
