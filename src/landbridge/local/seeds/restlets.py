"""The two RESTlets of the seed ``demo``, which answer what they are sent: SuiteScript in the File Cabinet as any other."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from landbridge.local.scripting.model import RESTLET, Deployment, DeploymentStatus, Script

if TYPE_CHECKING:
    from landbridge.local.account import Account
    from landbridge.local.scripting.account_scripting import Scripting

SOURCE = Path(__file__).with_name("echo") / "echo.js"
FOLDER = "/SuiteScripts/echo"

ECHOES = {11: "x", 12: "y"}
"""Internal id of the script -> what its script id ends with: ``customscript_x``, deployed as ``customdeploy_x``, number 1."""


def install(account: Account, scripting: Scripting, owner: str) -> None:
    """Put the files into the File Cabinet and deploy the scripts for every role. ``owner`` is an employee's id."""
    session = account.access.system_session()
    for number, name in ECHOES.items():
        file = account.files.save(session, FOLDER, f"echo_{name}.js", SOURCE.read_bytes())
        script = Script(
            f"customscript_{name}", number, RESTLET, f"Echo {name.upper()}", file.path, owner=owner
        )
        deployment = Deployment(
            script_id=f"customdeploy_{name}",
            script=script.script_id,
            number=1,
            status=DeploymentStatus.RELEASED,
            all_roles=True,
        )
        scripting.registry.define(script, [deployment])
