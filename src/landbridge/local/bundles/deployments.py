"""What an update does to script deployments: which of two versions of a script runs, and in which order."""

from __future__ import annotations

from collections.abc import Iterable

from landbridge.local.bundles.offered import ScriptPair
from landbridge.local.scripting.registry import Registry


def deploy_suitescript_1(registry: Registry, pairs: Iterable[ScriptPair]) -> None:
    """Deploy the SuiteScript 1.0 scripts, unless somebody switched to version 2 before.

    That 1.0 is deployed after an update is documented (*Configuring Real-Time Record Import*); that a single deployment of
    version 2 counts as switched is assumed, as is that the deployments are open to all roles.
    """
    found = list(pairs)
    deployments = registry.deployments()
    newer = {pair.api_2 for pair in found}
    if any(one.is_deployed and one.script in newer for one in deployments):
        return
    older = {pair.api_1 for pair in found}
    for one in deployments:
        if one.script in older:
            registry.change(one.script_id, is_deployed=True, all_roles=True)


def move_to_front(registry: Registry, bundle_id: str) -> None:
    """Put the user event scripts of a bundle before all others of their record types.

    That an update may change the order is documented; that it does so always, and to this order, is ours: an administrator
    has to verify the order after every update, and here sees why.
    """
    mine = [script.script_id for script in registry.scripts() if script.bundle == bundle_id]
    for record_type in sorted({one.record_type for one in registry.deployments() if one.script in mine}):
        listed = [one.script for one in registry.deployments() if one.record_type == record_type]
        registry.reorder(record_type, [script for script in listed if script in mine])
