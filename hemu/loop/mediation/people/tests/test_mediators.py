"""The register of mediators, proposals with their reasons, and conflicts of interest."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from hemu.disputes.models import PartyKind, Side
from hemu.disputes.parties import NewParty
from hemu.disputes.tests.factories import agreed, consents, received, registered
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.models import Acceptance, ChosenBy, Mediator
from hemu.loop.mediation.people import actions, languages, queries
from hemu.loop.mediation.people.actions import NewAward, NewTraining
from hemu.loop.mediation.people.models import AwardKind, Interpreter, Tie, TieKind, Training
from hemu.loop.mediation.people.queries import Asked, Work
from hemu.loop.mediation.people.tests.people import entered, somebody
from hemu.loop.mediation.proposal import proposals
from hemu.orgs.actor import actor_for
from hemu.orgs.models import Role
from hemu.orgs.tests.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.req("M8")]
BUYI = (NewParty("韦阿美", language="只会说布依话"), NewParty("李长河", side=Side.RESPONDENT))


def names(cast: Cast, dispute) -> list[str]:
    return [str(one.mediator) for one in proposals(dispute).suggestions]


@pytest.mark.law("人民调解法13")
def test_whoever_may_mediate_is_entered_and_leaves_with_a_reason(cast: Cast) -> None:
    row = actions.enter(cast.posts["mediator"], by=cast.judicial, languages=["苗语"], skills=[2])
    assert [one.pk for one in queries.mediators(cast.mediator)] == [row.pk]
    with pytest.raises(Conflict):
        actions.enter(cast.posts["mediator"], by=cast.judicial)
    with pytest.raises(Refused):
        actions.enter(cast.posts["grid_member"], by=cast.judicial)
    with pytest.raises(Forbidden):
        actions.enter(cast.posts["cadre"], by=cast.mediator)
    with pytest.raises(Refused):
        actions.retire(row, " ", by=cast.judicial)
    actions.retire(row, "外出务工", by=cast.judicial)
    assert not queries.mediators(cast.mediator)
    assert [one.pk for one in queries.mediators(cast.mediator, Asked(retired=True))] == [row.pk]
    assert actions.enter(cast.posts["mediator"], by=cast.judicial).pk == row.pk


def test_the_register_is_searched_and_seen_in_its_area(cast: Cast) -> None:
    wei = entered("韦金花", cast.committee, ("布依语",))
    entered("陈光", cast.township_committee)
    Mediator.objects.filter(pk=wei.pk).update(is_gold=True, skills=[9])
    for asked in (Asked(text="韦"), Asked(language="布依语"), Asked(skill=9), Asked(title="gold")):
        assert [one.pk for one in queries.mediators(cast.officer, asked)] == [wei.pk]
    assert [str(one) for one in queries.mediators(cast.officer, Asked(committee_kind=2))] == ["陈光"]
    assert not queries.mediators(cast.stranger)
    with pytest.raises(Missing):
        queries.mediator(wei.pk, cast.stranger)


def test_results_are_counts_of_cases(cast: Cast) -> None:
    agreed(cast)
    dispute = received(cast)
    dispute = mediation.consent(dispute, consents(dispute), by=cast.mediator)
    mediation.accept(dispute, [cast.posts["mediator"]], by=cast.mediator, rights_told_at=clock.now())
    person = cast.posts["mediator"].person_id
    assert queries.work_of([person])[person] == Work(in_hand=1, took_part=2, settled=1)


@pytest.mark.law("人民调解法14")
def test_training_is_logged_for_all_who_came(cast: Cast) -> None:
    two = [entered("甲某", cast.committee), entered("乙某", cast.township_committee)]
    new = NewTraining("民法典婚姻家庭编", clock.today(), Decimal("4.5"), "瓮安县司法局")
    assert len(actions.train(two, new, by=cast.judicial)) == 2
    assert str(Training.objects.get(mediator=two[0]).hours) == "4.5"
    for wrong in (
        NewTraining("课", clock.today() + timedelta(days=1), Decimal(1), "局"),
        NewTraining(" ", clock.today(), Decimal(1), "局"),
        NewTraining("课", clock.today(), Decimal(0), "局"),
    ):
        with pytest.raises(Refused):
            actions.train(two, wrong, by=cast.judicial)
    with pytest.raises(Forbidden):
        actions.train(two, new, by=cast.mediator)


def test_titles_say_who_awarded_them_and_when(cast: Cast) -> None:
    row = entered("杨老", cast.committee)
    gold = NewAward(AwardKind.GOLD, "2025 年度金牌调解员", "贵州省司法厅", date(2025, 12, 1))
    room = NewAward(AwardKind.BRAND_ROOM, "老杨品牌调解室", "黔南州司法局", date(2025, 6, 1))
    made = actions.award(row, gold, by=cast.judicial)
    actions.award(row, room, by=cast.judicial)
    row.refresh_from_db()
    assert (row.is_gold, row.brand_room) == (True, "老杨品牌调解室")
    actions.withdraw_award(row, made.pk, by=cast.judicial)
    row.refresh_from_db()
    assert not row.is_gold
    with pytest.raises(Missing):
        actions.withdraw_award(row, made.pk, by=cast.judicial)


def test_words_for_a_language_are_understood(db: None) -> None:
    assert languages.named_in("只会说布依话") == ["布依语"]
    assert languages.named_in("苗语、布依语") == ["布依语", "苗语"]
    assert languages.named_in("潮汕话") == ["潮汕话"]
    assert languages.named_in(" ") == []


def test_a_speaker_far_away_comes_before_a_neighbour_who_does_not_speak(cast: Cast) -> None:
    entered("近的", cast.committee)
    entered("会说的", cast.township_committee, ("布依语",))
    dispute = received(cast, parties=BUYI)
    best = proposals(dispute).suggestions[0]
    assert (str(best.mediator), best.languages) == ("会说的", ("布依语",))
    assert best.reasons[0] == "会说当事人的布依语"


def test_without_a_speaker_the_page_says_so_and_offers_interpreters(cast: Cast) -> None:
    entered("不会说的", cast.committee)
    somebody("韦翻译", cast.station, Role.STATION_OFFICER, languages=["布依语"])
    dispute = received(cast, parties=BUYI)
    (need,) = proposals(dispute).needs
    assert (need.language, need.mediators) == ("布依语", ())
    assert [post.person.name for post in need.interpreters] == ["韦翻译"]


@pytest.mark.law("人民调解法20")
def test_an_interpreter_takes_part_only_with_the_parties_consent(cast: Cast) -> None:
    dispute = received(cast, parties=BUYI)
    with pytest.raises(Refused) as refused:
        actions.name_interpreter(dispute, "布依语", "韦翻译", consented=False, by=cast.mediator)
    assert refused.value.field == "consented"
    with pytest.raises(Refused):
        actions.name_interpreter(dispute, "布依语", "李长河", consented=True, by=cast.mediator)
    actions.name_interpreter(dispute, "布依语", "韦翻译", consented=True, by=cast.mediator)
    assert Interpreter.objects.of(dispute).get().name == "韦翻译"


def test_experience_and_nearness_are_reasons(cast: Cast) -> None:
    agreed(cast)
    entered("镇上的", cast.township_committee)
    Mediator.objects.create(post=cast.posts["mediator"])
    first, second = proposals(received(cast)).suggestions
    assert str(first.mediator) == "王德明"
    assert {"调成过同类纠纷 1 件", "就在本村"} <= set(first.reasons)
    assert "就在本乡镇" in second.reasons


def left_out(dispute) -> dict[str, tuple[str, ...]]:
    return {str(one.mediator): one.reasons for one in proposals(dispute).left_out}


@pytest.mark.parametrize("kind", [TieKind.KIN, TieKind.NEIGHBOUR, TieKind.EMPLOYER])
def test_a_declared_tie_to_a_party_keeps_somebody_out(cast: Cast, kind: TieKind) -> None:
    Mediator.objects.create(post=cast.posts["mediator"])
    tie = actions.declare_tie(kind, "张大山", by=cast.mediator)
    dispute = received(cast)
    assert left_out(dispute) == {"王德明": (f"本人申报：与张大山是{kind.label}",)}
    assert names(cast, dispute) == []
    actions.withdraw_tie(tie.pk, by=cast.mediator)
    assert names(cast, dispute) == ["王德明"]


def test_a_tie_is_declared_and_withdrawn_by_oneself(cast: Cast) -> None:
    tie = actions.declare_tie(TieKind.KIN, "张大山", by=cast.mediator)
    with pytest.raises(Missing):
        actions.withdraw_tie(tie.pk, by=cast.cadre)
    with pytest.raises(Refused):
        actions.declare_tie(TieKind.KIN, " ", by=cast.mediator)
    assert Tie.objects.get().withdrawn_at is None


def test_whose_unit_is_a_party_does_not_mediate(cast: Cast) -> None:
    parties = (
        NewParty("张大山"),
        NewParty("荣院村人民调解委员会", kind=PartyKind.ORGANISATION, side=Side.RESPONDENT),
    )
    Mediator.objects.create(post=cast.posts["mediator"])
    assert left_out(received(cast, parties=parties)) == {"王德明": ("所在单位荣院村人民调解委员会是当事人",)}


def test_a_party_and_an_earlier_opponent_do_not_mediate(cast: Cast) -> None:
    Mediator.objects.create(post=cast.posts["mediator"])
    own = str(cast.posts["mediator"].person.phone)
    earlier = (NewParty("王德明", phone=own), NewParty("李长河", phone="13900000002", side=Side.RESPONDENT))
    registered(cast, parties=earlier)
    now = (NewParty("张大山"), NewParty("李长河", phone="13900000002", side=Side.RESPONDENT))
    assert left_out(received(cast, parties=now)) == {"王德明": ("曾与一方当事人有过纠纷",)}
    mine = (NewParty("王德明", phone=own), NewParty("李长河", side=Side.RESPONDENT))
    assert left_out(received(cast, parties=mine)) == {"王德明": ("本人就是当事人",)}


def test_the_same_name_only_asks_for_a_look(cast: Cast) -> None:
    Mediator.objects.create(post=cast.posts["mediator"])
    parties = (NewParty("王德明"), NewParty("李长河", side=Side.RESPONDENT))
    (found,) = proposals(received(cast, parties=parties)).suggestions
    assert found.cautions == ("与当事人同名，请核实是不是本人",)


@pytest.mark.law("人民调解法19")
def test_parties_choose_who_mediates_and_that_is_stored(cast: Cast) -> None:
    dispute = received(cast)
    dispute = mediation.consent(dispute, consents(dispute), by=cast.mediator)
    chosen = mediation.accept(
        dispute,
        [cast.posts["mediator"], cast.posts["cadre"]],
        by=cast.mediator,
        chosen_by=ChosenBy.PARTIES,
        rights_told_at=clock.now(),
    )
    assert Acceptance.objects.of(chosen).get().chosen_by == ChosenBy.PARTIES


@pytest.mark.law("人民调解法19")
def test_nobody_with_a_conflict_is_accepted_whoever_chose_them(cast: Cast) -> None:
    actions.declare_tie(TieKind.KIN, "李长河", by=cast.mediator)
    dispute = received(cast)
    dispute = mediation.consent(dispute, consents(dispute), by=cast.mediator)
    with pytest.raises(Refused) as refused:
        mediation.accept(
            dispute,
            [cast.posts["mediator"]],
            by=cast.mediator,
            chosen_by=ChosenBy.PARTIES,
            rights_told_at=clock.now(),
        )
    assert (refused.value.field, refused.value.code) == ("mediators", "conflict")
    assert "与李长河是亲属" in str(refused.value)


def test_department_rooms_see_only_themselves(cast: Cast) -> None:
    entered("村里的", cast.committee)
    entered("莫医生", cast.medical_committee)
    seen = queries.mediators(cast.medical_mediator)
    assert [str(one) for one in seen] == ["莫医生"]
    other = actor_for(somebody("路过", cast.land_office, Role.DEPARTMENT_HANDLER))
    assert not queries.mediators(other)
