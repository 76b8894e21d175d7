"""A configuration as a file: exported, compared, applied to another connection, refused as a whole."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from msgspec import structs

from landbridge.netsuite.check import CheckLine
from landbridge.service.configuration import connectionparts
from landbridge.service.configuration.applying import apply, compare
from landbridge.service.configuration.document import (
    ConfigurationError,
    ConnectionPart,
    Document,
    LanePart,
    NetSuitePart,
    Row,
    WorkflowPart,
)
from landbridge.service.configuration.exporting import export
from landbridge.service.configuration.yamlfile import dump, load
from landbridge.service.connections.drafts import ConnectionDraft
from landbridge.service.connections.models import Connection
from landbridge.service.drift import deciding
from landbridge.service.notifications import channels
from landbridge.service.notifications.models import Channel
from landbridge.service.pairs.deletions import policies
from landbridge.service.projects.models import User
from landbridge.service.runs.models import Lane, Schedule
from landbridge.service.workflows import activation, adding, administration
from landbridge.service.workflows.administration import change
from landbridge.service.workflows.models import MappingRow, Workflow
from landbridge.service.workflows.monitoring import set_monitored
from landbridge.service.workflows.watching import DEFAULT

from .conftest import NOW, TOKENS, failing, untested

TO_PRODUCTION = {"Sandbox": "Production"}


def the_connection(document: Document, **changed: object) -> Document:
    """The document with its one connection changed."""
    (one,) = document.connections
    return structs.replace(document, connections=(structs.replace(one, **changed),), channels=())


def with_row(document: Document, key: str, row: Row) -> Document:
    """The document with one more row in a mapping."""
    (one,) = document.connections
    workflow = one.workflows[key]
    longer = structs.replace(workflow, mapping=(*workflow.mapping, row))
    return the_connection(document, workflows={**one.workflows, key: longer}, schedules=())


@pytest.mark.requirement("promote-01")
def test_the_export_is_readable_the_same_each_time_and_without_secrets(
    sandbox: Connection, production: Connection, channel: None
) -> None:
    text = dump(export())
    assert text == dump(export()) == dump(load(text))
    assert not any(secret in text for secret in dataclasses.astuple(TOKENS) if secret)
    assert "  - target: company\n" in text
    assert "cron: 30 5 * * 1-5" in text
    assert "include_leads: false" in text
    assert "keep_log_days: 90" in text
    assert "ops@example.com" in text
    assert text.index("name: Production") < text.index("name: Sandbox")


@pytest.mark.requirement("promote-02", "promote-03")
def test_a_sandbox_is_promoted_and_production_keeps_its_account_and_credentials(
    sandbox: Connection, production: Connection, ada: User
) -> None:
    document = load(dump(export(["Sandbox"])))
    foretold = compare(document, TO_PRODUCTION)
    assert foretold.problems == []
    assert any("keeps its account 1234567" in note for note in foretold.notes)

    applied = apply(document, TO_PRODUCTION, by=ada, now=NOW)

    assert applied.differences == foretold.differences != []
    production.refresh_from_db()
    assert production.netsuite_account == "1234567"
    assert ConnectionDraft.of(production).credentials == TOKENS
    assert production.integration_user == ada
    customers = Workflow.objects.get(connection=production, key="customers")
    assert (customers.active, customers.real_time, customers.options["include_leads"]) == (True, True, False)
    assert customers.bookmark is None
    assert {str(one) for one in Schedule.objects.filter(connection=production)} == {
        "Monday 3:00 to 4:00 Europe/Berlin",
        "cron 30 5 * * 1-5 UTC",
    }
    assert Lane.objects.get(connection=production).keep_log_days == 90
    assert compare(document, TO_PRODUCTION).differences == []


@pytest.mark.requirement("promote-02")
def test_what_is_the_same_is_left_alone(sandbox: Connection, ada: User) -> None:
    document = export(["Sandbox"])
    Workflow.objects.filter(connection=sandbox).update(bookmark=NOW, swept=NOW)
    starts = set(Schedule.objects.values_list("pk", "next_at"))
    assert apply(document, by=ada, now=NOW + timedelta(days=1)).differences == []
    assert set(Workflow.objects.values_list("bookmark", flat=True)) == {NOW}
    assert set(Schedule.objects.values_list("pk", "next_at")) == starts


@pytest.mark.requirement("promote-02")
def test_a_changed_mapping_is_shown_row_by_row_and_read_anew(
    sandbox: Connection, production: Connection, ada: User
) -> None:
    document = export(["Sandbox"])
    apply(document, TO_PRODUCTION, by=ada, now=NOW)
    Workflow.objects.filter(connection=production).update(bookmark=NOW)
    rules = Workflow.objects.get(connection=production, key="customers").rules
    row = Row(target="note__c", source="field", field="comments")
    changed = with_row(document, "customers", row)
    (difference,) = [one for one in compare(changed, TO_PRODUCTION).differences if "mapping" in one.where]
    assert str(difference) == (
        "connection Production, workflow customers, mapping of note__c: "
        "added {target: 'note__c', field: 'comments'}"
    )
    with pytest.raises(ConfigurationError, match="live for real time"):
        apply(changed, TO_PRODUCTION, by=ada, now=NOW)
    apply(changed, TO_PRODUCTION, by=ada, now=NOW, suspend_schedules=True)
    customers = Workflow.objects.get(connection=production, key="customers")
    assert (customers.bookmark, customers.rules, customers.real_time) == (None, rules + 1, True)
    assert MappingRow.objects.get(workflow=customers, target="note__c").field == "comments"
    assert Workflow.objects.get(connection=production, key="employees").bookmark == NOW


@pytest.mark.requirement("promote-02")
def test_a_protected_workflow_changes_only_when_its_schedules_may_be_suspended(
    sandbox: Connection, ada: User
) -> None:
    activation.set_real_time(sandbox, "customers", live=False, by=ada)
    (one,) = export(["Sandbox"]).connections
    customers = structs.replace(one.workflows["customers"], options={"include_leads": True})
    document = the_connection(export(["Sandbox"]), workflows={"customers": customers})
    with pytest.raises(ConfigurationError, match="used by a schedule"):
        apply(document, by=ada, now=NOW)
    assert Workflow.objects.get(key="customers").options == {"include_leads": False}
    apply(document, by=ada, now=NOW, suspend_schedules=True)
    assert Workflow.objects.get(key="customers").options == {"include_leads": True}
    assert set(Schedule.objects.values_list("active", flat=True)) == {True}


@pytest.mark.requirement("promote-02")
def test_a_live_workflow_is_switched_off_only_where_real_time_is_too(sandbox: Connection, ada: User) -> None:
    document = the_connection(
        export(["Sandbox"]), workflows={"projects": WorkflowPart(active=False)}, schedules=(), groups={}
    )
    activation.set_real_time(sandbox, "projects", live=True, by=ada)
    with pytest.raises(ConfigurationError, match="live for real time"):
        apply(document, by=ada, now=NOW)
    assert Workflow.objects.get(key="projects").real_time
    apply(document, by=ada, now=NOW, suspend_schedules=True)
    stored = Workflow.objects.get(key="projects")
    assert (stored.active, stored.real_time) == (False, False)


@pytest.mark.requirement("promote-02", "promote-04")
def test_options_have_values_of_their_kind(sandbox: Connection, ada: User) -> None:
    wrong = WorkflowPart(options={"include_leads": "false"})
    document = the_connection(export(["Sandbox"]), workflows={"customers": wrong}, schedules=())
    with pytest.raises(ConfigurationError, match="include_leads is on or off"):
        apply(document, by=ada, now=NOW, suspend_schedules=True)
    assert Workflow.objects.get(key="customers").options == {"include_leads": False}


@pytest.mark.requirement("promote-02", "promote-04")
def test_a_mapping_is_checked_as_one_that_is_saved(sandbox: Connection, ada: User) -> None:
    change(sandbox, by=ada, strict_validation=True)
    row = Row(target="note__c", source="field", field="noSuchField")
    with pytest.raises(ConfigurationError, match="noSuchField"):
        apply(with_row(export(["Sandbox"]), "customers", row), by=ada, now=NOW, suspend_schedules=True)
    assert not MappingRow.objects.filter(target="note__c").exists()


@pytest.mark.requirement("promote-02", "promote-04")
def test_an_option_that_names_a_field_is_asked_of_netsuite_where_it_changes(
    sandbox: Connection, ada: User
) -> None:
    named = WorkflowPart(options={"hierarchy_department": "noSuchField"})
    document = the_connection(export(["Sandbox"]), workflows={"customers": named}, schedules=())
    told = "Map NetSuite customer department to hierarchy names 'noSuchField'"
    with pytest.raises(ConfigurationError, match=told):
        apply(document, by=ada, now=NOW, suspend_schedules=True)
    stored = Workflow.objects.filter(key="customers")
    assert stored.get().options == {"include_leads": False}
    stored.update(options={"include_leads": False, "hierarchy_department": "noSuchField"})
    both = WorkflowPart(options={"include_leads": True, "hierarchy_department": "noSuchField"})
    apply(
        the_connection(export(["Sandbox"]), workflows={"customers": both}, schedules=()),
        by=ada,
        now=NOW,
        suspend_schedules=True,
    )
    assert stored.get().options["include_leads"] is True


@pytest.mark.requirement("promote-02", "promote-04")
def test_a_mapping_is_checked_with_the_options_that_come_with_it(sandbox: Connection, ada: User) -> None:
    activation.activate(sandbox, "sales_orders", by=ada)
    document = export(["Sandbox"])
    there = document.connections[0].workflows["sales_orders"]
    mapping = tuple(
        structs.replace(row, field="noSuchField") if row.target == "total" and row.group == "main" else row
        for row in there.mapping
    )

    def wanted(*, net_total: bool) -> Document:
        part = structs.replace(there, mapping=mapping, options={"net_total": net_total})
        return the_connection(document, workflows={"sales_orders": part}, schedules=())

    with pytest.raises(ConfigurationError, match="noSuchField"):
        apply(wanted(net_total=False), by=ada, now=NOW, suspend_schedules=True)
    apply(wanted(net_total=True), by=ada, now=NOW, suspend_schedules=True)
    assert (
        MappingRow.objects.get(workflow__key="sales_orders", group="main", target="total").field
        == "noSuchField"
    )


@pytest.mark.requirement("promote-02", "promote-04")
def test_one_refused_part_leaves_everything_as_it_was(
    sandbox: Connection, production: Connection, channel: None, ada: User
) -> None:
    before = dump(export())
    document = export(["Sandbox"])
    (one,) = document.connections
    schedule = structs.replace(one.schedules[0], workflows=("unknown",), group="")
    with pytest.raises(ConfigurationError, match="connection Production: There is no workflow 'unknown'"):
        apply(the_connection(document, schedules=(schedule,)), TO_PRODUCTION, by=ada, now=NOW)
    assert dump(export()) == before


@pytest.mark.requirement("promote-04")
@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"name": "Elsewhere"}, "there is no connection 'Elsewhere' here"),
        ({"integration_user": "nobody@example.com"}, "nobody@example.com is not an active administrator"),
    ],
    ids=["connection", "integration user"],
)
def test_what_does_not_exist_is_named(
    sandbox: Connection, ada: User, change: dict[str, object], problem: str
) -> None:
    with pytest.raises(ConfigurationError, match=problem):
        apply(the_connection(export(["Sandbox"]), **change), by=ada, now=NOW)


@pytest.mark.requirement("promote-04")
@pytest.mark.parametrize(
    ("row", "problem"),
    [
        (Row(target="nickname", field="email"), "has no field 'nickname' in SuiteProjects Pro"),
        (Row(target="name", field="altName"), "name is set by 2 rows"),
        (Row(target="a__c", source="formula", field="x"), "there is no source 'formula'"),
        (Row(target="a__c", source="part", value="main"), "a__c cannot be joined to another group"),
        (Row(target="a__c", source="lookup", field="parent", value="suppliers"), "which is no workflow"),
        (Row(target="a__c", source="values", field="stage", value=3), "is not a list of pairs"),
        (Row(target="a__c"), "names no NetSuite field"),
    ],
    ids=["target", "twice", "source", "part", "lookup", "values", "field"],
)
def test_a_mapping_that_cannot_work_is_refused_before_anything_changes(
    sandbox: Connection, ada: User, row: Row, problem: str
) -> None:
    document = with_row(export(["Sandbox"]), "customers", row)
    assert any(problem in one for one in compare(document).problems)
    with pytest.raises(ConfigurationError, match=problem):
        apply(document, by=ada, now=NOW, suspend_schedules=True)


@pytest.mark.requirement("promote-02")
def test_monitored_fields_go_with_their_workflow(
    sandbox: Connection, production: Connection, ada: User
) -> None:
    set_monitored(sandbox, "customers", ["companyName", "email"], by=ada)
    set_monitored(sandbox, "employees", DEFAULT, by=ada)
    document = load(dump(export(["Sandbox"])))
    plan = compare(document, TO_PRODUCTION)
    assert 'connection Production, workflow customers, monitored: added ["companyName", "email"]'.replace(
        '"', "'"
    ) in map(str, plan.differences)
    apply(document, TO_PRODUCTION, by=ada, now=NOW)
    promoted = Workflow.objects.filter(connection=production).values_list("key", "monitored")
    assert dict(promoted) == {
        "employees": "default",
        "customers": ["companyName", "email"],
        "projects": None,
    }
    assert compare(document, TO_PRODUCTION).differences == []


@pytest.mark.requirement("promote-02")
@pytest.mark.parametrize(
    ("monitored", "words"),
    [(("nonsense",), "no field of customer"), ("everything", "a list of fields, 'default' or null")],
)
def test_fields_that_cannot_be_monitored_change_nothing(
    sandbox: Connection, ada: User, monitored: tuple[str, ...] | str, words: str
) -> None:
    (one,) = export(["Sandbox"]).connections
    workflow = structs.replace(one.workflows["customers"], monitored=monitored, real_time=False)
    with pytest.raises(ConfigurationError, match=words):
        apply(the_connection(export(["Sandbox"]), workflows={"customers": workflow}), by=ada, now=NOW)
    stored = Workflow.objects.get(key="customers")
    assert (stored.monitored, stored.real_time) == (None, True)


@pytest.mark.requirement("promote-02")
def test_channels_are_changed_by_name_and_others_kept(
    sandbox: Connection, production: Connection, channel: None, ada: User
) -> None:
    (one,) = export().channels
    quieter = structs.replace(one, limit_per_hour=3, active=False)
    new = structs.replace(one, name="Day shift", connection="Sandbox", recipients=("day@example.com",))
    document = Document(
        landbridge_configuration=1, connections=(ConnectionPart(name="Sandbox"),), channels=(quieter, new)
    )
    apply(document, TO_PRODUCTION, by=ada, now=NOW)
    found = {each.name: each for each in Channel.objects.select_related("connection")}
    assert (found["Night shift"].limit_per_hour, found["Night shift"].active) == (3, False)
    assert found["Day shift"].connection == production
    hook = structs.replace(one, name="Hook", kind="webhook", recipients=())
    (problem,) = compare(structs.replace(document, channels=(hook,)), TO_PRODUCTION).problems
    assert "a new webhook needs a secret" in problem


@pytest.mark.requirement("promote-03")
def test_what_lacks_a_secret_is_named_and_nothing_changes(
    sandbox: Connection, production: Connection
) -> None:
    document = the_connection(export(["Sandbox"]), netsuite=NetSuitePart(retries=2))
    lacking = the_connection(document, credentials={"token_id": "", "token_secret": ""})
    (problem,) = compare(lacking, TO_PRODUCTION).problems
    assert problem.startswith("connection Production, credentials:")
    assert "token id and token secret are missing" in problem
    with pytest.raises(ConfigurationError, match="token secret"):
        apply(lacking, TO_PRODUCTION, by=None, now=NOW, tester=untested)
    before = production.retries
    production.refresh_from_db()
    assert production.retries == before != 2


@pytest.mark.requirement("promote-02")
def test_another_protocol_is_left_to_the_guided_switch(sandbox: Connection) -> None:
    document = the_connection(export(["Sandbox"]), netsuite=NetSuitePart(protocol="rest"))
    with pytest.raises(ConfigurationError, match="landbridge connection switch Sandbox"):
        apply(document, by=None, now=NOW, tester=untested)


@pytest.mark.requirement("promote-02")
def test_another_way_to_netsuite_is_tested_first(sandbox: Connection) -> None:
    document = the_connection(export(["Sandbox"]), netsuite=NetSuitePart(version="2024.2"))
    with pytest.raises(ConfigurationError, match="connection Sandbox, test, Host: No answer"):
        apply(document, by=None, now=NOW, tester=failing)
    sandbox.refresh_from_db()
    assert sandbox.version == "2025_2"

    apply(document, by=None, now=NOW, tester=failing, untested="NetSuite is away tonight")
    sandbox.refresh_from_db()
    assert (sandbox.version, sandbox.forced_reason) == ("2024_2", "NetSuite is away tonight")

    apply(document, by=None, now=NOW, tester=failing)  # nothing to test: it is so already


@pytest.mark.requirement("promote-02")
def test_what_somebody_changes_during_the_test_is_not_written_over(sandbox: Connection) -> None:
    def meanwhile(draft: ConnectionDraft) -> Iterator[CheckLine]:
        Connection.objects.filter(pk=sandbox.pk).update(proxy="http://proxy.example.com:3128")
        yield from untested(draft)

    document = the_connection(export(["Sandbox"]), netsuite=NetSuitePart(retries=1))
    with pytest.raises(ConfigurationError, match="somebody changed it meanwhile"):
        apply(document, by=None, now=NOW, tester=meanwhile)


@pytest.mark.requirement("promote-02")
def test_suspended_schedules_stay_the_same_and_can_be_switched_off(sandbox: Connection, ada: User) -> None:
    before = dict(Schedule.objects.values_list("pk", "next_at"))
    document = export(["Sandbox"])
    (one,) = document.connections
    customers = structs.replace(one.workflows["customers"], options={"include_leads": True})
    changed = the_connection(document, workflows={"customers": customers}, schedules=one.schedules)
    apply(changed, by=ada, now=NOW + timedelta(days=3), suspend_schedules=True)
    assert dict(Schedule.objects.values_list("pk", "next_at")) == before
    assert set(Schedule.objects.values_list("active", flat=True)) == {True}

    off = tuple(structs.replace(each, active=each.cron == "") for each in one.schedules)
    quieter = the_connection(export(["Sandbox"]), schedules=off)
    (difference,) = compare(quieter).differences
    assert difference.where.endswith(", active")
    apply(quieter, by=ada, now=NOW, suspend_schedules=True)
    assert {each.cron: each.active for each in Schedule.objects.all()} == {"": True, "30 5 * * 1-5": False}
    assert set(Schedule.objects.values_list("pk", flat=True)) == set(before)


@pytest.mark.requirement("promote-02")
def test_what_did_not_become_true_undoes_everything(
    sandbox: Connection, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connectionparts, "keep_log", lambda *_arguments, **_named: None)
    document = the_connection(
        export(["Sandbox"]), runs=LanePart(real_time_between=True, keep_log_days=7), integration_user=None
    )
    with pytest.raises(ConfigurationError, match="keep_log_days: 90 -> 7: could not be made so"):
        apply(document, by=ada, now=NOW)
    sandbox.refresh_from_db()
    assert (sandbox.integration_user, Lane.objects.get().real_time_between) == (ada, False)


@pytest.mark.requirement("promote-02")
def test_connections_are_held_before_they_are_compared(sandbox: Connection, ada: User) -> None:
    with CaptureQueriesContext(connection) as queries:
        apply(export(["Sandbox"]), by=ada, now=NOW)
    texts = [one["sql"] for one in queries if "connections_connection" in one["sql"]]
    held = next(place for place, sql in enumerate(texts) if "FOR UPDATE" in sql)
    assert any("workflows_workflow" in sql or "connections_connection" in sql for sql in texts[held + 1 :])


@pytest.mark.requirement("promote-04")
@pytest.mark.parametrize(
    "row",
    [Row(target="a" * 90 + "__c", field="email"), Row(target="a__c", field="f" * 5000)],
    ids=["target", "field"],
)
def test_names_longer_than_are_kept_are_refused(sandbox: Connection, ada: User, row: Row) -> None:
    document = with_row(export(["Sandbox"]), "customers", row)
    with pytest.raises(ConfigurationError, match="80 characters at most"):
        apply(document, by=ada, now=NOW, suspend_schedules=True)


@pytest.mark.requirement("promote-01")
def test_the_address_of_a_webhook_is_not_exported(sandbox: Connection, ada: User) -> None:
    address = "https://hooks.example.com/services/T000/B000/capability"
    channels.add_webhook("Chat", address, channels.Wishes(), by=ada, now=NOW)
    document = export()
    assert "capability" not in dump(document)
    (hook,) = document.channels
    apply(structs.replace(document, channels=(structs.replace(hook, limit_per_hour=4),)), by=ada, now=NOW)
    stored = Channel.objects.get(name="Chat")
    assert (stored.url, stored.limit_per_hour) == (address, 4)


@pytest.mark.requirement("cred-07")
def test_a_plain_secret_in_a_file_is_encrypted_at_once_and_shown_nowhere(
    sandbox: Connection, ada: User
) -> None:
    text = "landbridge_configuration: 1\nconnections:\n- name: Sandbox\n  credentials: {token_secret: brand-new-4715}\n"
    document = load(text)
    plan = apply(document, by=ada, now=NOW, tester=untested)
    assert [str(one) for one in plan.differences] == ["connection Sandbox, token_secret: added '(encrypted)'"]
    sandbox.refresh_from_db()
    assert ConnectionDraft.of(sandbox).credentials == dataclasses.replace(
        TOKENS, token_secret="brand-new-4715"
    )
    assert b"brand-new" not in bytes(sandbox.credentials)
    assert "brand-new" not in repr(document) + dump(export()) + repr(plan)
    assert compare(document).differences == []


@pytest.mark.requirement("promote-03")
def test_a_url_of_production_follows_the_version_that_a_file_brings(
    sandbox: Connection, production: Connection
) -> None:
    host = "https://1234567.suitetalk.api.netsuite.com"
    old = f"{host}/services/NetSuitePort_2025_1"
    Connection.objects.filter(pk=production.pk).update(version="2025_1", url=old)
    newer = the_connection(export(["Sandbox"]), netsuite=NetSuitePart(version="2024_2"))
    apply(newer, TO_PRODUCTION, by=None, now=NOW, tester=untested)
    production.refresh_from_db()
    assert (production.version, production.url) == ("2024_2", f"{host}/services/NetSuitePort_2024_2")


@pytest.mark.requirement("promote-02")
def test_the_page_administration_and_policies_travel_and_what_was_deleted_does_not(
    sandbox: Connection, production: Connection, ada: User
) -> None:
    administration.allow(sandbox, ["products"], by=ada)
    change(sandbox, by=ada, strict_validation=True, merge_guard=False)
    policies.set_policy(sandbox, "employees", "deactivate", by=ada)
    deciding.set_policy(sandbox, "employees", "freeze", by=ada)
    adding.add(sandbox, "contacts", by=ada)
    adding.delete(sandbox, "contacts", by=ada)
    document = export(["Sandbox"])
    assert "contacts" not in document.connections[0].workflows

    apply(load(dump(document)), TO_PRODUCTION, by=ada, now=NOW)
    page = administration.of(production.pk)
    assert (page.strict_validation, page.merge_guard) == (True, False)
    assert "products" in administration.allowed(production.pk)
    employees = Workflow.objects.get(connection=production, key="employees")
    assert (employees.delete_policy.policy, employees.drift_policy.policy) == ("deactivate", "freeze")
    assert compare(document, TO_PRODUCTION).differences == []


@pytest.mark.requirement("promote-02")
def test_a_custom_workflow_in_a_file_is_refused_with_what_to_do(sandbox: Connection, ada: User) -> None:
    document = the_connection(export(["Sandbox"]), workflows={"custom_7": WorkflowPart(active=True)})
    (problem,) = compare(document).problems
    assert "do not travel in a file" in problem
