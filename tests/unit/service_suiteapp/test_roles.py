"""What a role lacks, and where to give it."""

from __future__ import annotations

import pytest

from landbridge.service.suiteapp import roles
from landbridge.service.suiteapp.inspection import Role
from tests.component.service_setup.inspections import inspection
from tests.unit.service_suiteapp.judged import said


@pytest.mark.requirement("right-02")
def test_what_a_custom_role_lacks_is_named_with_level_place_and_purpose() -> None:
    seen = inspection(
        role=Role(
            "1044",
            "customrole_acme",
            "Acme Integration",
            ("ADMI_CERTIFICATES", "LIST_FILECABINET", "LIST_JOB", "LIST_CUSTRECORDENTRY"),
        )
    )
    found = roles.findings(seen)
    assert [one.state for one in found] == ["failed"] * 4
    text = said(found)
    for place, purpose in (
        ("Setup > Certificate Management (Full)", "replace the certificate"),
        ("Lists > Documents and Files (Full)", "upload the certificate's file"),
        ("Lists > Projects (View)", "read projects"),
        ("Lists > Custom Record Entries (Edit)", "keep the settings record"),
    ):
        assert place in text
        assert purpose in text
    assert 'Manage Roles > "Acme Integration" > Edit, Permissions, Setup.' in text


def test_a_custom_role_with_everything_is_as_good_as_ours() -> None:
    assert said(roles.findings(inspection(role=Role("1044", "customrole_acme", "Acme", ())))).startswith(
        'The custom role "Acme"'
    )


def test_the_administrator_role_is_advised_against() -> None:
    (found,) = roles.findings(inspection(role=Role("3", "administrator", "Administrator", ())))
    assert (found.state, "customrole_oa_integration" in found.advice) == ("warning", True)
