"""What NetSuite's side says against making one workflow live, by what was seen last."""

from __future__ import annotations

from collections.abc import Iterator

from landbridge.service.connections.models import Connection
from landbridge.service.suiteapp import deployments, native
from landbridge.service.suiteapp.inspecting import latest
from landbridge.service.suiteapp.state import sent_types
from landbridge.service.workflows.catalogue import CATALOGUE
from landbridge.service.workflows.golive import Objection


def objections(connection_id: int, key: str) -> Iterator[Objection]:
    """Refuse a type whose native trigger is deployed; tell of a deployment of ours that is missing or wrong.

    The latter is a warning here, since which types are live is often decided before the administrator of NetSuite deploys; switching
    real time on refuses it. Nothing is said where nobody looked at NetSuite's side yet.
    """
    seen = latest(Connection.objects.get(pk=connection_id))
    if seen is None or seen.inspection is None or key not in CATALOGUE:
        return
    netsuite_type = CATALOGUE[key].netsuite_type
    refusal = native.refusal(seen.inspection, netsuite_type)
    if refusal:
        yield Objection(refusal, refuses=True)
    for script_type in sent_types(seen.inspection, frozenset({netsuite_type})):
        for finding in deployments.of_type(seen.inspection, script_type):
            yield Objection(str(finding), refuses=False)
