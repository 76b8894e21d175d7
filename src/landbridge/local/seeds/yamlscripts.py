"""RESTlets and user event scripts of a YAML seed; their files lie beside it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from landbridge.local.access.model import ADMINISTRATOR
from landbridge.local.scripting.model import RESTLET, USER_EVENT, Deployment, DeploymentStatus, Script
from landbridge.local.seeds.yamlnodes import Node
from landbridge.recordtypes import SCRIPT_TYPES

if TYPE_CHECKING:
    from landbridge.local.account import Account
    from landbridge.local.scripting.account_scripting import Scripting

FOLDER = "/SuiteScripts"
KINDS = {"restlet": RESTLET, "user_event": USER_EVENT}
SCRIPT_KEYS = ("script_id", "id", "kind", "name", "file", "deployments")
DEPLOYMENT_KEYS = ("script_id", "record_type", "roles", "deployed")


def scripts(account: Account, scripting: Scripting, node: Node, folder: Path) -> None:
    """Put the files into the File Cabinet below /SuiteScripts and deploy the scripts, for every role unless roles are named."""
    owner = next(user.id for user in account.access.users() if ADMINISTRATOR in user.role_ids)
    for item in node.items():
        given = item.fields(SCRIPT_KEYS, ("script_id", "kind", "file", "deployments"))
        script = Script(
            script_id=given["script_id"].text(),
            number=given["id"].whole() if "id" in given else 0,
            kind=KINDS[given["kind"].one_of(KINDS)],
            name=given["name"].text() if "name" in given else given["script_id"].text(),
            file=_stored(account, given["file"], folder),
            owner=owner,
        )
        taken = next((one for one in scripting.scripts() if one.number == script.number), None)
        if taken is not None and taken.script_id != script.script_id:
            raise given["id"].place.error(f"{script.number} is the id of {taken.script_id}")
        deployments = [
            _deployment(account, script, number, one)
            for number, one in enumerate(given["deployments"].items(), start=1)
        ]
        scripting.registry.define(script, deployments)


def _stored(account: Account, node: Node, folder: Path) -> str:
    path = folder / node.text()
    try:
        content = path.read_bytes()
    except OSError as error:
        raise node.place.error(f"{path} cannot be read: {error.strerror}") from error
    return account.files.save(account.access.system_session(), FOLDER, path.name, content).path


def _deployment(account: Account, script: Script, number: int, node: Node) -> Deployment:
    given = node.fields(DEPLOYMENT_KEYS, ("script_id",))
    roles = tuple(given["roles"].items()) if "roles" in given else ()
    for role in roles:
        if account.access.role_by_script_id(role.text()) is None:
            raise role.place.error(f"there is no role {role.text()!r}")
    return Deployment(
        script_id=given["script_id"].text(),
        script=script.script_id,
        number=number,
        record_type=_record_type(account, script, node, given),
        is_deployed=given["deployed"].flag() if "deployed" in given else True,
        status=DeploymentStatus.RELEASED,
        all_roles=not roles,
        roles=tuple(role.text() for role in roles),
    )


def _record_type(account: Account, script: Script, node: Node, given: dict[str, Node]) -> str:
    """Return the SuiteScript type (``lead``, ``customer``) or custom record type that a user event script runs on."""
    if script.kind == RESTLET:
        return ""
    if "record_type" not in given:
        raise node.place.error("'record_type' is missing: what the script runs on")
    name = given["record_type"].text().lower()
    if name not in SCRIPT_TYPES and account.records.custom_record_type(name) is None:
        raise given["record_type"].place.error(f"there is no record type {name!r} for scripts")
    return name
