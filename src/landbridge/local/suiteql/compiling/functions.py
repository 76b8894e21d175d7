"""The functions of SuiteQL that queries may call: how many arguments, what SQL, what type (names documented)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from landbridge.local.suiteql.compiling.pieces import call
from landbridge.local.suiteql.model import Type

Writer = Callable[[list[str]], str]


@dataclass(frozen=True, slots=True)
class Function:
    """``least`` and ``most`` arguments. ``result`` is ``None`` when it is the type of the arguments."""

    least: int
    most: int
    write: Writer
    result: Type | None

    condition: bool = False


def _own(name: str) -> Writer:
    return lambda arguments: call(name, *arguments)


def _native(name: str) -> Writer:
    return lambda arguments: f"{name}({', '.join(arguments)})"


def _greatest(name: str) -> Writer:
    return lambda arguments: _native(name)(arguments) if len(arguments) > 1 else arguments[0]


def _nvl2(arguments: list[str]) -> str:
    return f"CASE WHEN {arguments[0]} IS NOT NULL THEN {arguments[1]} ELSE {arguments[2]} END"


def _text(least: int, most: int, name: str) -> Function:
    return Function(least, most, _own(name), Type.TEXT)


def _number(least: int, most: int, name: str) -> Function:
    return Function(least, most, _own(name), Type.NUMBER)


def _date(least: int, most: int, name: str) -> Function:
    return Function(least, most, _own(name), Type.DATE)


MOST = 100

FUNCTIONS: dict[str, Function] = {
    "NVL": Function(2, 2, _native("coalesce"), None),
    "COALESCE": Function(2, MOST, _native("coalesce"), None),
    "NULLIF": Function(2, 2, _native("nullif"), None),
    "NVL2": Function(3, 3, _nvl2, None),
    "GREATEST": Function(1, MOST, _greatest("max"), None),
    "LEAST": Function(1, MOST, _greatest("min"), None),
    "UPPER": _text(1, 1, "UPPER"),
    "LOWER": _text(1, 1, "LOWER"),
    "INITCAP": _text(1, 1, "INITCAP"),
    "LENGTH": _number(1, 1, "LENGTH"),
    "ASCII": _number(1, 1, "ASCII"),
    "CHR": _text(1, 1, "CHR"),
    "CONCAT": _text(2, 2, "CONCAT"),
    "SUBSTR": _text(2, 3, "SUBSTR"),
    "INSTR": _number(2, 4, "INSTR"),
    "REPLACE": _text(2, 3, "REPLACE"),
    "TRANSLATE": _text(3, 3, "TRANSLATE"),
    "LTRIM": _text(1, 2, "LTRIM"),
    "RTRIM": _text(1, 2, "RTRIM"),
    "LPAD": _text(2, 3, "LPAD"),
    "RPAD": _text(2, 3, "RPAD"),
    "REGEXP_LIKE": Function(2, 3, _own("REGEXP_LIKE"), Type.NUMBER, condition=True),
    "REGEXP_SUBSTR": _text(2, 6, "REGEXP_SUBSTR"),
    "REGEXP_REPLACE": _text(2, 6, "REGEXP_REPLACE"),
    "REGEXP_INSTR": _number(2, 2, "REGEXP_INSTR"),
    "REGEXP_COUNT": _number(2, 2, "REGEXP_COUNT"),
    "TO_CHAR": _text(1, 2, "TO_CHAR"),
    "TO_NCHAR": _text(1, 2, "TO_CHAR"),
    "TO_CLOB": _text(1, 1, "TO_TEXT"),
    "TO_DATE": _date(1, 2, "TO_DATE"),
    "TO_TIMESTAMP": _date(1, 2, "TO_DATE"),
    "ADD_MONTHS": _date(2, 2, "ADD_MONTHS"),
    "LAST_DAY": _date(1, 1, "LAST_DAY"),
    "NEXT_DAY": _date(2, 2, "NEXT_DAY"),
    "MONTHS_BETWEEN": _number(2, 2, "MONTHS_BETWEEN"),
    "TRUNC": Function(1, 2, _own("TRUNC"), None),
    "ROUND": Function(1, 2, _own("ROUND"), None),
    "TO_NUMBER": _number(1, 2, "TO_NUMBER"),
    **{
        name: _number(1, 1, name)
        for name in ("ABS", "CEIL", "FLOOR", "SIGN", "SQRT", "EXP", "LN", "SIN", "COS", "TAN", "ACOS", "ASIN", "ATAN")
    },
    **{name: _number(2, 2, name) for name in ("POWER", "LOG", "ATAN2", "MOD", "REMAINDER", "BITAND")},
}  # fmt: skip

AGGREGATES: dict[str, str] = {
    "COUNT": "count",
    "SUM": "sum",
    "AVG": "avg",
    "MIN": "min",
    "MAX": "max",
    "MEDIAN": "sq_median",
    "STDDEV": "sq_stddev",
    "VARIANCE": "sq_variance",
    "APPROX_COUNT_DISTINCT": "count",
}
"""Aggregates of one argument. LISTAGG stands apart for its order."""

WINDOWS: dict[str, tuple[int, int]] = {
    "ROW_NUMBER": (0, 0),
    "RANK": (0, 0),
    "DENSE_RANK": (0, 0),
    "PERCENT_RANK": (0, 0),
    "CUME_DIST": (0, 0),
    "NTILE": (1, 1),
    "LAG": (1, 3),
    "LEAD": (1, 3),
    "FIRST_VALUE": (1, 1),
    "LAST_VALUE": (1, 1),
}
"""Functions that stand before OVER only: how many arguments."""

UNSUPPORTED = frozenset(
    [
        "ASCIISTR",
        "BFILENAME",
        "CHARTOROWID",
        "COMPOSE",
        "CORR",
        "CORR_K",
        "CORR_S",
        "COSH",
        "COVAR_POP",
        "COVAR_SAMP",
        "DECOMPOSE",
        "EMPTY_BLOB",
        "EMPTY_CLOB",
        "FROM_TZ",
        "LENGTH2",
        "LENGTH4",
        "LENGTHB",
        "LENGTHC",
        "NANVL",
        "NEW_TIME",
        "NLSSORT",
        "NLS_INITCAP",
        "NLS_LOWER",
        "NLS_UPPER",
        "ORA_HASH",
        "SINH",
        "SOUNDEX",
        "SYS_EXTRACT_UTC",
        "TANH",
        "TO_BINARY_DOUBLE",
        "TO_BINARY_FLOAT",
        "TO_MULTI_BYTE",
        "TO_NCLOB",
        "TO_SINGLE_BYTE",
        "TO_TIMESTAMP_TZ",
        "TZ_OFFSET",
        "UNISTR",
        "VSIZE",
        "WIDTH_BUCKET",
    ]
)
"""Functions that NetSuite has and the local account has not."""

BUILTIN_UNSUPPORTED = frozenset(
    ("CONSOLIDATE", "CURRENCY", "CURRENCY_CONVERT", "HIERARCHY", "MNFILTER", "NAMED_GROUP", "PERIOD")
)
"""Functions behind ``BUILTIN.`` that NetSuite has (documented: ``article_161950565221``) and the local account has not."""
