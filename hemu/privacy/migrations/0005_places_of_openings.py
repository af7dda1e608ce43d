from django.db import migrations

# The record of openings can't be changed by anybody; only the place is filled in, which older rows lack.
PLACES = """
    ALTER TABLE privacy_opening DISABLE TRIGGER USER;
    UPDATE privacy_opening o SET region = d.region
      FROM disputes_dispute d WHERE d.county = o.county AND d.id = o.dispute_id AND o.region = 0;
    ALTER TABLE privacy_opening ENABLE TRIGGER USER;
"""


class Migration(migrations.Migration):
    dependencies = [("privacy", "0004_foreign_keys_of_records"), ("disputes", "0002_foreign_keys")]

    operations = [migrations.RunSQL(sql=PLACES, reverse_sql=migrations.RunSQL.noop)]
