"""Merged disputes were counted beside those that they had been merged into; from now on they aren't.

Their −1 goes to the outbox. Their ledger stays as it is: who adds it up leaves such images out
(hemu.disputes.counted.LEDGER_IMAGES).
"""

from django.db import migrations

TAKE_OUT = """
    INSERT INTO outbox_row (topic, payload, created_at, attempts)
    SELECT 1, jsonb_build_array(image, NULL), now(), 0 FROM (
        SELECT DISTINCT ON (entry.county, entry.dispute_id) entry.image
          FROM disputes_entry entry
          JOIN disputes_dispute dispute ON dispute.county = entry.county AND dispute.id = entry.dispute_id
         WHERE dispute.state = 95 AND entry.image IS NOT NULL
         ORDER BY entry.county, entry.dispute_id, entry.seq DESC
    ) AS newest WHERE image ->> 'state' = '95'
"""


class Migration(migrations.Migration):
    dependencies = [("disputes", "0002_foreign_keys"), ("outbox", "0001_initial")]

    operations = [migrations.RunSQL(TAKE_OUT, migrations.RunSQL.noop)]
