"""A party's own link: nobody guesses it, and what is said there counts in closing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Entry, State
from hemu.disputes.queries import get, parties
from hemu.disputes.tests.factories import asked, closed, following, performed, rated, sides
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.followup import actions, answers, links
from hemu.loop.followup.models import Again, Kept, LinkIssue, OwnAnswer
from hemu.loop.followup.planning import rhythm
from hemu.orgs.tests.cast import Cast


def held(dispute, number=0):
    party = parties(dispute)[number]
    address = answers.link_for(dispute, party)
    found = links.read(address.split("/a/")[1].strip("/"))
    assert found is not None
    return found


def own(secret=b"one", **over):
    parts = {"kept": Kept.KEPT, "satisfaction": 5, "token": secret}
    return answers.NewAnswer(**{**parts, **over})


@pytest.mark.req("F7")
def test_every_party_has_a_link_of_their_own_and_none_is_guessed(cast: Cast) -> None:
    dispute = performed(cast)
    one, other = (links.token(dispute, party) for party in parties(dispute))
    assert one != other
    opened = links.read(one)
    assert opened is not None
    assert opened.party.name == "张大山"
    for wrong in (
        one[:-1] + ("A" if one[-1] != "A" else "B"),
        one[:12],
        "",
        "x" * 31,
        "!!",
        other[:15] + one[15:],
    ):
        assert links.read(wrong) is None


@pytest.mark.req("F7")
def test_nothing_is_asked_before_mediation_ended_nor_of_a_child(cast: Cast) -> None:
    dispute = rated(cast)
    assert answers.link_for(dispute, parties(dispute)[0]) == ""
    dispute = performed(cast)
    child = parties(dispute)[0]
    child.is_minor = True
    assert answers.link_for(dispute, child) == ""


@pytest.mark.req("F7")
@pytest.mark.law("个人信息保护法31")
def test_a_link_is_given_on_record_and_a_new_one_voids_the_old(cast: Cast) -> None:
    dispute = performed(cast)
    party = parties(dispute)[0]
    old = answers.issue(dispute, party.pk, by=cast.grid_member)
    assert old == answers.link_for(dispute, party)
    new = answers.issue(dispute, party.pk, by=cast.grid_member, replace=True)
    assert new != old
    assert links.read(old.split("/a/")[1].strip("/")) is None
    assert links.read(new.split("/a/")[1].strip("/")) is not None
    assert LinkIssue.objects.of(dispute).count() == 2
    assert Entry.objects.of(dispute).filter(act=Act.ISSUE_LINK).count() == 2
    with pytest.raises(Missing):
        answers.issue(dispute, party.pk, by=cast.stranger)


@pytest.mark.req("F7")
def test_a_party_who_is_not_content_is_answered_before_closing(cast: Cast) -> None:
    dispute = following(cast)
    answers.answer(held(dispute, 1), own(satisfaction=1, left="沟只修了一半"))
    dispute = get(dispute.county, dispute.pk, by=cast.coordinator)
    with pytest.raises(Refused) as refused:
        actions.close(dispute, "已解决", by=cast.coordinator)
    assert (refused.value.field, refused.value.code) == ("reply", "discontent")
    assert "李长河" in str(refused.value)
    done = actions.close(dispute, "已解决", by=cast.coordinator, reply="另一半月底修完，村里监工。")
    assert done.state == State.CLOSED
    row = OwnAnswer.objects.of(done).get()
    assert (row.reply, row.replied_by) == ("另一半月底修完，村里监工。", "周丽")


@pytest.mark.req("F7")
def test_a_later_word_of_content_needs_no_answer(cast: Cast) -> None:
    dispute = following(cast)
    answers.answer(held(dispute), own(satisfaction=2, left="还没修完"))
    with clock.at(clock.now() + timedelta(days=1)):
        answers.answer(held(dispute), own(b"two", satisfaction=4))
        dispute = get(dispute.county, dispute.pk, by=cast.coordinator)
        assert [word.content for word in answers.words(dispute)] == [True]
        assert actions.close(dispute, "已解决", by=cast.coordinator).state == State.CLOSED


@pytest.mark.req("F7")
def test_an_own_answer_counts_but_does_not_replace_a_follow_up(cast: Cast) -> None:
    dispute = performed(cast)
    answers.answer(held(dispute), own())
    dispute = get(dispute.county, dispute.pk, by=cast.coordinator)
    assert dispute.follow_ups == 0
    with pytest.raises(Conflict if dispute.state != State.FOLLOWING else Refused):
        actions.close(dispute, "已解决", by=cast.coordinator)


@pytest.mark.req("F7")
def test_an_own_answer_is_enough_of_the_parties_word(cast: Cast) -> None:
    from hemu.loop.followup.models import Asked

    dispute = performed(cast)
    told = asked(dispute, asked=Asked.VILLAGE, asked_name="杨组长", party_id=None, satisfaction=None)
    dispute = actions.follow_up(dispute, told, by=cast.grid_member)
    with pytest.raises(Refused) as refused:
        actions.close(dispute, "已解决", by=cast.coordinator)
    assert refused.value.code == "no_answer"
    answers.answer(held(dispute), own())
    dispute = get(dispute.county, dispute.pk, by=cast.coordinator)
    assert actions.close(dispute, "已解决", by=cast.coordinator).state == State.CLOSED


@pytest.mark.req("F7")
def test_the_same_form_twice_counts_once(cast: Cast) -> None:
    dispute = performed(cast)
    answers.answer(held(dispute), own())
    with pytest.raises(Conflict) as conflict:
        answers.answer(held(dispute), own())
    assert conflict.value.code == "sent_already"
    assert OwnAnswer.objects.of(dispute).count() == 1


@pytest.mark.req("F3")
@pytest.mark.req("A3")
def test_a_party_who_says_that_somebody_threatens_opens_it_anew_and_it_is_rated_at_once(cast: Cast) -> None:
    dispute = closed(cast)
    holder = held(dispute)
    with pytest.raises(Refused) as refused:
        answers.answer(holder, own(again=Again.THREAT))
    assert refused.value.field == "left"
    answers.answer(holder, own(b"two", again=Again.THREAT, left="说要拿锄头打人"))
    dispute = get(dispute.county, dispute.pk, by=cast.officer)
    assert (dispute.state, dispute.proposed_colour) == (State.REGISTERED, Colour.RED)
    assert dispute.turn_unit_id == dispute.lead_unit_id == cast.committee.pk
    assert links.read(links.token(dispute, holder.party)) is not None
    assert answers.link_for(dispute, holder.party) == ""


@pytest.mark.req("F7")
def test_a_link_ends_some_time_after_closing(cast: Cast) -> None:
    dispute = closed(cast)
    party = parties(dispute)[0]
    assert answers.link_for(dispute, party)
    with clock.at(clock.now() + timedelta(days=100)):
        assert answers.link_for(dispute, party) == ""


@pytest.mark.req("F1")
def test_bad_news_brings_the_next_look_sooner_and_in_depth(cast: Cast) -> None:
    dispute = following(cast)
    assert rhythm(dispute).every_days == 30
    told = asked(dispute, kept=Kept.NOT_KEPT, smoulders="没修沟", satisfaction=3)
    dispute = actions.follow_up(dispute, told, by=cast.grid_member)
    chosen = rhythm(dispute)
    assert (chosen.every_days, chosen.in_depth) == (7, True)
    again = asked(dispute, party_id=sides(dispute)[1], satisfaction=1, smoulders="无")
    chosen = rhythm(actions.follow_up(dispute, again, by=cast.grid_member))
    assert (chosen.every_days, chosen.in_depth) == (15, True)
