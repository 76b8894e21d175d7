"""The declarations of the built-in account's tables hold together."""

from __future__ import annotations

import pytest

from landbridge.service.projects.record_types import SPP_TYPES, SppKind, SppType
from landbridge.service.projects.roles import PERMISSIONS, Permission, Role

KINDS = pytest.mark.parametrize("kind", SPP_TYPES.values(), ids=SPP_TYPES)


@KINDS
def test_names_are_declared_once_and_the_special_ones_are_there(kind: SppType) -> None:
    names = [field.name for field in kind.declared]
    assert len(names) == len(set(names))
    special = {
        *kind.required,
        *(kind.unique_within or ()),
        *kind.name_from,
        *kind.numbers,
        *kind.described_by,
    }
    assert special <= set(names)
    assert kind.name_field in names or not kind.name_field
    assert kind.netsuite_id_field == f"netsuite_{kind.table}_id__c"


@KINDS
def test_references_lead_to_a_table_and_choices_have_values(kind: SppType) -> None:
    for field in kind.declared:
        assert (field.kind is SppKind.REFERENCE) == (field.refers_to in SPP_TYPES)
        assert field.missing_code or field.kind is not SppKind.REFERENCE
        assert (field.kind is SppKind.CHOICE) == bool(field.choices)
        assert (field.kind in {SppKind.MONEY, SppKind.HOURS}) == (field.decimals is not None)


def test_every_role_has_permissions_and_the_administrator_all() -> None:
    assert set(PERMISSIONS) == set(Role.values)
    assert PERMISSIONS[Role.ADMINISTRATOR] == frozenset(Permission)
    assert all(
        Permission.MANAGE_USERS not in PERMISSIONS[role] for role in Role if role != Role.ADMINISTRATOR
    )
