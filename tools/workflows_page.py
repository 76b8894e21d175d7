"""The page of all import workflows, made from their declarations: a table of all, then a section each."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from landbridge.service.workflows.catalogue import CATALOGUE, MAIN, Declaration, Group, Option, Row, Source
from landbridge.service.workflows.catalogue.hierarchies import classified
from landbridge.service.workflows.catalogue.model import Reads
from landbridge.service.workflows.describing import described, script_types

HEAD = """\
# The import workflows

This page is made from the declarations (`service/workflows/catalogue/`) by `make docs`; a test fails when it is out of date. A run goes through the
workflows in this order, parents before children.

A record is imported when it has the mark, unless an option does without, and no rule speaks against it; what stays out is in the run log with its
reason. It becomes one record in the main group, and one for each line in a group of lines; all of them are written, or none. A record of SuiteProjects Pro
is found by its link, then by the NetSuite-ID field, then by the name where the table names one, any case. A reference to a record that is not imported yet
holds the record up where it must be filled (*required*), else the field is left as it is until the record comes.

Default rows are those of fact sheets and published configurations where there are any; the others are what an administrator would expect
([decision 58](../decisions/0058-defaults-that-no-source-states.md)). All but those of fixed groups can be changed: [mapping](mapping.md).
*Standard* workflows can be activated from the start, others must be allowed on the administration form first.
"""

TABLE_HEAD = ("workflow", "name", "NetSuite", "SuiteProjects Pro", "real time", "standard", "needs", "rows")


def page() -> str:
    """Return the page in Markdown."""
    parts = [HEAD, *_table(TABLE_HEAD, map(_summary, CATALOGUE.values())), ""]
    for declaration in CATALOGUE.values():
        parts += _section(declaration)
    return "\n".join(parts).rstrip() + "\n"


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    columns = list(head)
    yield f"| {' | '.join(columns)} |"
    yield f"| {' | '.join('---' for _ in columns)} |"
    for row in rows:
        yield f"| {' | '.join(cell.replace('|', chr(92) + '|') for cell in row)} |"


def _summary(declaration: Declaration) -> tuple[str, ...]:
    told = described(declaration)
    return (
        f"[{declaration.label}](#{_anchor(declaration)})",
        f"`{declaration.key}`",
        _code(told.netsuite_types),
        _code(told.spp_types),
        "yes" if declaration.real_time else "no",
        "yes" if declaration.standard else "no",
        _code(declaration.depends_on),
        str(len(told.mapping_rows)),
    )


def _anchor(declaration: Declaration) -> str:
    kept = "".join(one for one in declaration.label.lower() if one.isalnum() or one in " -")
    return kept.replace(" ", "-")


def _code(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def _section(declaration: Declaration) -> Iterator[str]:
    yield f"## {declaration.label}"
    yield ""
    yield from (f"* {line}" for line in _facts(declaration))
    yield ""
    if declaration.options:
        yield from _table(("option", "from the start", "what it does"), map(_option, declaration.options))
        yield ""
    for group in declaration.groups:
        yield from _group(declaration, group)


def _facts(declaration: Declaration) -> Iterator[str]:
    types = _code(script_types(declaration.netsuite_type))
    whole = "in full, since NetSuite keeps no instant of a change; what did not change is passed over"
    how = whole if declaration.reads is Reads.WHOLE else "what was modified since the bookmark"
    yield f"Key `{declaration.key}`; reads {types}: {how}."
    yield _selection(declaration)
    if declaration.depends_on:
        yield f"Needs {_code(declaration.depends_on)}."
    if declaration.excludes:
        yield f"Cannot be active beside {_code(declaration.excludes)}."
    if not declaration.real_time:
        yield "Not in real time: by schedule, by hand, by catch-up and in full synchronizations."
    monitored = _code(described(declaration).monitored_fields)
    yield f"Monitored fields, unless others are chosen: {monitored}."


def _selection(declaration: Declaration) -> str:
    found = []
    if declaration.export_flag:
        but = f", unless `{declaration.unflagged_option}` is on" if declaration.unflagged_option else ""
        found.append(f"`{declaration.export_flag}` is ticked{but}")
    if declaration.stages:
        found.append("its stage is let in")
    if declaration.inactive_option is not None:
        but = f", unless `{declaration.inactive_option}` is on" if declaration.inactive_option else ""
        found.append(f"it is active{but}")
    if declaration.rule:
        text = declaration.rule.text.rstrip(".")
        found.append(f"{text[0].lower()}{text[1:]} (else `{declaration.rule.code}`)")
    return f"Imported when {'; '.join(found)}." if found else "Every record is imported; there is no mark."


def _option(option: Option) -> tuple[str, str, str]:
    start = option.default if isinstance(option.default, str) else "on" if option.default else "off"
    return f"`{option.key}`: {option.label}", start or "empty", option.help


def _group(declaration: Declaration, group: Group) -> Iterator[str]:
    yield f"### {group.label}{'' if group.key != MAIN else ' (main group)'}"
    yield ""
    yield " ".join(_of_group(group))
    yield ""
    rows = [_row(group, row, "") for row in group.rows]
    for option in declaration.options:
        rows += [_row(group, row, option.key) for row in option.rows.get(group.key, ())]
        if classified({option.key: "x"}) and group.key == MAIN:
            rows.append(
                ("`hierarchy_node_ids`", "the node of what the record names", f"option `{option.key}`")
            )
    yield from _table(("SuiteProjects Pro", "value", "set"), rows)
    yield ""


def _of_group(group: Group) -> Iterator[str]:
    each = f" for each line of `{group.each}`" if group.each else ""
    point = f" (`{group.integration_point}`)" if group.integration_point else ""
    yield f"One `{group.spp_type}`{each}{point}; NetSuite ID in `{group.netsuite_id_field}`."
    if group.condition:
        yield f"Of those where `{group.condition}`."
    if group.name_field:
        within = f" within {_code(group.name_within)}" if group.name_within else ""
        yield f"Matched by `{group.name_field}`{within} where no id matches."
    if group.leaves_out_orphans:
        yield "Left out while a required parent is not exported."
    if group.refuses_orphans:
        yield "A required parent that is not exported fails the record."
    if group.goes_with:
        yield f"Left out where the line gives no `{group.goes_with}`."
    if group.fixed:
        yield "Its contents are fixed."
    if group.withdrawn:
        values = ", ".join(f"`{name}` {json.dumps(value)}" for name, value in group.withdrawn.items())
        yield f"A line that is gone or not marked any more gets {values}."


def _row(group: Group, row: Row, option: str) -> tuple[str, str, str]:
    when = [f"option `{option}`"] if option else []
    when += ["required"] if row.required else []
    when += ["on creation only"] if row.initial_only else []
    return f"`{row.target}` ({group.target(row.target).label})", in_words(row), ", ".join(when)


def in_words(row: Row) -> str:
    """Return where the value of a row comes from."""
    return _WORDS[row.source](row)


def _concatenation(row: Row) -> str:
    pieces: list[Mapping[str, str]] = row.value  # type: ignore[assignment]  # what a concatenation's value is
    return " + ".join(f"`{one['field']}`" if "field" in one else f'"{one["text"]}"' for one in pieces)


def _values(row: Row) -> str:
    pairs: Mapping[str, object] = row.value  # type: ignore[assignment]  # what a value map's value is
    listed = ", ".join(f"{key or 'empty'} → {json.dumps(value)}" for key, value in pairs.items())
    return f"`{row.field}`: {listed}"


def _lookup(row: Row) -> str:
    forms = row.value if isinstance(row.value, list) else [row.value]
    return ", else ".join(_form(row, form) for form in forms)


def _form(row: Row, form: object) -> str:
    if not isinstance(form, Mapping):
        return f"what `{row.field}` became in `{form}`"
    if "workflow" in form:
        return f"`{form['return']}` of what `{row.field}` became in `{form['workflow']}`"
    where = "".join(f", `{name}` {json.dumps(value)}" for name, value in form.get("where", {}).items())
    first = "the first " if form.get("several") == "first" else "the "
    return f"{first}`{form['table']}` of which `{form['by']}` is `{row.field}`{where}"


def _conditional(row: Row) -> str:
    stored: Mapping[str, list[Mapping[str, object]]] = row.value  # type: ignore[assignment]  # what a condition's value is
    texts = [f"where `{branch['if']}`: {_branch(branch['then'])}" for branch in stored["branches"]]
    otherwise = f"else {_branch(stored['else'])}" if "else" in stored else "else left as it is"
    return "; ".join([*texts, otherwise])


def _branch(stored: object) -> str:
    plain: Mapping[str, str] = stored  # type: ignore[assignment]  # a row as in ``catalogue.Row``
    return in_words(Row("", Source(plain["source"]), plain["field"], plain["value"]))


_WORDS = {
    Source.FIELD: lambda row: f"`{row.field}`",
    Source.CONSTANT: lambda row: f"always {json.dumps(row.value)}",
    Source.CONCATENATION: _concatenation,
    Source.MACRO: lambda row: f"`{row.value}`" + (f" of `{row.field}`" if row.field else ""),
    Source.LOOKUP: _lookup,
    Source.VALUES: _values,
    Source.CONDITIONAL: _conditional,
    Source.PART: lambda row: f"what it became in `{row.value}`",
}
