"""The examples of docs/how-to/library.md run as they stand there."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from tests.component.netsuite.local_account import served_account

PAGE = Path(__file__).resolve().parents[3] / "docs" / "how-to" / "library.md"


@pytest.mark.requirement("lib-02")
def test_every_example_runs(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    examples = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    names: dict[str, Any] = {}
    with served_account() as served:
        monkeypatch.setenv("NETSUITE_ACCOUNT", served.account.settings.account_id)
        for part in ("consumer_key", "consumer_secret", "token_id", "token_secret"):
            monkeypatch.setenv(f"NETSUITE_{part.upper()}", getattr(served.credentials, part))
        monkeypatch.setenv("NETSUITE_CLIENT_ID", served.oauth2.client_id)
        monkeypatch.setenv("NETSUITE_CERTIFICATE_ID", served.oauth2.certificate_id)
        monkeypatch.setenv("NETSUITE_PRIVATE_KEY", served.oauth2.private_key)
        monkeypatch.setenv("NETSUITE_CONNECT_TO", served.address)
        monkeypatch.setenv("NETSUITE_CA_FILE", str(served.ca_file))
        for example in examples:
            exec(compile(example, str(PAGE), "exec"), names)
    assert len(examples) >= 12
    printed = capsys.readouterr().out
    assert printed.count("passed ") == 9, printed
