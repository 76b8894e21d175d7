"""What each part of a query may have. sqlglot knows much more of SQL than SuiteQL has."""

from __future__ import annotations

from sqlglot import exp

from landbridge.local.suiteql.errors import unsupported

CLAUSES = {
    exp.Select: {"with_", "expressions", "distinct", "from_", "joins", "where", "group", "having", "order", "limit", "offset", "hint"},
    exp.Subquery: {"this", "alias"},
    exp.Table: {"this", "alias"},
    exp.Join: {"this", "on", "side", "kind"},
    exp.Group: {"expressions"},
    exp.Distinct: set(),
    exp.SetOperation: {"this", "expression", "distinct", "order", "limit", "offset", "with_"},
    exp.With: {"expressions"},
    exp.CTE: {"this", "alias"},
    exp.Fetch: {"direction", "count", "limit_options"},
    exp.LimitOptions: {"rows"},
    exp.Limit: {"expression"},
    exp.Offset: {"expression"},
}  # fmt: skip
"""What each part of a query may have; anything else is refused by its name."""


def only(node: exp.Expr) -> None:
    """Raise ``QueryRefused`` when a part of a query has something that is not in ``CLAUSES``."""
    allowed = next(names for kind, names in CLAUSES.items() if isinstance(node, kind))
    for name, value in node.args.items():
        if value and name not in allowed:
            shown = name.rstrip("_").replace("_", " ").upper()
            raise unsupported(f"{shown} is not supported here.")
