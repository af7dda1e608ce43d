"""A person decides: confirm, merge, refuse, undo; once, in scope, with both histories kept."""

from __future__ import annotations

import pytest

from hemu.disputes import amendment, ledger
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Entry, Link, LinkKind, State
from hemu.disputes.queries import links, parties, timeline
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.screening.links import actions
from hemu.loop.screening.links.models import Proposal, Status
from hemu.loop.screening.links.tests import situations as given

pytestmark = [pytest.mark.django_db, pytest.mark.req("S13")]


def fresh(dispute: Dispute) -> Dispute:
    return Dispute.objects.unscoped(reason="a test").get(pk=dispute.pk)


def again(proposal: Proposal) -> Proposal:
    return Proposal.objects.unscoped(reason="a test").get(pk=proposal.pk)


def acts(dispute: Dispute) -> list[str]:
    return [str(Act(entry.act).label) for entry in Entry.objects.of(dispute).order_by("seq")]


@pytest.fixture
def double(cast) -> tuple[Dispute, Dispute, Proposal]:
    one, two = given.first(cast), given.again(cast)
    [proposal] = given.swept()
    return one, two, proposal


def confirm(proposal: Proposal, kind: LinkKind = LinkKind.DUPLICATE, *, by) -> actions.Both:
    return actions.confirm(proposal.county, proposal.pk, kind, "同一条沟、同两家人", by=by)


def test_the_same_matter_is_merged_and_both_histories_stay(cast, double):
    one, two, proposal = double
    before = acts(one), acts(two)
    confirm(proposal, by=cast.officer)
    assert (fresh(two).state, fresh(one).state) == (State.MERGED, State.REGISTERED)
    assert acts(one) == [*before[0], "关联"]
    assert acts(two) == [*before[1], "并案"]
    assert ledger.verify().faults == []
    row = again(proposal)
    assert (row.status, row.decided_kind, row.decided_by) == (Status.CONFIRMED, LinkKind.DUPLICATE, "李建军")
    [link] = links(fresh(one), by=cast.officer)
    assert (link.words, link.other) == ("并入本件", two)


def test_a_merge_is_undone_and_nothing_is_wiped_out(cast, double):
    one, two, proposal = double
    confirm(proposal, by=cast.officer)
    with pytest.raises(Refused):
        actions.undo(proposal.county, proposal.pk, " ", by=cast.coordinator)
    actions.undo(proposal.county, proposal.pk, "不是同一条沟", by=cast.coordinator)
    assert fresh(two).state == State.REGISTERED
    assert acts(two)[-2:] == ["并案", "撤销并案"]
    assert acts(one)[-2:] == ["关联", "解除关联"]
    assert links(fresh(one), by=cast.officer) == []
    assert again(proposal).status == Status.UNDONE
    assert given.swept() == []


def test_what_is_being_handled_is_not_ended_but_linked(cast):
    from hemu.disputes.tests.factories import received

    one = received(cast, **_as_first())
    two = received(cast, **_as_first())
    [proposal] = given.swept()
    found = confirm(proposal, by=cast.officer)
    assert found.ending is None
    assert {fresh(one).state, fresh(two).state} == {State.RECEIVED}
    row = Link.objects.of(two).get()
    assert (row.other_id, row.kind) == (one.pk, LinkKind.DUPLICATE)


def _as_first() -> dict[str, object]:
    from hemu.disputes.models import Side
    from hemu.disputes.parties import NewParty

    return {
        "narrative": "两家共用大田坝的水沟，天旱抢水发生口角。",
        "parties": (NewParty("张国强", phone=given.PHONE), NewParty("李长河", side=Side.RESPONDENT)),
    }


def test_the_source_is_the_earlier_one_whichever_was_written_down_first(cast):
    late = given.grown(cast)
    early = given.first(cast)
    [proposal] = given.swept()
    assert proposal.dispute_id == early.pk
    confirm(proposal, LinkKind.SOURCE, by=cast.officer)
    row = Link.objects.of(late).get()
    assert (row.other_id, row.kind) == (early.pk, LinkKind.SOURCE)
    assert fresh(late).facts["linked_disputes"] == 1
    assert fresh(early).facts["linked_disputes"] == 1
    actions.undo(proposal.county, proposal.pk, "另有起因", by=cast.officer)
    assert "linked_disputes" not in {**fresh(late).facts, **fresh(early).facts}


def test_what_was_refused_is_not_proposed_again(cast, double):
    one, two, proposal = double
    actions.refuse(proposal.county, proposal.pk, "两条不同的沟", by=cast.officer)
    assert acts(one)[-1] == acts(two)[-1] == "记事"
    amendment.amend(two, amendment.Changes(place="大田坝水沟边"), by=cast.officer)
    amendment.amend(one, amendment.Changes(place="大田坝水沟边"), by=cast.officer)
    assert given.swept() == []
    assert [row.status for row in given.standing()] == [Status.REFUSED]
    actions.undo(proposal.county, proposal.pk, "看错了", by=cast.officer)
    [row] = given.swept()
    assert (row.pk, row.decided_by, row.decided_at) == (proposal.pk, "", None)
    for here, other in ((one, two), (two, one)):
        said = [str(told.personal["text"]) for told in timeline(here) if told.act == Act.NOTE]
        assert said == [
            f"撤销与 {other.ref}“没有关系”的认定，重新核对。看错了",
            f"与 {other.ref} 核对：不是同一件事，也没有关联。两条不同的沟",
        ]


def test_the_second_to_decide_hears_who_was_first(cast, double):
    _one, _two, proposal = double
    confirm(proposal, by=cast.officer)
    for decide in (confirm, lambda row, by: actions.refuse(row.county, row.pk, "", by=by)):
        with pytest.raises(Conflict, match="李建军"):
            decide(proposal, by=cast.coordinator)


def test_a_stranger_finds_no_proposal(cast, double):
    one, two, proposal = double
    for who in (cast.stranger, cast.court, cast.medical_mediator):
        with pytest.raises(Missing):
            actions.both(proposal.county, proposal.pk, by=who)
        with pytest.raises(Missing):
            confirm(proposal, by=who)
        with pytest.raises(Missing):
            actions.refuse(proposal.county, proposal.pk, "", by=who)
        with pytest.raises(Missing):
            actions.undo(proposal.county, proposal.pk, "看错了", by=who)
    assert again(proposal).status == Status.OPEN
    assert (len(acts(one)), len(acts(two))) == (1, 1)


def test_one_who_sees_only_one_side_finds_no_proposal(cast):
    from hemu.disputes.registration import register
    from hemu.disputes.tests.reports import SIBLING_VILLAGE, report

    given.first(cast)
    over = _as_first() | {"region": SIBLING_VILLAGE + 1}
    register(report(**over), by=cast.stranger)
    [proposal] = given.swept()
    for who in (cast.officer, cast.stranger):
        with pytest.raises(Missing):
            actions.both(proposal.county, proposal.pk, by=who)
    assert actions.both(proposal.county, proposal.pk, by=cast.county_coordinator)


def test_one_who_may_not_link_decides_nothing(cast, double):
    _one, _two, proposal = double
    for who in (cast.county_viewer, cast.auxiliary):
        with pytest.raises(Forbidden):
            confirm(proposal, by=who)
        with pytest.raises(Forbidden):
            actions.refuse(proposal.county, proposal.pk, "", by=who)
    assert again(proposal).status == Status.OPEN


def test_one_who_sees_only_one_side_reads_no_grounds_of_the_other(cast):
    from hemu.disputes.registration import register
    from hemu.disputes.tests.reports import SIBLING_VILLAGE, report

    one = given.first(cast)
    register(report(**_as_first() | {"region": SIBLING_VILLAGE + 1}), by=cast.stranger)
    [proposal] = given.swept()
    actions.confirm(
        proposal.county, proposal.pk, LinkKind.ASSOCIATED, "隔壁镇张家也告了李家", by=cast.county_coordinator
    )
    [seen] = links(fresh(one), by=cast.county_coordinator)
    [half] = links(fresh(one), by=cast.officer)
    assert (seen.grounds, half.other, half.grounds) == ("隔壁镇张家也告了李家", None, "")


def test_the_grounds_that_are_suggested_for_both_ledgers_name_nobody(cast, double):
    from hemu.loop.screening.links import queries, words

    [shown] = queries.shown([double[2]], by=cast.officer)
    assert "章国强 与 张国强" in shown.grounds[0].text
    suggested = words.summary(shown.grounds)
    assert suggested.startswith("有当事人应是同一人（电话一致、姓名同音）；")
    assert not [name for name in ("国强", "长河", "老李") if name in suggested]


def test_parties_who_are_only_in_the_one_that_ends_are_taken_over(cast):
    from hemu.disputes.models import Side
    from hemu.disputes.parties import NewParty
    from hemu.loop.screening.links import sides

    third = NewParty("罗明芳", identity_number="11010519491231002X", address="荣院村三组")
    one = given.first(cast)
    two = given.again(
        cast, parties=(NewParty("老李"), NewParty("章国强", side=Side.RESPONDENT, phone=given.PHONE), third)
    )
    [proposal] = given.swept()
    [lacking] = sides.lacking(two, one)
    assert lacking.name == "罗明芳"
    actions.confirm(
        proposal.county, proposal.pk, LinkKind.DUPLICATE, "同一条沟", by=cast.officer, take_over=[lacking.pk]
    )
    assert [row.name for row in parties(one)] == ["张国强", "罗明芳", "李长河"]
    taken = parties(one)[1]
    assert (str(taken.identity_number), taken.identity_hash is None) == ("11010519491231002X", False)
    assert (taken.address, taken.born) == ("荣院村三组", lacking.born)
    assert len(parties(fresh(two))) == 3
    assert acts(one)[-2:] == ["关联", "补充、更正"] or acts(one)[-1] != "关联"
    assert ledger.verify().faults == []


def test_what_came_while_it_was_merged_is_held_against_it_when_that_is_undone(cast, double):
    one, two, proposal = double
    confirm(proposal, by=cast.officer)
    assert given.swept() == []
    amendment.merge(fresh(one), given.apart(cast), "弄错了", by=cast.officer)
    three = given.grown(cast)
    assert [row for row in given.swept() if row.has(three)] == []
    amendment.unmerge(fresh(two), "不是同一条沟", by=cast.officer)
    assert [row.pair for row in given.swept()] == [((three.county, three.pk), (two.county, two.pk))]


def test_a_link_made_by_hand_answers_the_proposal(cast, double):
    one, two, proposal = double
    row = amendment.link(two, one, LinkKind.ASSOCIATED, "同一条沟", by=cast.coordinator)
    assert (again(proposal).status, again(proposal).decided_by) == (Status.CONFIRMED, "周丽")
    amendment.unlink(two, row.pk, "弄错了", by=cast.coordinator)
    assert again(proposal).status == Status.UNDONE


def test_proposals_of_a_merged_record_wait(cast, double):
    one, two, proposal = double
    three = given.grown(cast)
    open_ones = given.swept()
    assert {row.dispute_id for row in open_ones} == {two.pk, three.pk}
    confirm(proposal, by=cast.officer)
    shelved = [row for row in given.standing(Status.SHELVED) if row.has(two)]
    assert [row.dispute_id for row in shelved] == [three.pk]
    with pytest.raises(Conflict, match="并入"):
        confirm(shelved[0], LinkKind.SOURCE, by=cast.officer)
    actions.undo(proposal.county, proposal.pk, "不是同一条沟", by=cast.officer)
    assert again(shelved[0]).status == Status.OPEN
    assert one.pk


def test_what_comes_after_a_matter_was_closed_is_no_second_registration(cast):
    from datetime import timedelta

    from hemu.disputes.tests.factories import closed
    from hemu.kernel import clock

    over = _as_first() | {"occurred_on": given.day(40)}
    with clock.at(clock.now() - timedelta(days=30)):
        old = closed(cast, **over)
    new = given.first(cast, occurred_on=given.day(1))
    [proposal] = given.swept()
    assert proposal.kind == LinkKind.SOURCE
    found = confirm(proposal, LinkKind.DUPLICATE, by=cast.officer)
    assert found.ending is None
    assert fresh(new).state == State.REGISTERED
    assert fresh(old).state == State.CLOSED
