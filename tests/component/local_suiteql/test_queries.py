"""What SELECT can do, with rows that the company of these tests has."""

from __future__ import annotations

import pytest

from tests.component.local_suiteql.conftest import Company

pytestmark = pytest.mark.requirement("query-01")


def test_incremental_queries_as_connectors_write_them(company: Company) -> None:
    since = "TO_DATE('2026-03-02 01:59:59', 'YYYY-MM-DD HH24:MI:SS')"
    names = company.column(
        f"SELECT c.companyname FROM customer c WHERE c.lastmodifieddate >= {since} AND c.id > ? ORDER BY c.id",
        int(company.ids["birch"]),
    )
    assert names == ["Cedar", "Dogwood", "East"]
    later = "TO_TIMESTAMP('2026-03-02T02:00:01Z', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"
    assert company.query(f"SELECT id FROM customer WHERE lastmodifieddate > {later}") == []
    assert company.column(
        "SELECT TO_CHAR(lastmodifieddate, 'YYYY-MM-DD HH24:MI:SS') FROM customer WHERE ROWNUM = 1"
    ) == ["2026-03-02 02:00:00"]


def test_dates_are_compared_with_texts_of_the_accounts_format(company: Company) -> None:
    everything = company.query("SELECT id FROM transaction ORDER BY id")
    assert company.query("SELECT id FROM transaction WHERE trandate = '3/2/2026' ORDER BY id") == everything
    assert (
        company.query(
            "SELECT id FROM transaction WHERE trandate BETWEEN ? AND ? ORDER BY id", "3/1/2026", "3/2/2026"
        )
        == everything
    )
    assert company.query("SELECT id FROM transaction WHERE trandate > DATE '2026-03-02'") == []
    assert (
        company.query(
            "SELECT id FROM transaction WHERE trandate >= BUILTIN.RELATIVE_RANGES('TM', 'START') ORDER BY id"
        )
        == everything
    )
    assert "is not a date" in company.refused("SELECT id FROM transaction WHERE trandate > 'soon'")


def test_transactions_with_their_lines(company: Company) -> None:
    rows = company.query(
        """
        SELECT t.id, t.tranid, BUILTIN.DF(t.entity) AS customer, BUILTIN.DF(t.status) AS status,
               SUM(-tl.netamount) AS lines, COUNT(*) n
        FROM transaction t
        INNER JOIN transactionline tl ON tl.transaction = t.id AND tl.mainline = 'F'
        WHERE t.type = 'SalesOrd' AND tl.taxline = 'F'
        GROUP BY t.id, t.tranid, BUILTIN.DF(t.entity), BUILTIN.DF(t.status)
        HAVING COUNT(*) > 1
        ORDER BY t.id
        """
    )
    assert [(row["id"], row["lines"], row["n"]) for row in rows] == [(company.ids["order"], "250", "2")]
    assert "Dogwood" in rows[0]["customer"]


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT c.companyname, j.companyname project FROM customer c LEFT JOIN job j ON j.customer = c.id ORDER BY c.id",
        "SELECT c.companyname, j.companyname project FROM customer c LEFT OUTER JOIN job j ON j.customer = c.id ORDER BY c.id",
        "SELECT c.companyname, j.companyname project FROM job j RIGHT JOIN customer c ON j.customer = c.id ORDER BY c.id",
        "SELECT c.companyname, j.companyname project FROM job j FULL OUTER JOIN customer c ON j.customer = c.id ORDER BY c.id",
        "SELECT c.companyname, j.companyname project FROM customer c, job j WHERE c.id = j.customer(+) ORDER BY c.id",
    ],
)
def test_outer_joins_in_every_spelling(company: Company, sql: str) -> None:
    assert company.query(sql) == [
        {"companyname": "Birch"},
        {"companyname": "Cedar"},
        {"companyname": "Dogwood", "project": "Roll-out"},
        {"companyname": "East"},
    ]


def test_outer_joins_by_marks_keep_their_other_conditions(company: Company) -> None:
    rows = company.query(
        "SELECT c.companyname, p.companyname parent, j.id job FROM job j, customer c, customer p "
        "WHERE c.parent = p.id(+) AND c.id = j.customer(+) AND j.companyname(+) = 'none' AND c.isinactive = 'T'"
    )
    assert rows == [{"companyname": "East", "parent": "Dogwood"}]


def test_sub_queries_and_named_queries(company: Company) -> None:
    dogwood = company.ids["dogwood"]
    assert company.column("SELECT id FROM customer WHERE id IN (SELECT customer FROM job)") == [dogwood]
    assert company.column(
        "SELECT c.id FROM customer c WHERE NOT EXISTS (SELECT 1 FROM job j WHERE j.customer = c.id) AND c.isinactive = 'F'"
    ) == [company.ids["birch"], company.ids["cedar"]]
    assert company.column(
        "SELECT (SELECT COUNT(*) FROM job j WHERE j.customer = c.id) n FROM customer c ORDER BY c.id"
    ) == list("0010")
    assert company.query(
        "WITH a AS (SELECT entity, foreigntotal total FROM transaction WHERE type = 'CustInvc'), b AS (SELECT SUM(total) s FROM a) "
        "SELECT a.entity, b.s FROM a CROSS JOIN b"
    ) == [{"entity": dogwood, "s": "200"}]
    assert company.column(
        "SELECT x.n FROM (SELECT companyname n, id FROM customer) x WHERE x.id = " + dogwood
    ) == ["Dogwood"]


def test_set_operations(company: Company) -> None:
    assert company.column("SELECT companyname FROM customer UNION SELECT companyname FROM vendor ORDER BY companyname DESC") == [
        "East", "Dogwood", "Cedar", "Birch", "Acme",
    ]  # fmt: skip
    assert company.column("SELECT 1 FROM dual UNION ALL SELECT 1 FROM dual") == ["1", "1"]
    assert company.column("SELECT id FROM customer MINUS SELECT customer FROM job WHERE 1 = 1 MINUS SELECT id FROM customer WHERE id > " + company.ids["dogwood"]) == [
        company.ids["birch"], company.ids["cedar"],
    ]  # fmt: skip
    assert company.column("SELECT id FROM customer INTERSECT SELECT customer FROM job") == [
        company.ids["dogwood"]
    ]


def test_limits_by_top_fetch_and_rownum(company: Company) -> None:
    names = ["East", "Dogwood", "Cedar", "Birch"]
    assert company.column("SELECT TOP 2 companyname FROM customer ORDER BY id DESC") == names[:2]
    assert (
        company.column("SELECT companyname FROM customer ORDER BY id DESC FETCH FIRST 2 ROWS ONLY")
        == names[:2]
    )
    assert (
        company.column(
            "SELECT companyname FROM customer ORDER BY id DESC OFFSET 1 ROWS FETCH NEXT 2 ROWS ONLY"
        )
        == names[1:3]
    )
    assert company.column("SELECT companyname FROM customer WHERE ROWNUM <= 2") == ["Birch", "Cedar"]


def test_rownum_counts_before_rows_are_sorted_or_grouped(company: Company) -> None:
    assert company.column("SELECT companyname FROM customer WHERE ROWNUM <= 2 ORDER BY id DESC") == [
        "Cedar",
        "Birch",
    ]
    assert company.column("SELECT COUNT(*) FROM customer WHERE ROWNUM < 4 AND id > 0") == ["3"]
    assert company.column("SELECT MAX(companyname) FROM customer WHERE ROWNUM <= ?", 2) == ["Cedar"]
    assert company.column("SELECT companyname FROM customer WHERE ROWNUM > 1") == []
    assert company.query(
        "SELECT * FROM (SELECT a.*, ROWNUM rn FROM (SELECT companyname FROM customer ORDER BY id DESC) a WHERE ROWNUM <= 3) WHERE rn > 1"
    ) == [{"companyname": "Dogwood", "rn": "2"}, {"companyname": "Cedar", "rn": "3"}]
    assert company.query("SELECT DISTINCT isinactive, COUNT(*) n FROM customer WHERE ROWNUM <= 4 GROUP BY isinactive ORDER BY n") == [
        {"isinactive": "T", "n": "1"}, {"isinactive": "F", "n": "3"},
    ]  # fmt: skip


def test_nulls_come_last_ascending_and_first_descending(company: Company) -> None:
    assert company.column("SELECT phone FROM customer ORDER BY phone, id") == ["555", None, None, None]
    assert company.column("SELECT phone FROM customer ORDER BY phone DESC, id") == [None, None, None, "555"]
    assert company.column("SELECT phone FROM customer ORDER BY phone NULLS FIRST, id")[-1] == "555"


def test_analytic_functions_and_aggregates(company: Company) -> None:
    rows = company.query(
        "SELECT companyname, ROW_NUMBER() OVER (PARTITION BY isinactive ORDER BY id DESC) r, COUNT(*) OVER () n, "
        "LAG(companyname) OVER (ORDER BY id) before FROM customer ORDER BY id"
    )
    assert [row["r"] for row in rows] == ["3", "2", "1", "1"]
    assert [row.get("before") for row in rows] == [None, "Birch", "Cedar", "Dogwood"]
    [row] = company.query(
        "SELECT LISTAGG(companyname, '/') WITHIN GROUP (ORDER BY companyname DESC) l, COUNT(DISTINCT isinactive) d, MEDIAN(1) m, "
        "MIN(lastmodifieddate) f FROM customer"
    )
    assert row == {"l": "East/Dogwood/Cedar/Birch", "d": "2", "m": "1", "f": "3/2/2026"}


def test_columns_are_named_as_netsuite_names_them(company: Company) -> None:
    [row] = company.query("SELECT COUNT(*), MAX(id) AS Highest, 'x' \"Quoted\" FROM customer")
    assert list(row) == ["expr1", "highest", "quoted"]
    [row] = company.query("SELECT c.id, j.id, j.customer FROM job j, customer c WHERE c.id = j.customer")
    assert list(row) == ["id", "id_0", "customer"]


def test_parameters_keep_their_order(company: Company) -> None:
    rows = company.query(
        "SELECT ? a, id FROM customer WHERE companyname = ? AND isinactive = ? AND ROWNUM <= ? ORDER BY NVL(phone, ?)",
        "first", "Dogwood", False, 5, "x",  # noqa: FBT003 - a value of the query
    )  # fmt: skip
    assert rows == [{"a": "first", "id": company.ids["dogwood"]}]
    assert company.column("SELECT id FROM customer WHERE id = ?", company.ids["birch"]) == [
        company.ids["birch"]
    ]
    assert company.column("SELECT id FROM customer WHERE phone = ?", "") == [], "an empty text is null"
    assert "1 parameters, 2 were given" in company.refused("SELECT ? FROM dual", 1, 2)
    assert "A parameter is" in company.refused("SELECT ? FROM dual", [1])


def test_comparisons_take_on_the_type_of_the_column(company: Company) -> None:
    birch = company.ids["birch"]
    assert company.column(
        f"SELECT companyname FROM customer WHERE id = '{birch}' AND id IN ('{birch}', 'x1')".replace(
            ", 'x1'", ""
        )
    ) == ["Birch"]
    assert company.column("SELECT companyname FROM customer WHERE phone = 555") == ["Cedar"]
    assert "Invalid number 'x1'" in company.refused("SELECT id FROM customer WHERE id = 'x1'")
    assert company.column("SELECT companyname FROM customer WHERE companyname = 'birch'") == [], (
        "capital letters count"
    )
    assert company.column("SELECT companyname FROM customer WHERE companyname LIKE 'b%'") == []
    assert company.column(
        "SELECT companyname FROM customer WHERE UPPER(companyname) LIKE '%_R%' ORDER BY id"
    ) == ["Birch", "Cedar"]


def test_a_rolled_back_save_is_never_seen(company: Company) -> None:
    company.query("SELECT COUNT(*) FROM customer")

    def broken() -> None:
        with company.account.database.transaction() as connection:
            connection.execute("DELETE FROM record WHERE type = 'customer'")
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert len(company.query("SELECT id FROM customer")) == 4


def test_a_content_that_was_replaced_is_read_anew(company: Company) -> None:
    before = company.query("SELECT id, companyname FROM customer")
    company.account.suiteql.forget()
    assert company.query("SELECT id, companyname FROM customer") == before


def test_a_field_defined_later_has_its_column(company: Company) -> None:
    from landbridge.local.records.model import CustomField  # noqa: PLC0415
    from landbridge.recordtypes import Kind  # noqa: PLC0415

    assert "custentity_late" in company.refused("SELECT custentity_late FROM vendor")
    company.account.records.fields.define(
        CustomField("custentity_late", Kind.BOOLEAN, "Late", frozenset({"vendor"}))
    )
    assert company.column("SELECT custentity_late FROM vendor") == ["F"]
