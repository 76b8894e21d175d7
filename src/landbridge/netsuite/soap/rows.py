"""Rows of searches with columns as :class:`~landbridge.netsuite.records.SearchRow`."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbridge.netsuite.records import SearchRow, Value
from landbridge.netsuite.soap.joins import JOINS
from landbridge.netsuite.soap.records import decode_ref, local_name, local_type
from landbridge.netsuite.soap.scalars import DECODERS, decode_boolean, decode_custom_date
from landbridge.netsuite.soap.searchclasses import SearchClass, classes_of_rows, search_class
from landbridge.recordtypes import Kind

if TYPE_CHECKING:
    from collections.abc import Callable
    from xml.etree.ElementTree import Element

_READERS: dict[Kind, Callable[[str], Value]] = {
    **DECODERS,
    Kind.DURATION: float,
    Kind.REF: str,
    Kind.REF_LIST: str,
    Kind.OBJECT: str,
}
"""How a cell's text is read. A reference is told by its attributes; NetSuite shows some lists as text only (schema)."""

_CUSTOM_READERS: dict[str, Callable[[str], Value]] = {
    "SearchColumnBooleanCustomField": decode_boolean,
    "SearchColumnDateCustomField": decode_custom_date,
    "SearchColumnDoubleCustomField": float,
    "SearchColumnEnumMultiSelectCustomField": str,
    "SearchColumnLongCustomField": int,
    "SearchColumnMultiSelectCustomField": str,
    "SearchColumnSelectCustomField": str,
    "SearchColumnStringCustomField": str,
}
_SEVERAL = frozenset({"SearchColumnEnumMultiSelectCustomField", "SearchColumnMultiSelectCustomField"})
_CUSTOM_JOIN = "customSearchJoin"


class RowDecoder:
    """Decodes rows; keeps one table a block of columns from column to what it holds."""

    def __init__(self) -> None:
        self._tables: dict[tuple[str, str], tuple[str, dict[str, Kind]]] = {}

    def decode(self, element: Element) -> SearchRow:
        """Decode one ``searchRow``; ``ValueError`` names the column whose content is not of its kind."""
        soap_class = local_type(element)
        searched = classes_of_rows().get(soap_class)
        if not soap_class.endswith("SearchRow"):
            raise ValueError("a row without xsi:type")
        values: dict[str, Value] = {}
        for block in element:
            name = local_name(block.tag)
            if name == _CUSTOM_JOIN:
                _decode_custom_join(block, values)
                continue
            table = self._tables.get((soap_class, name))
            if table is None:
                table = self._tables[soap_class, name] = _table(searched, name)
            _decode_block(block, *table, values)
        return SearchRow(searched.name if searched else _plain_name(soap_class), values)


def _table(searched: SearchClass | None, block: str) -> tuple[str, dict[str, Kind]]:
    """Return what stands before the names of a block's columns, and what they hold."""
    if block == "basic":
        return "", dict(searched.columns) if searched else {}
    joined = JOINS.get(searched.name, {}).get(block) if searched else None
    return f"{block}.", dict(search_class(joined).columns) if joined else {}


def _decode_custom_join(block: Element, values: dict[str, Value]) -> None:
    """Decode a block that is joined by a custom field: its columns stand behind the field's script id."""
    script_id = ""
    for child in block:
        if local_name(child.tag) == "customizationRef":
            script_id = child.get("scriptId") or child.get("internalId") or ""
        else:
            _decode_block(child, f"{script_id}.", {}, values)


def _decode_block(block: Element, before: str, kinds: dict[str, Kind], values: dict[str, Value]) -> None:
    for cell in block:
        name = local_name(cell.tag)
        if name == "customFieldList":
            _decode_custom_cells(cell, before, values)
            continue
        kind = kinds.get(name, Kind.STRING)
        try:
            for found in _values(cell, _READERS[kind]):
                _put(values, before + name, found, several=kind is Kind.REF_LIST)
        except ValueError as error:
            raise ValueError(f"column {before}{name}: {error}") from None


def _decode_custom_cells(cells: Element, before: str, values: dict[str, Value]) -> None:
    for cell in cells:
        script_id = cell.get("scriptId") or cell.get("internalId")
        concrete = local_type(cell)
        if not script_id or concrete not in _CUSTOM_READERS:
            raise ValueError(f"a custom column without scriptId or of unknown type {concrete[:60]!r}")
        try:
            for found in _values(cell, _CUSTOM_READERS[concrete]):
                _put(values, before + script_id, found, several=concrete in _SEVERAL)
        except ValueError as error:
            raise ValueError(f"column {before}{script_id}: {error}") from None


def _values(cell: Element, read: Callable[[str], Value]) -> list[Value]:
    """Return what a cell holds; its label, where the search gives one, is left out."""
    return [_value(child, read) for child in cell if child.tag.endswith("}searchValue")]


def _value(element: Element, read: Callable[[str], Value]) -> Value:
    keys = element.keys()
    if "internalId" in keys or "externalId" in keys:
        return decode_ref(element)
    if len(element):
        raise ValueError("holds elements where a plain value belongs")
    return read(element.text or "")


def _put(values: dict[str, Value], name: str, found: Value, *, several: bool) -> None:
    held = values.get(name)
    if held is None:
        values[name] = [found] if several else found
    elif isinstance(held, list):
        held.append(found)
    else:
        values[name] = [held, found]


def _plain_name(soap_class: str) -> str:
    return soap_class[:1].lower() + soap_class[1:].removesuffix("SearchRow")
