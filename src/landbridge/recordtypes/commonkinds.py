"""Fields that every record type types alike, also those types that the project has no description of."""

from __future__ import annotations

from landbridge.recordtypes.model import Kind

COMMON_KINDS: dict[str, Kind] = {
    "created": Kind.DATETIME,
    "createdDate": Kind.DATETIME,
    "dateCreated": Kind.DATETIME,
    "isInactive": Kind.BOOLEAN,
    "lastModified": Kind.DATETIME,
    "lastModifiedDate": Kind.DATETIME,
}
"""Kinds by SOAP name. Other fields of types without a description stay as they come: a guess by looks would turn a company called "true" into
a boolean."""
