"""What a name may join: the merge guard, and the pairs that a person separated."""

from __future__ import annotations

from collections.abc import Collection

from landbridge.service.workflows import administration
from landbridge.service.workflows.matching import NameRules
from landbridge.service.workflows.models import Separation


def name_rules(connection_id: int, netsuite_type: str, spp_type: str, keys: Collection[str]) -> NameRules:
    """Return the rules for parts without a link, by their keys, in two queries; none where there are no keys."""
    if not keys:
        return NameRules()
    separated = Separation.objects.filter(
        connection_id=connection_id, netsuite_type=netsuite_type, spp_type=spp_type, internal_id__in=keys
    )
    return NameRules(
        guarded=administration.of(connection_id).merge_guard,
        separated=frozenset(separated.values_list("internal_id", "spp_id")),
    )
