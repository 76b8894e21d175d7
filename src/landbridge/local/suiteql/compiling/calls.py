"""Calls of functions, aggregates, analytic functions and BUILTIN."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlglot import exp

from landbridge.local.suiteql.compiling.functions import (
    AGGREGATES,
    BUILTIN_UNSUPPORTED,
    FUNCTIONS,
    UNSUPPORTED,
    WINDOWS,
    Function,
)
from landbridge.local.suiteql.compiling.likeness import alike, common
from landbridge.local.suiteql.compiling.pieces import OPAQUE, Piece, call, text_literal
from landbridge.local.suiteql.dialect import DATE_LITERAL
from landbridge.local.suiteql.errors import QueryRefused, unknown_function, unsupported
from landbridge.local.suiteql.model import Type

if TYPE_CHECKING:
    from landbridge.local.suiteql.compiling.expressions import Expressions

EXTRACTED = ("YEAR", "MONTH", "DAY", "HOUR", "MINUTE", "SECOND")

CASTS = {
    exp.DType.VARCHAR: ("TO_TEXT", Type.TEXT),
    exp.DType.NVARCHAR: ("TO_TEXT", Type.TEXT),
    exp.DType.CHAR: ("TO_TEXT", Type.TEXT),
    exp.DType.NCHAR: ("TO_TEXT", Type.TEXT),
    exp.DType.TEXT: ("TO_TEXT", Type.TEXT),
    exp.DType.INT: ("ROUND_NUMBER", Type.NUMBER),
    exp.DType.BIGINT: ("ROUND_NUMBER", Type.NUMBER),
    exp.DType.SMALLINT: ("ROUND_NUMBER", Type.NUMBER),
    exp.DType.DECIMAL: ("TO_NUMBER", Type.NUMBER),
    exp.DType.FLOAT: ("TO_NUMBER", Type.NUMBER),
    exp.DType.DOUBLE: ("TO_NUMBER", Type.NUMBER),
    exp.DType.DATE: ("IMPLICIT_DATE", Type.DATE),
    exp.DType.TIMESTAMP: ("IMPLICIT_DATE", Type.DATE),
}


def called(expressions: Expressions, node: exp.Anonymous) -> Piece:
    """Write the call of a function or aggregate. Raises ``QueryRefused`` for one that there is not."""
    name = node.name.upper()
    if name in AGGREGATES:
        return _aggregate(expressions, name, node.expressions, over=False)
    if name == "DECODE":
        return _decode(expressions, node)
    if name == DATE_LITERAL:
        return _date_literal(node)
    if name in ("SYSDATE", "GETDATE"):
        raise unsupported(f"{name} takes no parentheses.")
    function = _function(name, len(node.expressions))
    if function.condition:
        raise unsupported(f"{name} is a condition.")
    pieces = expressions.values(node.expressions)
    return Piece(function.write([piece.sql for piece in pieces]), _result(name, function, pieces))


def condition(expressions: Expressions, node: exp.Anonymous) -> str:
    """Write REGEXP_LIKE. Raises ``QueryRefused`` for any other."""
    name = node.name.upper()
    function = _function(name, len(node.expressions))
    if not function.condition:
        raise unsupported(f"{name} is not a condition.")
    return function.write([piece.sql for piece in expressions.values(node.expressions)])


def _function(name: str, given: int) -> Function:
    function = FUNCTIONS.get(name)
    if function is None:
        if name in WINDOWS:
            raise unsupported(f"{name} needs OVER.")
        if name in UNSUPPORTED:
            raise unsupported(f"The local account does not support the function {name}.")
        raise unknown_function(name)
    if not function.least <= given <= function.most:
        raise QueryRefused(f"Search error occurred: Invalid number of arguments of {name}.")
    return function


def _result(name: str, function: Function, pieces: list[Piece]) -> Type:
    if function.result is not None:
        return function.result
    if name in ("TRUNC", "ROUND"):
        return Type.NUMBER if pieces[0].type is Type.WHOLE else pieces[0].type
    return common(pieces[1:] if name == "NVL2" else pieces[:1] if name == "NULLIF" else pieces)


def _date_literal(node: exp.Anonymous) -> Piece:
    text = node.expressions[0].name
    model = "YYYY-MM-DD" if len(text) <= 10 else "YYYY-MM-DD HH24:MI:SS"
    sql = call("TO_DATE", text_literal(text.partition(".")[0]).sql, f"'{model}'")
    return Piece(sql, Type.DATE)


def _decode(expressions: Expressions, node: exp.Anonymous) -> Piece:
    if len(node.expressions) < 3:
        raise QueryRefused("Search error occurred: Invalid number of arguments of DECODE.")
    tested, *pairs = expressions.values(node.expressions)
    arms, results = [], []
    for place in range(0, len(pairs) - 1, 2):
        one, other = alike([tested, pairs[place]])
        results.append(pairs[place + 1])
        arms.append(f"WHEN {one} IS {other} THEN {results[-1].sql}")
    if len(pairs) % 2:
        results.append(pairs[-1])
        arms.append(f"ELSE {results[-1].sql}")
    return Piece(f"CASE {' '.join(arms)} END", common(results))


# Aggregates and analytic functions


def _aggregate(expressions: Expressions, name: str, arguments: list[exp.Expr], *, over: bool) -> Piece:
    scope = expressions.scope
    if not over:
        if not scope.aggregates:
            raise unsupported(f"The aggregate {name} cannot stand here.")
        scope.found_aggregate = True
    if len(arguments) != 1:
        raise QueryRefused(f"Search error occurred: Invalid number of arguments of {name}.")
    argument = arguments[0]
    if isinstance(argument, exp.Star):
        if name != "COUNT":
            raise unsupported(f"{name}(*) is not SuiteQL.")
        return Piece("count(*)", Type.WHOLE, required=True)
    distinct = name == "APPROX_COUNT_DISTINCT"
    if isinstance(argument, exp.Distinct):
        if len(argument.expressions) != 1:
            raise unsupported("DISTINCT in an aggregate takes one expression.")
        argument, distinct = argument.expressions[0], True
    allowed, scope.aggregates = scope.aggregates, over and scope.aggregates
    try:
        piece = expressions.value(argument)
    finally:
        scope.aggregates = allowed
    inner = _as_summed(name, piece)
    return Piece(f"{AGGREGATES[name]}({'DISTINCT ' if distinct else ''}{inner})", _of_aggregate(name, piece))


def _as_summed(name: str, piece: Piece) -> str:
    if name in ("SUM", "AVG") and not piece.type.numeric:
        return call("TO_NUMBER", piece.sql)
    return piece.sql


def _of_aggregate(name: str, piece: Piece) -> Type:
    if name in ("MIN", "MAX"):
        return piece.type
    if name in ("COUNT", "APPROX_COUNT_DISTINCT"):
        return Type.WHOLE
    return Type.NUMBER


def within_group(expressions: Expressions, node: exp.WithinGroup) -> Piece:
    """Write LISTAGG, which sorts by one key (more are refused)."""
    inner, order = node.this, node.expression
    listed = isinstance(inner, exp.Anonymous) and inner.name.upper() == "LISTAGG"
    if not listed or not isinstance(order, exp.Order) or len(order.expressions) != 1:
        raise unsupported("WITHIN GROUP is supported for LISTAGG with one sort key.")
    if not 1 <= len(inner.expressions) <= 2:
        raise QueryRefused("Search error occurred: Invalid number of arguments of LISTAGG.")
    if not expressions.scope.aggregates:
        raise unsupported("The aggregate LISTAGG cannot stand here.")
    expressions.scope.found_aggregate = True
    expressions.scope.aggregates = False
    ordered = order.expressions[0]
    pieces = expressions.values([*inner.expressions, ordered.this])
    expressions.scope.aggregates = True
    separator = pieces[1].sql if len(inner.expressions) == 2 else "NULL"
    descending = "1" if ordered.args.get("desc") else "0"
    return Piece(f"sq_listagg({pieces[0].sql}, {separator}, {pieces[-1].sql}, {descending})", Type.TEXT)


def window(expressions: Expressions, node: exp.Window) -> Piece:
    """Write an analytic function with its OVER."""
    inner = node.this
    if not isinstance(inner, exp.Anonymous):
        raise unsupported("This form of OVER is not supported.")
    name = inner.name.upper()
    if name in WINDOWS:
        least, most = WINDOWS[name]
        if not least <= len(inner.expressions) <= most:
            raise QueryRefused(f"Search error occurred: Invalid number of arguments of {name}.")
        pieces = expressions.values(inner.expressions)
        result = pieces[0].type if pieces and name != "NTILE" else Type.NUMBER
        function = f"{name.lower()}({', '.join(piece.sql for piece in pieces)})"
    elif name in AGGREGATES and not AGGREGATES[name].startswith("sq_"):
        if inner.expressions and isinstance(inner.expressions[0], exp.Distinct):
            raise unsupported("DISTINCT cannot stand before OVER.")
        piece = _aggregate(expressions, name, inner.expressions, over=True)
        function, result = piece.sql, piece.type
    else:
        raise unsupported(f"{name} cannot stand before OVER.")
    return Piece(f"{function} OVER ({_over(expressions, node)})", result)


def _over(expressions: Expressions, node: exp.Window) -> str:
    parts: list[str] = []
    partition = node.args.get("partition_by")
    if partition:
        parts.append(f"PARTITION BY {', '.join(piece.sql for piece in expressions.values(partition))}")
    order = node.args.get("order")
    if order is not None:
        parts.append(f"ORDER BY {', '.join(sort_key(expressions, one) for one in order.expressions)}")
    spec = node.args.get("spec")
    if spec is not None:
        parts.append(_frame(spec))
    return " ".join(parts)


def _frame(spec: exp.Expr) -> str:
    """Write ROWS or RANGE BETWEEN; only whole numbers, UNBOUNDED and CURRENT ROW."""
    kind = str(spec.args.get("kind"))
    start, end = _edge(spec, "start"), _edge(spec, "end")
    if kind not in ("ROWS", "RANGE"):
        raise unsupported(f"{kind} is not supported in OVER.")
    return f"{kind} BETWEEN {start} AND {end or 'CURRENT ROW'}"


def _edge(spec: exp.Expr, which: str) -> str:
    value, side = spec.args.get(which), spec.args.get(f"{which}_side") or ""
    if value is None:
        return ""
    text = value if isinstance(value, str) else value.name
    if text not in ("UNBOUNDED", "CURRENT ROW") and not (text.isdigit() and len(text) < 10):
        raise unsupported("A frame of OVER is bounded by whole numbers.")
    return f"{text} {side}".strip()


def sort_key(expressions: Expressions, node: exp.Expr, sql: str = "") -> str:
    """Write a sort key: nulls come last ascending and first descending (Oracle), unless the query says otherwise."""
    piece = Piece(sql) if sql else expressions.value(node.this)
    descending = bool(node.args.get("desc"))
    first = bool(node.args.get("nulls_first"))
    written = f"{piece.sql} DESC" if descending else piece.sql
    if piece.required:
        return written  # without NULLS an index can give the order
    return f"{written} NULLS {'FIRST' if first else 'LAST'}"


# BUILTIN and functions with a grammar of their own


def builtin(expressions: Expressions, node: exp.Dot) -> Piece:
    """Write ``BUILTIN.X(...)``: DF, CF and RELATIVE_RANGES; the others are refused by name (documented: ``article_161950565221``)."""
    function = node.expression
    if not isinstance(node.this, exp.Identifier) or node.this.name.upper() != "BUILTIN":
        raise unsupported("A function's name has no point in it, but for BUILTIN.")
    if not isinstance(function, exp.Anonymous):
        raise unsupported("BUILTIN is followed by a function.")
    name, arguments = function.name.upper(), function.expressions
    if name in BUILTIN_UNSUPPORTED:
        raise unsupported(f"The local account does not support BUILTIN.{name}.")
    if name == "DF" and len(arguments) == 1:
        return _display(expressions, expressions.value(arguments[0]))
    if name == "CF" and len(arguments) == 1:
        return expressions.value(arguments[0])
    if name == "RELATIVE_RANGES" and 2 <= len(arguments) <= 3:
        pieces = expressions.values(arguments)
        return Piece(call("RELATIVE_RANGES", *(piece.sql for piece in pieces)), Type.DATE)
    if name in ("DF", "CF", "RELATIVE_RANGES"):
        raise QueryRefused(f"Search error occurred: Invalid number of arguments of BUILTIN.{name}.")
    raise unknown_function(f"BUILTIN.{name}")


def _display(expressions: Expressions, piece: Piece) -> Piece:
    if piece.shown == OPAQUE:
        raise unsupported("BUILTIN.DF of this column is supported in the SELECT that names its table.")
    if piece.shown:
        return Piece(piece.shown, Type.TEXT)
    if piece.by_kind:
        expressions.queries.referred.update(piece.by_kind.values())
        arms = " ".join(
            f"WHEN '{kind}' THEN {call('DF', text_literal(referred).sql, piece.sql)}"
            for kind, referred in piece.by_kind.items()
        )
        return Piece(f"CASE {piece.kind} {arms} END", Type.TEXT)
    if piece.refers_to:
        expressions.queries.referred.add(piece.refers_to)
        return Piece(call("DF", text_literal(piece.refers_to).sql, piece.sql), Type.TEXT)
    if piece.codes:
        arms = " ".join(
            f"WHEN {text_literal(code).sql} THEN {text_literal(text).sql}"
            for code, text in piece.codes.items()
        )
        return Piece(f"CASE {piece.sql} {arms} ELSE {piece.sql} END", Type.TEXT)
    return Piece(call("TO_TEXT", piece.sql), Type.TEXT)


def cast(expressions: Expressions, node: exp.Cast) -> Piece:
    """Write CAST; lengths and decimals of the type do not count (assumed)."""
    kind = CASTS.get(node.to.this)
    if kind is None:
        raise unsupported("CAST to this type is not supported.")
    name, result = kind
    return Piece(call(name, expressions.value(node.this).sql), result)


def trim(expressions: Expressions, node: exp.Trim) -> Piece:
    """Write TRIM with its sides."""
    name = {"LEADING": "LTRIM", "TRAILING": "RTRIM"}.get(str(node.args.get("position") or "").upper(), "TRIM")
    pieces = [expressions.value(node.this)]
    if node.expression is not None:
        pieces.append(expressions.value(node.expression))
    return Piece(call(name, *(piece.sql for piece in pieces)), Type.TEXT)


def extract(expressions: Expressions, node: exp.Extract) -> Piece:
    """Write EXTRACT."""
    unit = node.name.upper()
    if unit not in EXTRACTED:
        raise unsupported(f"EXTRACT of {unit[:20]} is not supported.")
    return Piece(call("EXTRACT", f"'{unit}'", expressions.value(node.expression).sql), Type.NUMBER)
