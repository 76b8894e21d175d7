"""Copies of the SuiteApp that a test may break."""

from __future__ import annotations

import shutil
from pathlib import Path

from landbridge.suiteapp import suiteapp_folder

PARTS = ("FileCabinet", "Objects", "manifest.xml", "deploy.xml", "jsconfig.json", "types")


def copied(folder: Path) -> Path:
    """Copy the project to `folder`, without its tests and packages."""
    source = suiteapp_folder()
    for name in PARTS:
        if (source / name).is_dir():
            shutil.copytree(source / name, folder / name)
        else:
            folder.mkdir(parents=True, exist_ok=True)
            shutil.copy(source / name, folder / name)
    return folder


def replace(project: Path, file: str, old: str, new: str) -> None:
    """Change one text of a file; it must be there."""
    path = project / file
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{file} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
