from django.db import migrations

from hemu.disputes.operations import case_foreign_key


class Migration(migrations.Migration):
    dependencies = [("changing", "0001_initial")]

    operations = [case_foreign_key("changing_lowering")]
