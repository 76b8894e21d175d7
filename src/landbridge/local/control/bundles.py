"""Controls of bundles, of script deployments and of SuiteSignOn."""

from __future__ import annotations

from typing import Annotated, Any

from landbridge.local.account import Account
from landbridge.local.bundles.desk import Bundles
from landbridge.local.bundles.errors import BundleRefused, CatalogueError
from landbridge.local.bundles.store import Installed
from landbridge.local.control.declaring import Controls
from landbridge.local.control.errors import ControlRefusal
from landbridge.local.records.values import instant_text
from landbridge.local.scripting.account_scripting import Scripting
from landbridge.local.scripting.errors import InstallError
from landbridge.local.scripting.model import Deployment
from landbridge.local.scripting.registry import UnknownScript

controls = Controls()


def bundles_of(account: Account) -> Bundles:
    """Return the account's bundles. Raises ``ControlRefusal`` where there are none."""
    if account.bundles is None:
        raise ControlRefusal("this account has no bundles", status=409)
    return account.bundles


def _scripting(account: Account) -> Scripting:
    if not isinstance(account.scripting, Scripting):
        raise ControlRefusal("this account has no scripts", status=409)
    return account.scripting


@controls.declare("GET", "/bundles")
def bundles(account: Account) -> list[dict[str, Any]]:
    """Bundles that can be installed, with what each version adds, and the version that is installed."""
    desk = bundles_of(account)
    return [
        {
            "id": bundle.id,
            "name": bundle.name,
            "installed": there.version if (there := desk.get(bundle.id)) else None,
            "versions": [
                {"version": one.version, "adds": list(one.adds), "requires": dict(one.requires)}
                for one in bundle.about.versions
            ],
        }
        for bundle in desk.offered()
    ]


def _shown(installed: Installed) -> dict[str, Any]:
    return {
        "id": installed.id,
        "name": installed.name,
        "version": installed.version,
        "history": [
            {"version": one.version, "at": instant_text(one.at), "user": one.user}
            for one in installed.history
        ],
    }


@controls.declare("GET", "/bundles/installed")
def installed_bundles(account: Account) -> list[dict[str, Any]]:
    """Installed bundles, each with its version and its history."""
    return [_shown(one) for one in bundles_of(account).installed()]


@controls.declare("POST", "/bundles/{bundle}/install")
def install_bundle(
    account: Account,
    *,
    bundle: Annotated[str, "Id of the bundle, such as 369637."],
    version: Annotated[str, "Version to install or update to; the newest without it."] = "",
) -> dict[str, Any]:
    """Install a bundle of the catalogue or of another account, or update it to a later version."""
    try:
        return _shown(bundles_of(account).install(bundle, version))
    except BundleRefused as error:
        raise ControlRefusal(str(error), status=409) from error
    except (CatalogueError, InstallError) as error:
        raise ControlRefusal(str(error)) from error


@controls.declare("POST", "/bundles/{bundle}/uninstall")
def uninstall_bundle(
    account: Account, *, bundle: Annotated[str, "Id of a bundle that another account made."]
) -> dict[str, Any]:
    """Uninstall a bundle of another account, with the integration records that it brought."""
    try:
        return {"id": bundle, "removed": [one.name for one in bundles_of(account).uninstall(bundle)]}
    except BundleRefused as error:
        raise ControlRefusal(str(error), status=409) from error


@controls.declare("POST", "/suite-sign-on/{record}")
def suite_sign_on(
    account: Account,
    *,
    record: Annotated[str, "Script id of the SuiteSignOn record, such as customsso_oa_sso."],
    address: Annotated[str, "URL of the external application."],
) -> dict[str, Any]:
    """Define a SuiteSignOn record; scripts get addresses from it in releases before 2025.1."""
    account.suite_sign_on.define(record, address)
    return {"id": record, "address": address, "ended": account.suite_sign_on.has_ended}


def _deployment(deployment: Deployment) -> dict[str, Any]:
    return {
        "id": deployment.script_id,
        "script": deployment.script,
        "record_type": deployment.record_type,
        "deployed": deployment.is_deployed,
        "status": deployment.status.value,
        "run_as_role": deployment.run_as_role,
        "all_roles": deployment.all_roles,
    }


@controls.declare("GET", "/deployments")
def deployments(
    account: Account, *, script: Annotated[str, "Script id; every script without it."] = ""
) -> list[dict[str, Any]]:
    """Script deployments, by record type in the order in which they run."""
    return [_deployment(one) for one in _scripting(account).deployments() if script in ("", one.script)]


@controls.declare("POST", "/deployments/{deployment}")
def deploy(
    account: Account,
    *,
    deployment: Annotated[str, "Id of the deployment, such as customdeploy_oa_send_customer."],
    deployed: Annotated[bool, "Whether it is deployed."],
    run_as_role: Annotated[
        str | None, "Script id of the role that it runs as; left as it is without it."
    ] = None,
    all_roles: Annotated[bool | None, "Whether it is open to all roles; left as it is without it."] = None,
) -> dict[str, Any]:
    """Switch a script deployment on or off, with its role and audience."""
    if run_as_role and account.access.role_by_script_id(run_as_role) is None:
        raise ControlRefusal(f"there is no role {run_as_role}", status=404)
    wanted = {"is_deployed": deployed, "run_as_role": run_as_role, "all_roles": all_roles}
    changes = {name: value for name, value in wanted.items() if value is not None}
    try:
        return _deployment(_scripting(account).set_deployment(deployment, **changes))
    except UnknownScript as error:
        raise ControlRefusal(f"there is no deployment {deployment}", status=404) from error
