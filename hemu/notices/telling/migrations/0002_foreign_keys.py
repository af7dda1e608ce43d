from django.db import migrations

from hemu.disputes.operations import case_foreign_key


class Migration(migrations.Migration):
    dependencies = [("telling", "0001_initial"), ("disputes", "0002_foreign_keys")]

    operations = [case_foreign_key(table) for table in ("telling_agreed", "telling_message")]
