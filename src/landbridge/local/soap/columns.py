"""The columns of advanced searches: which ones a client asks for, in ``XxxSearchRow``."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from landbridge.local.account import Account
from landbridge.local.records.errors import RecordError
from landbridge.local.soap import faults
from landbridge.local.soap.columnvalues import columns_of
from landbridge.local.soap.customfields import script_id_of
from landbridge.local.soap.declared import check_once
from landbridge.local.soap.joins import join_of
from landbridge.local.soap.searchclasses import SearchClass
from landbridge.local.soap.versions import Namespaces
from landbridge.local.soap.xmlreader import Node
from landbridge.recordtypes import transactions


@dataclass(frozen=True, slots=True)
class Column:
    """One column; ``custom`` says that ``name`` is a script id. ``label`` is repeated in each row (schema: customLabel)."""

    name: str
    custom: bool = False
    label: str = ""


@dataclass(frozen=True, slots=True)
class JoinedColumns:
    """Columns of the record that a field of the searched one refers to."""

    join: str
    record_type: str
    path: str
    columns: tuple[Column, ...]


@dataclass(frozen=True, slots=True)
class Columns:
    """All columns of a search, in the order in which they were asked for."""

    searched: SearchClass
    basic: tuple[Column, ...]
    joined: tuple[JoinedColumns, ...] = ()


class ColumnReader:
    """Reads the columns of one advanced search."""

    def __init__(self, account: Account, namespaces: Namespaces, searched: SearchClass) -> None:
        self._account = account
        self._namespaces = namespaces
        self._searched = searched

    def read(self, record_type: str, node: Node | None) -> Columns | None:
        """Return the columns, ``None`` where none is asked for.

        Raises ``SoapFault`` where the XML is not of the schema, ``RecordError`` for a column or join that is not answered.
        """
        if node is None:
            return None
        check_once(node.children)
        found = Columns(self._searched, ())
        home = self._namespaces.of(self._searched.namespace, self._searched.group)
        for child in node.children:
            _expect(child, home)
            if child.name == "basic":
                found = replace(found, basic=self._columns(record_type, child))
            else:
                found = replace(found, joined=(*found.joined, self._joined(child)))
        return found if found.basic or found.joined else None

    def _joined(self, node: Node) -> JoinedColumns:
        to = join_of(self._searched.record_type, node.name)
        path = to.paths[0]
        by_line = self._searched.record_type == transactions.FAMILY  # a row of it is one line
        if to.reverse or ("." in path and not by_line):
            raise RecordError(
                "FEATURE_UNAVAILABLE",
                f"The local account answers no columns of {node.name}: it may lead to several records.",
            )
        return JoinedColumns(node.name, to.record_type, path, self._columns(to.record_type, node))

    def _columns(self, record_type: str, basic: Node) -> tuple[Column, ...]:
        known = columns_of(self._account, record_type)
        columns: list[Column] = []
        for child in basic.children:
            _expect(child, self._namespaces.common)
            if child.name == "recType" and self._account.records.custom_record_type(record_type) is not None:
                continue  # which records are searched, no column (schema: compulsory)
            if child.name == "customFieldList":
                columns += [self._custom(record_type, one) for one in child.named("customField")]
            elif child.name in known:
                columns.append(Column(child.name, label=child.text_of("customLabel")))
            else:
                raise RecordError(
                    "INVALID_SEARCH_FIELD_NAME",
                    f"The local account answers no column {child.name} of {record_type}.",
                )
        return tuple(columns)

    def _custom(self, record_type: str, node: Node) -> Column:
        script_id = script_id_of(self._account, node)
        if script_id not in columns_of(self._account, record_type) or not script_id.startswith("cust"):
            raise RecordError("INVALID_SRCH_CSTM_FLD", f"{record_type} has no custom field {script_id!r}.")
        return Column(script_id, custom=True, label=node.text_of("customLabel"))


def named_columns(searched: SearchClass, names: Sequence[str]) -> Columns | None:
    """Return the columns of a saved search by their names or script ids, ``None`` where it has none.

    In a row they stand as the schema has them: by name, without regard to case.
    """
    if not names:
        return None
    ordered = sorted(names, key=str.casefold)
    return Columns(searched, tuple(Column(name, custom="_" in name) for name in ordered))


def _expect(node: Node, namespace: str) -> None:
    if node.namespace != namespace:
        raise faults.malformed(f"{node.name!r} is in namespace {node.namespace!r}, expected {namespace!r}")
