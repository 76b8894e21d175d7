"""Where the SuiteApp lies: the SDF project that NetSuite, the local account and the builds are made from."""

from __future__ import annotations

import os
from pathlib import Path

import landbridge

FOLDER_VARIABLE = "LANDBRIDGE_SUITEAPP"
"""Environment variable that names another folder, for a changed SuiteApp."""


def suiteapp_folder() -> Path:
    """Return the folder of the SuiteApp's SDF project: what the environment names, else the installed package's, else the repository's.

    Raises `FileNotFoundError` when there is none.
    """
    package = Path(landbridge.__file__).parent
    named = os.environ.get(FOLDER_VARIABLE)
    for folder in [Path(named)] if named else [package / "_suiteapp", package.parents[1] / "suiteapp"]:
        if (folder / "manifest.xml").is_file():
            return folder
    raise FileNotFoundError(
        f"{FOLDER_VARIABLE} names {named}, which has no manifest.xml"
        if named
        else "the SuiteApp's project is not part of this installation"
    )
