"""Finding records to match with: by internal id, NetSuite id and name, one query a batch."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from landbridge.service.projects import sql
from landbridge.service.projects.account import BuiltInAccount

MANY = """
INSERT INTO projects_spprecord (account, type, name, fields, created, updated)
SELECT 'spp-1', 'slip', 'Slip ' || n, jsonb_build_object('netsuite_slip_id__c', n::text, 'invoiceid', n::text), now(), now()
FROM generate_series(1, 5000) AS n;
INSERT INTO projects_sppkey (account, type, field, value, record_id)
SELECT 'spp-1', 'slip', 'netsuite_credit_memo_slip_id__c', id::text || '-1', id FROM projects_spprecord
"""
Create = Callable[..., str]


@pytest.mark.requirement("flow-02")
def test_found_by_id_netsuite_id_and_name_in_one_query(account: BuiltInAccount, create: Create) -> None:
    by_id = create("customer", name="One")
    by_number = create("customer", name="Two", netsuite_customer_id__c="22")
    by_name = create("customer", name="Straße 3")
    create("customer", name="Four")
    with CaptureQueriesContext(connection) as captured:
        found = account.find("customer", spp_ids=[by_id], netsuite_ids=["22"], names=["STRAßE 3", "two"])
    assert sorted(one.spp_id for one in found) == sorted([by_id, by_number, by_name])
    assert len(captured) == 1


@pytest.mark.requirement("flow-02")
def test_two_candidates_are_both_returned(account: BuiltInAccount, create: Create) -> None:
    twins = [create("customer", name="Acme"), create("customer", name="ACME")]
    assert sorted(one.spp_id for one in account.find("customer", names=["acme"])) == sorted(twins)


def test_no_key_finds_nothing(account: BuiltInAccount, create: Create) -> None:
    create("customer", name="Acme")
    assert account.find("customer") == []


def test_accounts_and_tables_are_apart(account: BuiltInAccount, create: Create) -> None:
    create("customer", name="Acme", netsuite_customer_id__c="1")
    assert account.find("user", names=["Acme"], netsuite_ids=["1"]) == []
    assert BuiltInAccount("spp-2").find("customer", names=["Acme"], netsuite_ids=["1"]) == []


@pytest.mark.requirement("rate-03")
def test_matching_reads_indexes_only(db: None) -> None:
    """Whatever records are found by, and whatever table they are of."""
    keys = {
        "account": "spp-1",
        "type": "slip",
        "ids": [1],
        "field": "netsuite_credit_memo_slip_id__c",
        "values": ["1"],
        "names": ["acme"],
        "first": 1,
        "last": 9,
    }
    wanted = {
        sql.FIND: ("spprecord_netsuite_id", "spprecord_name", "projects_spprecord_pkey"),
        sql.FIND_BY_KEY: ("sppkey_is_unique", "spprecord_name", "projects_spprecord_pkey"),
        sql.HOLDINGS: ("spprecord_nsids_in_order", "projects_spprecord_pkey"),
        sql.HOLDINGS_BY_KEY: ("sppkey_in_order", "projects_spprecord_pkey"),
        sql.BY_OWNER: ("spprecord_owner",),
    }
    with connection.cursor() as cursor:
        cursor.execute(MANY)
        cursor.execute("ANALYZE projects_spprecord, projects_sppkey")
        for statement, indexes in wanted.items():
            cursor.execute("EXPLAIN " + statement, keys)
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert [index for index in indexes if index not in plan] == [], plan
