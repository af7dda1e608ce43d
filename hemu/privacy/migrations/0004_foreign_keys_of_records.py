from django.db import migrations

from hemu.disputes.operations import case_foreign_key


class Migration(migrations.Migration):
    dependencies = [("privacy", "0003_portal_records"), ("disputes", "0002_foreign_keys")]

    operations = [
        case_foreign_key("privacy_emergency"),
        case_foreign_key("privacy_personalconsent"),
        case_foreign_key("privacy_hold"),
        case_foreign_key("privacy_sealingitem"),
    ]
