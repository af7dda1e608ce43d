from django.db import migrations

from hemu.disputes.operations import case_foreign_key


class Migration(migrations.Migration):
    dependencies = [("disputes", "0001_initial")]

    operations = [
        case_foreign_key(table)
        for table in (
            "disputes_party",
            "disputes_entry",
            "disputes_clock",
            "disputes_involvement",
            "disputes_link",
        )
    ]
