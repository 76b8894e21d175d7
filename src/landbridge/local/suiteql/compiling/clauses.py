"""What each part of a query may have. sqlglot knows much more of SQL than SuiteQL has."""

from __future__ import annotations

from sqlglot import exp

from landbridge.local.suiteql.errors import unsupported

_BINARY = {"this", "expression"}

PARTS: dict[type[exp.Expr], set[str]] = {
    # clauses
    exp.Select: {"with_", "expressions", "distinct", "from_", "joins", "where", "group", "having", "order", "limit", "offset", "hint"},
    exp.Union: {"this", "expression", "distinct", "order", "limit", "offset", "with_"},
    exp.Except: {"this", "expression", "distinct", "order", "limit", "offset", "with_"},
    exp.Intersect: {"this", "expression", "distinct", "order", "limit", "offset", "with_"},
    exp.Subquery: {"this", "alias"},
    exp.Table: {"this", "alias"},
    exp.TableAlias: {"this"},
    exp.From: {"this"},
    exp.Join: {"this", "on", "side", "kind"},
    exp.Where: {"this"},
    exp.Group: {"expressions"},
    exp.Having: {"this"},
    exp.Order: {"expressions"},
    exp.Ordered: {"this", "desc", "nulls_first"},
    exp.Distinct: {"expressions"},
    exp.With: {"expressions"},
    exp.CTE: {"this", "alias"},
    exp.Fetch: {"direction", "count", "limit_options"},
    exp.LimitOptions: {"rows"},
    exp.Limit: {"expression"},
    exp.Offset: {"expression"},
    # values
    exp.Alias: {"this", "alias"},
    exp.Identifier: {"this", "quoted"},
    exp.Column: {"this", "table", "join_mark"},
    exp.Star: set(),
    exp.Literal: {"this", "is_string"},
    exp.RawString: {"this"},
    exp.Boolean: {"this"},
    exp.Null: set(),
    exp.Placeholder: {"this"},
    exp.Paren: {"this"},
    exp.Tuple: {"expressions"},
    exp.Neg: {"this"},
    exp.Add: _BINARY,
    exp.Sub: _BINARY,
    exp.Mul: _BINARY,
    exp.Div: {*_BINARY, "typed", "safe"},
    exp.DPipe: {*_BINARY, "safe"},
    exp.Case: {"this", "ifs", "default"},
    exp.If: {"this", "true"},
    exp.Anonymous: {"this", "expressions"},
    exp.Dot: _BINARY,
    exp.Window: {"this", "partition_by", "order", "spec", "over"},
    exp.WindowSpec: {"kind", "start", "start_side", "end", "end_side"},
    exp.WithinGroup: _BINARY,
    exp.Cast: {"this", "to"},
    exp.DataType: {"this", "expressions", "nested"},
    exp.DataTypeParam: {"this"},
    exp.Trim: {"this", "expression", "position"},
    exp.Extract: _BINARY,
    exp.Var: {"this"},
    exp.CurrentTimestamp: {"sysdate"},
    exp.CurrentDate: set(),
    exp.Localtimestamp: set(),
    exp.Systimestamp: set(),
    # conditions
    exp.And: _BINARY,
    exp.Or: _BINARY,
    exp.Not: {"this"},
    exp.EQ: _BINARY,
    exp.NEQ: _BINARY,
    exp.LT: _BINARY,
    exp.LTE: _BINARY,
    exp.GT: _BINARY,
    exp.GTE: _BINARY,
    exp.Is: {*_BINARY, "negate"},
    exp.In: {"this", "expressions", "query"},
    exp.Between: {"this", "low", "high"},
    exp.Like: {*_BINARY, "negate"},
    exp.Escape: _BINARY,
    exp.Exists: {"this"},
}  # fmt: skip
"""Every kind of node that a query may have, and what each may carry. Nothing else is read, so nothing else may be there."""


def check(statement: exp.Expr) -> None:
    """Raise ``QueryRefused`` for the first part of a query that is not SuiteQL, or not known here."""
    waiting: list[exp.Expr] = [statement]
    while waiting:
        node = waiting.pop()
        allowed = PARTS.get(type(node))
        if allowed is None:
            raise unsupported(f"{_shown(node.key)} is not supported.")
        for name, value in node.args.items():
            if value is None or value is False or value == []:
                continue
            if name not in allowed:
                raise unsupported(f"{_shown(name)} is not supported here.")
            if name != "hint":
                waiting += [
                    one
                    for one in (value if isinstance(value, list) else [value])
                    if isinstance(one, exp.Expr)
                ]


def _shown(name: str) -> str:
    return name.rstrip("_").replace("_", " ").upper()
