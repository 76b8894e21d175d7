"""Wake the workers when a job with a lock ends: one that waited for the lock can start at once, not at the next poll."""

from __future__ import annotations

from django.db import migrations

FORWARD = """
CREATE FUNCTION landbridge_wake_waiting_jobs() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM pg_notify(
        'procrastinate_queue_v1#' || OLD.queue_name,
        json_build_object('type', 'job_inserted', 'job_id', OLD.id)::text
    );
    RETURN NULL;
END;
$$;
CREATE TRIGGER landbridge_job_ended AFTER UPDATE OF status ON procrastinate_jobs FOR EACH ROW
    WHEN (OLD.status = 'doing' AND NEW.status <> 'doing' AND OLD.lock IS NOT NULL)
    EXECUTE FUNCTION landbridge_wake_waiting_jobs();
CREATE TRIGGER landbridge_job_removed AFTER DELETE ON procrastinate_jobs FOR EACH ROW
    WHEN (OLD.status = 'doing' AND OLD.lock IS NOT NULL)
    EXECUTE FUNCTION landbridge_wake_waiting_jobs();
"""
BACKWARD = """
DROP TRIGGER landbridge_job_removed ON procrastinate_jobs;
DROP TRIGGER landbridge_job_ended ON procrastinate_jobs;
DROP FUNCTION landbridge_wake_waiting_jobs();
"""


class Migration(migrations.Migration):
    """The trigger stands beside Procrastinate's own, which notify of new jobs only."""

    dependencies = [("runs", "0001_initial"), ("procrastinate", "0041_post_retry_failed_job")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
