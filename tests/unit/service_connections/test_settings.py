"""Django's settings follow the environment; a process of its own for each, since they are read once."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

SHOW = """
import json
from landbridge.service import settings as s
print(json.dumps({
    "secure": s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE, "hosts": s.ALLOWED_HOSTS, "secret": s.SECRET_KEY,
    "kept": s.LANDBRIDGE_SECRET is not None, "origins": s.CSRF_TRUSTED_ORIGINS, "debug": s.DEBUG,
}))
"""


def settings(**environment: str) -> dict[str, object]:
    plain = {
        key: value for key, value in os.environ.items() if not key.startswith(("LANDBRIDGE_", "DATABASE_"))
    }
    shown = subprocess.run(
        [sys.executable, "-c", SHOW], env={**plain, **environment}, capture_output=True, check=True, text=True
    )
    found: dict[str, object] = json.loads(shown.stdout)
    return found


def test_cookies_are_secure_when_every_address_is() -> None:
    both = settings(LANDBRIDGE_URL="https://bridge.example:8443")
    assert (both["secure"], both["debug"]) == (True, False)
    assert both["origins"] == ["https://bridge.example:8443"]
    assert "bridge.example" in str(both["hosts"])
    assert settings(LANDBRIDGE_URL="https://bridge.example,http://127.0.0.1:8000")["secure"] is False


def test_without_an_environment_they_load_but_keep_no_secret() -> None:
    first, second = settings(), settings()
    assert first["kept"] is False
    assert first["secret"] != second["secret"]


def test_processes_of_one_data_folder_share_a_secret(tmp_path: Path) -> None:
    first, second = (settings(LANDBRIDGE_DATA=str(tmp_path)) for _ in range(2))
    assert first == second
    assert (tmp_path / "secret.key").read_text().strip() != first["secret"]
