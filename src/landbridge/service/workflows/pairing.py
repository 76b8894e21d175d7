"""What a name may join: the merge guard, the pairs that a person separated, and whom records without a NetSuite id belong to."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from landbridge.service.ports import DestinationRecord
from landbridge.service.workflows import administration
from landbridge.service.workflows.catalogue import Group
from landbridge.service.workflows.matching import NameRules
from landbridge.service.workflows.models import Link, Separation


def name_rules(
    connection_id: int,
    netsuite_type: str,
    group: Group,
    keys: Collection[str],
    records: Iterable[DestinationRecord],
) -> NameRules:
    """Return the rules for parts without a link, by their keys, in three queries at the most; none where there are no keys.

    ``records`` are those that the parts may become.
    """
    if not keys:
        return NameRules()
    place = {"connection_id": connection_id, "netsuite_type": netsuite_type, "spp_type": group.spp_type}
    separated = Separation.objects.filter(**place, internal_id__in=keys)
    unmarked = [one.spp_id for one in records if one.fields.get(group.netsuite_id_field) in (None, "")]
    links = Link.objects.filter(**place, spp_id__in=unmarked) if unmarked else Link.objects.none()
    return NameRules(
        guarded=administration.of(connection_id).merge_guard,
        separated=frozenset(separated.values_list("internal_id", "spp_id")),
        linked=dict(links.values_list("spp_id", "internal_id")),
    )
