"""Seeds from YAML: what a file says is there, and a mistake in it is named with its place."""

from __future__ import annotations

import threading
import urllib.request
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from landbridge.local.access.integration import IntegrationState
from landbridge.local.access.model import Level
from landbridge.local.account import Account
from landbridge.local.opening import opened_account
from landbridge.local.records.fieldtypes import FILES, FieldType
from landbridge.local.seeds import yamlseed
from landbridge.local.seeds.errors import SeedError
from landbridge.local.seeds.secrets import TokenSecrets
from landbridge.local.seeds.yamlnodes import load
from landbridge.local.settings import AccountSettings
from landbridge.local.testing import running_account
from tests.component.local_scripting.signing import authorization
from tests.waiting import eventually

EXAMPLES = Path(__file__).resolve().parents[3] / "docs" / "examples" / "seeds"
SECRETS = TokenSecrets(
    consumer_key="k" * 64, consumer_secret="s" * 64, token_id="t" * 64, token_secret="u" * 64
)


@pytest.fixture(scope="module")
def consultancy() -> Iterator[Account]:
    seed = str(EXAMPLES / "consultancy.yaml")
    with opened_account(AccountSettings(), seed=seed, secrets=SECRETS) as account:
        yield account


def values(account: Account, record_type: str, external_id: str) -> dict[str, Any]:
    found = account.records.by_external_id(record_type, external_id)
    assert found is not None
    return dict(found.values)


@pytest.mark.requirement("seed-02")
def test_records_with_their_references(consultancy: Account) -> None:
    acme = consultancy.records.by_external_id("customer", "acme")
    assert acme is not None
    assert acme.id == "100"
    assert acme.values["custentity_unit"] == "41"
    assert acme.values["custentity_since"] == date(2019, 4, 1)
    assert acme.values["custentity_key_account"] is True
    assert acme.values["stage"] == "_customer"
    project = values(consultancy, "job", "acme-1")
    assert (project["parent"], project["projectManager"]) == ("100", "10")
    invoice = values(consultancy, "invoice", "inv-1")
    assert (invoice["entity"], invoice["total"], invoice["status"]) == ("100", 2650.0, "Open")
    assert [line.get("custcol_phase") for line in invoice["itemList"]] == ["Kick-off", None]
    employee = consultancy.records.get("employee", "10")
    assert employee is not None
    assert employee.values["custentity_units"] == ["40", "41"]
    center = consultancy.records.get("customrecord_cost_center", "1")
    assert center is not None
    assert center.values["custrecord_cc_budget"] == 50000.0


@pytest.mark.requirement("seed-02")
def test_people_roles_integrations_and_tokens(consultancy: Account) -> None:
    role = consultancy.access.role_by_script_id("customrole_consultant")
    assert role is not None
    assert role.permissions["LIST_CUSTJOB"] is Level.EDIT
    user = consultancy.access.user_by_email("eva@consultancy.example")
    assert user is not None
    assert (user.id, user.role_ids) == ("10", (role.id,))
    ours, reports = consultancy.access.integrations()
    assert (ours.consumer_key, ours.concurrency_limit) == (SECRETS.consumer_key, 3)
    assert (reports.name, reports.state) == ("Reports", IntegrationState.BLOCKED)
    assert reports.consumer_key != SECRETS.consumer_key
    (token,) = consultancy.access.tokens()
    assert (token.user_id, token.role_id) == ("10", role.id)


@pytest.mark.requirement("seed-02")
def test_its_token_and_its_restlet_work() -> None:
    with running_account(seed=str(EXAMPLES / "consultancy.yaml"), secrets=SECRETS) as running:
        url = f"{running.http}/app/site/hosting/restlet.nl?script=50&deploy=1&name=Eva"
        header = authorization("GET", url, SECRETS, running.account_id)
        request = urllib.request.Request(
            url, headers={"Authorization": header, "Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert answer.read() == b'{"hello":"Eva"}'


@pytest.mark.requirement("seed-02")
def test_a_seed_on_the_demo() -> None:
    with opened_account(AccountSettings(), seed=str(EXAMPLES / "on-the-demo.yaml")) as account:
        added = account.records.by_external_id("customer", "north-1")
        assert added is not None
        assert (added.values["parent"], added.values["custentity_region"]) == ("1", "North")
        assert len(account.records.search("customer", [])) == 4


@pytest.mark.requirement("seed-02")
def test_custom_fields_of_every_type(tmp_path: Path) -> None:
    rows = [
        f"  - {{script_id: custentity_{one.lower()}, kind: {one.lower()}, label: X, applies_to: [customer]"
        + (", refers_to: department}" if one in (FieldType.SELECT, FieldType.MULTISELECT) else "}")
        for one in FieldType
    ]
    filled = "{companyName: C, custentity_percent: 12.5, custentity_email: a@b.example, custentity_timeofday: '2026-01-01T09:30:00Z'}"
    file = tmp_path / "seed.yaml"
    file.write_text(
        "\n".join(
            [
                "base: demo",
                "custom_fields:",
                *rows,
                "records:",
                f"  - {{type: customer, external_id: c, values: {filled}}}",
            ]
        )
    )
    with opened_account(AccountSettings(), seed=str(file)) as account:
        defined = {field.script_id: field for field in account.records.custom_fields("customer")}
        assert {one: defined[f"custentity_{one.lower()}"].type for one in FieldType} == {
            one: one for one in FieldType
        }
        assert defined["custentity_image"].refers_to == FILES
        found = values(account, "customer", "c")
        assert (found["custentity_percent"], found["custentity_email"]) == (12.5, "a@b.example")
        assert found["custentity_timeofday"] == datetime(2026, 1, 1, 9, 30, tzinfo=UTC)


HEAD = "records:\n"
MISTAKES = [
    ("", "it is empty"),
    ("[1, 2]", ":1: a mapping is expected here"),
    ("record: []", ":1: unknown key 'record'"),
    ("base: large", ":1: 'large' is none of empty, demo"),
    ("base: demo\nbase: empty", ":2: 'base' stands here twice"),
    ("records: {}", ":1: a list is expected here"),
    ("records: [", ":1: "),
    ("records:\n\t- x", ":2: found character"),
    ("a: &a [*a]", ":1: it refers to itself"),
    ("\n".join(["a0: &a0 [x]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 40))]), "written out it has more than 10,000,000 values"),
    (f"{HEAD}  - {{type: job, id: 99999999999999999999999, values: {{companyName: A}}}}", ":2: the number is too large"),
    (f"{HEAD}  - {{type: job, id: 0x{'f' * 5000}, values: {{companyName: A}}}}", ":2: the number is too large"),
    (f"{HEAD}  - type: customer\n    values:\n      companyName: A\n      parent: {{id: 99999999999999999999999}}", ":5: the number is too large"),
    ("base: !!python/object/apply:os.system [ls]", ":1: a text is expected here"),
    ("records: [{id: 1}]", ":1: 'type' is missing"),
    (f"{HEAD}  - type: gadget", ":2: there is no record type 'gadget'"),
    (f"{HEAD}  - type: customer\n    values:\n      nonsense: 1", ":4: there is no field 'nonsense'"),
    (f"{HEAD}  - type: customer\n    values: {{}}", ":2: Please enter value(s) for"),
    (f"{HEAD}  - type: customer\n    values:\n      companyName: A\n      parent: Nobody", ":5: there is no customer called 'Nobody'"),
    (f"{HEAD}  - type: customer\n    values:\n      companyName: A\n      parent: 77", ":5: Invalid parent reference key 77"),
    (f"{HEAD}  - type: customer\n    values:\n      companyName: A\n      parent: {{external_id: x}}", ":5: there is no customer with the external id 'x'"),
    (f"{HEAD}  - type: customer\n    values:\n      companyName: A\n      isPerson: maybe", ":5: Invalid value"),
    (f"{HEAD}  - type: job\n    values:\n      companyName: A\n      startDate: soon", ":5: Invalid value"),
    (f"{HEAD}  - {{type: job, id: 0, values: {{companyName: A}}}}", ":2: internal ids begin with 1"),
    (f"{HEAD}  - {{type: employee, id: 1, values: {{firstName: A, lastName: B}}}}", ":2: there is a employee with the id 1 already"),
    (f"{HEAD}  - &a {{type: vendor, external_id: x, values: {{companyName: A}}}}\n  - {{type: vendor, external_id: x, values: {{companyName: B}}}}", ":3: A record with the external ID x"),
    ("custom_fields:\n  - {script_id: x, kind: text, label: X, applies_to: [customer]}", ":2: 'x' is not a script id"),
    ("custom_fields:\n  - {script_id: custentity_x, kind: blob, label: X, applies_to: [customer]}", ":2: 'blob' is none of checkbox, text"),
    ("custom_fields:\n  - {script_id: custentity_x, kind: select, label: X, applies_to: [customer]}", ":2: a select field needs refers_to"),
    ("custom_fields:\n  - {script_id: custentity_x, kind: date, label: X, applies_to: [customer], refers_to: department}", ":2: only select fields take refers_to"),
    ("custom_fields:\n  - {script_id: custentity_x, kind: text, label: X, applies_to: [gadget]}", ":2: there is no record type 'gadget'"),
    ("custom_fields:\n  - {script_id: custcol_x, kind: text, label: X, applies_to: [invoice.lines]}", ":2: invoice has no sublist 'lines'"),
    ("custom_fields:\n  - {script_id: custentity_x, kind: integer, label: X, applies_to: [customer], default: many}", ":2: Invalid value"),
    ("custom_record_types:\n  - {script_id: box, name: Box}", ":2: 'box' is not a script id of a custom record type"),
    ("roles:\n  - script_id: customrole_x\n    name: X\n    permissions: {LIST_JOB: SOME}", ":4: 'SOME' is none of"),
    ("users:\n  - {email: a@b.example, roles: [customrole_x], first_name: A, last_name: B}", ":2: there is no role 'customrole_x'"),
    ("users:\n  - {email: a@b.example, roles: []}", ":2: 'first_name' is missing"),
    ("integrations:\n  - {name: X, concurrency_limit: 99}", ":2: the integration's limit is a number from 1 to 4"),
    ("integrations:\n  - {name: X, concurrency_limit: 4}\n  - {name: Y, concurrency_limit: 1}", ":3: no integration can have a limit of its own"),
    ("integrations:\n  - {name: X, consumer_key: k}\n  - {name: Y, consumer_key: k}", ":3: another one has this consumer_key already"),
    ("integrations:\n  - {name: X, application_id: k}\n  - {name: Y, application_id: K}", ":3: another one has this application_id already"),
    ("integrations:\n  - name: X\n    tokens:\n      - {user: admin@demo.example, role: administrator, token_id: t}\n      - {user: admin@demo.example, role: administrator, token_id: t}", ":5: another one has this token_id already"),
    ("integrations:\n  - name: X\n    tokens:\n      - {user: admin@demo.example, role: administrator, name: n}\n      - {user: admin@demo.example, role: administrator, name: n}", ":5: there is a token 'n'"),
    ("integrations:\n  - {name: X, state: GONE}", ":2: 'GONE' is none of"),
    ("integrations:\n  - name: X\n    tokens:\n      - {user: nobody, role: administrator}", ":4: there is no user 'nobody'"),
    ("integrations:\n  - name: X\n    certificates:\n      - {user: admin@demo.example, role: administrator, certificate: no}", ":4: "),
    ("scripts:\n  - {script_id: customscript_a, kind: restlet, file: missing.js, deployments: []}", "missing.js cannot be read"),
]  # fmt: skip


@pytest.fixture(scope="module")
def sown_again() -> Iterator[Account]:
    """An account that is emptied before each seed."""
    with opened_account(AccountSettings(), seed="empty") as account:
        yield account


@pytest.mark.requirement("seed-02")
@pytest.mark.parametrize(("text", "words"), MISTAKES, ids=[words for _, words in MISTAKES])
def test_a_mistake_is_named_with_its_place(
    sown_again: Account, tmp_path: Path, text: str, words: str
) -> None:
    file = tmp_path / "seed.yaml"
    file.write_text(text)
    assert sown_again.states is not None
    with pytest.raises(SeedError) as refused:
        sown_again.states.seed(str(file))
    assert str(refused.value).startswith(str(tmp_path))
    assert words in str(refused.value)


@pytest.mark.requirement("seed-02")
def test_an_integration_beside_the_demos_has_keys_of_its_own(tmp_path: Path) -> None:
    file = tmp_path / "seed.yaml"
    token = "{user: admin@demo.example, role: administrator}"
    file.write_text(f"base: demo\nintegrations:\n  - name: X\n    tokens: [{token}, {token}]")
    with opened_account(AccountSettings(), seed=str(file), secrets=SECRETS) as account:
        theirs, ours = account.access.integrations()
        tokens = [one for one in account.access.token_records.all() if one.integration_id == ours.id]
    assert theirs.consumer_key == SECRETS.consumer_key
    assert len({SECRETS.consumer_key, ours.consumer_key}) == 2
    assert len({SECRETS.token_id, *(one.token_id for one in tokens)}) == 3
    assert [one.name for one in tokens] == ["X - Alex Admin", "X - Alex Admin (2)"]


@pytest.mark.requirement("seed-02")
def test_a_seed_with_limits_is_sown_while_governance_is_busy(sown_again: Account, tmp_path: Path) -> None:
    file = tmp_path / "seed.yaml"
    file.write_text("integrations:\n  - {name: X, concurrency_limit: 2}")
    states = sown_again.states
    assert states is not None

    def looking() -> None:
        eventually(lambda: [one.concurrency_limit for one in sown_again.access.integrations()] == [2])

    sowing, looked = (
        threading.Thread(target=work, daemon=True) for work in (lambda: states.seed(str(file)), looking)
    )
    with sown_again.governance.allotting():
        sowing.start()
        looked.start()
        looked.join(20)
        assert not looked.is_alive(), "the tables are held by who waits for governance"
    sowing.join(20)
    assert not sowing.is_alive()


@pytest.mark.requirement("seed-02")
def test_limits_in_a_seed_are_judged_by_what_the_account_has_itself(
    sown_again: Account, tmp_path: Path
) -> None:
    file = tmp_path / "seed.yaml"
    file.write_text("integrations:\n  - {name: X, concurrency_limit: 7}")
    states, governance = sown_again.states, sown_again.governance
    assert states is not None
    states.reset()
    own = governance.limit
    governance.set_limit(50)
    with pytest.raises(SeedError, match="a number from 1 to 4"):
        states.seed(str(file))
    assert governance.limit == 50
    file.write_text("integrations:\n  - {name: X, concurrency_limit: 3}")
    governance.set_limit(4)
    states.seed(str(file))
    assert (governance.limit, sown_again.access.integrations()[0].concurrency_limit) == (own, 3)


def test_a_file_that_is_no_text_or_not_there(tmp_path: Path) -> None:
    file = tmp_path / "seed.yaml"
    with pytest.raises(SeedError, match="No such file"):
        yamlseed.read(file)
    file.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(SeedError, match="UTF-8"):
        yamlseed.read(file)
    file.write_text("[" * 5000)
    with pytest.raises(SeedError):
        yamlseed.read(file)


PLAIN = st.none() | st.booleans() | st.integers() | st.text(alphabet=st.characters(codec="ascii"), max_size=8)
NESTED = st.recursive(
    PLAIN, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=6), inner, max_size=4)
)


@given(NESTED)
def test_whatever_the_file_holds_it_is_read_or_refused(document: Any) -> None:
    import tempfile  # noqa: PLC0415 - hypothesis takes no function-scoped fixture

    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "seed.yaml"
        file.write_text(yaml.safe_dump(document), encoding="utf-8")
        try:
            node = load(file)
        except SeedError:
            return
        assert node.place.line >= 1
