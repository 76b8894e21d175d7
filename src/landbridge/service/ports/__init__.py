"""The protocols that the apps share, with their value types. No implementation."""

from landbridge.service.ports.author import VIA_INTEGRATION, Author
from landbridge.service.ports.clock import Clock
from landbridge.service.ports.destination import (
    Applied,
    Change,
    Destination,
    DestinationField,
    DestinationRecord,
    FieldChange,
    JsonValue,
    Outcome,
)
from landbridge.service.ports.limits import Budget
from landbridge.service.ports.reader import (
    DeletedSource,
    KeyRange,
    Line,
    OnTotal,
    Reader,
    Reference,
    SourceAccount,
    SourceField,
    SourceRecord,
    UnreadField,
    Value,
)

__all__ = [
    "VIA_INTEGRATION",
    "Applied",
    "Author",
    "Budget",
    "Change",
    "Clock",
    "DeletedSource",
    "Destination",
    "DestinationField",
    "DestinationRecord",
    "FieldChange",
    "JsonValue",
    "KeyRange",
    "Line",
    "OnTotal",
    "Outcome",
    "Reader",
    "Reference",
    "SourceAccount",
    "SourceField",
    "SourceRecord",
    "UnreadField",
    "Value",
]
