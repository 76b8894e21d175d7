"""Hierarchies and their nodes, to which users, customers and projects belong."""

from __future__ import annotations

from landbridge.service.projects.record_types import fields
from landbridge.service.projects.record_types.fields import choice, flag, reference
from landbridge.service.projects.record_types.model import SppField, SppType

FAMILY = "Organisation"

HIERARCHY = SppType(
    table="hierarchy",
    element="Hierarchy",
    label="Hierarchy",
    plural="Hierarchies",
    family=FAMILY,
    name_field="name",
    required=("name", "type"),
    made_by_hand=True,
    declared=(
        SppField("name", "Name"),
        choice("type", "Of", {"user": "users", "customer": "customers", "project": "projects"}),
        flag("required", "Required"),
        flag("requireonform", "Required on forms"),
        flag("available_as_column", "Available as a column"),
        flag("primary_user_filterset", "Part of the primary filter set of users"),
        fields.ACTIVE,
        fields.EXTERNAL_ID,
        fields.NOTES,
    ),
)
HIERARCHY_NODE = SppType(
    table="hierarchy_node",
    element="HierarchyNode",
    label="Hierarchy node",
    plural="Hierarchy nodes",
    family=FAMILY,
    belongs_to="hierarchyid",
    name_field="name",
    further_ids=(
        "netsuite_department_id__c",
        "netsuite_class_id__c",
        "netsuite_location_id__c",
        "netsuite_subsidiary_id__c",
    ),
    required=("name", "hierarchyid"),
    made_by_hand=True,
    declared=(
        SppField("name", "Name"),
        reference("hierarchyid", "Hierarchy", "hierarchy"),
        reference("parentid", "Parent node", "hierarchy_node", fields.NO_PARENT),
        flag("isanode", "Node"),
        flag("isalevel", "Level"),
        SppField("levelid", "Level ID"),
        SppField("recordid", "Record"),
        fields.ACTIVE,
        fields.EXTERNAL_ID,
        fields.NOTES,
    ),
)

TYPES = (HIERARCHY, HIERARCHY_NODE)
