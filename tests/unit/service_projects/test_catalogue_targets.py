"""The default mappings write only what the built-in account has."""

from __future__ import annotations

import pytest

from landbridge.service.projects.record_types import CUSTOM_ENDING, SPP_TYPES
from landbridge.service.workflows.catalogue import CATALOGUE, Declaration


@pytest.mark.requirement("flow-01")
@pytest.mark.parametrize("workflow", CATALOGUE.values(), ids=CATALOGUE)
def test_every_target_is_a_field_of_its_table(workflow: Declaration) -> None:
    for group in workflow.groups:
        kind = SPP_TYPES[group.spp_type]
        targets = {row.target for row in group.rows}
        unknown = [name for name in targets if not name.endswith(CUSTOM_ENDING) and kind.field(name) is None]
        assert unknown == []
        assert group.netsuite_id_field in kind.netsuite_id_fields
        assert not group.name_field or group.name_field == kind.name_field
