"""How a workflow is declared: plain data, one file a workflow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum


class Source(Enum):
    """Where the value of a mapping row comes from (fact sheet 3.2). Values are those of ``MappingRow.source``."""

    FIELD = "field"
    CONSTANT = "constant"
    LOOKUP = "lookup"
    VALUES = "values"


class TargetKind(Enum):
    """What a SuiteProjects Pro field holds."""

    TEXT = "text"
    EMAIL = "email"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    CURRENCY = "currency"  # three-letter code
    RECORD = "record"  # internal id of another SuiteProjects Pro record


@dataclass(frozen=True, slots=True)
class Target:
    """A field of the SuiteProjects Pro record. ``longest`` is the most characters it takes (assumed where not published)."""

    name: str
    label: str
    kind: TargetKind = TargetKind.TEXT
    longest: int = 255


@dataclass(frozen=True, slots=True)
class Row:
    """One mapping row.

    ``field`` is a NetSuite field (SOAP name, custom script id or ``internalId``). ``value`` is the constant, or the list of a
    ``VALUES`` row (``{"": value}`` is what an empty field gives), or the workflow whose link a ``LOOKUP`` row follows.
    ``required``: an empty value fails the record. ``initial_only``: set when the record is created, never after.
    """

    target: str
    source: Source
    field: str = ""
    value: object = None
    required: bool = False
    initial_only: bool = False


@dataclass(frozen=True, slots=True)
class Option:
    """A box in the workflow's settings. While it is on, the rows in ``follows`` are written on updates too."""

    key: str
    label: str
    help: str
    default: bool
    follows: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Declaration:
    """One workflow.

    ``depends_on`` are workflows that must be active too. ``name_field`` is compared, any case, with the mapped name of a
    record that has no link and no NetSuite id yet; ``name_within`` narrows the comparison to equal values of these fields.
    ``stages`` maps the option that lets a stage in to the stage; ``inactive_option`` names the option that lets inactive
    records in (``None``: inactive records are imported; ``""``: never).
    """

    key: str
    label: str
    netsuite_type: str
    spp_type: str
    integration_point: str
    export_flag: str
    netsuite_id_field: str
    name_field: str
    rows: tuple[Row, ...]
    targets: tuple[Target, ...]
    name_within: tuple[str, ...] = ()
    depends_on: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    stages: Mapping[str, str] = field(default_factory=dict)
    inactive_option: str | None = None
    real_time: bool = True
    _targets: dict[str, Target] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_targets", {target.name: target for target in self.targets})

    def target(self, name: str) -> Target:
        """Return the target field; a field that is not listed takes text."""
        return self._targets.get(name) or Target(name, name)

    def option_values(self, stored: Mapping[str, object]) -> dict[str, bool]:
        """Return every option's value: the stored one, else its default."""
        return {option.key: bool(stored.get(option.key, option.default)) for option in self.options}
