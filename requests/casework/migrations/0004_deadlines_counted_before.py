"""Deadlines of the first release were counted in calendar days from the day they began."""

from django.db import migrations

PERIODS = """
UPDATE requests_deadline
SET starts_on = started_at::date, days = due_on - started_at::date
WHERE basis IN ('policy', 'treaty') AND due_on > started_at::date
"""
PAUSES = """
INSERT INTO requests_deadlinepause (id, deadline_id, paused_on, paused_by, resumed_by, reason)
SELECT gen_random_uuid(), deadline.id, paused_on, COALESCE(
    (SELECT name FROM requests_transition past WHERE past.request_id = deadline.request_id
     AND name IN ('information_asked', 'postponed') ORDER BY id DESC LIMIT 1),
    'information_asked'), '', ''
FROM requests_deadline deadline WHERE paused_on IS NOT NULL AND ended_at IS NULL
"""


class Migration(migrations.Migration):
    dependencies = [("requests", "0003_deadline_periods")]

    operations = [
        migrations.RunSQL(PERIODS, migrations.RunSQL.noop),
        migrations.RunSQL(PAUSES, "DELETE FROM requests_deadlinepause"),
    ]
