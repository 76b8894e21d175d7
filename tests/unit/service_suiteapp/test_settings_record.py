"""What is wrong in the settings record."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbridge.service.suiteapp import deployments, settings_record
from landbridge.service.suiteapp.findings import worst
from landbridge.service.suiteapp.inspection import SettingsRecord
from landbridge.service.suiteapp.restlets import RestletRefusedError
from landbridge.service.suiteapp.state import ServiceState
from tests.component.service_setup.inspections import VALUES, inspection, trigger
from tests.unit.service_suiteapp.judged import STATE, said, with_values


@pytest.mark.requirement("pref-03")
@pytest.mark.parametrize(
    ("count", "words"), [(0, "no active settings record"), (2, "2 active settings records")]
)
def test_none_or_two_settings_records_are_reported(count: int, words: str) -> None:
    record = SettingsRecord(count, VALUES if count else None)
    (found,) = settings_record.findings(inspection(settings=record), STATE)
    assert found.failed
    assert words in found.message


@pytest.mark.requirement("pref-02")
@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"url": "https://www.openair.com"}, "account's own domain"),
        ({"url": "http://acme.app.openair.com"}, "no https address"),
        ({"url": ""}, "no https address"),
        ({"url": "https://acme.app.netsuitesuiteprojectspro.com.evil.example"}, "account's own domain"),
        ({"database_id": "4712"}, "is 4712, and the connection's is 4711"),
        ({"account": "1234567"}, "is 1234567, and the connection's is 1234567_SB1"),
        ({"account": ""}, "is empty"),
        ({"service_url": "http://notices.example.test"}, "over https only"),
        ({"service_url": "notices.example.test"}, "over https only"),
        ({"email": "nobody"}, "is no e-mail address"),
        ({"email": ""}, "nobody is told"),
        ({"real_time": False}, "is not ticked"),
    ],
)
def test_each_wrong_field_is_named(changed: dict[str, Any], words: str) -> None:
    (found,) = settings_record.findings(with_values(**changed), STATE)
    assert found.failed
    assert words in said([found])


@pytest.mark.requirement("pref-02")
@pytest.mark.parametrize(
    "url",
    [
        "https://acme.app.netsuitesuiteprojectspro.com",
        "https://acme.app.openair.com/",
        "https://acme-corp.app.sandbox.netsuitesuiteprojectspro.com",
    ],
)
def test_both_domain_names_are_an_accounts_own(url: str) -> None:
    assert said(settings_record.findings(with_values(url=url), STATE)).startswith(
        "There is one settings record"
    )


@pytest.mark.parametrize("account", ["1234567_SB1", "1234567-sb1", " 1234567_sb1 "])
def test_an_account_may_be_spelled_in_each_usual_way(account: str) -> None:
    assert not any(one.failed for one in settings_record.findings(with_values(account=account), STATE))


def test_the_services_address_is_compared_where_it_is_known() -> None:
    known = ServiceState("1234567_SB1", "4711", notices_url="https://intake.example.test")
    (found,) = settings_record.findings(inspection(), known)
    assert "is not where this service takes notices, https://intake.example.test" in found.message
    same = with_values(service_url="https://INTAKE.example.test/")
    assert not any(one.failed for one in settings_record.findings(same, known))


@pytest.mark.requirement("pref-04")
def test_a_ticked_box_needs_the_workflows_option_and_its_own_deployment() -> None:
    ticked = with_values(include_leads=True, include_prospects=True)
    closed = ServiceState(
        "1234567_SB1",
        "4711",
        live=frozenset({"customer"}),
        options={"customers": {"include_leads": False, "include_prospects": True}},
    )
    (found,) = settings_record.findings(ticked, closed)
    assert (found.state, "Leads are sent" in found.message) == ("warning", True)
    assert "Include NetSuite leads marked for export" in found.advice
    missing = deployments.findings(ticked, STATE)
    assert [one.message for one in missing] == [
        "The trigger is not deployed for lead.",
        "The trigger is not deployed for prospect.",
    ]
    both = msgspec.structs.replace(ticked, deployments=tuple(map(trigger, ("customer", "lead", "prospect"))))
    assert worst([*deployments.findings(both, STATE), *settings_record.findings(both, STATE)]) == "ok"


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"nonsense": "1"}, "There is no setting 'nonsense'"),
        ({"real_time": "T"}, "real_time takes true or false"),
        ({"url": "https://example.com"}, "account's own domain"),
        ({"database_id": "1"}, "the connection's is 4711"),
    ],
)
def test_values_that_cannot_be_right_are_not_written(values: dict[str, Any], words: str) -> None:
    class Nobody:
        def call(self, method: str, *, script: str, deploy: str, body: object = None) -> Any:
            raise AssertionError(method)

    with pytest.raises(RestletRefusedError, match="Nothing was written") as refused:
        settings_record.write(Nobody(), values, STATE)
    assert words in str(refused.value)


@given(st.text(max_size=60))
def test_no_text_upsets_the_judgement_of_addresses(text: str) -> None:
    for prefix in ("", "https://", "https://["):
        assert isinstance(settings_record.url_problem(prefix + text), str)
        assert isinstance(settings_record.service_url_problem(prefix + text, ""), str)
        assert isinstance(settings_record.email_problem(text), str)


def test_the_place_is_that_of_the_installed_form() -> None:
    values = {"settings": SettingsRecord(0, None)}
    (standalone,) = settings_record.findings(inspection(**values), STATE)
    assert "SuiteProjects Pro: Integration Settings" in standalone.advice
    (beside,) = settings_record.findings(inspection(build="beside-native", **values), STATE)
    assert "Landbridge: Integration Settings" in beside.advice
