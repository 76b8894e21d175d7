"""What the audit trail says cannot be changed afterwards; the database itself refuses it."""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE FUNCTION landbridge_keep_audit() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the audit trail is not rewritten'
        USING ERRCODE = 'check_violation', CONSTRAINT = 'audit_is_not_rewritten';
END $$;

CREATE TRIGGER auditentry_is_kept
    BEFORE UPDATE OF record_id, field, before, after, author_name, via, run_id, source_modified, at
    ON projects_auditentry FOR EACH ROW EXECUTE FUNCTION landbridge_keep_audit();
"""
BACKWARD = """
DROP TRIGGER auditentry_is_kept ON projects_auditentry;
DROP FUNCTION landbridge_keep_audit();
"""


class Migration(migrations.Migration):
    dependencies = [("projects", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
