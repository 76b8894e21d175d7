"""Types of custom fields by their SDF names, and what the account keeps of each (documented: SDF ``customfield_fieldtype``).

Images and documents refer to files. A time of day is an instant whose date has no meaning, as in SOAP (assumed).
"""

from __future__ import annotations

from enum import StrEnum

from landbridge.recordtypes import Kind


class FieldType(StrEnum):
    """What a custom field is set up as."""

    CHECKBOX = "CHECKBOX"
    TEXT = "TEXT"
    TEXTAREA = "TEXTAREA"
    CLOBTEXT = "CLOBTEXT"
    RICHTEXT = "RICHTEXT"
    INLINEHTML = "INLINEHTML"
    HELP = "HELP"
    PASSWORD = "PASSWORD"  # noqa: S105 - a type, no password
    EMAIL = "EMAIL"
    PHONE = "PHONE"
    URL = "URL"
    INTEGER = "INTEGER"
    FLOAT = "FLOAT"
    PERCENT = "PERCENT"
    CURRENCY = "CURRENCY"
    DATE = "DATE"
    DATETIMETZ = "DATETIMETZ"
    TIMEOFDAY = "TIMEOFDAY"
    SELECT = "SELECT"
    MULTISELECT = "MULTISELECT"
    IMAGE = "IMAGE"
    DOCUMENT = "DOCUMENT"


_OTHER_KINDS = {
    FieldType.CHECKBOX: Kind.BOOLEAN,
    FieldType.INTEGER: Kind.INTEGER,
    FieldType.FLOAT: Kind.DOUBLE,
    FieldType.PERCENT: Kind.DOUBLE,
    FieldType.CURRENCY: Kind.DOUBLE,
    FieldType.DATE: Kind.DATE,
    FieldType.DATETIMETZ: Kind.DATETIME,
    FieldType.TIMEOFDAY: Kind.DATETIME,
    FieldType.SELECT: Kind.REF,
    FieldType.MULTISELECT: Kind.REF_LIST,
    FieldType.IMAGE: Kind.REF,
    FieldType.DOCUMENT: Kind.REF,
}
KINDS: dict[FieldType, Kind] = {one: _OTHER_KINDS.get(one, Kind.STRING) for one in FieldType}
"""What is kept of a field of each type."""

FILES = "file"
"""What images and documents refer to."""

FORMATS = {FieldType.EMAIL: "email", FieldType.URL: "url"}
"""Types whose texts have a form: see ``Field.format``."""

LONGEST = {FieldType.TEXT: 300, FieldType.TEXTAREA: 4_000, FieldType.CLOBTEXT: 1_000_000}
"""Most characters of a text (documented: a million of a long text; the others observed)."""


def type_of_kind(kind: Kind) -> FieldType:
    """Return the plainest type of a kind: a text for a string, a decimal number for a double."""
    return next(
        (one for one, found in KINDS.items() if found is kind and one is not FieldType.PERCENT),
        FieldType.TEXT,
    )
