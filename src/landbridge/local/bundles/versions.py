"""Order of bundle versions: `4.03` comes after `4.0` and before `5.01`."""

from __future__ import annotations


def key(version: str) -> tuple[int, ...]:
    """Return what versions are compared by: their parts as numbers. Raises ``ValueError`` for a text that is no version."""
    return tuple(int(part) for part in version.split("."))


def at_least(version: str, wanted: str) -> bool:
    """Say whether ``version`` is ``wanted`` or later."""
    return key(version) >= key(wanted)
