"""Company-wide preferences hold for SOAP requests that say nothing else (documented: ``section_N3422217``)."""

from __future__ import annotations

import pytest

from landbridge.local.access.model import Level
from landbridge.local.access.preferences import CompanyPreferences, PreferenceError
from landbridge.local.account import Account
from tests.component.local_soap.test_records import Counting
from tests.component.local_soap.wire import Wire, customer

SEARCH = '<m:search><m:searchRecord xsi:type="b:CustomerSearchBasic"/></m:search>'


@pytest.mark.requirement("install-05")
def test_the_search_page_size_is_the_companys_unless_the_request_names_one(
    wire: Wire, account: Account
) -> None:
    assert wire.call(SEARCH).text("pageSize") == "1000"
    account.preferences.change(search_page_size=7)
    assert wire.call(SEARCH).text("pageSize") == "7"
    other = "<m:searchPreferences><m:bodyFieldsOnly>true</m:bodyFieldsOnly></m:searchPreferences>"
    assert wire.call(SEARCH, other).text("pageSize") == "7"
    account.access.set_permission("customrole_test", "ADMI_DELETEDRECORD", Level.FULL)
    deleted = wire.call("<m:getDeleted><m:getDeletedFilter/><m:pageIndex>1</m:pageIndex></m:getDeleted>")
    assert deleted.text("pageSize") == "1000"
    assert wire.search("Customer", "", page_size=50).text("pageSize") == "50"


@pytest.mark.requirement("install-05")
def test_scripts_run_as_the_company_prefers_unless_the_request_says_otherwise(
    wire: Wire, account: Account
) -> None:
    account.scripting = counting = Counting()
    account.preferences.change(run_scripts=False)
    wire.add(customer("A", status="6"))
    assert counting.ran == []
    account.access.set_permission("customrole_test", "ADMI_RUNSERVERSCRIPTWORKFLOW", Level.FULL)
    on = (
        "<m:preferences><m:runServerSuiteScriptAndTriggerWorkflows>true"
        "</m:runServerSuiteScriptAndTriggerWorkflows></m:preferences>"
    )
    assert wire.call(f"<m:add>{customer('B', status='6')}</m:add>", on).successes == [True]
    assert counting.ran == ["submit lead"]


@pytest.mark.parametrize("size", [-1, 0, 4, 1001])
def test_a_page_size_that_netsuite_has_not_is_refused_and_nothing_changed(
    account: Account, size: int
) -> None:
    before = account.preferences.read()
    assert before == CompanyPreferences()
    with pytest.raises(PreferenceError, match="between 5 and 1000"):
        account.preferences.change(search_page_size=size, require_approval=True)
    assert account.preferences.read() == before


def test_what_is_not_named_stays(account: Account) -> None:
    account.preferences.change(require_approval=True)
    account.preferences.change(run_scripts=False)
    assert account.preferences.read() == CompanyPreferences(require_approval=True, run_scripts=False)
