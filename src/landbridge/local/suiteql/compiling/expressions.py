"""Values and conditions of a SELECT."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from sqlglot import exp

from landbridge.local.suiteql.compiling import calls
from landbridge.local.suiteql.compiling.likeness import alike, common
from landbridge.local.suiteql.compiling.pieces import Piece, call, text_literal
from landbridge.local.suiteql.compiling.scope import Scope
from landbridge.local.suiteql.errors import unsupported
from landbridge.local.suiteql.model import Type

if TYPE_CHECKING:
    from landbridge.local.suiteql.compiling.queries import Queries

MOST_LISTED = 1000
"""Values in one IN list (Oracle)."""

COMPARISONS: dict[type[exp.Expr], str] = {
    exp.EQ: "=",
    exp.NEQ: "<>",
    exp.LT: "<",
    exp.LTE: "<=",
    exp.GT: ">",
    exp.GTE: ">=",
}


class Expressions:
    """Writes the expressions of one SELECT; ``queries`` writes the SELECTs inside of them."""

    def __init__(self, queries: Queries, scope: Scope) -> None:
        self.queries = queries
        self.scope = scope
        self._values: dict[type[exp.Expr], Callable[..., Piece]] = {
            exp.Column: self._column,
            exp.Literal: self._literal,
            exp.RawString: lambda node: text_literal(node.name),
            exp.Boolean: lambda node: text_literal("T" if node.this else "F"),
            exp.Null: lambda _: Piece("NULL"),
            exp.Placeholder: self._placeholder,
            exp.Paren: lambda node: self.value(node.this),
            exp.Neg: self._negative,
            exp.Add: lambda node: self._arithmetic(node, "ADD", "+"),
            exp.Sub: lambda node: self._arithmetic(node, "SUBTRACT", "-"),
            exp.Mul: lambda node: self._arithmetic(node, "MULTIPLY", "*"),
            exp.Div: lambda node: self._arithmetic(node, "DIVIDE", ""),
            exp.DPipe: self._joined,
            exp.Case: self._case,
            exp.Subquery: self._subquery,
            exp.CurrentTimestamp: lambda _: Piece(call("SYSDATE"), Type.DATE, required=True),
            exp.Localtimestamp: lambda _: Piece(call("SYSDATE"), Type.DATE, required=True),
            exp.Systimestamp: lambda _: Piece(call("SYSDATE"), Type.DATE, required=True),
            exp.CurrentDate: lambda _: Piece(call("CURRENT_DATE"), Type.DATE, required=True),
            exp.Anonymous: lambda node: calls.called(self, node),
            exp.Window: lambda node: calls.window(self, node),
            exp.WithinGroup: lambda node: calls.within_group(self, node),
            exp.Dot: lambda node: calls.builtin(self, node),
            exp.Cast: lambda node: calls.cast(self, node),
            exp.Trim: lambda node: calls.trim(self, node),
            exp.Extract: lambda node: calls.extract(self, node),
        }
        self._conditions: dict[type[exp.Expr], Callable[..., str]] = {
            exp.And: lambda node: self._chain(node, " AND "),
            exp.Or: lambda node: self._chain(node, " OR "),
            exp.Not: lambda node: f"NOT ({self.condition(node.this)})",
            exp.Paren: lambda node: f"({self.condition(node.this)})",
            exp.Is: self._is,
            exp.In: self._in,
            exp.Between: self._between,
            exp.Like: lambda node: self._like(node, None),
            exp.Escape: lambda node: self._like(node.this, node.expression),
            exp.Exists: lambda node: f"EXISTS ({self.queries.inner(node.this, self.scope).sql})",
            exp.Anonymous: lambda node: calls.condition(self, node),
            **dict.fromkeys(COMPARISONS, self._compare),
        }

    def value(self, node: exp.Expr) -> Piece:
        """Write a value. Raises ``QueryRefused`` for what is none."""
        writer = self._values.get(type(node))
        if writer is None:
            raise unsupported(f"{_named(node)} cannot stand here.")
        return writer(node)

    def values(self, nodes: Iterable[exp.Expr]) -> list[Piece]:
        """Write several values."""
        return [self.value(node) for node in nodes]

    def condition(self, node: exp.Expr) -> str:
        """Write a condition. Raises ``QueryRefused`` for what is none."""
        writer = self._conditions.get(type(node))
        if writer is None:
            raise unsupported(f"{_named(node)} is not a condition.")
        return writer(node)

    # Values

    def _column(self, node: exp.Column) -> Piece:
        if isinstance(node.this, exp.Star):
            raise unsupported(f"{_named(node)} cannot stand here.")
        name, table = node.name.lower(), node.table.lower()
        if name == "rownum" and not table:
            return self.rownum()
        return self.scope.column(table, name)

    def rownum(self) -> Piece:
        """Write ROWNUM; it is counted by an inner SELECT, before anything is sorted or grouped (Oracle)."""
        numbered = "row_number() OVER ()"
        sql = self.scope.numbered(numbered) if self.scope.raw is not None else numbered
        return Piece(sql, Type.WHOLE, required=True)

    def _literal(self, node: exp.Literal) -> Piece:
        if node.is_string:
            return text_literal(node.name)
        try:
            number = float(node.name)
        except ValueError:
            raise unsupported(f"{node.name[:60]} is no number.") from None
        is_whole = node.name.isdigit() and len(node.name) < 19
        sql = str(int(node.name)) if is_whole else repr(number)
        if sql in ("inf", "nan"):
            raise unsupported(f"{node.name[:60]} is out of range.")
        return Piece(sql, Type.WHOLE if is_whole else Type.NUMBER, literal=node.name, required=True)

    def _placeholder(self, node: exp.Placeholder) -> Piece:
        return Piece(f"?{self.queries.place(node.name)}", parameter=True)

    def _negative(self, node: exp.Neg) -> Piece:
        inner = self.value(node.this)
        if inner.type.numeric:
            return Piece(f"(-{inner.sql})", inner.type)
        return Piece(call("NEGATE", inner.sql), Type.NUMBER)

    def _arithmetic(self, node: exp.Binary, name: str, sign: str) -> Piece:
        left, right = self.value(node.left), self.value(node.right)
        if left.type.numeric and right.type.numeric and sign:
            whole = left.type is right.type is Type.WHOLE
            return Piece(f"({left.sql} {sign} {right.sql})", Type.WHOLE if whole else Type.NUMBER)
        return Piece(call(name, left.sql, right.sql), _sum_type(name, left.type, right.type))

    def _joined(self, node: exp.DPipe) -> Piece:
        parts: list[exp.Expr] = []
        left: exp.Expr = node
        while isinstance(left, exp.DPipe):
            parts.append(left.expression)
            left = left.this
        pieces = self.values(reversed([*parts, left]))
        return Piece(_concatenated([piece.sql for piece in pieces]), Type.TEXT)

    def _case(self, node: exp.Case) -> Piece:
        arms: list[str] = []
        results: list[Piece] = []
        for arm in node.args["ifs"]:
            test = self.condition(arm.this) if node.this is None else self._compared(node.this, "=", arm.this)
            result = self.value(arm.args["true"])
            results.append(result)
            arms.append(f"WHEN {test} THEN {result.sql}")
        default = node.args.get("default")
        if default is not None:
            results.append(self.value(default))
            arms.append(f"ELSE {results[-1].sql}")
        return Piece(f"CASE {' '.join(arms)} END", common(results))

    def _subquery(self, node: exp.Subquery) -> Piece:
        result = self.queries.inner(node, self.scope)
        if len(result.outputs) != 1:
            raise unsupported("A sub-query that stands for a value has one column.")
        return Piece(f"({result.sql})", next(iter(result.outputs.values())).type)

    # Conditions

    def _chain(self, node: exp.Connector, word: str) -> str:
        """Write a chain of AND or OR, however long."""
        return "(" + word.join(self.condition(part) for part in node.flatten(unnest=False)) + ")"

    def _compare(self, node: exp.Binary) -> str:
        return self._compared(node.left, COMPARISONS[type(node)], node.right)

    def _compared(self, left: exp.Expr, sign: str, right: exp.Expr) -> str:
        one, other = alike([self.value(left), self.value(right)])
        return f"{one} {sign} {other}"

    def _is(self, node: exp.Is) -> str:
        if not isinstance(node.expression, exp.Null):
            raise unsupported("IS is followed by NULL or NOT NULL.")
        return f"{self.value(node.this).sql} IS {'NOT ' if node.args.get('negate') else ''}NULL"

    def _in(self, node: exp.In) -> str:
        if isinstance(node.this, exp.Tuple):
            raise unsupported("IN compares single values.")
        tested = self.value(node.this)
        query = node.args.get("query")
        if query is not None:
            result = self.queries.inner(query, self.scope)
            if len(result.outputs) != 1:
                raise unsupported("A sub-query behind IN has one column.")
            return f"{tested.sql} IN ({result.sql})"
        listed = node.expressions
        if not listed or len(listed) > MOST_LISTED:
            raise unsupported(f"A list behind IN has 1 to {MOST_LISTED} values.")
        first, *others = alike([tested, *self.values(listed)])
        return f"{first} IN ({', '.join(others)})"

    def _between(self, node: exp.Between) -> str:
        tested, low, high = alike(self.values((node.this, node.args["low"], node.args["high"])))
        return f"{tested} BETWEEN {low} AND {high}"

    def _like(self, node: exp.Expr, escape: exp.Expr | None) -> str:
        if not isinstance(node, exp.Like):
            raise unsupported("ESCAPE belongs to LIKE.")
        tested, pattern = self.value(node.this), self.value(node.expression)
        if tested.type is not Type.TEXT:
            tested = Piece(call("TO_TEXT", tested.sql), Type.TEXT)
        negation = "NOT " if node.args.get("negate") else ""
        if escape is None and pattern.literal is not None and pattern.literal.count("%") <= 2:
            return f"{tested.sql} {negation}LIKE {pattern.sql}"
        mark = self.value(escape).sql if escape is not None else "NULL"
        return f"{negation}{call('LIKE', tested.sql, pattern.sql, mark)}"


def _sum_type(name: str, left: Type, right: Type) -> Type:
    if name in ("MULTIPLY", "DIVIDE"):
        return Type.NUMBER
    if Type.DATE in (left, right):
        return Type.NUMBER if left is right and name == "SUBTRACT" else Type.DATE
    return Type.UNKNOWN if Type.UNKNOWN in (left, right) else Type.NUMBER


def _concatenated(parts: list[str]) -> str:
    """Write a concatenation; a function of SQLite takes no more than 100 arguments or so."""
    while len(parts) > 50:
        parts = [call("CONCAT", *parts[start : start + 50]) for start in range(0, len(parts), 50)]
    return call("CONCAT", *parts)


def _named(node: exp.Expr) -> str:
    """Return what a client reads about a part of the query that cannot be."""
    return f"'{node.key.upper()}'" if not node.name else f"'{node.name[:60]}'"
