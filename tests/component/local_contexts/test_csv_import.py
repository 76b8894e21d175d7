"""Importing CSV records: rows become saves of their own, in the context CSVIMPORT."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from landbridge.local.access.errors import PermissionMissing
from landbridge.local.access.model import Level
from landbridge.local.importing.csvfile import ImportRefused
from landbridge.local.importing.running import DataHandling, import_csv
from landbridge.local.records.model import CustomRecordType


def _imported(company: Any, text: str, *, kind: str = "lead", **more: Any) -> list[Any]:
    return import_csv(company.account, company.session(), kind, text, **more)


def test_rows_are_saved_one_by_one_and_a_refused_one_leaves_the_others(company: Any) -> None:
    rows = _imported(
        company, "Company Name,Email\nBirch,birch@demo.example\nBroken,no address\nBeech,beech@demo.example\n"
    )
    assert [(row.row, bool(row.id), row.code) for row in rows] == [
        (1, True, ""),
        (2, False, "INVALID_EMAIL"),
        (3, True, ""),
    ]
    assert company.value(rows[0].id, "stage") == "_lead"
    assert company.value(rows[2].id, "email") == "beech@demo.example"
    assert company.seen(rows[0].id) == ["create CSVIMPORT"]


def test_without_the_option_no_script_runs(company: Any) -> None:
    rows = _imported(company, "companyname\nSilent\n", run_scripts=False)
    assert company.seen(rows[0].id) == []
    assert company.saves()[-1].context == "CSVIMPORT"


def test_update_goes_by_internal_or_external_id_and_leaves_empty_cells_alone(company: Any) -> None:
    lead = company.lead("Updated", phone="+1 5", email="before@demo.example")
    _imported(company, "companyname,externalid\nKeyed,key-1\n")
    rows = _imported(
        company,
        f"Internal ID,External ID,Phone,Email\n{lead},,+1 6,\n,key-1,+1 7,\n,key-none,+1 8,\n9999,,+1 9,\n",
        handling=DataHandling.UPDATE,
    )
    assert [row.code for row in rows] == ["", "", "RCRD_DSNT_EXIST", "RCRD_DSNT_EXIST"]
    assert (company.value(lead, "phone"), company.value(lead, "email")) == ("+1 6", "before@demo.example")
    assert company.value(rows[1].id, "phone") == "+1 7"
    assert company.seen(lead)[-1] == "edit CSVIMPORT"


def test_add_or_update_does_what_each_row_needs(company: Any) -> None:
    text = "External ID,Company Name,Phone\nnew-1,Twice,+1 1\nnew-1,Twice,+1 2\n"
    rows = _imported(company, text, handling=DataHandling.ADDUPDATE)
    assert rows[0].id == rows[1].id
    assert company.value(rows[0].id, "phone") == "+1 2"
    again = _imported(company, text, handling=DataHandling.ADD)
    assert [row.code for row in again] == ["DUP_RCRD", "DUP_RCRD"]


def test_references_enumerations_dates_and_boxes_are_read_from_texts(company: Any) -> None:
    sales = company.account.records.display("employee", company.session("anna").user_id)
    rows = _imported(
        company,
        f'Company Name,Sales Rep,Start Date,Inactive,Terms\nTexts,"{sales}",1/31/2027,Yes,\n'
        "Wrong name,Nobody At All,,,\nWrong date,,31.1.2027,,\n",
        kind="customer",
    )
    assert [row.code for row in rows] == ["", "INVALID_KEY_OR_REF", "INVALID_FLD_VALUE"]
    assert company.value(rows[0].id, "salesRep") == company.session("anna").user_id
    assert str(company.value(rows[0].id, "startDate")) == "2027-01-31"
    assert company.value(rows[0].id, "isInactive") is True


@pytest.mark.parametrize(
    ("text", "handling", "reason"),
    [
        ("companyname\n", DataHandling.ADD, "at least one row"),
        ("Nothing Such\nx\n", DataHandling.ADD, "no field 'Nothing Such'"),
        ("Phone,phone\n1,2\n", DataHandling.ADD, "the same field"),
        ("Internal ID,Phone\n1,2\n", DataHandling.ADD, "leave the column Internal ID out"),
        ("Phone\n2\n", DataHandling.UPDATE, "needs the column"),
        ('companyname\n"open\n', DataHandling.ADD, "no CSV file"),
    ],
)
def test_files_that_cannot_be_imported(company: Any, text: str, handling: DataHandling, reason: str) -> None:
    before = len(company.saves())
    with pytest.raises(ImportRefused, match=reason):
        _imported(company, text, handling=handling)
    assert len(company.saves()) == before


def test_custom_records_are_imported_by_their_types_id(company: Any) -> None:
    company.account.records.define_type(CustomRecordType("customrecord_planet", "Planet"))
    rows = _imported(company, "Name\nVenus\n", kind="customrecord_planet")
    record = company.account.records.get("customrecord_planet", rows[0].id)
    assert record.values["name"] == "Venus"
    with pytest.raises(ImportRefused, match="no record type 'spaceship'"):
        _imported(company, "name\nX\n", kind="spaceship")


def test_importing_needs_its_permission(company: Any) -> None:
    role = company.account.access.define_role(
        "customrole_no_import", "No Import", {"LIST_CUSTJOB": Level.FULL}
    )
    session = company.session()
    with pytest.raises(PermissionMissing, match="ADMI_IMPORTCSVFILE"):
        import_csv(
            company.account,
            type(session)(session.user_id, role.id, session.context),
            "lead",
            "companyname\nX\n",
        )


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(max_size=200))
def test_whatever_the_file_holds_it_is_refused_or_answered_row_by_row(company: Any, text: str) -> None:
    try:
        rows = _imported(company, f"companyname,phone\n{text}", run_scripts=False)
    except ImportRefused:
        return
    assert all(row.id or row.code for row in rows)
    assert [row.row for row in rows] == list(range(1, len(rows) + 1))


def test_a_row_with_more_cells_than_columns_is_refused_and_the_others_stand(company: Any) -> None:
    rows = _imported(company, "Company Name,Phone\nFirst,+1 1\nAcme, Inc.,+1 2\nShort\nEmpty ends,+1 3,,\n")
    assert [(row.row, bool(row.id), row.code) for row in rows] == [
        (1, True, ""),
        (2, False, "INVALID_CSV_ROW"),
        (3, True, ""),
        (4, True, ""),
    ]
    assert "1 cells more" in rows[1].message


@pytest.mark.parametrize("text", ["1_0", "nan", "inf", "1e3", "--1", "٣", "1.2.3", "9" * 5000])
def test_what_is_no_number_is_refused(company: Any, text: str) -> None:
    rows = _imported(company, f"Company Name,Credit Limit\nCounted,{text}\n", kind="customer")
    assert [row.code for row in rows] == ["INVALID_FLD_VALUE"]


@pytest.mark.parametrize(
    ("text", "value"), [("10", 10.0), ('"1,000.50"', 1000.5), ("-2.", -2.0), (".5", 0.5)]
)
def test_numbers_are_written_as_people_write_them(company: Any, text: str, value: float) -> None:
    rows = _imported(company, f"Company Name,Credit Limit\nCounted {value},{text}\n", kind="customer")
    assert company.value(rows[0].id, "creditLimit") == value
