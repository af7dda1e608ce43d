from django.db import migrations

from hemu.disputes.operations import case_foreign_key


class Migration(migrations.Migration):
    dependencies = [("mediation", "0001_initial"), ("disputes", "0002_foreign_keys")]

    operations = [
        case_foreign_key(table)
        for table in (
            "mediation_application",
            "mediation_acceptance",
            "mediation_namedmediator",
            "mediation_consent",
            "mediation_ending",
            "mediation_recusal",
            "mediation_session",
            "mediation_attendance",
            "mediation_agreement",
            "mediation_signature",
            "mediation_promise",
        )
    ]
