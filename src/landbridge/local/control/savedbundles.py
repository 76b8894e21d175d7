"""Controls of the bundles that an account makes for others."""

from __future__ import annotations

from typing import Annotated, Any

from landbridge.local.account import Account
from landbridge.local.bundles.errors import BundleRefused
from landbridge.local.bundles.saved import Availability, SavedBundle
from landbridge.local.control.bundles import bundles_of
from landbridge.local.control.declaring import Controls
from landbridge.local.control.errors import ControlRefusal

controls = Controls()


def _saved(account: Account, saved: SavedBundle) -> dict[str, Any]:
    ids = {one.application_id: one.id for one in bundles_of(account).saved.choices()}
    return {
        "id": saved.id,
        "name": saved.name,
        "version": saved.version,
        "description": saved.description,
        "integrations": [ids[one] for one in saved.integrations if one in ids],
        "level": saved.level.value,
        "shared_with": list(saved.shared_with),
    }


@controls.declare("GET", "/bundles/saved")
def saved_bundles(account: Account) -> list[dict[str, Any]]:
    """Bundles that were made in this account, with their integration records and who may install them."""
    return [_saved(account, one) for one in bundles_of(account).saved.all()]


@controls.declare("POST", "/bundles/saved")
def create_bundle(
    account: Account,
    *,
    name: Annotated[str, "Name of the bundle."],
    integrations: Annotated[list[str], "Internal ids of integration records that were made here."],
    version: Annotated[str, "Version: numbers with dots."] = "1.0",
    description: Annotated[str, "What the bundle is for."] = "",
) -> dict[str, Any]:
    """Bundle integration records of this account for others; private at first."""
    try:
        return _saved(account, bundles_of(account).saved.create(name, version, description, integrations))
    except BundleRefused as error:
        raise ControlRefusal(str(error)) from error


@controls.declare("POST", "/bundles/saved/{bundle}")
def change_bundle(
    account: Account,
    *,
    bundle: Annotated[str, "Id of a bundle that was made here."],
    version: Annotated[str, "Version; other objects need a later one. Left as it is without it."] = "",
    name: Annotated[str, "Name; left as it is without it."] = "",
    description: Annotated[str | None, "Description; left as it is without it."] = None,
    integrations: Annotated[
        list[str] | None, "Internal ids of the integration records; left as they are without them."
    ] = None,
) -> dict[str, Any]:
    """Save a bundle of this account anew: what is in it, its name, its version."""
    saved = bundles_of(account).saved
    try:
        before = saved.get(bundle)
        changed = saved.change(
            bundle,
            name or before.name,
            version or before.version,
            before.description if description is None else description,
            _saved(account, before)["integrations"] if integrations is None else integrations,
        )
    except BundleRefused as error:
        raise ControlRefusal(str(error)) from error
    return _saved(account, changed)


@controls.declare("POST", "/bundles/saved/{bundle}/availability")
def share_bundle(
    account: Account,
    *,
    bundle: Annotated[str, "Id of a bundle that was made here."],
    level: Annotated[str, "PRIVATE, SHARED or PUBLIC."],
    shared_with: Annotated[list[str] | None, "Account ids, for SHARED."] = None,
) -> dict[str, Any]:
    """Say who may install a bundle of this account."""
    if level not in set(Availability):
        raise ControlRefusal(f"level is one of {', '.join(Availability)}")
    try:
        shared = bundles_of(account).saved.set_availability(bundle, Availability(level), shared_with or ())
    except BundleRefused as error:
        raise ControlRefusal(str(error)) from error
    return _saved(account, shared)
