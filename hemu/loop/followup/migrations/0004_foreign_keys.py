from django.db import migrations

from hemu.disputes.operations import case_foreign_key


class Migration(migrations.Migration):
    dependencies = [("followup", "0003_own_answers"), ("disputes", "0002_foreign_keys")]

    operations = [case_foreign_key(table) for table in ('followup_concerned', 'followup_linkissue', 'followup_ownanswer')]
