"""分 and 调 over the API: every call by a stranger, without the permission, badly, rightly, and twice."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hemu.api.tests.test_assessing import acts
from hemu.api.tests.walking import V, Walk, calls_of
from hemu.disputes.models import Side
from hemu.disputes.parties import NewParty
from hemu.disputes.tests import factories
from hemu.documents.papers.reading import read
from hemu.kernel import clock
from hemu.loop.mediation.queries import promises, standing_agreement
from hemu.loop.routing import actions as routing

pytestmark = pytest.mark.django_db
COURT = factories.COURT


@pytest.fixture
def walk(cast, outside):
    def go(*tags):
        return Walk(cast, outside, calls_of(*tags))

    return go


def both(row):
    return [str(number) for number in factories.sides(row)]


def agreement(row, **over):
    first, second = both(row)
    given = {
        "form": 1, "main_facts": "共用一条水沟。", "issues": "先后", "content": "单日张家，双日李家。",
        "manner": "自行履行", "time_limit": "即日起", "signatures": {first: 1, second: 3},
        "mediator_signed": True, "sealed": True,
        "promises": [{"what": "付水沟款", "due_on": str(clock.today() + timedelta(days=9)),
                      "party": first, "amount": "1000.00"}],
    }  # fmt: skip
    return {**given, **over}


def session(row, **over):
    came = [{"role": 1, "party": party} for party in both(row)]
    return {
        "started_at": clock.now().isoformat(), "place": "村委会", "mode": 2, "record": "各自陈述。",
        "result": 1, "attendees": came, **over,
    }  # fmt: skip


@pytest.mark.req("R4")
def test_the_way_of_a_dispute_and_another_units_part(cast, walk):
    go, row = walk("routing"), factories.received(cast)
    go.post("officer", f"{acts(row)}/report-up", {"text": "双方情绪激动，已派人看守。"})
    asked = {"unit": str(cast.land_office.pk), "asked": "请核实权属档案"}
    go.post("mediator", f"{acts(row)}/refer", asked)
    again = go.key("mediator").post(f"{acts(row)}/refer", asked)
    assert (again.status_code, list(again.json()["fields"])) == (422, ["unit"])
    assert go.get("land", "/referrals")["referrals"][0]["asked"] == "请核实权属档案"
    go.post("land", f"{acts(row)}/reply", {"answer": 1, "text": "档案已调出"})
    way = go.get("officer", f"/disputes/{row.county}/{row.pk}/way")
    assert [hop["to_unit_name"] for hop in way["hops"]] == [cast.committee.name]
    assert way["referrals"][0]["answer"]["label"] == "已办理"
    waiting = factories.routed(cast)
    found = go.get("mediator", "/hops")["hops"]
    assert [hop["dispute"]["id"] for hop in found] == [str(waiting.pk)]
    assert go.key("stranger").get("/hops?view=area").json()["hops"] == []
    assert go.key("stranger").get("/hops?view=elsewhere").status_code == 422
    go.whole()


@pytest.mark.req("M2")
@pytest.mark.req("M5")
@pytest.mark.req("M8")
def test_mediation_from_the_application_to_the_last_instalment(cast, walk):
    go, row = walk("mediation"), factories.received(cast)
    at, first = acts(row), both(row)[0]
    mediator, helper = str(cast.posts["mediator"].pk), str(cast.posts["cadre"].pk)
    go.post("mediator", f"{at}/apply", {"requests": "停止堵水", "parties": [first]})
    consents = [{"party": party, "own_will": True} for party in both(row)]
    go.post("mediator", f"{at}/consent", {"consents": consents})
    of = f"/disputes/{row.county}/{row.pk}"
    assert mediator in [one["post"] for one in _suggested(go, of)]
    go.post("mediator", f"{at}/accept", {"mediators": [mediator], "rights_told_at": clock.now().isoformat()})
    _mediators(go, at, helper)
    _appointments(go, at, of, mediator)
    due = go.get("mediator", f"{of}/mediation")["acceptance"]["due_at"]
    until = clock.local(clock.now()).date() + timedelta(days=40)
    assert due is not None
    go.post("mediator", f"{at}/extend", {"until": str(until), "reason": "等鉴定", "agreed": both(row)})
    go.post("mediator", f"{at}/session", session(row))
    go.post("mediator", f"{at}/agree", agreement(row))
    found = go.get("mediator", f"{of}/mediation")
    promise = found["agreement"]["promises"][0]["id"]
    assert (found["acceptance"]["unit_id"], len(found["sessions"])) == (str(cast.committee.pk), 1)
    urged = {"promise": promise, "way": 2, "said": "下月付", "told_suit": True}
    go.post("mediator", f"{at}/urge", urged)
    go.post("mediator", f"{at}/perform", {"promise": promise, "amount": "400.00", "note": "现金"})
    parts = go.get("mediator", f"{of}/mediation")["agreement"]["promises"][0]
    assert (parts["state"]["code"], [one["amount"] for one in parts["payments"]]) == (0, ["400.00"])
    more = go.key("mediator").post(f"{at}/perform", {"promise": promise, "amount": "601.00"})
    assert (more.status_code, list(more.json()["fields"])) == (422, ["amount"])
    go.key("mediator").post(f"{at}/perform", {"promise": promise})
    assert go.get("mediator", f"{of}/mediation")["agreement"]["promises"][0]["state"]["code"] == 1
    _ends(go, cast)
    _court_and_police(go, cast)
    _register(go, cast)
    go.whole()


def _suggested(go, of):
    return go.get("mediator", f"{of}/mediators")["suggested"] or [{"post": str(go.cast.posts["mediator"].pk)}]


def _mediators(go, at, helper):
    go.post("mediator", f"{at}/change-mediators", {"mediators": [helper]})
    refused = {"mediator": helper, "kind": 2, "reason": "一方不同意"}
    go.post("mediator", f"{at}/recuse", refused)
    again = go.key("mediator").post(f"{at}/change-mediators", {"mediators": [helper]})
    assert list(again.json()["fields"]) == ["mediators"]


def _appointments(go, at, of, mediator):
    start = clock.midnight(clock.today() + timedelta(days=3)) + timedelta(hours=10)
    when = {"starts_at": start.isoformat(), "ends_at": (start + timedelta(hours=1)).isoformat()}
    planned = {**when, "place": "村委会", "mode": 2, "mediators": [mediator]}
    sitting = go.post("mediator", f"{at}/appoint", planned)["made"]
    taken = go.key("mediator").post(f"{at}/appoint", planned)
    assert taken.status_code == 422, "the mediator sits there then"
    later = {name: (start + timedelta(days=1, hours=n)).isoformat() for n, name in enumerate(when)}
    go.post("mediator", f"{at}/move", {"sitting": sitting, **later})
    days = f"since={clock.today()}&until={clock.today() + timedelta(days=9)}"
    [shown] = go.get("mediator", f"/calendar?{days}")["sittings"]
    assert (shown["id"], shown["mine"]) == (sitting, True)
    assert go.key("stranger").get(f"/calendar?{days}").json()["sittings"] == []
    wrong = go.key("mediator").get(f"/calendar?since={clock.today()}&until=2018-01-01")
    assert list(wrong.json()["fields"]) == ["until"]
    go.post("mediator", f"{at}/call-off", {"sitting": sitting, "why": "一方有事"})
    assert go.get("mediator", f"{of}/sittings")["sittings"][0]["standing"]["code"] == 3


def _ends(go, cast):
    """Every other way in which a mediation may end or go on."""
    told = {"reason": "分歧太大", "other_ways": [COURT]}
    row = factories.received(cast)
    go.post("mediator", f"{acts(row)}/not-accept", told)
    row = factories.mediating(cast)
    go.key("mediator").post(f"{acts(row)}/session", session(row, result=3))
    go.post("mediator", f"{acts(row)}/fail", told)
    row = factories.mediating(cast)
    go.post("mediator", f"{acts(row)}/decline", {**told, "party": both(row)[1]})
    row = factories.received(cast)
    consents = [{"party": party, "own_will": True} for party in both(row)]
    spot = {
        "requests": "停止堵水", "consents": consents, "place": "田坎上", "record": "当场指界。",
        "mediators": [str(cast.posts["mediator"].pk)], "agreement": agreement(row, form=1, promises=[]),
    }  # fmt: skip
    go.post("mediator", f"{acts(row)}/on-the-spot", spot)
    go.post("mediator", f"{acts(row)}/performed", {})
    row = factories.agreed(cast)
    go.post("mediator", f"{acts(row)}/change-agreement", {**agreement(row), "reason": "改为分期"})
    [owed] = promises(standing_agreement(row))
    with clock.at(clock.now() + timedelta(days=20)):
        go.post("mediator", f"{acts(row)}/default", {"promise": str(owed.pk), "reason": "说没钱"})


def _court_and_police(go, cast):
    row = factories.agreed(cast)
    at, today = acts(row), str(clock.today())
    go.post("mediator", f"{at}/court/review", {"found": [], "note": "没有不予确认的情形"})
    filing = {
        "court_name": "瓮安县人民法院", "court_ground": 4, "papers": ["1", "2", "3", "5"],
        "applicants": both(row), "filed_on": today,
    }  # fmt: skip
    alone = go.key("mediator").post(f"{at}/court/file", {**filing, "applicants": both(row)[:1]})
    assert list(alone.json()["fields"]) == ["applicants"]
    go.post("mediator", f"{at}/court/file", filing)
    go.key("mediator").post(f"{at}/court/answer", {"stage": 2, "on": today})
    go.post("mediator", f"{at}/court/extend", {})
    go.post("mediator", f"{at}/court/answer", {"stage": 4, "on": today, "ruling": "（2026）黔2725民特1号"})
    [held] = go.get("mediator", f"/disputes/{row.county}/{row.pk}/court")["applications"]
    assert (held["stage"]["label"], held["extended"]) == ("裁定有效", True)
    now = clock.now().isoformat()
    told = {
        "basis": 3, "found_at": now, "reported_at": now, "way": 1, "told_unit": "珠藏派出所",
        "situation": "一方持刀上门", "help_given": "已劝离",
    }  # fmt: skip
    go.post("mediator", f"{at}/police/report", told)
    of = f"/disputes/{row.county}/{row.pk}/police"
    report = go.get("officer", of)["reports"][0]["id"]
    go.post("officer", f"{at}/police/feedback", {"report": report, "text": "已训诫"})
    step = {"step": 1, "on": today, "text": "互殴，情节较轻", "minor": True}
    refused = go.key("mediator").post(f"{at}/police/step", step)
    assert refused.status_code == 403, "this step is the police's"
    go.post("officer", f"{at}/police/step", step)
    assert go.get("officer", of)["steps"][0]["step"]["label"] == "事实已查明"


def _register(go, cast):
    assert go.get("judicial", "/mediators?title=gold")["mediators"] == []
    assert "mediators" in go.get("judicial", "/mediators")
    names = [one["name"] for one in go.get("judicial", f"/committees?q={cast.committee.name}")["committees"]]
    assert names == [cast.committee.name]


@pytest.mark.req("R6")
def test_papers_of_a_dispute_come_as_files(cast, walk):
    go, row = walk("papers"), factories.agreed(cast)
    at = f"/disputes/{row.county}/{row.pk}/papers"
    found = {paper["key"]: paper for paper in go.get("mediator", at)["papers"]}
    assert {"registration", "rating", "routing", "acceptance"} <= set(found)
    files = found["registration"]["copies"][0]["files"]
    word = go.get("mediator", files["docx"])
    assert row.title in str(read(word.content))
    assert go.get("mediator", files["pdf"]).content.startswith(b"%PDF")
    assert go.get("mediator", files["xlsx"]).content.startswith(b"PK")
    assert "no-store" in word["Cache-Control"]
    for wrong in (f"{at}/registration/0.txt", f"{at}/nothing/0.pdf", f"{at}/registration/7.pdf"):
        assert go.key("mediator").get(wrong).status_code == 404, wrong
    go.whole()


@pytest.mark.req("R1")
@pytest.mark.req("F7")
def test_the_plain_flow_and_what_puts_it_right(cast, walk):
    go, row = walk("acts"), factories.registered(cast)
    other = factories.registered(cast, title="另一件浇水纠纷")
    at, twin = acts(row), {"other_county": other.county, "other": str(other.pk), "grounds": "同一条水沟"}
    go.post("officer", f"{at}/amend", {"place": "大田坝"})
    go.post("officer", f"{at}/note", {"text": "已电话联系"}, needs=V)
    go.post("officer", f"{at}/link", {**twin, "kind": 2}, status=201)
    go.post("officer", f"{acts(other)}/merge", {**twin, "other": str(row.pk)})
    go.post("officer", f"{acts(other)}/unmerge", {"reason": "不是同一件"})
    go.post("officer", f"{at}/rate", {})
    go.post(
        "officer", f"{acts(other)}/override", {"colour": 2, "reason": "涉及多户，情绪激动，需要联合处置。"}
    )
    why = {"colour": 1, "reason": "双方已经和好，没有再闹的可能。"}
    go.post("officer", f"{acts(other)}/lower", why)
    go.post("coordinator", f"{acts(other)}/lower/decide", {"approve": True, "reason": "同意"})
    go.post("mediator", f"{acts(other)}/take", {})
    unit = {"unit": str(cast.committee.pk)}
    go.post("officer", f"{at}/route-internal", {**unit, "officer": str(cast.posts["mediator"].pk)})
    go.post("mediator", f"{at}/return", {"reason": "不属本会", "code": "1"})
    go.post("officer", f"{at}/route-vertical", {"reason": "涉及多个站所"})
    named = {"lead": unit["unit"], "joint": [str(cast.land_office.pk)]}
    go.post("coordinator", f"{at}/name-units", named)
    go.post("mediator", f"{at}/receive", {})
    office = str(cast.judicial_office.pk)
    own = routing.assign_internal(factories.rated(cast), cast.station, by=cast.officer)
    go.post("officer", f"{acts(own)}/hand-over", {"unit": office, "reason": "请司法所办理"})
    third = factories.rated(cast)
    go.post("officer", f"{acts(third)}/route-horizontal", {"lead": str(cast.court_unit.pk), "reason": "涉诉"})
    _followed(go, cast)
    go.whole()


def _followed(go, cast):
    row = factories.agreed(cast)
    [owed] = promises(standing_agreement(row))
    asked = {
        "mode": 1, "asked": 1, "kept": 2, "party": both(row)[0], "answer": "还行", "satisfaction": 2,
        "suit": "无", "wrong": "无", "measures": "约好再来", "new_dispute": "又为晒坝",
        "marks": [{"promise": str(owed.pk), "done": True, "note": "看过"}],
    }  # fmt: skip
    go.post("grid_member", f"{acts(row)}/follow-up", asked)
    assert promises(standing_agreement(row))[0].performed_on == clock.today()
    closing = {"summary": "已履行。"}
    unhappy = go.key("coordinator").post(f"{acts(row)}/close", closing)
    assert list(unhappy.json()["fields"]) == ["reply"]
    go.post("coordinator", f"{acts(row)}/close", {**closing, "reply": "已上门说明。"})
    go.post("grid_member", f"{acts(row)}/relapse", {"reason": "又吵起来", "facts": {"threat": True}})


@pytest.mark.req("O4")
@pytest.mark.law("未成年人保护法4")
def test_what_is_said_of_a_child_is_in_no_list_of_those_who_may_not_read_it(cast, outside):
    child = (NewParty("张小山", is_minor=True), NewParty("李长河", side=Side.RESPONDENT))
    given = factories.routed(cast, parties=child)
    factories.agreed(cast, parties=child)
    assert given.minors
    lists = {"/hops": "mediator", "/hops?view=area": "coordinator", "/follow-ups": "grid_member"}
    found = {path: outside(who).get(path).json() for path, who in lists.items()}
    assert [one["dispute"]["id"] for one in found["/hops"]["hops"]] == [str(given.pk)]
    assert found["/hops?view=area"]["hops"] == []
    assert found["/follow-ups"]["follow_ups"] == []
    at = f"/disputes/{given.county}/{given.pk}"
    for path in ("way", "mediation", "follow-ups", "safety", "papers", "police", "court", "sittings"):
        assert outside("grid_member").get(f"{at}/{path}").status_code == 403, path
