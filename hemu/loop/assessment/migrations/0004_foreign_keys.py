from django.db import migrations

from hemu.disputes.operations import case_foreign_key

STAGES = """
    UPDATE assessment_warnedunit u SET
      stage = CASE WHEN answered_at IS NOT NULL THEN 5 WHEN received_at IS NOT NULL THEN 2 ELSE 1 END,
      region = coalesce((SELECT d.region FROM assessment_warneddispute w JOIN disputes_dispute d
        ON d.county = w.county AND d.id = w.dispute_id WHERE w.notice_id = u.notice_id ORDER BY w.id LIMIT 1), 0),
      due_at = CASE WHEN answered_at IS NULL THEN
        CASE WHEN received_at IS NULL THEN n.receive_by ELSE n.answer_by END END,
      next_at = CASE WHEN answered_at IS NULL THEN
        CASE WHEN received_at IS NULL THEN n.receive_by ELSE n.answer_by END END
    FROM assessment_warningnotice n WHERE n.county = u.county AND n.id = u.notice_id"""
"""Where units stand that were warned before answers were looked at: what was answered counts as accepted."""


class Migration(migrations.Migration):
    dependencies = [
        ("assessment", "0003_feedback_and_contacts"),
        ("disputes", "0006_assess_clock"),
    ]

    operations = [
        case_foreign_key("assessment_safetycontact"),
        migrations.RunSQL(STAGES, migrations.RunSQL.noop),
    ]
