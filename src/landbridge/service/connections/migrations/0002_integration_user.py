"""The database itself keeps the rule of the integration user (help article_161978998211).

Only an active administrator can be selected; while selected, the user cannot be made inactive nor change role. The trigger on
connections locks the user's row, so that both sides of the rule cannot be broken at the same moment.
"""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE FUNCTION landbridge_check_integration_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM projects_user
        WHERE id = NEW.integration_user_id AND is_active AND role = 'administrator' FOR SHARE;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'the integration user must be an active administrator'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'integration_user_is_an_active_administrator';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER connection_integration_user
    BEFORE INSERT OR UPDATE OF integration_user_id ON connections_connection
    FOR EACH ROW WHEN (NEW.integration_user_id IS NOT NULL)
    EXECUTE FUNCTION landbridge_check_integration_user();

CREATE FUNCTION landbridge_keep_integration_user() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM connections_connection WHERE integration_user_id = NEW.id) THEN
        RAISE EXCEPTION 'the user is the integration user of a connection'
            USING ERRCODE = 'check_violation', CONSTRAINT = 'integration_user_stays_an_active_administrator';
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER user_stays_integration_user
    BEFORE UPDATE OF is_active, role ON projects_user
    FOR EACH ROW WHEN (NEW.is_active IS FALSE OR NEW.role <> 'administrator')
    EXECUTE FUNCTION landbridge_keep_integration_user();
"""
BACKWARD = """
DROP TRIGGER user_stays_integration_user ON projects_user;
DROP FUNCTION landbridge_keep_integration_user();
DROP TRIGGER connection_integration_user ON connections_connection;
DROP FUNCTION landbridge_check_integration_user();
"""


class Migration(migrations.Migration):
    dependencies = [("connections", "0001_initial"), ("projects", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
