"""FROM: tables, joins, and Oracle's outer joins by ``(+)``."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sqlglot import exp

from landbridge.local.suiteql.compiling.scope import Relation
from landbridge.local.suiteql.errors import unsupported

if TYPE_CHECKING:
    from landbridge.local.suiteql.compiling.expressions import Expressions
    from landbridge.local.suiteql.compiling.queries import Queries

MOST_TABLES = 50


@dataclass(slots=True)
class Marked:
    """A table that ``(+)`` stands behind, with the conditions on it."""

    sql: str
    conditions: list[exp.Expr] = field(default_factory=list)


def written(
    queries: Queries, writer: Expressions, node: exp.Select, where: list[exp.Expr]
) -> tuple[str, list[exp.Expr]]:
    """Return FROM without the word, and the conditions that remain for WHERE; the tables are added to the scope."""
    from_ = node.args.get("from_")
    if from_ is None:
        raise unsupported("FROM is missing.")
    joins: list[exp.Join] = node.args.get("joins") or []
    if len(joins) >= MOST_TABLES:
        raise unsupported("The query joins too many tables.")
    if any(_marked(one) for one in where):
        return _by_marks(queries, writer, [from_.this, *(_comma(join) for join in joins)], where)
    sql, relation = queries.relation(from_.this)
    writer.scope.add(relation)
    for join in joins:
        sql += _joined(queries, writer, join)
    return sql, where


def _joined(queries: Queries, writer: Expressions, join: exp.Join) -> str:
    sql, relation = queries.relation(join.this)
    writer.scope.add(relation)
    side, kind, on = (join.side or "").upper(), (join.kind or "").upper(), join.args.get("on")
    if kind not in ("", "INNER", "OUTER", "CROSS") or side not in ("", "LEFT", "RIGHT", "FULL"):
        raise unsupported(f"{side} {kind} JOIN is not supported.")
    if side:
        writer.scope.nullable = True
    if on is None:
        if side or kind in ("INNER", "OUTER"):
            raise unsupported("ON is missing behind JOIN.")
        return f", {sql}" if not kind else f" CROSS JOIN {sql}"
    word = f"{side} JOIN" if side else "JOIN"
    return f" {word} {sql} ON {writer.condition(on)}"


def _comma(join: exp.Join) -> exp.Expr:
    if any(value for name, value in join.args.items() if name != "this"):
        raise unsupported("(+) and JOIN cannot stand in one query.")
    inner: exp.Expr = join.this
    return inner


def _marked(node: exp.Expr) -> bool:
    return any(column.args.get("join_mark") for column in node.find_all(exp.Column))


def _by_marks(
    queries: Queries, writer: Expressions, tables: list[exp.Expr], where: list[exp.Expr]
) -> tuple[str, list[exp.Expr]]:
    scope = writer.scope
    written_: dict[str, str] = {}
    for table in tables:
        sql, relation = queries.relation(table)
        scope.add(relation)
        written_[relation.alias] = sql
    marked: dict[str, Marked] = {}
    rest: list[exp.Expr] = []
    for one in where:
        if not _marked(one):
            rest.append(one)
            continue
        owners = {
            _owner(scope.relations, column)
            for column in one.find_all(exp.Column)
            if column.args.get("join_mark")
        }
        if len(owners) != 1:
            raise unsupported("A condition has (+) for one table only.")
        owner = owners.pop()
        marked.setdefault(owner, Marked(written_[owner])).conditions.append(one)
    scope.nullable = True
    placed = [alias for alias in written_ if alias not in marked]
    if not placed:
        raise unsupported("(+) cannot stand behind every table.")
    sql = ", ".join(written_[alias] for alias in placed)
    while marked:
        ready = next(
            (alias for alias, one in marked.items() if _needs(scope.relations, one, alias) <= {*placed}), None
        )
        if ready is None:
            raise unsupported("The outer joins by (+) form a circle.")
        outer = marked.pop(ready)
        placed.append(ready)
        sql += f" LEFT JOIN {outer.sql} ON {' AND '.join(f'({writer.condition(each)})' for each in outer.conditions)}"
    return sql, rest


def _needs(relations: dict[str, Relation], one: Marked, alias: str) -> set[str]:
    columns = [column for condition in one.conditions for column in condition.find_all(exp.Column)]
    return {_owner(relations, column) for column in columns} - {alias, ""}


def _owner(relations: dict[str, Relation], column: exp.Column) -> str:
    """Return the alias of the table that a column belongs to, empty for one of an outer SELECT."""
    if column.table:
        return column.table.lower() if column.table.lower() in relations else ""
    name = column.name.lower()
    return next((alias for alias, relation in relations.items() if name in relation.columns), "")
