"""How a workflow is declared: plain data, one file a workflow."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import Enum
from functools import lru_cache

from landbridge.service.ports import JsonValue, SourceRecord
from landbridge.service.projects.record_types import SPP_TYPES, SppField

MAIN = "main"
"""The key of a workflow's first group."""


class Source(Enum):
    """Where the value of a mapping row comes from (fact sheet 3.2). Values are those of ``MappingRow.source``."""

    FIELD = "field"
    CONSTANT = "constant"
    CONCATENATION = "concatenation"
    MACRO = "macro"
    LOOKUP = "lookup"
    VALUES = "values"
    CONDITIONAL = "conditional"
    PART = "part"


@dataclass(frozen=True, slots=True)
class Row:
    """One mapping row.

    ``field`` is a NetSuite field (SOAP name, custom script id, ``internalId``, ``externalId``); in a group of lines it is one of the line, and
    ``record.tranDate`` one of the record around it; ``lineKey`` is what the line is known by (``5-1``). ``value``, by kind:

    - ``CONSTANT``: the constant.
    - ``CONCATENATION``: a list of ``{"field": name}`` and ``{"text": characters}``.
    - ``MACRO``: the macro's name, ``_TODAY``.
    - ``LOOKUP``: a workflow's key: the record that ``field`` was imported as, waited for where the row is required; or
      ``{"table", "by", "return"}``: the SuiteProjects Pro record of which field ``by`` equals the value of ``field``.
    - ``VALUES``: what each value of ``field`` gives; ``{"": value}`` is what an empty one gives.
    - ``CONDITIONAL``: ``{"branches": [{"if": condition, "then": row}, ...], "else": row}``; a row as ``{"source", "field", "value"}``, a
      condition in the notation of filters.
    - ``PART``: the key of another group: the record that the same record, or the same line, became there. An administrator cannot add one.

    ``required``: an empty value fails the record. ``initial_only``: set when the record is created, never after.
    """

    target: str
    source: Source
    field: str = ""
    value: object = None
    required: bool = False
    initial_only: bool = False


OptionValue = bool | str
"""A ticked box, a choice or a text."""


@dataclass(frozen=True, slots=True)
class Option:
    """A setting of the workflow. ``choices`` are (value, label); none and a text as default: any text may be entered.

    While it is on (ticked, filled), the rows in ``follows`` are written on updates too, and ``rows``, by group, take the place of
    those with the same targets. Lookups that two options bring for one target are alternatives. ``names_field``: its text is a NetSuite
    field of the record.
    """

    key: str
    label: str
    help: str
    default: OptionValue
    choices: tuple[tuple[str, str], ...] = ()
    follows: frozenset[str] = frozenset()
    rows: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    names_field: bool = False

    def problem(self, value: object) -> str:
        """Return in a few words why it cannot have this value, nothing where it can."""
        if isinstance(self.default, bool):
            return "" if isinstance(value, bool) else f"{self.key} is on or off (true or false)"
        if not isinstance(value, str):
            return f"{self.key} is a text"
        allowed = [choice for choice, _ in self.choices]
        return f"{self.key} is one of {', '.join(allowed)}" if allowed and value not in allowed else ""


@dataclass(frozen=True, slots=True)
class Brought:
    """A row that options bring: one option, or several whose lookups are alternatives."""

    row: Row
    options: tuple[Option, ...]


def _no_objection(_record: SourceRecord, _options: Mapping[str, OptionValue]) -> str | None:
    return None


@dataclass(frozen=True, slots=True)
class Rule:
    """What decides, beside the mark, whether a record is imported.

    ``text`` says it to an administrator. ``objection`` is given the record and every option's value; it returns why the record is not
    imported, ``None`` when it is. ``of_lines`` says in the same way that no line is to be imported: a record that was imported with lines goes
    through all the same, so that they are withdrawn. They look at ``fields`` and ``sublists`` only.
    """

    code: str
    text: str
    objection: Callable[[SourceRecord, Mapping[str, OptionValue]], str | None] = _no_objection
    fields: frozenset[str] = frozenset()
    sublists: frozenset[str] = frozenset()
    of_lines: Callable[[SourceRecord], str | None] | None = None


@dataclass(frozen=True, slots=True)
class Group:
    """One mapping group: what becomes one record of ``spp_type``, the NetSuite record itself or each line of its sublist ``each``.

    ``netsuite_id_field`` holds the NetSuite internal id, of a line with the value of the first of ``key_fields`` that holds one (``5-1``);
    lines with the same key give one record, by the first of them, in which the numbers in ``adds`` are those of all added together. ``name_field`` is compared, any case, with the mapped name of a record that has no link and no NetSuite id yet
    (empty: never); ``name_within`` narrows the comparison to equal values of these fields. ``condition``, in the notation of filters, says
    which lines, or records, give one. ``leaves_out_orphans``: a line whose required parent is not exported is left out, and does not hold
    up its record; ``refuses_orphans``: it fails the record. ``goes_with`` is the key of an earlier group: a line that gives nothing there gives
    nothing here. ``fixed``: an administrator sees the rows and cannot change them. ``withdrawn`` is written when the line
    is gone or is not to be imported any more.
    """

    key: str
    label: str
    spp_type: str
    integration_point: str
    netsuite_id_field: str
    rows: tuple[Row, ...]
    name_field: str = ""
    name_within: tuple[str, ...] = ()
    each: str = ""
    key_fields: tuple[str, ...] = ("line",)
    adds: tuple[str, ...] = ()
    condition: str = ""
    leaves_out_orphans: bool = False
    refuses_orphans: bool = False
    goes_with: str = ""
    fixed: bool = False
    withdrawn: Mapping[str, JsonValue] = field(default_factory=dict)

    def target(self, name: str) -> SppField:
        """Return the field of SuiteProjects Pro that a row sets; one that is not declared takes text."""
        return _target(self.spp_type, name)


@lru_cache(maxsize=4096)
def _target(spp_type: str, name: str) -> SppField:
    kind = SPP_TYPES.get(spp_type)
    declared = kind.field(name) if kind else None
    return declared or SppField(name, kind.label_of(name) if kind else name)


class Reads(Enum):
    """How a bulk run finds what changed."""

    MODIFIED = "modified"  # what was modified since the bookmark
    WHOLE = "whole"  # everything, since NetSuite keeps no instant: what did not change is passed over


@dataclass(frozen=True, slots=True)
class Declaration:
    """One workflow.

    The first of ``groups`` is the main one; its key is :data:`MAIN`. ``export_flag`` is the field that marks a record for export, which
    ``unflagged_option`` lets records do without; ``flag_option`` is a setting that names the field instead. ``rule`` decides beside it.
    ``depends_on`` are workflows that must be active too, ``excludes`` those that must not. ``stages`` maps the option that lets a stage in to the stage; ``inactive_option`` names the option that
    lets inactive records in (``None``: inactive records are imported; ``""``: never). ``standard``: allowed from the start (fact
    sheet 1.6). ``real_time``: the trigger sends its saves.
    """

    key: str
    label: str
    netsuite_type: str
    groups: tuple[Group, ...]
    export_flag: str = ""
    flag_option: str = ""
    unflagged_option: str = ""
    rule: Rule | None = None
    reads: Reads = Reads.MODIFIED
    depends_on: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    stages: Mapping[str, str] = field(default_factory=dict)
    inactive_option: str | None = None
    standard: bool = True
    real_time: bool = True

    @property
    def main(self) -> Group:
        """The main group."""
        return self.groups[0]

    @property
    def spp_type(self) -> str:
        """The table of the main group."""
        return self.main.spp_type

    @property
    def rows(self) -> tuple[Row, ...]:
        """The default rows of every group."""
        return tuple(row for group in self.groups for row in group.rows)

    def group(self, key: str) -> Group:
        """Return the group ``key``. Raises ``KeyError`` for one that there is not."""
        for group in self.groups:
            if group.key == key:
                return group
        raise KeyError(f"{self.key} has no mapping group {key!r}")

    def marked_by(self, options: Mapping[str, OptionValue]) -> Declaration:
        """Return the declaration with the field that marks a record, where a setting names it."""
        return replace(self, export_flag=str(options[self.flag_option])) if self.flag_option else self

    def in_force(
        self, group: Group, rows: Iterable[Row], options: Mapping[str, OptionValue]
    ) -> tuple[Row, ...]:
        """Return the rows of a group with what the options that are on change about them. ``options`` holds every option's value."""
        instead = {target: one.row for target, one in self.brought(group, options).items()}
        return (*(instead.pop(row.target, row) for row in rows), *instead.values())

    def brought(self, group: Group, options: Mapping[str, OptionValue]) -> dict[str, Brought]:
        """Return, by target, the rows that the options which are on bring into a group. ``options`` holds every option's value."""
        found: dict[str, Brought] = {}
        for option in self.options:
            for row in option.rows.get(group.key, ()) if options[option.key] else ():
                found[row.target] = _alternative(found.get(row.target), Brought(row, (option,)))
        return found

    def option_values(self, stored: Mapping[str, object]) -> dict[str, OptionValue]:
        """Return every option's value: the stored one, else its default."""
        return {option.key: _value(stored.get(option.key, option.default), option) for option in self.options}


def _alternative(first: Brought | None, second: Brought) -> Brought:
    if first is None or first.row.source is not Source.LOOKUP or second.row.source is not Source.LOOKUP:
        return second
    forms = [*_forms(first.row.value), *_forms(second.row.value)]
    return Brought(replace(second.row, value=forms), (*first.options, *second.options))


def _forms(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]


def _value(value: object, option: Option) -> OptionValue:
    if isinstance(option.default, bool):
        return value if isinstance(value, bool) else option.default
    return str(value)
