"""What is unique and what belongs to a record, by few indexes for all record types. It can be tried again where it was interrupted."""

from __future__ import annotations

from django.db import migrations, models

from landbridge.service.concurrent_indexes import add_indexes
from landbridge.service.projects.models import NetSuiteNumber, Owner, UsualNetSuiteId

OWNED = (
    "contact",
    "project",
    "project_task",
    "rate_card_item",
    "customerpo",
    "customerpo_to_project",
    "project_billing_rule",
    "revenue_recognition_rule",
    "invoice",
    "slip",
    "payment",
    "purchaseorder",
    "purchase_item",
    "purchaserequest",
    "request_item",
    "fulfillment",
    "envelope",
    "ticket",
    "reimbursement",
    "hierarchy_node",
)
OWNER = """
CREATE OR REPLACE FUNCTION projects_owner(fields jsonb, type text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE type
    WHEN 'contact' THEN fields ->> 'customerid'
    WHEN 'project' THEN fields ->> 'customerid'
    WHEN 'project_task' THEN fields ->> 'projectid'
    WHEN 'rate_card_item' THEN fields ->> 'rate_card_id'
    WHEN 'customerpo' THEN fields ->> 'customerid'
    WHEN 'customerpo_to_project' THEN fields ->> 'customerpoid'
    WHEN 'project_billing_rule' THEN fields ->> 'customerpoid'
    WHEN 'revenue_recognition_rule' THEN fields ->> 'customerpo_id'
    WHEN 'invoice' THEN fields ->> 'customerid'
    WHEN 'slip' THEN fields ->> 'invoiceid'
    WHEN 'payment' THEN fields ->> 'invoiceid'
    WHEN 'purchaseorder' THEN fields ->> 'vendorid'
    WHEN 'purchase_item' THEN fields ->> 'purchaseorderid'
    WHEN 'purchaserequest' THEN fields ->> 'projectid'
    WHEN 'request_item' THEN fields ->> 'purchaseorderid'
    WHEN 'fulfillment' THEN fields ->> 'purchaseorder_id'
    WHEN 'envelope' THEN fields ->> 'userid'
    WHEN 'ticket' THEN fields ->> 'envelopeid'
    WHEN 'reimbursement' THEN fields ->> 'envelopeid'
    WHEN 'hierarchy_node' THEN fields ->> 'hierarchyid'
END;
"""
USUAL = """
CREATE OR REPLACE FUNCTION projects_netsuite_id(fields jsonb, type text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN fields ->> ('netsuite_' || type || '_id__c');
"""
UNIQUE = models.UniqueConstraint("account", "type", UsualNetSuiteId(), name="spprecord_netsuite_id")
UNIQUE_INDEX = """
CREATE UNIQUE INDEX CONCURRENTLY spprecord_netsuite_id
    ON projects_spprecord (account, type, projects_netsuite_id(fields, type))
"""


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("projects", "0004_all_record_types")]
    operations = [
        migrations.RunSQL(USUAL, "DROP FUNCTION projects_netsuite_id(jsonb, text)"),
        migrations.RunSQL(OWNER, "DROP FUNCTION projects_owner(jsonb, text)"),
        migrations.RunSQL("DROP INDEX CONCURRENTLY IF EXISTS spprecord_netsuite_id", migrations.RunSQL.noop),
        migrations.SeparateDatabaseAndState(
            database_operations=[
                migrations.RunSQL(UNIQUE_INDEX, "DROP INDEX CONCURRENTLY spprecord_netsuite_id")
            ],
            state_operations=[migrations.AddConstraint("spprecord", UNIQUE)],
        ),
        *add_indexes(
            "spprecord",
            models.Index(
                "account", "type", NetSuiteNumber(UsualNetSuiteId()), name="spprecord_nsids_in_order"
            ),
            models.Index(
                "account",
                "type",
                models.F("updated").desc(),
                condition=models.Q(deleted_in_netsuite_at__isnull=False),
                name="spprecord_deleted_there",
            ),
            models.Index("account", Owner(), condition=models.Q(type__in=OWNED), name="spprecord_owner"),
        ),
    ]
