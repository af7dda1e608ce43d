from django.db import migrations

from hemu.disputes.operations import case_foreign_key


class Migration(migrations.Migration):
    dependencies = [("trials", "0001_initial")]

    operations = [case_foreign_key("trials_trialchange")]
