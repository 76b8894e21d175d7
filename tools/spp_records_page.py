"""The page of the built-in account's record types and fields: asked of their declarations."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby

from landbridge.service.projects.record_types import SPP_TYPES, SppField, SppKind, SppType

HEAD = """\
# Record types of the built-in SuiteProjects Pro account

This page is made from the declarations by `make docs`; a test fails when it is out of date. Tables and fields are those of the XML API;
lengths, labels and letters of choices are assumed where no public source has them. Beside these fields any field that ends in `__c` is a custom
field: it takes a text, a number or a flag and needs no declaration.

| kind | value in JSON |
| --- | --- |
| text, email | text up to its length; an e-mail address has one @ |
| number, money, hours | a number; money and hours are rounded, half to even, to the decimals that the field has |
| date | `2026-11-21` |
| flag | true or false |
| choice | one of the letters |
| currency | a code of ISO 4217 |
| reference | the internal id of a record, as text; of several, with commas |

Only one record of a table may have a value of a NetSuite-ID field, of a number where that is said, and of a field called `netsuite_custom_..._id__c`, which
holds the ids of a custom workflow. The id of a line is that of its record, a dash and the line's.
"""


def page() -> str:
    """Return the page."""
    return HEAD + "".join(f"\n## {family}\n{''.join(map(_type, kinds))}" for family, kinds in _families())


def _families() -> Iterator[tuple[str, Iterable[SppType]]]:
    return groupby(SPP_TYPES.values(), key=lambda kind: kind.family)


def _type(kind: SppType) -> str:
    rows = "".join(_row(kind, field) for field in kind.declared)
    said = "".join(f" {sentence}" for sentence in _sentences(kind))
    return (
        f"\n### {kind.plural}: `{kind.table}`\n\n`{kind.element}` in the XML API.{said}\n\n"
        f"| field | label | kind | |\n| --- | --- | --- | --- |\n{rows}"
    )


def _sentences(kind: SppType) -> Iterator[str]:
    """Yield what is to be said of the table as a whole."""
    ids = [f"`{name}`" for name in kind.netsuite_id_fields]
    yield f"NetSuite ID: {', '.join(ids)}."
    if kind.name_field:
        yield f"Matched by `{kind.name_field}`."
    if kind.name_from:
        yield f"Without a name of its own it is called by {', '.join(f'`{name}`' for name in kind.name_from)}."
    if kind.unique_within is not None:
        inside = f" within `{kind.unique_within[0]}`" if kind.unique_within else ""
        yield f"Its name is unique{inside} (else {kind.taken_code})."
    for name, code in kind.numbers.items():
        yield f"`{name}` is unique (else {code})."
    if kind.belongs_to:
        yield f"It is shown under what `{kind.belongs_to}` refers to."
    if kind.made_by_hand:
        yield "A person may make one."


def _row(kind: SppType, field: SppField) -> str:
    required = "required" if field.name in kind.required else ""
    return f"| `{field.name}` | {field.label} | {_kind(field)} | {required} |\n"


def _kind(field: SppField) -> str:
    match field.kind:
        case SppKind.TEXT:
            return f"text, {field.longest}"
        case SppKind.CHOICE:
            pairs = zip(field.choices, field.meanings, strict=True)
            return f"choice: {', '.join(f'`{one}` {meaning}' for one, meaning in pairs)}"
        case SppKind.REFERENCE:
            several = "several of " if field.many else ""
            demand = f", {field.demand.words} (else {field.demand.code})" if field.demand else ""
            return f"reference: {several}`{field.refers_to}`{demand} ({field.missing_code})"
        case SppKind.MONEY | SppKind.HOURS:
            return f"{field.kind.value}, {field.decimals} decimals"
        case _:
            return field.kind.value
