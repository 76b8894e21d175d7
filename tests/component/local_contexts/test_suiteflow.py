"""Workflows: after the user events of a save, in a context of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from landbridge.local.scripting.errors import InstallError
from landbridge.local.suiteflow.model import SetFieldValue, Workflow
from landbridge.local.suiteflow.store import UnknownWorkflow


def _workflow(name: str, body: str, actions: str = "", trigger: str = "AFTERSUBMIT") -> str:
    action = actions or (
        "<setfieldvalueaction scriptid='workflowaction_1'><field>STDENTITYCOMMENTS</field><valuetype>STATIC</valuetype>"
        "<valuetext>by the workflow</valuetext></setfieldvalueaction>"
    )
    return (
        f"<workflow scriptid='{name}'><name>{name}</name><recordtypes>LEAD|CUSTOMER</recordtypes>"
        f"<releasestatus>RELEASED</releasestatus>{body}<workflowstates><workflowstate scriptid='workflowstate_1'><name>1</name>"
        f"<workflowactions triggertype='{trigger}'>{action}</workflowactions></workflowstate></workflowstates></workflow>"
    )


FORMULA = "<initcondition><type>FORMULA</type><formula>{}</formula></initcondition>"
ON_SAVE = "<initoncreate>T</initoncreate><initonvieworupdate>T</initonvieworupdate>"


def test_it_saves_after_the_user_events_and_fires_none(company: Any, project: Callable[..., Path]) -> None:
    company.scripting.install(
        project(
            {
                "customworkflow_event": _workflow(
                    "customworkflow_event", ON_SAVE + FORMULA.format("{phone} = '+1 99'")
                )
            }
        )
    )
    lead = company.lead("Flows", phone="+1 99")
    assert company.value(lead, "comments") == "by the workflow"
    assert company.seen(lead) == ["create USERINTERFACE"]
    contexts = [saved.context for saved in company.saves() if saved.id == lead]
    assert sorted(contexts) == ["USERINTERFACE", "WORKFLOW"]
    other = company.lead("Flows not", phone="+1 98")
    assert company.value(other, "comments") is None


LOADS = """define(['N/record', 'N/log'], (record, log) => ({ afterSubmit: ({ newRecord }) => {
  const stored = record.load({ type: 'lead', id: newRecord.id });
  log.audit(`loaded ${newRecord.id}`, `comments: ${stored.getValue('comments')}`);
} }));"""


@pytest.mark.requirement("place-01")
def test_user_events_end_before_workflows_begin(company: Any) -> None:
    company.deploy("loads", LOADS, "lead")
    last = Workflow(
        "customworkflow_last",
        "Last",
        ("lead",),
        (SetFieldValue("comments", "the last word"),),
        on_create=True,
    )
    company.account.workflows.define(last)
    lead = company.lead("Order")
    company.account.workflows.define(replace(last, on_create=False))
    loaded = next(entry for entry in company.scripting.log(100) if entry.title == f"loaded {lead}")
    assert loaded.details == "comments: "
    assert company.value(lead, "comments") == "the last word"


def test_it_runs_although_a_script_failed_and_its_own_refusal_is_told(company: Any) -> None:
    company.deploy(
        "fails", "define([], () => ({ afterSubmit: () => { throw new Error('no'); } }));", "prospect"
    )
    company.account.workflows.define(
        Workflow(
            "customworkflow_after",
            "After",
            ("prospect",),
            (SetFieldValue("comments", "set all the same"),),
            on_create=True,
        )
    )
    result = company.account.records.save(
        company.session(), "customer", {"companyName": "Failing script"}, script_type="prospect"
    )
    assert result.after_submit_error.message == "no"
    assert company.value(result.record.id, "comments") == "set all the same"
    company.account.workflows.define(
        Workflow(
            "customworkflow_wrong", "Wrong", ("lead",), (SetFieldValue("email", "none"),), on_create=True
        )
    )
    result = company.account.records.save(
        company.session(), "customer", {"companyName": "Failing workflow"}, script_type="lead"
    )
    failure = result.after_submit_error
    assert (failure.code, failure.script) == ("INVALID_EMAIL", "customworkflow_wrong")
    company.account.workflows.define(
        Workflow("customworkflow_wrong", "Wrong", ("lead",), (), on_create=True, released=False)
    )


def test_a_scheduled_run_fires_user_events_in_its_context(company: Any, project: Callable[..., Path]) -> None:
    company.scripting.install(
        project(
            {
                "customworkflow_nightly": _workflow(
                    "customworkflow_nightly",
                    "<recurrence><single/></recurrence>" + FORMULA.format("{fax} IS NOT NULL"),
                    trigger="SCHEDULED",
                )
            }
        )
    )
    with_fax, without = company.lead("Fax", fax="+1 44 44"), company.lead("No fax")
    assert company.value(with_fax, "comments") is None  # not begun by a save
    results = company.scripting.run_workflow("customworkflow_nightly")
    assert [(one.id, one.code) for one in results] == [(with_fax, "")]
    assert company.value(with_fax, "comments") == "by the workflow"
    assert company.value(without, "comments") is None
    assert company.seen(with_fax) == ["create USERINTERFACE", "edit WORKFLOW"]
    with pytest.raises(UnknownWorkflow):
        company.scripting.run_workflow("customworkflow_none")


def test_contexts_and_events_restrict_it(company: Any, project: Callable[..., Path]) -> None:
    company.scripting.install(
        project(
            {
                "customworkflow_narrow": _workflow(
                    "customworkflow_narrow",
                    "<initonvieworupdate>T</initonvieworupdate><initcontexts>CSVIMPORT</initcontexts>",
                )
            }
        )
    )
    lead = company.lead("Narrow")
    company.account.records.save(company.session(), "customer", {"phone": "+1 1"}, id=lead)
    assert company.value(lead, "comments") is None


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (_workflow("customworkflow_bad", FORMULA.format("{phone} LIKE 'x'")), "compares one field"),
        (_workflow("customworkflow_bad", FORMULA.format("{nosuch} = 'x'")), "names the field nosuch"),
        (_workflow("customworkflow_bad", "", trigger="BEFORELOAD"), "triggertype"),
        (_workflow("customworkflow_bad", "<initcontexts>NOWHERE</initcontexts>"), "no execution context"),
        (
            _workflow("customworkflow_bad", "", "<sendemailaction scriptid='workflowaction_1'/>"),
            "knows setfieldvalueaction",
        ),
    ],
)
def test_workflows_that_cannot_be_installed(
    company: Any, project: Callable[..., Path], text: str, reason: str
) -> None:
    with pytest.raises(InstallError, match=reason):
        company.scripting.install(project({"customworkflow_bad": text}))
