"""What a record type of SuiteProjects Pro is: a table with its fields and what must be unique in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from enum import Enum

CUSTOM_ENDING = "__c"
NETSUITE_ID_ENDING = "_id__c"
CUSTOM_WORKFLOW_ID = "netsuite_custom_"
"""How the NetSuite-ID fields of custom workflows begin; they end in :data:`NETSUITE_ID_ENDING`."""

LONGEST_TEXT = 255
LONGEST_NOTES = 65_535
"""Characters of a text and of notes (assumed)."""

Plain = str | bool | int | float | None


class SppKind(Enum):
    """What a field holds.

    Dates are ISO text; references the internal id of another record, as text; currencies ISO 4217 codes; numbers, money and hours are JSON
    numbers.
    """

    TEXT = "text"
    EMAIL = "email"
    NUMBER = "number"
    MONEY = "money"
    HOURS = "hours"
    DATE = "date"
    FLAG = "flag"
    REFERENCE = "reference"
    CHOICE = "choice"
    CURRENCY = "currency"


@dataclass(frozen=True, slots=True)
class Demand:
    """What the record behind a reference must hold: ``value`` in ``field``, which is being ``words``; else SPP's error ``code``."""

    field: str
    value: str
    code: int
    words: str


@dataclass(frozen=True, slots=True)
class SppField:
    """One field. ``refers_to`` is the table behind a reference, with SPP's code for a record that is not there.

    ``missing_code`` of a choice is SPP's code for a value that is not among ``choices`` (0: the general one); ``meanings`` say what each of those is. ``decimals`` are those
    that are kept of money and hours. ``many``: several internal ids, separated by commas.
    """

    name: str
    label: str
    kind: SppKind = SppKind.TEXT
    refers_to: str = ""
    missing_code: int = 0
    choices: tuple[str, ...] = ()
    meanings: tuple[str, ...] = ()
    longest: int = LONGEST_TEXT
    decimals: int | None = None
    many: bool = False
    demand: Demand | None = None

    def stored(self, value: Plain) -> Plain:
        """Return what the account keeps of a value: money and hours rounded to ``decimals``, half to even; anything else as it is."""
        if self.decimals is None or not isinstance(value, float):
            return value
        try:
            rounded = Decimal(repr(value)).quantize(Decimal(1).scaleb(-self.decimals), ROUND_HALF_EVEN)
        except ArithmeticError:
            return value
        return float(rounded) if rounded % 1 else int(rounded)


@dataclass(frozen=True, slots=True)
class SppType:
    """One table; ``element`` is its name in the XML API, ``family`` the heading of the menu under which it stands.

    ``name_field`` is what a NetSuite name is compared with (fact sheet 2.4); where the table has none, or the record none in it, the
    label and the values of ``name_from`` are its name. ``belongs_to`` is the reference to the record under which it is shown, as a line
    under its document; the index of the database knows it. ``unique_within`` says within which fields a name must be unique: ``()`` in the
    whole table, ``None`` nowhere; ``taken_code`` is SPP's error code for a name that is taken. ``numbers`` are fields whose value only
    one record may have, with the code. ``further_ids`` are NetSuite-ID fields beside the usual one. ``described_by`` are the fields that
    say who or what it is where the name may be a number of NetSuite's, ``described_as`` what a page calls them together.
    ``made_by_hand``: an administrator makes such records in SuiteProjects Pro.
    """

    table: str
    element: str
    label: str
    plural: str
    family: str
    name_field: str
    required: tuple[str, ...]
    declared: tuple[SppField, ...]
    belongs_to: str = ""
    name_from: tuple[str, ...] = ()
    unique_within: tuple[str, ...] | None = None
    taken_code: int = 0
    numbers: Mapping[str, int] = dataclasses.field(default_factory=dict)
    further_ids: tuple[str, ...] = ()
    described_by: tuple[str, ...] = ()
    described_as: str = ""
    made_by_hand: bool = False
    _by_name: dict[str, SppField] = dataclasses.field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_by_name", {declared.name: declared for declared in self.declared})

    @property
    def netsuite_id_field(self) -> str:
        """The usual NetSuite-ID field. The index of the database knows this rule."""
        return f"netsuite_{self.table}{NETSUITE_ID_ENDING}"

    @property
    def netsuite_id_fields(self) -> tuple[str, ...]:
        """The declared NetSuite-ID fields, the usual one first; each value belongs to one record at most."""
        return (self.netsuite_id_field, *self.further_ids)

    @property
    def naming_fields(self) -> tuple[str, ...]:
        """The fields of which the name is made."""
        return (*filter(None, (self.name_field,)), *self.name_from)

    @property
    def codes(self) -> frozenset[int]:
        """SPP's codes with which a write of such a record can be refused, beside the general ones."""
        given = {self.taken_code, *self.numbers.values()}
        for field in self.declared:
            given |= {field.missing_code, field.demand.code if field.demand else 0}
        return frozenset(given - {0})

    def is_further_key(self, name: str) -> bool:
        """Whether only one record may have a value of the field: a number or a NetSuite ID, other than the usual one."""
        return name in self.numbers or name in self.further_ids or is_custom_workflow_id(name)

    def is_netsuite_id(self, name: str) -> bool:
        """Whether the field holds a NetSuite id."""
        return name in self.netsuite_id_fields or is_custom_workflow_id(name)

    def field(self, name: str) -> SppField | None:
        """Return the declared field ``name``; ``None`` for a custom field and for one that does not exist."""
        return self._by_name.get(name)

    def label_of(self, name: str) -> str:
        """Return what a page calls the field."""
        if name == self.netsuite_id_field:
            return f"NetSuite {self.label} ID"
        if self.is_netsuite_id(name):
            words = name.removeprefix("netsuite_").removesuffix(NETSUITE_ID_ENDING).replace("_", " ")
            return f"NetSuite {words} ID"
        declared = self.field(name)
        return declared.label if declared else name

    def name_of(self, fields: Mapping[str, Plain]) -> str:
        """Return the record's name: its own, or the label with what ``name_from`` holds."""
        own = fields.get(self.name_field)
        if own not in (None, ""):
            return str(own)
        parts = [self._shown(name, fields.get(name)) for name in self.name_from]
        return " ".join([self.label, *filter(None, parts)])[:LONGEST_TEXT]

    def _shown(self, name: str, value: Plain) -> str:
        declared = self.field(name)
        if declared and declared.kind is SppKind.MONEY and isinstance(value, int | float):
            return f"{value:.2f}"
        return "" if value is None else str(value)


def is_custom_workflow_id(name: str) -> bool:
    """Whether the field is the NetSuite-ID field of a custom workflow."""
    return name.startswith(CUSTOM_WORKFLOW_ID) and name.endswith(NETSUITE_ID_ENDING)
