"""Versions of a mapping, the way back, mapping files, the JSON API and the commands."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml
from django.core.files.uploadedfile import SimpleUploadedFile

from landbridge.service.cli import mapping as commands
from landbridge.service.configuration import mappingfile, mappingfiles
from landbridge.service.configuration.document import ConfigurationError
from landbridge.service.connections.models import Connection
from landbridge.service.projects.models import User
from landbridge.service.workflows.activation import set_options, set_real_time
from landbridge.service.workflows.catalogue import Row, Source
from landbridge.service.workflows.content import Content, stored
from landbridge.service.workflows.errors import WorkflowRefused
from landbridge.service.workflows.history.restoring import restore
from landbridge.service.workflows.models import MappingDraft, MappingVersion, Workflow
from landbridge.service.workflows.rows import replace_rows

from .conftest import Desk


def add_note(connection: Connection, by: User | None) -> Workflow:
    """Store one more row."""
    workflow = Workflow.objects.get(connection=connection, key="customers")
    rows = stored(workflow).rows["main"]
    note = Row("note__c", Source.CONSTANT, value="x")
    return replace_rows(
        connection, "customers", {"main": (*rows, (note, True))}, filters={"main": "(stage = '_lead')"}, by=by
    )


@pytest.mark.requirement("map-09")
def test_who_changed_what_when_is_kept_and_an_earlier_version_restored(
    customers: Desk, connection: Connection, ada: User
) -> None:
    first = stored(customers.workflow)
    add_note(connection, ada)
    set_options(connection, "customers", {"include_leads": False}, by=None)
    versions = list(MappingVersion.objects.filter(workflow=customers.workflow).order_by("number"))
    assert [(one.number, one.by) for one in versions] == [(1, ada), (2, ada), (3, None)]
    assert [(one["kind"], one["name"] or one["group"]) for one in versions[1].changes] == [
        ("added", "note__c"),
        ("filter", "main"),
    ]
    assert [(one["kind"], one["name"], one["after"]) for one in versions[2].changes] == [
        ("option", "include_leads", False)
    ]
    text = customers.text("history/")
    assert "Ada" in text
    assert "the command line" in text
    assert "note__c" in customers.text("history/1/")
    assert "include_leads" in customers.text("history/2/?with=3")
    assert customers.client.get(f"{customers.address}history/9/").status_code == 404
    customers.post("history/1/restore")
    assert stored(customers.workflow) == first
    assert customers.workflow.options["include_leads"] is True
    last = MappingVersion.objects.filter(workflow=customers.workflow).latest("number")
    assert (last.number, last.origin, last.by) == (4, "version 1 restored", ada)
    assert last.content == versions[0].content


@pytest.mark.requirement("map-09")
def test_what_changes_nothing_makes_no_version_and_protection_names_its_holder(
    customers: Desk, connection: Connection, ada: User
) -> None:
    set_options(connection, "customers", {"include_leads": True}, by=ada)
    assert customers.workflow.versions.count() == 1
    add_note(connection, ada)
    set_real_time(connection, "customers", live=True, by=ada)
    assert "is live for real time" in customers.post("history/1/restore").content.decode()
    with pytest.raises(WorkflowRefused, match="is live for real time"):
        restore(customers.workflow, 1, by=ada)
    assert customers.workflow.versions.count() == 2
    set_real_time(connection, "customers", live=False, by=ada)
    with pytest.raises(WorkflowRefused, match="no version 7"):
        restore(customers.workflow, 7, by=ada)


@pytest.mark.requirement("map-09")
def test_a_version_that_cannot_work_any_more_is_not_restored(
    customers: Desk, connection: Connection, ada: User
) -> None:
    add_note(connection, ada)
    last = customers.workflow.versions.latest("number")
    gone = {"target": "gone__c", "field": "custentity_gone"}
    content = {**last.content, "mapping": [*last.content["mapping"], gone]}
    customers.workflow.versions.filter(pk=last.pk).update(content=content)
    with pytest.raises(WorkflowRefused, match="custentity_gone") as refused:
        restore(customers.workflow, last.number, by=ada)
    assert refused.value.code == "bad_mapping"
    assert "custentity_gone" in customers.post(f"history/{last.number}/restore").content.decode()
    assert "gone__c" not in customers.targets()


@pytest.mark.requirement("map-09")
def test_options_of_a_version_that_name_a_field_that_is_gone_are_not_restored(
    customers: Desk, ada: User
) -> None:
    first = customers.workflow.versions.get(number=1)
    content = {**first.content, "options": {"hierarchy_department": "custentity_gone"}}
    customers.workflow.versions.filter(pk=first.pk).update(content=content)
    with pytest.raises(WorkflowRefused, match="custentity_gone") as refused:
        restore(customers.workflow, 1, by=ada)
    assert refused.value.code == "bad_option"
    assert "hierarchy_department" not in customers.workflow.options


@pytest.mark.requirement("map-10")
def test_a_mapping_goes_through_a_file_and_comes_back_the_same(
    customers: Desk, connection: Connection, ada: User
) -> None:
    add_note(connection, ada)
    text = mappingfiles.export(connection)
    assert mappingfiles.export(connection) == text
    assert list(yaml.safe_load(text)["workflows"]) == ["employees", "customers", "projects"]
    read = mappingfile.load(text)
    assert {key: one.plain() for key, one in read.items()} == {
        key: one.plain() for key, one in mappingfiles.stored(connection).items()
    }
    restore(customers.workflow, 1, by=ada)
    upload = SimpleUploadedFile("mapping.yaml", text.encode())
    page = customers.client.post(
        f"/mapping/{connection.pk}/files/upload", {"file": upload}, follow=True
    ).content.decode()
    assert "in drafts now" in page
    assert "note__c" in page
    assert "note__c" not in customers.targets()
    page = customers.client.post(f"/mapping/{connection.pk}/files/store", follow=True).content.decode()
    assert "Stored." in page
    assert mappingfiles.export(connection) == text
    assert customers.workflow.versions.first().origin == "file mapping.yaml"  # type: ignore[union-attr]  # there are three
    assert not MappingDraft.objects.exists()
    one = customers.client.get(f"/mapping/{connection.pk}/files/download?workflow=customers")
    assert one.content.decode() == mappingfiles.export(connection, ["customers"])


BAD_FILES = {
    "this version reads 1": "landbridge_mapping: 2\nworkflows: {}\n",
    "no landbridge_mapping": "customers: {}\n",
    "no workflow that was ever activated": "landbridge_mapping: 1\nworkflows: {vendors_of_old: {}}\n",
    "unknown field `rows`": "landbridge_mapping: 1\nworkflows: {customers: {rows: []}}\n",
    "there is no source": "landbridge_mapping: 1\nworkflows: {customers: {mapping: [{target: a__c, source: formula}]}}\n",
    "line 2": "landbridge_mapping: [\n",
    "taken over: ": '{"data": 1}',
}


@pytest.mark.requirement("map-10")
def test_a_file_that_cannot_be_read_changes_nothing(customers: Desk, connection: Connection) -> None:
    for words, text in BAD_FILES.items():
        upload = SimpleUploadedFile("mapping.yaml", text.encode())
        address = f"/mapping/{connection.pk}/files/upload"
        page = customers.client.post(address, {"file": upload}, follow=True).content.decode()
        assert "Nothing was taken over" in page
        assert words in page
    assert not MappingDraft.objects.exists()


@pytest.mark.requirement("map-10")
def test_a_native_configuration_becomes_drafts_with_what_was_not_taken(
    customers: Desk, connection: Connection
) -> None:
    row = {
        "active": True,
        "ns_value": "Customer.url",
        "oa_value": "Customer.web",
        "initial_only": False,
        "read_only": False,
    }
    lost = {**row, "oa_value": "Customer.colour"}
    tab = {"filter": "", "label": "Customer", "value": "CUSTOMER_TO_CUSTOMER", "mapping": [row, lost]}
    chapter = {"active": True, "label": "Customers", "name": "customers", "tabs": [tab]}
    text = json.dumps({"data": {"chapters": {"from_ns": [chapter]}}})
    upload = SimpleUploadedFile("native.json", text.encode())
    page = customers.client.post(
        f"/mapping/{connection.pk}/files/upload", {"file": upload}, follow=True
    ).content.decode()
    assert "in drafts now" in page
    assert "colour" in page
    targets = {one["target"] for one in customers.workflow.drafts.get().content["mapping"]}
    assert {"netsuite_customer_id__c", "web"} <= targets
    assert "colour" not in targets


@pytest.mark.requirement("map-10", "map-07", "map-08")
def test_commands(
    customers: Desk,
    connection: Connection,
    ada: User,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(commands, "attach", lambda _: None)  # the tests' own database
    file = tmp_path / "mapping.yaml"
    assert commands.export(output=file) == 0
    add_note(connection, ada)
    as_json = commands.Reading(json=True)
    assert commands.import_file(file, options=as_json) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["applied"], [one["kind"] for one in told["changes"]["customers"]]) == (
        False,
        ["removed", "filter"],
    )
    assert "note__c" in customers.targets()
    assert commands.import_file(file, apply=True) == 0
    assert "Stored." in capsys.readouterr().out
    assert "note__c" not in customers.targets()
    assert commands.validate(options=as_json) == 0
    assert json.loads(capsys.readouterr().out)["problems"] == []
    customers.workflow.mapping_rows.filter(target="web").update(field="homepage")
    assert commands.validate() == 1
    assert "no field 'homepage'" in capsys.readouterr().out
    assert commands.preview("customers", "1", file=file, options=as_json) == 0
    assert json.loads(capsys.readouterr().out)["netsuite_type"] == "customer"
    assert commands.preview("customers", "1") == 0
    assert "netsuite_customer_id__c" in capsys.readouterr().out
    assert commands.import_file(tmp_path / "none.yaml") == 2
    file.write_text(
        "landbridge_mapping: 1\nworkflows: {customers: {mapping: [{target: name, field: homepage}]}}\n"
    )
    assert commands.import_file(file, apply=True) == 1
    assert "cannot be stored" in capsys.readouterr().out


@pytest.mark.requirement("map-07", "map-08", "map-09")
def test_json(customers: Desk, connection: Connection) -> None:
    base = f"/api/connections/{connection.pk}/workflows/customers/mapping"
    client = customers.client

    def send(method: str, address: str, body: object = None) -> tuple[int, dict[str, object]]:
        answer = getattr(client, method)(address, json.dumps(body or {}), content_type="application/json")
        return answer.status_code, answer.json()

    now = client.get(base).json()
    assert now["version"] == 1
    changed = [*now["mapping"], {"target": "note__c", "source": "constant", "value": "x"}]
    assert send("put", base, {"version": 1, "mapping": changed})[1]["version"] == 2
    assert send("put", base, {"version": 1, "mapping": changed}) == (
        409,
        {"code": "changed_meanwhile", "message": "The mapping is at version 2 now, not 1. Read it again."},
    )
    wrong = [*now["mapping"], {"target": "note__c", "field": "homepage"}]
    assert send("put", base, {"version": 2, "mapping": wrong})[1]["code"] == "bad_mapping"
    assert send("put", base, {"version": 2, "mapping": [{"field": "x"}]})[1]["code"] == "bad_mapping"
    assert send("put", base, {"version": 2, "mapping": changed, "filters": {"lines": "(a = '1')"}})[0] == 409
    status, seen = send("post", f"{base}/preview", {"internal_id": "1", "mapping": changed})
    assert (status, seen["internal_id"]) == (200, "1")
    assert [one["number"] for one in client.get(f"{base}/versions").json()] == [2, 1]
    assert send("post", f"{base}/versions/1/restore")[1]["number"] == 3
    status, report = send("post", f"/api/connections/{connection.pk}/validation")
    assert (status, report["problems"]) == (200, [])


def test_a_plan_of_what_is_not_there_is_refused(connection: Connection) -> None:
    with pytest.raises(ConfigurationError, match="no workflow that was ever activated"):
        mappingfiles.export(connection, ["vendors"])
    assert mappingfile.load(mappingfile.dump({"customers": Content({})})) == {"customers": Content({})}
