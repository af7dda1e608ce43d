"""Nobody chooses who is asked: the lot is promised before, drawn after, and can be drawn again."""

from __future__ import annotations

import hashlib
from collections import Counter
from datetime import datetime, timedelta

import pytest
from django.db import InternalError, ProgrammingError, transaction
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from hemu.disputes.queries import parties
from hemu.disputes.tests.factories import closed
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.loop.followup import actions as followup
from hemu.loop.followup import answers, links, others
from hemu.loop.followup.callbacks import actions as calls
from hemu.loop.followup.callbacks.actions import Answers
from hemu.loop.followup.callbacks.models import QUESTIONS, Callback, Said
from hemu.loop.followup.callbacks.models import State as Call
from hemu.loop.followup.models import Kept
from hemu.loop.followup.satisfaction import drawing, lots, queries
from hemu.loop.followup.satisfaction.models import Draw, Drawn, How
from hemu.loop.followup.satisfaction.proving import verify
from hemu.orgs.tests.cast import Cast

SEED = "ab" * 32
AUTUMN = datetime(2026, 9, 20, 10, tzinfo=clock.CHINA)
AFTER = datetime(2026, 10, 1, 2, tzinfo=clock.CHINA)


def the_draw() -> Draw:
    return Draw.objects.unscoped(reason="test").get(month="2026-09-01")


def drawn() -> list[Drawn]:
    return list(Drawn.objects.unscoped(reason="test").order_by("rank"))


def autumn(cast: Cast, count: int = 1) -> list:
    """A promise, and so many disputes closed in the month."""
    with clock.at(AUTUMN):
        drawing.promise(drawing.month_of(clock.today()))
        return [closed(cast) for _number in range(count)]


@examples(suppress_health_check=[HealthCheck.too_slow])  # a busy machine says nothing of the draw
@given(st.dictionaries(st.integers(1, 5), st.sets(st.integers(1, 10**6), min_size=1), max_size=5))
def test_the_same_seed_draws_the_same_and_no_more_than_there_is(strata) -> None:
    given_ = {key: sorted(members) for key, members in strata.items()}
    first = lots.draw(SEED, given_, percent=20, least=5)
    backwards = {key: list(reversed(members)) for key, members in given_.items()}
    assert first == lots.draw(SEED, backwards, percent=20, least=5)
    for key, members in first.items():
        assert len(set(members)) == len(members) == lots.size(len(given_[key]), 20, 5)
        assert set(members) <= set(given_[key])


def test_every_one_of_a_stratum_is_as_likely() -> None:
    members = list(range(20))
    counted: Counter[int] = Counter()
    for number in range(600):
        seed = hashlib.sha256(str(number).encode()).hexdigest()
        counted.update(lots.draw(seed, {1: members}, percent=25, least=1)[1])
    chi_square = sum((counted[one] - 150) ** 2 / 150 for one in members)
    assert chi_square < 43.8, "19 degrees of freedom, one in a thousand; the seeds are fixed"


def test_another_list_gives_other_lots() -> None:
    one, two = lots.list_hash([1, 2, 3]), lots.list_hash([1, 2, 4])
    assert lots.lot(SEED, one, 1) != lots.lot(SEED, two, 1)
    assert lots.commitment(SEED) == hashlib.sha256(bytes.fromhex(SEED)).digest()


def test_the_promise_comes_first_and_cannot_be_changed(cast: Cast) -> None:
    with clock.at(AUTUMN):
        assert drawing.promise(drawing.month_of(clock.today())) == 1
        assert drawing.promise(drawing.month_of(clock.today())) == 0
        row = the_draw()
        assert row.promise == lots.commitment(str(row.seed)).hex()
        assert drawing.draw(row.county, row.pk) == 0, "the month isn't over"
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            Draw.objects.in_county(row.county, id=row.pk).update(commitment=b"x" * 32)
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            Draw.objects.in_county(row.county, id=row.pk).delete()


@pytest.mark.req("F4")
def test_the_month_is_drawn_once_asked_by_another_unit_and_can_be_drawn_again(cast: Cast) -> None:
    made = autumn(cast, 7)
    with clock.at(AFTER):
        assert drawing.run() == 5
        assert drawing.run() == 0
        row = the_draw()
        assert (row.population, sum(row.strata.values())) == (7, 7)
        assert verify(row).holds
        for one in drawn():
            call = Callback.objects.unscoped(reason="test").get(sample_id=one.pk)
            assert call.unit_id not in others.below(one.measured_id) | others.above(one.measured_id)
            assert call.unit_id == cast.sibling_judicial_office.pk or call.unit_name == one.caller_name
        assert {one.dispute_id for one in drawn()} <= {dispute.pk for dispute in made}
        Drawn.objects.unscoped(reason="test").filter(pk=drawn()[0].pk).update(rank=9)
        assert not verify(row).holds


@pytest.mark.req("F4")
def test_what_was_opened_anew_since_is_still_drawn_from(cast: Cast) -> None:
    (dispute,) = autumn(cast)
    with clock.at(AFTER):
        followup.relapse(dispute, "又堵了", by=cast.officer)
        assert drawing.run() == 1


@pytest.mark.req("F4")
def test_the_measured_unit_sees_no_drawn_call(cast: Cast) -> None:
    autumn(cast)
    with clock.at(AFTER):
        drawing.run()
        seen = Callback.objects.visible_to(cast.mediator)
        assert not seen.exists()
        assert not Callback.objects.visible_to(cast.station_head).exclude(unit_id=cast.station.pk).exists()


@pytest.mark.req("F4")
def test_an_answer_comes_by_telephone_or_by_the_partys_own_link(cast: Cast) -> None:
    made = {dispute.pk: dispute for dispute in autumn(cast, 2)}
    with clock.at(AFTER):
        drawing.run()
        one, other = drawn()
        call = Callback.objects.unscoped(reason="test").get(sample_id=one.pk)
        caller = next(actor for actor in cast.actors.values() if actor.unit_id == call.unit_id)
        said = dict.fromkeys(QUESTIONS, Said.GOOD)
        with pytest.raises(Refused) as refused:
            calls.answer(call, Answers(said), by=caller)
        assert refused.value.field == "overall"
        calls.answer(call, Answers(said, overall=4), by=caller)
        dispute = made[other.dispute_id]
        party = next(each for each in parties(dispute) if each.pk == other.party_id)
        held = links.read(links.token(dispute, party))
        assert held is not None
        answers.answer(held, answers.NewAnswer(Kept.KEPT, 2, b"own"))
        assert [(row.satisfaction, row.how) for row in drawn()] == [(4, How.CALL), (2, How.LINK)]
        silent = Callback.objects.unscoped(reason="test").get(sample_id=other.pk)
        assert silent.state == Call.BY_LINK
        (result,) = queries.results(
            cast.county_viewer, the_draw().month, the_draw().month, [cast.regions["珠藏镇"]]
        )
        assert (result.estimate.drawn, result.estimate.answered, result.estimate.content) == (2, 2, 1)
        assert not result.estimate.said, "two answers are too few"


@pytest.mark.req("F4")
def test_a_township_reads_its_own_line_since_lots_are_not_drawn_by_village(cast, client, settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    autumn(cast, 12)
    with clock.at(AFTER):
        drawing.run()
        client.force_login(
            cast.people["coordinator"], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        ((area, told, _shown),) = client.get("/satisfaction/").context["rows"]
    assert (area, told.population > 0, told.drawn > 0) == (cast.regions["珠藏镇"], True, True)


@pytest.mark.req("F4")
def test_the_pages_say_how_sure_they_are(cast, client, settings) -> None:
    settings.REQUIRE_SECOND_FACTOR = False
    autumn(cast, 12)
    with clock.at(AFTER):
        drawing.run()
        Drawn.objects.unscoped(reason="test").update(satisfaction=5, how=How.CALL, answered_at=clock.now())
        client.force_login(
            cast.people["county_viewer"], backend="allauth.account.auth_backends.AuthenticationBackend"
        )
        few = client.get("/satisfaction/").content.decode()
        assert "太少，不下结论" in few
        row = the_draw()
        page = client.get(f"/satisfaction/{row.county}/{row.pk}/").content.decode()
        assert row.promise in page
        assert str(row.seed) in page
        assert "完全一样" in page
        assert client.get("/satisfaction/export/")["content-type"].endswith("sheet")
    with clock.at(AFTER + timedelta(days=1)):
        now = Draw.objects.unscoped(reason="test").get(month="2026-10-01")
        hidden = client.get(f"/satisfaction/{now.county}/{now.pk}/").content.decode()
        assert str(now.seed) not in hidden
        assert now.promise in hidden
