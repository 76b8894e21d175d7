"""SuiteScript of the local account: real JavaScript in child processes, user events, RESTlets, SDF projects."""

from __future__ import annotations

from pathlib import Path

import landbridge


def suiteapp_folder() -> Path:
    """Return the folder of the SuiteApp's SDF project: in the installed package, else in the repository.

    Raises `FileNotFoundError` when there is neither.
    """
    package = Path(landbridge.__file__).parent
    for folder in (package / "_suiteapp", package.parents[1] / "suiteapp"):
        if (folder / "manifest.xml").is_file():
            return folder
    raise FileNotFoundError("the SuiteApp's project is not part of this installation")
