"""Creating, changing and deleting records: numbers, names, stage, references, refusals."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from landbridge.local.access.model import Context, Level, Session
from landbridge.local.account import Account
from landbridge.local.clock import Clock
from landbridge.local.records.entities import script_type_of
from landbridge.local.records.errors import RecordError, ScriptFailure
from landbridge.local.records.hooks import NoScripts
from landbridge.local.records.model import Record
from landbridge.recordtypes import RECORD_TYPES, Kind

VALUES: dict[str, dict[str, Any]] = {
    "employee": {"firstName": "Ada", "lastName": "Byron"},
    "customer": {"companyName": "Elm Street Books"},
    "job": {"companyName": "Shop relaunch"},
}


def refusal(account: Account, session: Session, *args: Any, **kwargs: Any) -> RecordError:
    with pytest.raises(RecordError) as refused:
        account.records.save(session, *args, **kwargs)
    return refused.value


@pytest.mark.requirement("account-02")
@pytest.mark.parametrize("record_type", list(VALUES))
def test_a_new_record_has_ids_and_instants(
    account: Account, admin: Session, clock: Clock, record_type: str
) -> None:
    saved = account.records.save(admin, record_type, VALUES[record_type], external_id="ext-1")
    record = saved.record
    assert saved.old is None
    assert record.id.isdigit()
    assert record.external_id == "ext-1"
    assert record.created == record.modified == clock.now()
    assert record.values["dateCreated"] == record.values["lastModifiedDate"] == clock.now()
    assert account.records.get(record_type, record.id) == record
    assert account.records.by_external_id(record_type, "ext-1") == record


@pytest.mark.requirement("account-02")
@pytest.mark.parametrize("record_type", list(VALUES))
def test_every_field_of_a_type_can_be_saved_and_read(
    account: Account, admin: Session, record_type: str
) -> None:
    example = {
        Kind.STRING: "text",
        Kind.BOOLEAN: True,
        Kind.INTEGER: 7,
        Kind.DOUBLE: 12.5,
        Kind.DATE: date(2026, 2, 28),
        Kind.DURATION: 40.25,
    }
    values: dict[str, Any] = {}
    for field in RECORD_TYPES[record_type].fields:
        if field.computed:
            continue
        if field.kind is Kind.REF:
            options = account.records.options(field.refers_to)
            values |= {field.name: options[0][0]} if options else {}
        elif field.kind is Kind.ENUM:
            values[field.name] = field.values[0]
        elif field.format in ("email", "emails"):
            values[field.name] = "somebody@example.com"
        else:
            values[field.name] = example[field.kind]
    record = account.records.save(admin, record_type, values).record
    stored = account.records.get(record_type, record.id)
    assert stored is not None
    assert {name: stored.values[name] for name in values} == values


@pytest.mark.requirement("account-02")
def test_modified_moves_strictly_even_when_the_clock_does_not(
    account: Account, admin: Session, clock: Clock
) -> None:
    first = account.records.save(admin, "customer", VALUES["customer"]).record
    second = account.records.save(admin, "customer", {"phone": "1"}, id=first.id).record
    clock.advance(-60)
    third = account.records.save(admin, "customer", {"phone": "2"}, id=first.id).record
    assert first.modified < second.modified < third.modified
    assert first.created == second.created == third.created


@pytest.mark.requirement("account-02")
def test_a_save_changes_what_it_names_and_none_clears(account: Account, admin: Session) -> None:
    record = account.records.save(admin, "customer", {**VALUES["customer"], "phone": "1", "fax": "2"}).record
    changed = account.records.save(admin, "customer", {"phone": None, "fax": ""}, id=record.id)
    assert changed.old == record
    assert "phone" not in changed.record.values
    assert "fax" not in changed.record.values
    assert changed.record.values["companyName"] == "Elm Street Books"


@pytest.mark.requirement("account-03")
def test_entities_are_numbered_and_share_internal_ids(account: Account, admin: Session) -> None:
    records = [account.records.save(admin, kind, VALUES[kind]).record for kind in VALUES]
    again = account.records.save(admin, "customer", {"companyName": "Fir & Sons"}).record
    assert [record.values["entityId"] for record in records] == ["EMP5", "CUST4", "PRJ4"]
    assert again.values["entityId"] == "CUST5"
    assert len({record.id for record in (*records, again)}) == 4


@pytest.mark.requirement("account-03")
def test_names_are_made_from_their_parts(account: Account, admin: Session) -> None:
    person = {"isPerson": True, "firstName": "Grace", "middleName": "B.", "lastName": "Hopper"}
    customer = account.records.save(admin, "customer", person).record
    job = account.records.save(admin, "job", {**VALUES["job"], "parent": customer.id}).record
    assert customer.values["altName"] == "Grace B. Hopper"
    assert job.values["altName"] == "Shop relaunch"
    shown = account.records.display("job", job.id)
    assert shown == "CUST4 Grace B. Hopper : PRJ4 Shop relaunch"


@pytest.mark.requirement("account-03")
@pytest.mark.parametrize("record_type", list(VALUES))
def test_a_duplicate_name_is_refused(account: Account, admin: Session, record_type: str) -> None:
    account.records.save(admin, record_type, VALUES[record_type])
    shouted = {name: value.upper() for name, value in VALUES[record_type].items()}
    assert refusal(account, admin, record_type, shouted).code == "DUP_ENTITY"


@pytest.mark.requirement("account-03")
def test_a_name_is_free_again_after_renaming_or_deleting(account: Account, admin: Session) -> None:
    first = account.records.save(admin, "customer", VALUES["customer"]).record
    account.records.save(admin, "customer", {"companyName": "Renamed"}, id=first.id)
    second = account.records.save(admin, "customer", VALUES["customer"]).record
    account.records.delete(admin, "customer", second.id)
    third = account.records.save(admin, "customer", VALUES["customer"]).record
    assert third.id not in (first.id, second.id)


@pytest.mark.requirement("account-03")
@pytest.mark.parametrize(
    ("record_type", "values", "labels"),
    [
        ("employee", {"email": "a@b.example"}, "First Name, Last Name"),
        ("customer", {}, "Company Name"),
        ("customer", {"isPerson": True, "firstName": "A"}, "Last Name"),
        ("job", {"companyName": "  "}, "Project Name"),
    ],
)
def test_missing_names_are_listed(
    account: Account, admin: Session, record_type: str, values: dict[str, Any], labels: str
) -> None:
    refused = refusal(account, admin, record_type, values)
    assert refused.code == "USER_ERROR"
    assert refused.message == f"Please enter value(s) for: {labels}"


@pytest.mark.requirement("account-04")
@pytest.mark.parametrize(
    ("status", "stage", "script_type"),
    [("6", "_lead", "lead"), ("10", "_prospect", "prospect"), ("13", "_customer", "customer")],
)
def test_stage_follows_from_the_status(
    account: Account, admin: Session, status: str, stage: str, script_type: str
) -> None:
    record = account.records.save(admin, "customer", {**VALUES["customer"], "entityStatus": status}).record
    assert record.values["stage"] == stage
    assert script_type_of("customer", record.values) == script_type
    lifted = account.records.save(admin, "customer", {"entityStatus": "15"}, id=record.id).record
    assert lifted.values["stage"] == "_customer"


@pytest.mark.requirement("account-04")
@pytest.mark.parametrize(
    ("form", "stage"), [("lead", "_lead"), ("prospect", "_prospect"), (None, "_customer")]
)
def test_a_form_brings_the_first_status_of_its_stage(
    account: Account, admin: Session, form: str | None, stage: str
) -> None:
    record = account.records.save(admin, "customer", VALUES["customer"], script_type=form).record
    assert record.values["stage"] == stage


@pytest.mark.requirement("account-06")
@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"subsidiary": "999"}, "INVALID_KEY_OR_REF", "subsidiary"),
        ({"salesRep": "abc"}, "INVALID_KEY_OR_REF", "salesRep"),
        ({"entityId": "CUST9"}, "INSUFFICIENT_PERMISSION", "entityId"),
        ({"stage": "_lead"}, "INSUFFICIENT_PERMISSION", "stage"),
        ({"lastModifiedDate": None}, "INSUFFICIENT_PERMISSION", "lastModifiedDate"),
        ({"colour": "red"}, "INVALID_KEY_OR_REF", "colour"),
        ({"custentity_none": "x"}, "INVALID_KEY_OR_REF", "custentity_none"),
        ({"creditLimit": "12"}, "INVALID_FLD_VALUE", "creditLimit"),
        ({"creditLimit": float("nan")}, "INVALID_FLD_VALUE", "creditLimit"),
        ({"isInactive": "T"}, "INVALID_FLD_VALUE", "isInactive"),
    ],
)
def test_wrong_values_are_refused_by_field(
    account: Account, admin: Session, values: dict[str, Any], code: str, field: str
) -> None:
    refused = refusal(account, admin, "customer", {**VALUES["customer"], **values})
    assert (refused.code, refused.field) == (code, field)


@pytest.mark.requirement("account-06")
def test_unknown_types_and_records_are_refused(account: Account, admin: Session) -> None:
    assert refusal(account, admin, "spaceship", {}).code == "INVALID_RCRD_TYPE"
    assert refusal(account, admin, "job", {}, id="99999").code == "RCRD_DSNT_EXIST"
    with pytest.raises(RecordError) as gone:
        account.records.delete(admin, "job", "99999")
    assert gone.value.code == "RCRD_DSNT_EXIST"


@pytest.mark.requirement("account-06")
def test_a_customer_is_never_its_own_ancestor(account: Account, admin: Session) -> None:
    above = account.records.save(admin, "customer", {"companyName": "Above"}).record
    below = account.records.save(admin, "customer", {"companyName": "Below", "parent": above.id}).record
    refused = refusal(account, admin, "customer", {"parent": below.id}, id=above.id)
    assert refused.code == "PARENT_CANT_ITSELF_BE_MEMBER"


def test_a_record_that_others_refer_to_stays(account: Account, admin: Session) -> None:
    customer = account.records.save(admin, "customer", VALUES["customer"]).record
    job = account.records.save(admin, "job", {**VALUES["job"], "parent": customer.id}).record
    with pytest.raises(RecordError) as refused:
        account.records.delete(admin, "customer", customer.id)
    assert refused.value.code == "CANT_DELETE_RCRD"
    account.records.delete(admin, "job", job.id)
    account.records.delete(admin, "customer", customer.id)
    assert account.records.get("customer", customer.id) is None


def test_external_ids_are_unique_within_a_type(account: Account, admin: Session) -> None:
    first = account.records.save(admin, "customer", VALUES["customer"], external_id="x").record
    account.records.save(admin, "job", VALUES["job"], external_id="x")
    assert refusal(account, admin, "customer", {"companyName": "B"}, external_id="x").code == "DUP_RCRD"
    kept = account.records.save(admin, "customer", {"phone": "1"}, id=first.id).record
    cleared = account.records.save(admin, "customer", {}, id=first.id, external_id=None).record
    assert (kept.external_id, cleared.external_id) == ("x", None)


@pytest.mark.requirement("account-08")
def test_a_role_saves_only_what_it_may(account: Account) -> None:
    account.access.define_role(
        "customrole_viewer", "Viewer", {"LIST_CUSTJOB": Level.VIEW, "LIST_JOB": Level.CREATE}
    )
    role = account.access.role_by_script_id("customrole_viewer")
    assert role is not None
    session = Session("2", role.id, Context.USERINTERFACE)
    assert refusal(account, session, "customer", VALUES["customer"]).code == "INSUFFICIENT_PERMISSION"
    job = account.records.save(session, "job", VALUES["job"]).record
    assert refusal(account, session, "job", {"phone": "1"}, id=job.id).code == "INSUFFICIENT_PERMISSION"
    account.access.set_permission("customrole_viewer", "LIST_JOB", Level.EDIT)
    account.records.save(session, "job", {"phone": "1"}, id=job.id)
    with pytest.raises(RecordError) as refused:
        account.records.delete(session, "job", job.id)
    assert refused.value.code == "INSUFFICIENT_PERMISSION"


class Hooks(NoScripts):
    """User events that take notes, change a value, refuse, or fail afterwards."""

    def __init__(self, account: Account) -> None:
        self.account = account
        self.calls: list[tuple[str, str, str]] = []
        self.refuse = False

    def before_submit(
        self, session: Session, event: str, script_type: str, new_values: dict[str, Any], old: Any
    ) -> dict[str, Any]:
        self.calls.append(("before", event, script_type))
        if self.refuse:
            raise ScriptFailure("TOO_SMALL", "no", "customscript_x", "customdeploy_x")
        return {**new_values, "comments": "by script"} if event != "delete" else new_values

    def after_submit(
        self, session: Session, event: str, script_type: str, new: Record, old: Record | None
    ) -> ScriptFailure | None:
        self.calls.append(("after", event, script_type))
        if event != "delete":
            # The save is committed: this very call may save the record again.
            inner = Session(session.user_id, session.role_id, Context.USEREVENT, fires_user_events=False)
            self.account.records.save(inner, new.type, {"fax": "inner"}, id=new.id)
        return ScriptFailure("LATE", "after", "customscript_x", "customdeploy_x")


def test_user_events_surround_the_commit(account: Account, admin: Session) -> None:
    account.scripting = hooks = Hooks(account)
    saved = account.records.save(admin, "customer", VALUES["customer"], script_type="lead")
    assert saved.record.values["comments"] == "by script"
    assert saved.after_submit_error is not None
    assert saved.after_submit_error.code == "LATE"
    stored = account.records.get("customer", saved.record.id)
    assert stored is not None
    assert stored.values["fax"] == "inner"
    account.records.save(admin, "customer", {"phone": "1"}, id=saved.record.id, event="xedit")
    account.records.delete(admin, "customer", saved.record.id)
    assert hooks.calls == [
        ("before", "create", "lead"),
        ("after", "create", "lead"),
        ("before", "xedit", "lead"),
        ("after", "xedit", "lead"),
        ("before", "delete", "lead"),
        ("after", "delete", "lead"),
    ]


def test_before_submit_refuses_a_save(account: Account, admin: Session) -> None:
    account.scripting = hooks = Hooks(account)
    hooks.refuse = True
    assert refusal(account, admin, "customer", VALUES["customer"]).code == "TOO_SMALL"
    assert [name for name, *_ in hooks.calls] == ["before"]
    hooks.refuse = False
    account.records.save(admin, "customer", VALUES["customer"])


def test_the_timeline_tells_commit_and_end_of_scripts(account: Account, admin: Session, clock: Clock) -> None:
    class Slow(NoScripts):
        def after_submit(self, *args: Any) -> None:
            clock.advance(5)

    account.scripting = Slow()
    csv = Session(admin.user_id, admin.role_id, Context.CSVIMPORT)
    record = account.records.save(csv, "customer", VALUES["customer"]).record
    last = account.records.timeline.rows()[-1]
    assert (last.type, last.id, last.event, last.context) == ("customer", record.id, "create", "CSVIMPORT")
    assert last.committed_at == record.modified
    assert last.after_submit_ended_at - last.committed_at == timedelta(seconds=5)
