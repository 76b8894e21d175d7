"""Queries that must not run: malformed, unknown names, writes, ways around the tables, and those that would never end."""

from __future__ import annotations

import re
import threading
import time

import pytest

from landbridge.local.suiteql import warehouse
from tests.component.local_suiteql.conftest import Company

pytestmark = pytest.mark.requirement("query-03")

PREFIX = "Invalid search query. Detailed unprocessed description follows. "
UNSUPPORTED = "Search error occurred: Invalid or unsupported search."

REFUSED = {
    # names
    "SELECT nope FROM customer": "Search error occurred: Unknown identifier 'nope'. Available identifiers are: {customer=customer}.",
    "SELECT c.nope FROM customer c": "Unknown identifier 'c.nope'. Available identifiers are: {c=customer}.",
    "SELECT customer.id FROM customer c": "Unknown identifier 'customer.id'",
    "SELECT x.* FROM customer": "Unknown identifier 'x.*'",
    "SELECT id FROM nothing": "Invalid search type: nothing.",
    "SELECT id FROM customer, job": "'id' is ambiguous",
    "SELECT c.id FROM customer c, job c": "alias 'c' is used twice",
    "SELECT FROBNICATE(id) FROM customer": "Unknown function 'FROBNICATE'",
    "SELECT SOUNDEX(companyname) FROM customer": "does not support the function SOUNDEX",
    "SELECT BUILTIN.CONSOLIDATE(id) FROM customer": "does not support BUILTIN.CONSOLIDATE",
    "SELECT BUILTIN.HIERARCHY(id) FROM customer": "does not support BUILTIN.HIERARCHY",
    "SELECT BUILTIN.NONSENSE(id) FROM customer": "Unknown function 'BUILTIN.NONSENSE'",
    "SELECT DBMS_RANDOM.VALUE() FROM dual": "no point in it",
    # hidden columns and tables of SQLite and of the account
    "SELECT _kind FROM transaction": "Unknown identifier '_kind'",
    "SELECT t._status FROM transaction t": "Unknown identifier 't._status'",
    "SELECT rowid FROM customer": "Unknown identifier 'rowid'",
    "SELECT * FROM sqlite_master": "Invalid search type: sqlite_master.",
    "SELECT * FROM record": "Invalid search type: record.",
    "SELECT * FROM password": "Invalid search type: password.",
    "SELECT * FROM main.customer": "DB is not supported here",
    "SELECT * FROM pragma_table_info('customer')": "FROM takes tables",
    "SELECT * FROM json_each('[1]')": "FROM takes tables",
    "SELECT load_extension('x') FROM dual": "Unknown function 'LOAD_EXTENSION'",
    "SELECT sq_df('customer', 1) FROM dual": "Unknown function 'SQ_DF'",
    "SELECT randomblob(1000000000) FROM dual": "Unknown function 'RANDOMBLOB'",
    # statements
    "DELETE FROM customer": "Only SELECT is allowed",
    "UPDATE customer SET companyname = 'x'": "Only SELECT is allowed",
    "INSERT INTO customer (id) VALUES (1)": "Only SELECT is allowed",
    "DROP TABLE customer": "Only SELECT is allowed",
    "CREATE TABLE x (id INT)": "Only SELECT is allowed",
    "PRAGMA table_info(customer)": "Only SELECT is allowed",
    "ATTACH DATABASE 'x' AS y": "",
    "BEGIN": "",
    "SELECT 1 FROM dual; SELECT 2 FROM dual": "one statement is expected",
    "SELECT 1 FROM dual; DROP TABLE customer": "one statement is expected",
    "SELECT id INTO x FROM customer": "INTO is not supported here",
    "SELECT id FROM customer FOR UPDATE": "LOCKS is not supported here",
    # what would be shown is not there
    "SELECT DISTINCT currency FROM customer ORDER BY id": "sorted by expressions that it selects",
    "SELECT DISTINCT currency c FROM customer ORDER BY c, UPPER(companyname)": "sorted by expressions that it selects",
    "SELECT 1e308 * 10 FROM dual": "Numeric overflow",
    "SELECT SUM(1e308) FROM customer": "Numeric overflow",
    "SELECT TO_CHAR(1e308 * 10) FROM dual": "",
    # malformed
    "": "one statement is expected",
    "SELECT": "FROM is missing",
    "SELECT 1": "FROM is missing",
    "SELECT id FROM": "Syntax error at line 1",
    "SELECT id FROM customer WHERE": "Syntax error",
    "SELECT id FROM customer ORDER BY": "Syntax error",
    "SELECT 'abc FROM customer": "Syntax error",
    "SELECT (id FROM customer": "Syntax error",
    "hello": "Only SELECT is allowed",
    "\x00": "Only SELECT is allowed",
    # what SuiteQL has not, or the local account has not
    "SELECT id FROM customer LIMIT 5": "LIMIT is not SuiteQL",
    "SELECT id FROM customer NATURAL JOIN job": "METHOD is not supported here",
    "SELECT customer.id FROM customer JOIN job USING (id)": "USING is not supported here",
    "SELECT customer.id FROM customer INNER JOIN job WHERE 1 = 1": "ON is missing",
    "SELECT c.id FROM customer c JOIN job j ON j.customer = c.id WHERE j.id(+) = 1": "cannot stand in one query",
    "SELECT id FROM customer WHERE id": "is not a condition",
    "SELECT id = 1 FROM customer": "cannot stand here",
    "SELECT id FROM customer WHERE COUNT(*) > 1": "COUNT cannot stand here",
    "SELECT MAX(COUNT(*)) FROM customer": "COUNT cannot stand here",
    "SELECT id, COUNT(*) FROM customer": "neither in GROUP BY nor aggregated",
    "SELECT * FROM customer GROUP BY id": "A star cannot stand beside aggregates",
    "SELECT companyname FROM customer GROUP BY isinactive": "'companyname' is neither in GROUP BY",
    "SELECT isinactive FROM customer GROUP BY ROLLUP(isinactive)": "ROLLUP is not supported",
    "SELECT id FROM customer ORDER BY 2": "no column number 2",
    "SELECT id FROM customer UNION SELECT id, companyname FROM customer": "same number of columns",
    "SELECT (SELECT id, companyname FROM customer) FROM dual": "has one column",
    "SELECT id FROM customer WHERE id IN (SELECT id, id i FROM job)": "has one column",
    "SELECT id FROM customer WHERE (id, id) IN ((1, 2))": "IN compares single values",
    "SELECT id FROM customer WHERE id = ANY (SELECT id FROM job)": "ANY is not supported",
    "SELECT id FROM customer WHERE companyname ILIKE 'a'": "ILIKE is not supported",
    "SELECT id FROM customer WHERE ROWNUM <= 2 OR id = 1": "ROWNUM is compared with a number",
    "SELECT id FROM customer WHERE ROWNUM <= id": "ROWNUM is compared with a whole number",
    "SELECT id FROM customer CONNECT BY PRIOR id = parent": "Syntax error",
    "SELECT ROW_NUMBER() FROM customer": "ROW_NUMBER needs OVER",
    "SELECT COUNT(DISTINCT id) OVER () FROM customer": "DISTINCT cannot stand before OVER",
    "SELECT id FROM customer WHERE id BETWEEN SYMMETRIC 1 AND 2": "SYMMETRIC is not supported here",
    "WITH a AS (SELECT id FROM a) SELECT id FROM a": "Invalid search type: a.",
    "SELECT id FROM customer TABLESAMPLE (10)": "",
    "SELECT CAST(id AS JSON) FROM customer": "CAST to this type",
    "SELECT BUILTIN.DF(x.status) FROM (SELECT status FROM transaction) x": "in the SELECT that names its table",
    f"SELECT id FROM customer WHERE id IN ({', '.join(map(str, range(1001)))})": "has 1 to 1000 values",
    "SELECT id FROM customer WHERE " + "(" * 5000 + "1 = 1" + ")" * 5000: "nested too deeply",
    "SELECT " + "-" * 1 + "(-" * 3000 + "1" + ")" * 3000 + " FROM dual": "nested too deeply",
    "SELECT id FROM customer -- " + "x" * 200_000: "longer than 200000 characters",
    "SELECT REGEXP_SUBSTR('aaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '^(a+)+$') FROM dual": "too complex",
    "SELECT REGEXP_SUBSTR('aaaaaaaaaaaaaaaaaaaaaaaaaaaa!', '(a|a)*b') FROM dual": "too complex",
    "SELECT REGEXP_SUBSTR('aaaa', 'a*a*a*a*a*b') FROM dual": "too complex",
}  # fmt: skip


@pytest.mark.parametrize("sql", REFUSED, ids=lambda sql: sql[:60])
def test_a_query_is_refused_in_netsuites_words(company: Company, sql: str) -> None:
    detail = company.refused(sql)
    assert detail.startswith(PREFIX)
    assert REFUSED[sql] in detail
    assert len(detail) < 500
    leaked = re.search(
        r"sqlite|sqlglot|Traceback|OperationalError|\bsq_", detail.replace(sql[:100], ""), re.IGNORECASE
    )
    assert leaked is None or leaked.group() in sql.lower() or leaked.group().lower() in sql.lower()


def test_everything_is_still_there_afterwards(company: Company) -> None:
    assert len(company.query("SELECT id FROM customer")) == 4


def test_a_long_chain_of_conditions_runs(company: Company) -> None:
    chain = " OR ".join(f"id = {number}" for number in range(400))
    assert len(company.query(f"SELECT id FROM customer WHERE {chain}")) == 4


def test_patterns_of_like_end_soon(company: Company) -> None:
    pattern = "%a" * 100 + "b"
    started = time.process_time()
    assert company.value("CASE WHEN LPAD('a', 3000, 'a') LIKE ? THEN 1 ELSE 0 END", pattern) == "0"
    assert company.value("CASE WHEN '100%' LIKE '100!%' ESCAPE '!' THEN 1 ELSE 0 END") == "1"
    assert company.value("CASE WHEN '1000' LIKE '100!%' ESCAPE '!' THEN 1 ELSE 0 END") == "0"
    assert time.process_time() - started < 2


def test_a_query_that_would_never_end_is_stopped_and_holds_no_save_up(
    company: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warehouse, "LONGEST_QUERY_S", 0.5)
    joined = ", ".join(f"entity e{number}" for number in range(12))
    details: list[str] = []
    running = threading.Thread(
        target=lambda: details.append(company.refused(f"SELECT COUNT(*) FROM {joined}"))
    )
    running.start()
    company.save("birch", "customer", {"phone": "1"}, id=company.ids["birch"])
    assert not details, "the save did not wait for the query"
    running.join(10)
    assert "longer than 0 seconds" in details[0]
    company.save("birch", "customer", {"phone": None}, id=company.ids["birch"])


def test_distinct_rows_are_sorted_by_what_they_show(company: Company) -> None:
    for key in ("1", "isinactive", "customer.isinactive", "flag", "flag DESC, 1"):
        flags = company.column(f"SELECT DISTINCT isinactive flag FROM customer ORDER BY {key}")
        assert sorted(flags, key=str) == ["F", "T"]
    assert company.column("SELECT DISTINCT UPPER(isinactive) FROM customer ORDER BY UPPER(isinactive)") == [
        "F",
        "T",
    ]


def test_texts_do_not_grow_without_end(company: Company) -> None:
    text = "'" + "x" * 1000 + "'"
    for _ in range(4):
        text = f"REPLACE({text}, 'x', LPAD('x', 30000, 'x'))"
    assert "too long" in company.refused(f"SELECT {text} FROM dual")


def test_hostile_names_are_only_names(company: Company) -> None:
    assert company.query('SELECT id AS "a"" FROM x; --" FROM customer WHERE ROWNUM = 1') == [
        {'a" from x; --': company.ids["birch"]}
    ]
    assert (
        company.column("SELECT companyname FROM customer WHERE companyname = ?", "'; DROP TABLE customer; --")
        == []
    )
    assert company.column("SELECT ? FROM dual", "\x00 ' \ud800") != []
