"""Functions give what Oracle's do."""

from __future__ import annotations

import pytest

from tests.component.local_suiteql.conftest import Company

pytestmark = pytest.mark.requirement("query-01")

VALUES = {
    "NVL(NULL, 'x')": "x",
    "NVL2('a', 1, 2)": "1",
    "COALESCE(NULL, NULL, 3)": "3",
    "NULLIF(1, 1)": None,
    "DECODE(2, 1, 'one', 2, 'two', 'many')": "two",
    "DECODE(NULL, NULL, 'none', 'some')": "none",
    "DECODE(9, 1, 'one')": None,
    "CASE WHEN 1 = 2 THEN 'a' WHEN 1 < 2 THEN 'b' END": "b",
    "CASE 3 WHEN 3 THEN 'c' ELSE 'd' END": "c",
    "GREATEST(1, 3, 2)": "3",
    "LEAST('b', 'a')": "a",
    "'a' || NULL || 'b' || 1": "ab1",
    "CONCAT('a', 'b')": "ab",
    "UPPER('äb') || LOWER('ÄB') || INITCAP('one two')": "ÄBäbOne Two",
    "LENGTH('abc')": "3",
    "LENGTH('')": None,
    "SUBSTR('hello', 2)": "ello",
    "SUBSTR('hello', 2, 3)": "ell",
    "SUBSTR('hello', -3, 2)": "ll",
    "SUBSTR('hello', 0, 2)": "he",
    "INSTR('corporate floor', 'or', 3, 2)": "14",
    "INSTR('corporate floor', 'or', -3, 2)": "2",
    "INSTR('abc', 'x')": "0",
    "LPAD('7', 3, '0')": "007",
    "RPAD('ab', 5, 'xy')": "abxyx",
    "LPAD('abcdef', 3)": "abc",
    "TRIM('  a ') || '|' || LTRIM('xxa', 'x') || '|' || RTRIM('axx', 'x')": "a|a|a",
    "TRIM(LEADING '0' FROM '0070')": "70",
    "TRIM(BOTH 'x' FROM 'xax')": "a",
    "REPLACE('abcabc', 'b', 'x')": "axcaxc",
    "REPLACE('abc', 'b')": "ac",
    "TRANSLATE('1-2', '12-', 'ab')": "ab",
    "REGEXP_SUBSTR('one,two', '[^,]+', 1, 2)": "two",
    "REGEXP_SUBSTR('a1b22', '([a-z])([0-9]+)', 1, 2, 'i', 2)": "22",
    "REGEXP_REPLACE('a1b2', '[[:digit:]]', '#')": "a#b#",
    "REGEXP_REPLACE('John Smith', '(\\w+) (\\w+)', '\\2 \\1')": "Smith John",
    "REGEXP_INSTR('abc1', '[0-9]')": "4",
    "REGEXP_COUNT('a1b2', '[0-9]')": "2",
    "CASE WHEN REGEXP_LIKE('Acme', '^a', 'i') THEN 'yes' END": "yes",
    "ABS(-2) + CEIL(1.2) + FLOOR(1.8) + SIGN(-5)": "4",
    "MOD(7, 3)": "1",
    "POWER(2, 10)": "1024",
    "ROUND(2.345, 2)": "2.35",
    "ROUND(-2.5)": "-3",
    "ROUND(1250, -2)": "1300",
    "TRUNC(2.349, 2)": "2.34",
    "TRUNC(-2.9)": "-2",
    "1 / 4": "0.25",
    "7 / 7": "1",
    "0.1 + 0.2": "0.3",
    "2 * 3 - -1": "7",
    "TO_NUMBER('12.5') * 2": "25",
    "'4' + 1": "5",
    "TO_NUMBER('1,234.50', '9,999.99')": "1234.5",
    "TO_CHAR(1234.5, 'FM999,999.00')": "1,234.50",
    "TO_CHAR(7, '000')": " 007",
    "TO_CHAR(0.5, 'FM0.00')": "0.50",
    "TO_CHAR(123456, '999')": "####",
    "TO_CHAR(12)": "12",
    "CAST('12' AS INTEGER) + 1": "13",
    "CAST(12 AS VARCHAR(10)) || 'x'": "12x",
    "TO_CHAR(TO_DATE('2026-01-31', 'YYYY-MM-DD'), 'DD-MON-YY')": "31-JAN-26",
    "TO_CHAR(TO_DATE('31/12/2025 11:05 PM', 'DD/MM/YYYY HH:MI AM'), 'YYYY-MM-DD\"T\"HH24:MI:SS')": "2025-12-31T23:05:00",
    "TO_CHAR(TO_DATE('1/31/2026'), 'FMMonth D, Q')": "January 7, 1",
    "TO_DATE('2026-01-31', 'YYYY-MM-DD') + 1": "2/1/2026",
    "TO_DATE('2026-03-01', 'YYYY-MM-DD') - TO_DATE('2026-02-01', 'YYYY-MM-DD')": "28",
    "TO_CHAR(TO_DATE('2026-01-31', 'YYYY-MM-DD') + 1/24, 'HH24:MI')": "01:00",
    "ADD_MONTHS(TO_DATE('2026-01-31', 'YYYY-MM-DD'), 1)": "2/28/2026",
    "ADD_MONTHS(DATE '2026-02-28', 1)": "3/31/2026",
    "LAST_DAY(DATE '2024-02-10')": "2/29/2024",
    "NEXT_DAY(DATE '2026-03-02', 'Monday')": "3/9/2026",
    "MONTHS_BETWEEN(DATE '2026-03-31', DATE '2026-02-28')": "1",
    "TRUNC(DATE '2026-05-17', 'MM')": "5/1/2026",
    "TRUNC(DATE '2026-05-17', 'Q')": "4/1/2026",
    "TRUNC(DATE '2026-05-17', 'YYYY')": "1/1/2026",
    "TRUNC(DATE '2026-05-17', 'IW')": "5/11/2026",
    "EXTRACT(MONTH FROM DATE '2026-05-17')": "5",
    "SYSDATE": "3/2/2026",
    "TO_CHAR(SYSDATE, 'YYYY-MM-DD HH24:MI:SS')": "2026-03-02 02:00:00",
    "CURRENT_DATE - 1": "3/1/2026",
    "TRUNC(SYSDATE) - TRUNC(SYSDATE - 7)": "7",
    "BUILTIN.RELATIVE_RANGES('LM', 'START')": "2/1/2026",
    "BUILTIN.RELATIVE_RANGES('LM', 'END')": "2/28/2026",
    "BUILTIN.RELATIVE_RANGES('DAGO30', 'START', 'DATE')": "1/31/2026",
    "BUILTIN.RELATIVE_RANGES('TW', 'START')": "3/1/2026",
    "BUILTIN.CF('x')": "x",
    "'it''s'": "it's",
    "''": None,
    "dummy": "X",
}


@pytest.mark.parametrize("expression", VALUES)
def test_an_expression_has_oracles_value(company: Company, expression: str) -> None:
    assert company.value(expression) == VALUES[expression]


@pytest.mark.parametrize(
    ("expression", "reason"),
    [
        ("1 / 0", "Divisor is equal to zero"),
        ("TO_NUMBER('x')", "Invalid number 'x'"),
        ("TO_DATE('31', 'YYYY-MM-DD')", "does not match the format"),
        ("TO_DATE('2026-02-30', 'YYYY-MM-DD')", "does not match the format"),
        ("TO_CHAR(SYSDATE, 'nonsense')", "Date format not recognized"),
        ("TO_CHAR(1, 'abc')", "Number format not recognized"),
        ("POWER(10, 1000)", "out of range"),
        ("SYSDATE + SYSDATE", "cannot be added"),
        ("SYSDATE + 100000000", "out of range"),
        ("TRUNC(SYSDATE, 'XX')", "no unit"),
        ("UPPER()", "Invalid number of arguments of UPPER"),
        ("SUBSTR('a')", "Invalid number of arguments of SUBSTR"),
        ("BUILTIN.RELATIVE_RANGES('XYZ', 'START')", "has no range 'XYZ'"),
        ("BUILTIN.RELATIVE_RANGES('TM', 'MIDDLE')", "START or END"),
        ("EXTRACT(CENTURY FROM SYSDATE)", "EXTRACT of CENTURY"),
        ("REGEXP_LIKE('a', 'a')", "is a condition"),
        ("REGEXP_SUBSTR('a', '(')", "Invalid regular expression"),
    ],
)
def test_what_a_function_cannot_do_is_refused_with_its_reason(
    company: Company, expression: str, reason: str
) -> None:
    detail = company.refused(f"SELECT {expression} FROM dual")
    assert detail.startswith("Invalid search query. Detailed unprocessed description follows. ")
    assert reason in detail
