"""Following a report by its code: read, add, say whether it is settled; and trying codes leads nowhere."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client

from hemu.disputes.models import Source
from hemu.disputes.tests import factories
from hemu.documents.store import store
from hemu.kernel import clock
from hemu.loop.screening.models import Origin, ReportChannel, ReportStatus, Satisfaction
from hemu.loop.screening.villagers import actions, overdue, queries, retention, rules
from hemu.loop.screening.villagers.models import ContactPurpose, TrackingCode
from hemu.loop.screening.villagers.people import villager_of
from hemu.portal import floods
from hemu.portal.tests.browsing import amr, fields, photo, sum_of

pytestmark = pytest.mark.django_db
TEXT = "上游的人家把沟截断了，我家秧田没有水。"


@pytest.fixture
def taken(cast) -> actions.Taken:
    new = actions.NewReport(cast.village.code, TEXT, "韦阿公", "13800002222", channel=ReportChannel.POSTER)
    return actions.receive_report(new, by=villager_of(cast.village))


class Follower:
    """Somebody with a code, in a browser without scripts."""

    def __init__(self, code: str, address: str = "203.0.113.7") -> None:
        self.client = Client(enforce_csrf_checks=True, REMOTE_ADDR=address)
        self.code = code
        self.open()

    def open(self) -> Follower:
        return self.post(code=self.code)

    @property
    def page(self) -> str:
        return self.answer.content.decode()

    def post(self, **given) -> Follower:
        self.answer = self.client.post("/portal/follow/", given)
        return self

    def ask_for(self, do: str) -> Follower:
        return self.post(code=self.code, do=do)

    def send(self, **given) -> Follower:
        return self.post(**{**fields(self.page), "send": "1", **given})


def follower(taken: actions.Taken) -> Follower:
    return Follower(rules.shown_code(taken.code))


@pytest.mark.req("S7")
def test_the_villager_reads_who_has_it_until_when_and_then_the_answer(cast, taken):
    one = follower(taken)
    local = clock.local(taken.report.due_at)
    assert f"由荣院村村民委员会负责，最迟 {local.month}月{local.day}日 {local:%H:%M} 前答复您。" in one.page
    assert TEXT in one.page
    actions.take_in_hand(taken.report, by=cast.auxiliary)
    assert "荣院村村民委员会的杨秀芬办理" in one.open().page
    actions.answer_report(taken.report, "已约两家明天放水。", by=cast.cadre)
    one.open()
    assert "已约两家明天放水。" in one.page
    assert "这件事解决了吗" in one.page
    assert taken.code not in one.answer.headers.get("Location", "")
    assert one.answer["Cache-Control"] == "no-store"


@pytest.mark.req("S7")
def test_the_villager_is_asked_and_adds_words_and_a_photo(cast, taken):
    actions.ask_villager(taken.report, "是哪一条沟？", by=cast.auxiliary)
    one = follower(taken)
    assert "服务队问您" in one.page
    one.ask_for("add").send(text="大田坝那条", files=[photo()])
    assert "收到了" in one.page
    assert "附 1 个文件" in one.page
    told = queries.history(taken.report)[-1]
    assert (told.step.text, len(told.files)) == ("大田坝那条", 1)
    assert "<h2>服务队问您" not in one.page


def test_the_same_addition_twice_is_one(cast, taken):
    one = follower(taken).ask_for("add")
    form = {**fields(one.page), "send": "1", "text": "再说一句"}
    for _ in range(2):
        one.post(**form)
        assert "收到了" in one.page
    assert len(queries.history(taken.report)) == 2


def test_nothing_to_add_is_told_and_keeps_the_form(cast, taken):
    one = follower(taken).ask_for("add").send(text="")
    assert one.answer.status_code == 422
    assert "请写几句" in one.page
    one.ask_for("add").send(text="好", token="别人的")
    assert one.answer.status_code == 422
    assert fields(one.page)["text"].strip() == "好"


@pytest.mark.req("S7")
def test_settled_with_how_the_work_was(cast, taken):
    actions.answer_report(taken.report, "已通水。", by=cast.cadre)
    one = follower(taken).ask_for("settled")
    assert one.send().answer.status_code == 422, "how it was must be chosen"
    one.ask_for("settled").send(satisfaction="2")
    row = queries.by_code(taken.code)
    assert (row.status, row.satisfaction) == (ReportStatus.SETTLED, Satisfaction.FAIR)
    assert "您说已经解决" in one.page


@pytest.mark.req("S7")
def test_not_settled_starts_the_work_anew(cast, taken):
    actions.answer_report(taken.report, "已通水。", by=cast.cadre)
    one = follower(taken).ask_for("unsettled").send(text="今天又截断了")
    assert "正在重新办理" in one.page
    assert queries.by_code(taken.code).status == ReportStatus.REOPENED
    assert one.ask_for("unsettled").send(text="还是没有").answer.status_code == 409


@pytest.mark.req("S7")
def test_late_is_said_as_it_is(cast, taken):
    with clock.at(taken.report.due_at + timedelta(minutes=1)):
        overdue.raise_late()
        page = follower(taken).page
    assert "已经超过答复期限，对不起" in page
    assert "珠藏镇综治中心" in page


@pytest.mark.req("S7")
def test_of_a_dispute_the_villager_reads_where_it_stands_and_nothing_of_its_parties(cast, taken):
    dispute = factories.mediating(cast)
    row = taken.report
    Origin(
        county=dispute.county, dispute_id=dispute.id, source=Source.VILLAGER, record_county=row.county,
        record_id=row.id, ref=dispute.ref, made_at=clock.now(),
    ).save(force_insert=True)  # fmt: skip
    page = follower(taken).page
    assert "已登记为矛盾纠纷：正在调解" in page
    assert dispute.title not in page
    assert dispute.ref not in page


@pytest.mark.req("O4")
def test_the_villager_reads_who_looked_at_the_name_and_never_the_name_itself(cast, taken):
    actions.open_contact(taken.report, ContactPurpose.CALL_BACK, by=cast.cadre)
    page = follower(taken).page
    assert "陈光荣（荣院村村民委员会）" in page
    assert "韦阿公" not in page
    assert "13800002222" not in page


@pytest.mark.req("S7")
def test_set_aside_tells_the_reason(cast, taken):
    actions.judge(taken.report, real=False, reason="推销广告", by=cast.cadre)
    page = follower(taken).page
    assert "没有受理" in page
    assert "推销广告" in page
    assert follower(taken).ask_for("add").send(text="不是广告").answer.status_code == 409


@pytest.mark.req("S7")
def test_who_tries_codes_must_do_sums_and_shuts_nobody_out_of_the_same_network(cast, taken):
    with clock.at(clock.now()):
        neighbour = follower(taken).ask_for("add")
        typed = fields(neighbour.page)
        one = Follower("0" * 16)
        assert one.answer.status_code == 404
        for n in range(floods.TRYING.burst):
            one.post(code=f"{n:016}")
        assert one.answer.status_code == 429
        assert one.post(code=taken.code).answer.status_code == 429, "right or wrong, the answer is the same"
        assert TEXT not in one.page
        neighbour.post(**{**typed, "send": "1", "text": "他又来了"})
        assert "收到了" in neighbour.page, "the page of the report is at hand"
        one.open().post(**{**fields(one.page), "code": taken.code, "sum": sum_of(one.page)})
        assert TEXT in one.page
        assert Follower(taken.code, "198.51.100.1").answer.status_code == 200


def test_one_sum_is_good_for_a_few_codes_and_no_more(cast, taken):
    with clock.at(clock.now()):
        floods.take(floods.TRYING, "203.0.113.0/24", floods.TRYING.burst)
        one = Follower("0" * 16)
        form = {**fields(one.page), "sum": sum_of(one.page)}
        statuses = [one.post(**{**form, "code": f"{n:016}"}).answer.status_code for n in range(4)]
        assert statuses == [404] * floods.SOLVED.burst + [429]
        assert one.post(code=taken.code, sum="2", **{"try": "别的"}).answer.status_code == 429


@pytest.mark.req("S7")
def test_trying_is_forgotten_after_a_while(cast, taken):
    start = clock.now()
    with clock.at(start):
        floods.take(floods.TRYING, "203.0.113.0/24", floods.TRYING.burst)
        assert "请算一算" in Client(REMOTE_ADDR="203.0.113.9").get("/portal/follow/").content.decode()
    with clock.at(start + timedelta(seconds=floods.TRYING.every + 1)):
        assert follower(taken).answer.status_code == 200


def test_right_codes_cost_nothing(cast, taken):
    for _ in range(floods.TRYING.burst + 3):
        assert follower(taken).answer.status_code == 200


@pytest.mark.req("S7")
@pytest.mark.law("个人信息保护法19")
def test_who_reported_is_forgotten_two_years_after_the_end(cast, taken):
    follower(taken).ask_for("add").send(files=[photo(), amr()], position="1")
    stored = {told.media: told for told in queries.history(taken.report)[-1].files}
    done = actions.answer_report(taken.report, "已通水。", by=cast.cadre)
    with clock.at(done.answered_at + timedelta(days=729)):
        assert retention.forget() == 0
    with clock.at(done.answered_at + timedelta(days=731)):
        assert retention.forget() == 1
        assert retention.forget() == 0
        row = queries.report(done.county, done.id, by=cast.cadre)
    assert (row.reporter, row.phone, row.text) == ("", "", TEXT)
    [left] = queries.history(row)[1].files
    assert (left.media, left.place) == ("image/jpeg", "")
    assert not store().has(stored["audio/amr"].stored)
    assert stored["image/jpeg"].place, "it was there before"
    assert not TrackingCode.objects.exists()
    assert follower(taken).answer.status_code == 404


def test_one_that_was_folded_into_another_is_forgotten_with_it(cast, taken):
    new = actions.NewReport(cast.village.code, TEXT, "吴大叔", channel=ReportChannel.POSTER)
    second = actions.receive_report(new, by=villager_of(cast.village))
    assert second.report.status == ReportStatus.FOLDED
    with clock.at(clock.now() + timedelta(days=3000)):
        assert retention.forget() == 0
        actions.answer_report(taken.report, "已通水。", by=cast.cadre)
    with clock.at(clock.now() + timedelta(days=3000 + 731)):
        assert retention.forget() == 2
        assert retention.forget() == 0
        assert queries.report(second.report.county, second.report.id, by=cast.cadre).reporter == ""


def test_what_is_still_open_is_not_forgotten(cast, taken):
    with clock.at(clock.now() + timedelta(days=3000)):
        assert retention.forget() == 0
