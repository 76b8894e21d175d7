"""The SDF object ``workflow``: one state that sets fields to static values after submit, or on a schedule.

Elements as documented (*Workflows as XML Definitions*, ``section_1500992003``). What a condition may say is simplified: one
comparison of a field, as a formula.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from landbridge.local.access.model import Context
from landbridge.local.records.entities import type_name
from landbridge.local.scripting.sdfxml import Element, pipe_list, reference
from landbridge.local.suiteflow.model import EMPTY, NOT_EMPTY, NOT_EQUAL, Condition, SetFieldValue, Workflow
from landbridge.recordtypes import SCRIPT_TYPES

if TYPE_CHECKING:
    from landbridge.local.account import Account

_COMPARISON = re.compile(r"\{(?P<field>\w+)\}\s*(?P<operator>=|<>|!=)\s*'(?P<text>(?:[^']|'')*)'")
_NULL = re.compile(r"\{(?P<field>\w+)\}\s+IS\s+(?P<negated>NOT\s+)?NULL", re.IGNORECASE)
_STANDARD = re.compile(r"^STD(BODY|ENTITY|ITEM|EVENT|RECORD|USER)", re.IGNORECASE)
"""What a standard field's id begins with in a workflow (observed: ``STDBODYMEMO``)."""

_TRIGGERS = ("AFTERSUBMIT", "ONENTRY", "SCHEDULED")


def workflow(account: Account, element: Element) -> None:
    """Define the workflow of an object. Raises ``InstallError``."""
    types = tuple(_record_type(account, element, name) for name in pipe_list(element.required("recordtypes")))
    actions = tuple(
        _action(action)
        for state in element.each("workflowstates/workflowstate")
        for group in state.each("workflowactions")
        for action in _actions(group)
    )
    if not actions:
        raise element.error("has no action that the local account knows: setfieldvalueaction")
    scheduled = next(element.each("recurrence"), None) is not None
    found = Workflow(
        script_id=element.script_id,
        name=element.required("name"),
        record_types=types,
        actions=actions,
        condition=_condition(element),
        on_create=element.flag("initoncreate"),
        on_update=element.flag("initonvieworupdate"),
        scheduled=scheduled,
        contexts=_contexts(element),
        released=element.text("releasestatus", "NOTINITIATING") == "RELEASED"
        and not element.flag("isinactive"),
    )
    _check_fields(account, element, found)
    account.workflows.define(found)


def _record_type(account: Account, element: Element, name: str) -> str:
    wanted = name.lower()
    if wanted not in SCRIPT_TYPES and account.records.custom_record_type(wanted) is None:
        raise element.error(f"runs on {name}, which is not a record type of the local account")
    return wanted


def _actions(group: Element) -> list[Element]:
    trigger = group.node.get("triggertype", "")
    if trigger not in _TRIGGERS:
        raise group.error(
            f"triggertype is one of {', '.join(_TRIGGERS)} in the local account, not {trigger!r}"
        )
    return list(group.children())


def _action(element: Element) -> SetFieldValue:
    if element.tag != "setfieldvalueaction":
        raise element.error("is not supported by the local account, which knows setfieldvalueaction")
    if element.text("valuetype", "STATIC") != "STATIC":
        raise element.error("<valuetype> is STATIC in the local account")
    texts = (element.text(name) for name in ("valuetext", "valueselect", "valuedate", "valuechecked"))
    value = next((text for text in texts if text), "")
    return SetFieldValue(_field_id(element.required("field")), reference(value))


def _field_id(text: str) -> str:
    return _STANDARD.sub("", reference(text)).lower()


def _condition(element: Element) -> Condition | None:
    given = next(element.each("initcondition"), None)
    formula = given.text("formula") if given is not None else ""
    if given is None or not formula:
        return None
    compared = _COMPARISON.fullmatch(formula)
    if compared is not None:
        operator = NOT_EQUAL if compared["operator"] == "!=" else compared["operator"]
        return Condition(_field_id(compared["field"]), operator, compared["text"].replace("''", "'"))
    empty = _NULL.fullmatch(formula)
    if empty is None:
        raise given.error(
            "<formula> compares one field in the local account: {field} = 'text', {field} IS NULL"
        )
    return Condition(_field_id(empty["field"]), NOT_EMPTY if empty["negated"] else EMPTY)


def _contexts(element: Element) -> tuple[str, ...]:
    contexts = pipe_list(element.text("initcontexts"))
    for name in contexts:
        if name not in Context.__members__:
            raise element.error(f"<initcontexts> {name} is no execution context of the local account")
    return contexts


def _check_fields(account: Account, element: Element, found: Workflow) -> None:
    named = [action.field for action in found.actions]
    if found.condition is not None:
        named.append(found.condition.field)
    for script_type in found.record_types:
        definition = account.records.definition(type_name(script_type))
        for field in named:
            if definition.field_of(field) is None:
                raise element.error(f"names the field {field}, which {definition.label} does not have")
