"""What NetSuite's side says against making one workflow live, by what was seen last: minutes ago, where NetSuite answers."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from landbridge.service.composition import restlets_for
from landbridge.service.connections.models import Connection
from landbridge.service.refusal import Refusal
from landbridge.service.suiteapp import deployments, native
from landbridge.service.suiteapp.inspecting import latest, refreshed
from landbridge.service.suiteapp.state import sent_types
from landbridge.service.workflows import catalogue
from landbridge.service.workflows.golive import Objection


def look(connection: Connection) -> str:
    """Ask NetSuite what is installed, unless it was seen minutes ago; say what is known where it gives no answer."""
    try:
        seen = refreshed(connection, restlets_for(connection), timezone.now)
    except Refusal as refused:  # credentials that this installation cannot read
        problem = str(refused)
    else:
        if seen.inspection is not None:
            return ""
        problem = f"{seen.problem} {seen.advice}".strip()
    known = latest(connection)
    if known is None or known.inspection is None:
        return f"NetSuite could not be asked what is installed: {problem} Whether another trigger is deployed for the record type is not known."
    return f"NetSuite could not be asked what is installed now: {problem} What is said here was seen there on {known.at:%Y-%m-%d %H:%M} UTC."


def objections(connection_id: int, key: str) -> Iterator[Objection]:
    """Refuse a type whose native trigger is deployed; tell of a deployment of ours that is missing or wrong.

    The latter is a warning here, since which types are live is often decided before the administrator of NetSuite deploys; switching
    real time on refuses it. Nothing is said where nobody looked at NetSuite's side yet.
    """
    seen = latest(Connection.objects.get(pk=connection_id))
    if seen is None or seen.inspection is None or catalogue.find(key) is None:
        return
    netsuite_type = catalogue.declaration(key).netsuite_type
    refusal = native.refusal(seen.inspection, netsuite_type)
    if refusal:
        yield Objection(f"{refusal} Seen in NetSuite on {seen.at:%Y-%m-%d %H:%M} UTC.", refuses=True)
    for script_type in sent_types(seen.inspection, frozenset({netsuite_type})):
        for finding in deployments.of_type(seen.inspection, script_type):
            yield Objection(str(finding), refuses=False)
