from django.db import migrations

from hemu.disputes.operations import case_foreign_key


class Migration(migrations.Migration):
    dependencies = [("key", "0001_initial")]

    operations = [
        case_foreign_key(f"key_{table}") for table in ("keydispute", "responsible", "keymeasure", "keyupdate")
    ]
