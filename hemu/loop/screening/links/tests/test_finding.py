"""From registration to a proposal: keys, candidates, what is proposed and what isn't."""

from __future__ import annotations

import pytest

from hemu.disputes import amendment
from hemu.disputes.amendment import Changes
from hemu.disputes.models import Dispute, LinkKind, Party, PartyKind, Side
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import register, register_many
from hemu.disputes.tests.reports import report
from hemu.loop.screening.links import words
from hemu.loop.screening.links.models import Key, Status
from hemu.loop.screening.links.tests import situations as given
from hemu.loop.screening.links.weights import shipped

pytestmark = [pytest.mark.django_db, pytest.mark.req("S13")]


def keys(dispute: Dispute) -> set[int]:
    return set(Key.objects.of(dispute.county, dispute.pk).values_list("value", flat=True))


def test_the_same_matter_told_otherwise_is_proposed(cast):
    one, two = given.first(cast), given.again(cast)
    given.apart(cast)
    [proposal] = given.swept()
    assert proposal.pair == ((two.county, two.pk), (one.county, one.pk))
    assert (proposal.kind, proposal.status) == (LinkKind.DUPLICATE, Status.OPEN)
    assert proposal.chance > 0.9


def test_its_grounds_are_told_in_words(cast):
    given.first(cast)
    given.again(cast)
    [proposal] = given.swept()
    names = dict(Party.objects.unscoped(reason="a test").values_list("id", "name"))
    said = words.grounds(proposal.grounds, names.__getitem__, shipped(), grown=False)
    texts = [ground.text for ground in said if ground.speaks]
    assert texts[0] == "章国强 与 张国强：应是同一人（电话一致、姓名同音）"
    assert texts[1].startswith("老李 与 李长河：")
    assert "发生时间相差不到八天" in texts


def test_grounds_hold_no_name(cast):
    given.first(cast)
    given.again(cast)
    [proposal] = given.swept()
    assert not {"张", "李", "强", given.PHONE, given.NUMBER} & set(str(proposal.grounds))
    assert given.PHONE not in str(proposal.grounds)


def test_what_grew_out_of_it_is_proposed_as_such(cast):
    one, two = given.first(cast), given.grown(cast)
    [proposal] = given.swept()
    assert proposal.kind == LinkKind.SOURCE
    assert proposal.pair == ((two.county, two.pk), (one.county, one.pk))


def test_people_who_only_share_a_surname_are_left_alone(cast):
    given.first(cast)
    given.apart(cast, parties=(NewParty("张明义"), NewParty("李素芬", side=Side.RESPONDENT)))
    assert given.swept() == []


def test_an_import_gets_its_proposals_too(cast):
    given.first(cast)
    parties = (NewParty("張國強", phone=given.PHONE), NewParty("李长河", side=Side.RESPONDENT))
    others = ("何正才借款不还", "罗明芳家的猪跑进菜地", "周子豪骑车撞了人")
    many = [
        report(
            title=what,
            narrative=what,
            kind=kind,
            parties=(NewParty(what[:3]),),
            place="",
            occurred_on=given.day(60),
        )
        for what, kind in zip(others, (804, 401, 503), strict=True)
    ]
    made = register_many(
        [*many, report(narrative="两家为大田坝的水沟抢水争吵，要求轮流放水。", parties=parties)],
        by=cast.officer,
    )
    assert [row.dispute_id for row in given.swept()] == [made[-1].pk]


def test_keys_follow_what_is_known(cast):
    dispute = given.first(cast)
    before = keys(dispute)
    assert len(before) > 8
    amendment.amend(dispute, Changes(add_parties=(NewParty("王兴发"),)), by=cast.officer)
    more = keys(dispute)
    assert before < more
    going = Party.objects.of(dispute).get(name="王兴发").pk
    amendment.amend(dispute, Changes(remove_parties=(going,)), by=cast.officer)
    assert keys(dispute) == before
    amendment.note(dispute, "打过电话", by=cast.officer)
    assert keys(dispute) == before


def test_a_correction_takes_back_what_no_longer_holds(cast):
    one, two = given.first(cast), given.again(cast)
    assert len(given.swept()) == 1
    wrong = list(Party.objects.of(two).values_list("id", flat=True))
    parties = (NewParty("何正才"), NewParty("罗明芳", side=Side.RESPONDENT))
    changes = Changes(
        add_parties=parties, remove_parties=wrong, kind=804, place="新街", occurred_on=given.day(200),
        title="借款纠纷", narrative="罗明芳借何正才三万元，到期不还。",
    )  # fmt: skip
    amendment.amend(two, changes, by=cast.officer)
    assert given.swept() == []
    assert one.pk


def test_a_name_that_everybody_has_finds_no_more_than_any_other(cast, django_assert_max_num_queries):
    parties = (NewParty("王伟"), NewParty("李娜", side=Side.RESPONDENT))
    for n in range(50):
        register(report(parties=parties, title=f"第{n}件", kind=804 if n % 2 else 303), by=cast.officer)
    from hemu.loop.screening.links.finding import found_in_county, matter_of

    last = register(report(parties=parties), by=cast.officer)
    one = matter_of(last, list(Party.objects.of(last).order_by("side")))
    with django_assert_max_num_queries(4):
        found = found_in_county(one)
    assert 0 < len(found) <= 40


def test_a_change_takes_away_no_proposal_that_still_holds(cast):
    """Ten workers of one site are each proposed to hang together with it, more than are written at a time."""
    firm = NewParty("顺发砖厂", side=Side.RESPONDENT, kind=PartyKind.ORGANISATION, phone=given.PHONE)
    story = "{}在砖厂干活，工钱八千元没结，要求付清工资。"
    kind = {"kind": 701, "place": "砖厂", "title": "砖厂欠薪"}
    site = given.first(cast, parties=(NewParty("杨再兴"), firm), narrative=story.format("杨再兴"), **kind)
    for name in (
        "田井泉",
        "贺应文",
        "龚丽华",
        "武登高",
        "戴仕学",
        "孔令启",
        "向开泰",
        "常万里",
        "汤应朝",
        "邹孝忠",
    ):
        given.first(cast, parties=(NewParty(name), firm), narrative=story.format(name), **kind)
    before = {row.pk for row in given.swept() if row.has(site)}
    assert len(before) > 8
    amendment.amend(site, Changes(narrative=story.format("杨再兴") + "已向劳动监察投诉。"), by=cast.officer)
    assert {row.pk for row in given.swept() if row.has(site)} == before


def test_the_next_county_of_the_prefecture_is_looked_at_by_persons_alone(cast):
    from hemu.orgs.actor import system_actor

    one = given.first(cast)
    parties = (
        NewParty("张国强", identity_number=given.NUMBER),
        NewParty("李长河", side=Side.RESPONDENT),
    )
    there = report(
        region=given.OTHER_COUNTY, parties=parties, occurred_on=given.day(8),
        narrative="两家共用大田坝的水沟，天旱抢水发生口角，要求按先后轮流放水。",
    )  # fmt: skip
    two = register(there, by=system_actor("导入"))
    [proposal] = given.swept()
    assert proposal.pair == ((two.county, two.pk), (one.county, one.pk))
    assert proposal.county != proposal.other_county
