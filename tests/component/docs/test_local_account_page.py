"""The Python examples of docs/how-to/local-account.md run as they stand there."""

from __future__ import annotations

import re
from typing import Any

import pytest

from landbridge.local.testing import running_account
from tests.unit.docs.pages import page


@pytest.mark.requirement("repo-07")
def test_examples_run() -> None:
    examples = re.findall(r"```python\n(.*?)```", page("how-to/local-account.md"), re.DOTALL)
    names: dict[str, Any] = {}
    with running_account() as running:
        names |= {"http": running.http, "secrets_": running.secrets}
        for example in examples:
            exec(compile(example, "local-account.md", "exec"), names)
        names["test_my_integration"](running)
    assert len(examples) == 4
