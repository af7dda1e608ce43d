"""One lead unit at all times, seen to by the database at the end of every transaction.

`disputes_involvement` already refuses two open leads. Here it is refused that there is none where the dispute
names one, that they differ, and that a dispute is in hand (from routed to agreed) without one. The triggers stand
on the tables of another part, since it is routing that gives the lead its meaning.
"""

from django.db import migrations

from hemu.disputes.operations import case_foreign_key

FUNCTION = """
CREATE OR REPLACE FUNCTION routing_one_lead() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  wanted bigint; now_ record; leads int; lead bigint;
BEGIN
  IF TG_TABLE_NAME = 'disputes_dispute' THEN wanted := NEW.id; ELSE wanted := NEW.dispute_id; END IF;
  SELECT state, lead_unit_id INTO now_ FROM disputes_dispute WHERE county = NEW.county AND id = wanted;
  IF NOT FOUND THEN RETURN NULL; END IF;
  IF now_.lead_unit_id IS NULL AND now_.state BETWEEN 30 AND 60 THEN
    RAISE EXCEPTION 'dispute % is routed and has no lead unit', wanted
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  SELECT count(*), min(unit_id) INTO leads, lead FROM disputes_involvement
    WHERE county = NEW.county AND dispute_id = wanted AND role = 1 AND until IS NULL;
  IF (now_.lead_unit_id IS NULL AND leads > 0)
     OR (now_.lead_unit_id IS NOT NULL AND (leads <> 1 OR lead <> now_.lead_unit_id)) THEN
    RAISE EXCEPTION 'dispute % must have exactly one lead unit', wanted
      USING ERRCODE = 'integrity_constraint_violation';
  END IF;
  RETURN NULL;
END $$;
"""
TRIGGERS = """
CREATE CONSTRAINT TRIGGER routing_one_lead_new AFTER INSERT ON disputes_dispute
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.lead_unit_id IS NOT NULL) EXECUTE FUNCTION routing_one_lead();
CREATE CONSTRAINT TRIGGER routing_one_lead_moved AFTER UPDATE OF lead_unit_id, state ON disputes_dispute
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (OLD.lead_unit_id IS DISTINCT FROM NEW.lead_unit_id OR OLD.state IS DISTINCT FROM NEW.state)
  EXECUTE FUNCTION routing_one_lead();
CREATE CONSTRAINT TRIGGER routing_one_lead_part AFTER INSERT OR UPDATE ON disputes_involvement
  DEFERRABLE INITIALLY DEFERRED FOR EACH ROW
  WHEN (NEW.role = 1) EXECUTE FUNCTION routing_one_lead();
"""
UNDO = """
DROP TRIGGER IF EXISTS routing_one_lead_new ON disputes_dispute;
DROP TRIGGER IF EXISTS routing_one_lead_moved ON disputes_dispute;
DROP TRIGGER IF EXISTS routing_one_lead_part ON disputes_involvement;
DROP FUNCTION IF EXISTS routing_one_lead();
"""


class Migration(migrations.Migration):
    dependencies = [("routing", "0003_referrals"), ("disputes", "0002_foreign_keys")]

    operations = [
        case_foreign_key("routing_referral"),
        migrations.RunSQL(FUNCTION + TRIGGERS, UNDO),
    ]
