"""The stamp of an import on NetSuite's records, by SOAP's lists. Decision 56 says which records have its fields."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from landbridge.netsuite.records import RecordToWrite
from landbridge.netsuite.sync import SyncClient
from landbridge.recordtypes import ACTIVITY_TYPES, ENTITY_TYPES, TRANSACTION_TYPES
from landbridge.recordtypes.contact import CONTACT
from landbridge.recordtypes.items import ITEM
from landbridge.service.ports.stamper import Stamp

_PREFIXES = {
    **{kind.name: "custentity" for kind in ENTITY_TYPES if kind is not CONTACT},
    **{kind.name: "custevent" for kind in ACTIVITY_TYPES},
    **{kind.name: "custbody" for kind in TRANSACTION_TYPES},
    ITEM: "custitem",
}


@dataclass(frozen=True, slots=True)
class NetSuiteStamper:
    """Stamps through an open client. Implements ``ports.Stamper``."""

    client: SyncClient

    def has_stamp(self, netsuite_type: str) -> bool:
        """As ``Stamper.has_stamp``."""
        return netsuite_type in _PREFIXES

    def stamp(self, netsuite_type: str, stamps: Sequence[Stamp]) -> Sequence[str]:
        """As ``Stamper.stamp``: a hundred records a request. Items are read first, since SOAP has a type for each kind."""
        prefix = _PREFIXES[netsuite_type]
        types = self._item_types(stamps) if netsuite_type == ITEM else {}
        wanted = [
            RecordToWrite(
                types.get(one.internal_id, netsuite_type),
                {
                    f"{prefix}_landbridge_imported": one.imported_at,
                    f"{prefix}_landbridge_outcome": one.outcome,
                    f"{prefix}_landbridge_link": one.link,
                },
                one.internal_id,
            )
            for one in stamps
            if netsuite_type != ITEM or one.internal_id in types
        ]
        return [str(one.error) for one in self.client.soap.update_list(wanted) if one.error is not None]

    def _item_types(self, stamps: Sequence[Stamp]) -> dict[str, str]:
        ids = [one.internal_id for one in stamps]
        return {record.internal_id: record.type for some in self.client.by_ids(ITEM, ids) for record in some}
