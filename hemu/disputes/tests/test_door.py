"""The one door: what an act writes, what it refuses, and what the database refuses past it."""

from __future__ import annotations

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from hemu.disputes import ledger, queries
from hemu.disputes.advance import turn
from hemu.disputes.amendment import Changes, amend, link, merge, note
from hemu.disputes.checks import open_acts
from hemu.disputes.counted import LEDGER_IMAGES
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import (
    Clock,
    Colour,
    DirectWrite,
    Dispute,
    Entry,
    LedgerIsAppendOnly,
    LinkKind,
    State,
)
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import register
from hemu.disputes.tests.reports import SIBLING_VILLAGE, report
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.scoped import UnscopedQuery
from hemu.orgs.actor import system_actor
from hemu.tally import audit, projector

pytestmark = pytest.mark.django_db


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test looks at the row").get(pk=dispute.pk)


def rated(dispute, by):
    with turn(dispute.county, dispute.id, Act.RATE, by=by) as this:
        this.set(colour=Colour.BLUE)
    return fresh(dispute)


def test_registering_writes_ledger_clocks_outbox_and_proposal(cast):
    dispute = fresh(register(report(), by=cast.officer))
    assert (dispute.state, dispute.colour, dispute.ledger_seq) == (State.REGISTERED, Colour.NONE, 1)
    assert dispute.proposed_colour == Colour.BLUE
    assert dispute.proposed_grounds
    assert dispute.county == 522725
    [entry] = Entry.objects.of(dispute).order_by("seq")
    assert entry.person_name == cast.officer.name
    assert "张大山" not in str(entry.details)
    assert ledger.unseal(dispute, entry)["parties"] == ["张大山", "李长河"]
    assert Clock.objects.of(dispute).filter(stopped_at=None).count() == 2
    assert dispute.due_at is not None
    assert projector.project_all() == 1
    assert audit.drift(LEDGER_IMAGES) == []


@pytest.mark.parametrize(
    ("over", "field"),
    [
        ({"title": " "}, "title"),
        ({"narrative": ""}, "narrative"),
        ({"kind": 9876}, "kind"),
        ({"parties": ()}, "parties"),
        ({"parties": (NewParty(" "),)}, "parties-0-name"),
        ({"parties": (NewParty("张三", identity_number="52272519900101123X"),)}, "parties-0-identity_number"),
        ({"parties": (NewParty("张三", phone="12"),)}, "parties-0-phone"),
        ({"facts": {"weather": 3}}, "facts"),
    ],
)
def test_bad_input_is_refused_by_field_and_writes_nothing(cast, over, field):
    with pytest.raises(Refused) as refused:
        register(report(**over), by=cast.officer)
    assert refused.value.field == field
    assert not Dispute.objects.unscoped(reason="nothing may be there").exists()


def test_registering_outside_the_area_is_forbidden(cast):
    with pytest.raises(Forbidden):
        register(report(region=SIBLING_VILLAGE), by=cast.officer)


@pytest.mark.req("O4")
def test_a_stranger_finds_nothing(cast):
    dispute = register(report(), by=cast.officer)
    with pytest.raises(Missing):
        queries.get(dispute.county, dispute.id, by=cast.stranger)
    with pytest.raises(Missing), turn(dispute.county, dispute.id, Act.NOTE, by=cast.stranger):
        pass
    assert queries.get(dispute.county, dispute.id, by=cast.coordinator).pk == dispute.pk


@pytest.mark.req("A3")
def test_new_facts_propose_a_new_colour_at_once(cast):
    dispute = rated(register(report(), by=cast.officer), cast.officer)
    amend(dispute, Changes(facts={"threat_violence": True}, reason="当面扬言"), by=cast.officer)
    now = fresh(dispute)
    assert (now.colour, now.proposed_colour) == (Colour.BLUE, Colour.RED)
    last = Entry.objects.of(now).order_by("-seq")[0]
    assert last.details["proposed"]["colour"] == Colour.RED
    assert last.details["facts"] == {"threat_violence": True}


def test_an_act_out_of_state_is_a_conflict_that_says_who_was_last(cast):
    dispute = rated(register(report(), by=cast.officer), cast.officer)
    with (
        pytest.raises(Conflict, match=cast.officer.name),
        turn(dispute.county, dispute.id, Act.RECEIVE, by=cast.officer),
    ):
        pass
    with pytest.raises(Conflict) as conflict:
        amend(dispute, Changes(narrative="改"), by=cast.officer, seen=1)
    assert conflict.value.code == "moved_on"
    assert fresh(dispute).ledger_seq == 2


@pytest.mark.parametrize("act", [Act.OVERDUE, Act.PROPOSE])
def test_what_the_system_does_by_itself_nobody_else_can(cast, act):
    dispute = register(report(), by=cast.officer)
    assert act not in {step.act for step in open_acts(dispute, cast.officer)}
    with pytest.raises(Forbidden), turn(dispute.county, dispute.id, act, by=cast.officer):
        pass
    with turn(dispute.county, dispute.id, act, by=system_actor("规则")):
        pass
    assert fresh(dispute).ledger_seq == 2


def test_a_failing_act_leaves_no_trace(cast):
    dispute = register(report(), by=cast.officer)
    with (
        pytest.raises(ZeroDivisionError),
        turn(dispute.county, dispute.id, Act.NOTE, by=cast.officer) as this,
    ):
        this.set(place="别处")
        raise ZeroDivisionError
    assert (fresh(dispute).place, fresh(dispute).ledger_seq) == ("荣院村大田坝", 1)


def test_case_tables_have_no_default_query(cast):
    with pytest.raises(UnscopedQuery):
        list(Dispute.objects.all())
    with pytest.raises(UnscopedQuery):
        Entry.objects.count()


def test_nothing_is_written_past_the_door(cast):
    dispute = fresh(register(report(), by=cast.officer))
    with pytest.raises(DirectWrite):
        dispute.save()
    with pytest.raises(DirectWrite):
        dispute.delete()
    with pytest.raises(DirectWrite):
        Dispute.objects.unscoped(reason="a test").update(state=State.CLOSED)
    entry = Entry.objects.of(dispute).order_by("seq")[0]
    with pytest.raises(LedgerIsAppendOnly):
        entry.save()
    with pytest.raises(LedgerIsAppendOnly):
        Entry.objects.of(dispute).delete()


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE disputes_entry SET person_name = '别人'",
        "DELETE FROM disputes_entry",
        "TRUNCATE disputes_entry",
        "ALTER TABLE disputes_entry DISABLE TRIGGER ALL",
        "DELETE FROM disputes_dispute",
        "UPDATE disputes_dispute SET state = 90, closed_at = now()",
        "UPDATE disputes_dispute SET colour = 3",
        "UPDATE disputes_dispute SET ledger_seq = 7",
        "INSERT INTO disputes_entry SELECT * FROM disputes_entry",
    ],
)
def test_direct_sql_as_the_application_cannot_bend_the_record(cast, sql):
    register(report(), by=cast.officer)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_an_entry_that_does_not_follow_is_refused(cast):
    dispute = register(report(), by=cast.officer)
    entry = Entry.objects.of(dispute).order_by("seq")[0]
    with pytest.raises(DatabaseError), transaction.atomic():
        Entry(
            **{
                f.name: getattr(entry, f.name)
                for f in Entry._meta.concrete_fields
                if f.name not in ("id", "seq")
            },
            seq=3,
        ).save()


def test_links_are_facts_and_both_ends_are_read_in_scope(cast):
    one, two = (register(report(), by=cast.officer) for _ in range(2))
    link(one, two, LinkKind.ASSOCIATED, "同一条水沟", by=cast.officer)
    assert fresh(one).facts["linked_disputes"] == 1
    with pytest.raises(Refused):
        link(one, two, LinkKind.ASSOCIATED, "再来一次", by=cast.officer)
    [linked] = queries.links(one, by=cast.officer)
    assert linked.other == two
    merge(two, one, "同一件事登记了两次", by=cast.officer)
    assert fresh(two).state == State.MERGED
    note(one, "已电话联系双方", by=cast.officer)
    assert ledger.verify().faults == []
