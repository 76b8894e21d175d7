"""Where the service's secret comes from."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from landbridge.service.secret_key import SecretKeyError, derive_key, fingerprint, load_secret

LONG = "x" * 40


def test_the_environment_wins(tmp_path: Path) -> None:
    assert load_secret({"LANDBRIDGE_SECRET_KEY": LONG}, tmp_path) == LONG.encode()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.requirement("conn-02")
def test_the_file_is_made_once_and_for_its_owner_only(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with ThreadPoolExecutor(8) as pool:
        secrets = set(pool.map(lambda _: load_secret({}, data), range(16)))
    assert len(secrets) == 1
    assert [path.name for path in data.iterdir()] == ["secret.key"]
    assert stat.S_IMODE((data / "secret.key").stat().st_mode) == 0o600


@pytest.mark.requirement("conn-02")
def test_a_file_that_others_can_read_is_refused(tmp_path: Path) -> None:
    load_secret({}, tmp_path)
    (tmp_path / "secret.key").chmod(0o640)
    with pytest.raises(SecretKeyError, match="chmod 600"):
        load_secret({}, tmp_path)


def test_a_short_secret_is_refused_without_being_shown(tmp_path: Path) -> None:
    with pytest.raises(SecretKeyError, match="fewer than 32") as caught:
        load_secret({"LANDBRIDGE_SECRET_KEY": "sesame"}, None)
    assert "sesame" not in str(caught.value)


def test_no_place_no_secret() -> None:
    assert load_secret({}, None) is None


def test_every_purpose_has_a_key_of_its_own() -> None:
    secret = LONG.encode()
    assert derive_key(secret, "a") != derive_key(secret, "b")
    assert derive_key(secret, "a") == derive_key(secret, "a")
    assert fingerprint(secret) != fingerprint(secret + b"y")
    assert len(fingerprint(secret)) == 16
