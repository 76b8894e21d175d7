"""SELECTs: tables, joins, groups, sorting, limits, set operations, WITH."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from sqlglot import exp

from landbridge.local.suiteql.compiling import grouping, joining
from landbridge.local.suiteql.compiling.calls import sort_key
from landbridge.local.suiteql.compiling.expressions import Expressions
from landbridge.local.suiteql.compiling.likeness import common
from landbridge.local.suiteql.compiling.pieces import Piece, quoted
from landbridge.local.suiteql.compiling.rownum import RowLimit, split
from landbridge.local.suiteql.compiling.scope import RAW, Relation, Scope
from landbridge.local.suiteql.errors import QueryRefused, unsupported
from landbridge.local.suiteql.model import Table, Visible


@dataclass(frozen=True, slots=True)
class Result:
    """A query: its SQL and its columns in order. ``limited``: it has a limit of its own; ``ordered``: it is sorted."""

    sql: str
    outputs: Mapping[str, Piece]
    limited: bool = False
    ordered: bool = False


@dataclass(slots=True)
class Queries:
    """Writes one statement. ``table`` finds a table by name, or raises; ``places`` are the placeholders in their order.

    Afterwards ``used`` has the tables that were read, ``referred`` what BUILTIN.DF shows.
    """

    table: Callable[[str], Visible]
    places: list[str]
    used: dict[str, Table] = field(default_factory=dict)
    referred: set[str] = field(default_factory=set)
    _named: list[dict[str, Result]] = field(default_factory=list)
    _derivations: int = 0

    def place(self, name: str) -> int:
        """Return the number of a placeholder, from 1."""
        if name not in self.places:
            raise unsupported("Parameters are written as question marks.")
        return self.places.index(name) + 1

    def inner(self, node: exp.Expr, outer: Scope | None) -> Result:
        """Write a query inside of another one, or the whole one."""
        if isinstance(node, exp.Subquery):
            if node.args.get("alias") and outer is not None:
                raise unsupported("An alias cannot stand here.")
            return self.inner(node.this, outer)
        if isinstance(node, exp.SetOperation):
            return self._with(node, lambda: self._combined(node, outer))
        if isinstance(node, exp.Select):
            return self._with(node, lambda: self._select(node, outer))
        raise unsupported("Only SELECT is allowed.")

    def _with(self, node: exp.Expr, body: Callable[[], Result]) -> Result:
        """Write the named queries of WITH in the place where they are used, then the query itself."""
        named: dict[str, Result] = {}
        self._named.append(named)
        try:
            with_ = node.args.get("with_")
            if with_ is not None:
                for one in with_.expressions:
                    named[one.alias.lower()] = self.inner(one.this, None)
            return body()
        finally:
            self._named.pop()

    # Tables

    def relation(self, node: exp.Expr) -> tuple[str, Relation]:
        """Write a table, a named query or a sub-query of FROM; return it with what it offers."""
        alias = node.alias.lower()
        if isinstance(node, exp.Subquery):
            result = self.inner(exp.Subquery(this=node.this), None)
            return self._derived(result, alias or self._unnamed())
        if not isinstance(node, exp.Table) or not isinstance(node.this, exp.Identifier):
            raise unsupported("FROM takes tables and sub-queries.")
        name = node.name.lower()
        for named in reversed(self._named):
            if name in named:
                return self._derived(named[name], alias or name)
        if name == "dual":
            columns = {"dummy": Piece(f"{quoted(alias or name)}.dummy")}
            return f"(SELECT 'X' AS dummy) AS {quoted(alias or name)}", Relation(alias or name, name, columns)
        return self._stored(self.table(name), alias or name)

    def _unnamed(self) -> str:
        self._derivations += 1
        return f"_{self._derivations}"

    def _derived(self, result: Result, alias: str) -> tuple[str, Relation]:
        # A limit keeps SQLite from dropping the order of a sub-query, which ROWNUM around it counts by.
        sql = f"{result.sql} LIMIT -1" if result.ordered and not result.limited else result.sql
        columns = {
            name: piece.handed_on(f"{quoted(alias)}.{quoted(name)}") for name, piece in result.outputs.items()
        }
        return f"({sql}) AS {quoted(alias)}", Relation(alias, alias, columns)

    def _stored(self, visible: Visible, alias: str) -> tuple[str, Relation]:
        table = visible.table
        self.used[table.name] = table
        columns = {
            column.name: Piece(
                sql=f"{quoted(alias)}.{quoted(column.name)}",
                type=column.type,
                refers_to=column.refers_to,
                codes=column.codes,
                shown=f"{quoted(alias)}.{quoted(column.shown)}" if column.shown else "",
                by_kind=column.by_kind,
                kind=f'{quoted(alias)}."_kind"' if column.by_kind else "",
                required=column.required,
            )
            for column in table.columns.values()
        }
        sql = f"{quoted(table.name)} AS {quoted(alias)}"
        if visible.kinds is not None:
            sql = f"({_rows_of(table, visible.kinds)}) AS {quoted(alias)}"
        return sql, Relation(alias, table.name, columns)

    # One SELECT

    def _select(self, node: exp.Select, outer: Scope | None) -> Result:
        scope = Scope(outer)
        writer = Expressions(self, scope)
        where, limit = split(node.args.get("where"), self)
        from_sql, conditions = joining.written(self, writer, node, where)
        filters = [writer.condition(one) for one in conditions]
        rows = f"FROM {from_sql}" + (
            f" WHERE {' AND '.join(f'({one})' for one in filters)}" if filters else ""
        )
        if limit is None or not _is_plain(node):
            return self._around(node, writer, rows, limit)
        body, outputs = self._body(node, writer)
        limited, ending = _limit_clause(node, limit)
        return Result(f"SELECT {body} {rows}{ending}", outputs, limited=limited)

    def _around(self, node: exp.Select, writer: Expressions, rows: str, limit: RowLimit | None) -> Result:
        """Write a SELECT whose rows are numbered inside, when ROWNUM asks for it, before anything else happens to them."""
        scope = writer.scope
        if limit is None and not _names_rownum(node):
            tail = self._tail(node, writer)
            return tail(rows)
        scope.raw = {}
        tail = self._tail(node, writer)
        columns = ", ".join(f"{sql} AS {quoted(name)}" for sql, name in scope.raw.items()) or "1 AS c0"
        ending = f" LIMIT {limit.sql}" if limit is not None else " LIMIT -1"
        return tail(f"FROM (SELECT {columns} {rows}{ending}) AS {quoted(RAW)}")

    def _tail(self, node: exp.Select, writer: Expressions) -> Callable[[str], Result]:
        """Write all that comes after FROM and WHERE; return what puts them together."""
        body, outputs = self._body(node, writer)
        groups = grouping.written(node, writer)
        order = self._order(node, writer, outputs)
        limited, ending = _limit_clause(node, None)

        def put(rows: str) -> Result:
            return Result(f"SELECT {body} {rows}{groups}{order}{ending}", outputs, limited, bool(order))

        return put

    def _body(self, node: exp.Select, writer: Expressions) -> tuple[str, dict[str, Piece]]:
        distinct = node.args.get("distinct")
        outputs: dict[str, Piece] = {}
        writer.scope.aggregates = True
        for name, piece in self._projected(node, writer):
            outputs[_free(name, outputs)] = piece
        writer.scope.aggregates = False
        written = ", ".join(f"{piece.sql} AS {quoted(name)}" for name, piece in outputs.items())
        return f"{'DISTINCT ' if distinct is not None else ''}{written}", outputs

    def _projected(self, node: exp.Select, writer: Expressions) -> Iterable[tuple[str, Piece]]:
        unnamed = 0
        for one in node.expressions:
            star = _starred(one)
            if star is not None:
                yield from _expanded(writer.scope, star)
                continue
            inner = one.this if isinstance(one, exp.Alias) else one
            name = (
                one.alias.lower()
                if isinstance(one, exp.Alias)
                else inner.name.lower()
                if isinstance(inner, exp.Column)
                else ""
            )
            if not name:
                unnamed += 1
                name = f"expr{unnamed}"
            yield name, writer.value(inner)

    def _order(self, node: exp.Expr, writer: Expressions, outputs: Mapping[str, Piece]) -> str:
        order = node.args.get("order")
        if order is None:
            return ""
        aliases = {
            one.alias.lower() for one in getattr(node, "expressions", ()) if isinstance(one, exp.Alias)
        }
        writer.scope.aggregates = True
        if isinstance(node, exp.Select) and node.args.get("distinct") is not None:
            _require_selected(order.expressions, writer, outputs, aliases)
        keys = [self._key(one, writer, outputs, aliases) for one in order.expressions]
        writer.scope.aggregates = False
        return f" ORDER BY {', '.join(keys)}"

    def _key(
        self, one: exp.Expr, writer: Expressions, outputs: Mapping[str, Piece], aliases: set[str]
    ) -> str:
        inner = one.this
        if isinstance(inner, exp.Literal) and not inner.is_string:
            if not inner.name.isdigit() or not 1 <= int(inner.name) <= len(outputs):
                raise unsupported(f"There is no column number {inner.name[:20]} to sort by.")
            return sort_key(writer, one, inner.name)
        if isinstance(inner, exp.Column) and not inner.table:
            name = inner.name.lower()
            combined = not writer.scope.relations
            if name in outputs and (name in aliases or combined) and not outputs[name].required:
                return sort_key(writer, one, quoted(name))
            if name in outputs and (name in aliases or combined):
                return f"{quoted(name)} DESC" if one.args.get("desc") else quoted(name)
        if isinstance(inner, exp.Alias):
            raise unsupported("An alias cannot stand here.")
        return sort_key(writer, one)

    # Set operations

    def _combined(self, node: exp.SetOperation, outer: Scope | None) -> Result:
        left, right = self.inner(node.this, outer), self.inner(node.expression, outer)
        if len(left.outputs) != len(right.outputs):
            raise unsupported("Queries that are combined have the same number of columns.")
        words = {exp.Union: "UNION", exp.Except: "EXCEPT", exp.Intersect: "INTERSECT"}
        word = words[type(node)]
        if not node.args.get("distinct"):
            if word != "UNION":
                raise unsupported(f"{word} ALL is not supported.")
            word = "UNION ALL"
        outputs = {
            name: Piece(quoted(name), common([one, other]), refers_to=one.refers_to, codes=one.codes)
            for (name, one), other in zip(left.outputs.items(), right.outputs.values(), strict=True)
        }
        order = self._order(node, Expressions(self, Scope(None)), outputs)
        limited, ending = _limit_clause(node, None)
        # A chain stays flat: SQLite reads it from the left as SQL does, and does not nest without end.
        first = left.sql if _is_chain(node.this) else f"SELECT * FROM ({left.sql})"  # noqa: S608 - it was written here
        sql = f"{first} {word} SELECT * FROM ({right.sql}){order}{ending}"  # noqa: S608 - both were written here
        return Result(sql, outputs, limited, bool(order))


def _rows_of(table: Table, kinds: tuple[str, ...]) -> str:
    """Write the rows of some record types, without those that lead to a transaction of another type."""
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    tests = [f'"_kind" IN ({listed})']
    tests += [
        f'{quoted(name)} IN (SELECT id FROM "transaction" WHERE "_kind" IN ({listed}))'  # noqa: S608 - names of ours
        for name in table.others
    ]
    return f"SELECT * FROM {quoted(table.name)} WHERE {' AND '.join(tests)}"  # noqa: S608 - names of ours


def _require_selected(
    keys: Iterable[exp.Expr], writer: Expressions, outputs: Mapping[str, Piece], aliases: set[str]
) -> None:
    """Refuse to sort distinct rows by what they do not show (Oracle: ORA-01791; text assumed). Raises ``QueryRefused``."""
    selected = {piece.sql for piece in outputs.values()}
    for key in keys:
        inner = key.this
        numbered = isinstance(inner, exp.Literal) and not inner.is_string
        named = isinstance(inner, exp.Column) and not inner.table and inner.name.lower() in aliases
        if not numbered and not named and writer.value(inner).sql not in selected:
            raise unsupported("A SELECT DISTINCT is sorted by expressions that it selects.")


def _is_plain(node: exp.Select) -> bool:
    """Say whether a limit by ROWNUM may simply end a SELECT: nothing is sorted, grouped or numbered after it."""
    parts = ("group", "having", "order", "distinct", "limit", "offset")
    return not any(node.args.get(part) for part in parts) and not any(
        isinstance(inner, (exp.Window, exp.WithinGroup)) or grouping.is_aggregate(inner)
        for one in node.expressions
        for inner in one.walk()
    )


def _is_chain(node: exp.Expr) -> bool:
    """Say whether a set operation has others on its left and nothing of its own behind it."""
    parts = ("order", "limit", "offset", "with_")
    return isinstance(node, exp.SetOperation) and not any(node.args.get(part) for part in parts)


def _names_rownum(node: exp.Select) -> bool:
    places = [*node.expressions, node.args.get("order"), node.args.get("group"), node.args.get("having")]
    return any(
        column.name.lower() == "rownum" and not column.table
        for place in places
        if place is not None
        for column in place.find_all(exp.Column)
    )


def _limit_clause(node: exp.Expr, rows: RowLimit | None) -> tuple[bool, str]:
    """Write TOP, FETCH FIRST and OFFSET, or the limit by ROWNUM. Raises ``QueryRefused`` for what is no whole number."""
    if rows is not None:
        return True, f" LIMIT {rows.sql}"
    limit, offset = node.args.get("limit"), node.args.get("offset")
    if limit is None and offset is None:
        return False, ""
    count = "-1"
    if isinstance(limit, exp.Fetch):
        count = _whole(limit.args.get("count") or exp.Literal.number(1))
    elif limit is not None:
        count = _whole(limit.expression)
    skipped = f" OFFSET {_whole(offset.expression)}" if offset is not None else ""
    return True, f" LIMIT {count}{skipped}"


def _whole(node: exp.Expr) -> str:
    if not isinstance(node, exp.Literal) or not node.name.isdigit() or len(node.name) > 15:
        raise unsupported("TOP, FETCH and OFFSET take a whole number.")
    return node.name


def _starred(node: exp.Expr) -> str | None:
    """Return the alias before a star, empty for all tables, or ``None`` when there is no star."""
    star = node.this if isinstance(node, exp.Column) else node
    if not isinstance(star, exp.Star):
        return None
    return node.table.lower() if isinstance(node, exp.Column) else ""


def _expanded(scope: Scope, alias: str) -> Iterable[tuple[str, Piece]]:
    relations = [scope.relations[alias]] if alias in scope.relations else list(scope.relations.values())
    if alias and alias not in scope.relations:
        raise QueryRefused(f"Search error occurred: Unknown identifier '{alias[:60]}.*'.")
    for relation in relations:
        for name in relation.visible():
            piece = scope.own(relation.alias, name)
            assert piece is not None, "the scope has the columns of its own tables"
            yield name, piece


def _free(name: str, outputs: Mapping[str, Piece]) -> str:
    """Return a column's name, with a number when an earlier column has it (assumed)."""
    if name not in outputs:
        return name
    number = 0
    while f"{name}_{number}" in outputs:
        number += 1
    return f"{name}_{number}"
