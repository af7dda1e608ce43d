from django.db import migrations

from hemu.disputes.operations import case_foreign_key


class Migration(migrations.Migration):
    dependencies = [("mediation", "0007_appraisals"), ("disputes", "0002_foreign_keys")]

    operations = [case_foreign_key("mediation_appraisal")]
