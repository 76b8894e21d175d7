"""Whose folders the embedded server may be given."""

from __future__ import annotations

from pathlib import Path

import pytest

from landbridge.service.supervision.account import Account


def test_a_folder_is_made_private(tmp_path: Path) -> None:
    folder = tmp_path / "made" / "postgres"
    Account().owns(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_link_is_not_followed(tmp_path: Path) -> None:
    """Somebody else could have put it where the socket's short folder belongs."""
    victim, link = tmp_path / "victim", tmp_path / "link"
    victim.mkdir(mode=0o755)
    link.symlink_to(victim)
    with pytest.raises(PermissionError, match="is a link"):
        Account().owns(link)
    assert victim.stat().st_mode & 0o777 == 0o755
