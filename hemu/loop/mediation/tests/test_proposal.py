"""Which mediators are proposed, and why."""

from __future__ import annotations

import pytest

from hemu.disputes.models import Side
from hemu.disputes.parties import NewParty
from hemu.disputes.tests.factories import received
from hemu.loop.mediation import actions
from hemu.loop.mediation.models import Mediator, NamedMediator, RecusalKind
from hemu.loop.mediation.proposal import propose_mediators
from hemu.orgs.tests.cast import Cast

BUYI = (NewParty("韦阿美", language="布依语"), NewParty("李长河", side=Side.RESPONDENT))


def enter(cast: Cast, name: str, **over) -> Mediator:
    return Mediator.objects.create(post=cast.posts[name], **over)


@pytest.mark.req("M8")
def test_a_party_who_speaks_buyi_gets_a_mediator_who_does(cast: Cast) -> None:
    enter(cast, "mediator", skills=[2], is_gold=True)
    speaker = enter(cast, "cadre", languages=["布依语"])
    best = propose_mediators(received(cast, parties=BUYI))[0]
    assert best.mediator == speaker
    assert best.reasons[0] == "会说当事人的布依语"


@pytest.mark.req("M8")
def test_skill_comes_before_who_has_less_in_hand(cast: Cast) -> None:
    skilled, other = enter(cast, "mediator", skills=[2]), enter(cast, "cadre")
    dispute = received(cast)
    assert [each.mediator for each in propose_mediators(dispute)] == [skilled, other]


@pytest.mark.req("M8")
def test_of_equals_the_one_with_less_in_hand_comes_first(cast: Cast) -> None:
    busy, free = enter(cast, "mediator"), enter(cast, "cadre")
    dispute = received(cast)
    NamedMediator(
        county=dispute.county,
        dispute_id=dispute.pk,
        acceptance_id=1,
        post_id=busy.post_id,
        person_id=busy.post.person_id,
        name="王德明",
        unit_name="",
    ).save(force_insert=True)
    first, second = propose_mediators(dispute)
    assert (first.mediator, second.mediator, second.open_cases) == (free, busy, 1)


@pytest.mark.req("M8")
def test_whoever_declared_a_tie_or_was_refused_is_left_out(cast: Cast) -> None:
    enter(cast, "mediator", languages=["布依语"])
    enter(cast, "cadre")
    dispute = received(cast, parties=BUYI)
    dispute = actions.recuse(
        dispute, cast.posts["cadre"], RecusalKind.REFUSED, "一方不同意由其调解", by=cast.mediator
    )
    assert [each.mediator.post_id for each in propose_mediators(dispute)] == [cast.posts["mediator"].pk]


@pytest.mark.req("M8")
def test_mediators_of_another_township_are_not_proposed(cast: Cast) -> None:
    assert propose_mediators(received(cast)) == []
    enter(cast, "stranger", languages=["布依语"])
    assert propose_mediators(received(cast, parties=BUYI)) == []
