"""What of SuiteQL the local account answers, and how well each likeness is known."""

from __future__ import annotations

from collections.abc import Iterator

from landbridge.local.coverage import NO_RECORD, Certainty, Claim

SYNTAX, FUNCTIONS_ARTICLE, BUILTINS = "section_156257790831", "section_158513731864", "article_161950565221"
REST, PERMISSIONS = "section_157909186990", "section_156257770590"

_FEATURES: dict[str, tuple[Certainty, str, str]] = {
    "POST query/v1/suiteql": (Certainty.DOCUMENTED, REST, "header Prefer: transient; body q and params"),
    "pages": (Certainty.DOCUMENTED, REST, "limit 1 to 1,000, offset a multiple of it, 100,000 rows in all"),
    "values": (Certainty.OBSERVED, "", "texts, nulls left out, lower-case keys, dates by the account's format"),
    "numbers": (Certainty.ASSUMED, "", "at most 15 digits, no trailing zeros"),
    "names of unnamed and repeated columns": (Certainty.ASSUMED, "", "expr1, expr2 (observed); id, id_0"),
    "tables and columns": (Certainty.OBSERVED, "", "those of the fact sheet, and a column for every field of the record types"),
    "codes of enumerations": (Certainty.ASSUMED, "", "stages, types and statuses of sales orders observed"),
    "signs of lines and totals": (Certainty.ASSUMED, "", "observed for sales and bills"),
    "joins, sub-queries, groups, set operations": (Certainty.DOCUMENTED, SYNTAX, "SQL-92 and Oracle, (+) too"),
    "WITH": (Certainty.OBSERVED, "", "recursive ones are refused"),
    "TOP, ROWNUM, FETCH FIRST, OFFSET": (Certainty.DOCUMENTED, SYNTAX, "LIMIT is refused"),
    "analytic functions": (Certainty.DOCUMENTED, FUNCTIONS_ARTICLE, "ranks, LAG and LEAD, aggregates OVER"),
    "functions": (Certainty.DOCUMENTED, FUNCTIONS_ARTICLE, "the list stands in local-suiteql.md; the others are refused by name"),
    "BUILTIN.DF, CF, RELATIVE_RANGES": (Certainty.DOCUMENTED, BUILTINS, "a part of the ranges"),
    "BUILTIN.CONSOLIDATE, CURRENCY, HIERARCHY and the others": (Certainty.UNSUPPORTED, BUILTINS, "refused by name"),
    "texts are compared with capital letters": (Certainty.ASSUMED, "", "as Oracle does"),
    "texts of refusals": (Certainty.OBSERVED, "", "unknown table and identifier observed, the others assumed"),
    "SuiteAnalytics Workbook needed": (Certainty.DOCUMENTED, PERMISSIONS, "REPO_ANALYTICS"),
    "tables and rows by the role's permissions": (Certainty.DOCUMENTED, PERMISSIONS, "set-up lists are read by all (assumed)"),
    "deletedrecord, systemnote, customfield": (Certainty.UNSUPPORTED, "", "an unknown table; getDeleted is in SOAP"),
    "datasets (query/v1/dataset)": (Certainty.UNSUPPORTED, "", "501"),
}  # fmt: skip


def claims() -> Iterator[Claim]:
    """Iterate over every feature, its certainty and source."""
    for feature, (certainty, article, note) in _FEATURES.items():
        yield Claim("SuiteQL", feature, NO_RECORD, certainty, article, note)
