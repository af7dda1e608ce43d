"""What was promised: in parts, with receipts, urged, defaulted by itself, changed."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from io import BytesIO

import pytest
from django.test import Client
from docx import Document
from PIL import Image
from python_calamine import CalamineWorkbook

from hemu.disputes.lifecycle import Act
from hemu.disputes.models import ClockKind, Entry, Side, State
from hemu.disputes.parties import NewParty
from hemu.disputes.queries import get, running_clocks
from hemu.disputes.tests.factories import agreement, due_in, mediating, session, sides
from hemu.documents.models import Attachment, Purpose
from hemu.documents.papers import queries as papers
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.followup.planning import waiting
from hemu.loop.mediation import actions as mediation
from hemu.loop.mediation.models import Agreement, AgreementForm, Promise, PromiseState
from hemu.loop.mediation.performance import actions, queries, sweeping
from hemu.loop.mediation.performance.actions import NewPart, NewUrging
from hemu.loop.mediation.performance.models import Change, Payment, UrgedBy, Urging
from hemu.loop.mediation.queries import standing_agreement
from hemu.loop.mediation.rules import NewPromise
from hemu.notices.delivery import deliver_once
from hemu.notices.models import Notice, Reason

pytestmark = [pytest.mark.django_db, pytest.mark.req("M5")]


def owing(cast, *due: int, amount: int = 3000, **over):
    """An agreement with one instalment of `amount` yuan a day in `due`."""
    dispute = mediating(cast, **over)
    dispute = mediation.record_session(dispute, session(dispute), by=cast.mediator)
    debtor = sides(dispute)[1]
    owed = [
        NewPromise(f"第{number}期赔偿款", due_on=due_in(days), party_id=debtor, amount=Decimal(amount))
        for number, days in enumerate(due, 1)
    ]
    return mediation.agree(dispute, agreement(dispute, promises=owed), by=cast.mediator)


def promises(dispute) -> list[Promise]:
    return list(Promise.objects.of(dispute).order_by("number"))


def picture(colour: str = "white") -> bytes:
    out = BytesIO()
    Image.new("RGB", (40, 30), colour).save(out, "PNG")
    return out.getvalue()


def signed_in(cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def part(amount: int | None = None, **over) -> NewPart:
    return NewPart(clock.today(), Decimal(amount) if amount is not None else None, **over)


def test_a_part_leaves_the_rest_owed_and_the_last_part_performs_it(cast):
    dispute = owing(cast, 5)
    first = promises(dispute)[0]
    receipt = ("收条.png", picture())
    dispute = actions.perform(dispute, first.pk, part(1000, receipt=receipt), by=cast.mediator)
    assert dispute.state == State.AGREED
    assert promises(dispute)[0].state == PromiseState.OPEN
    owed = queries.owed_under(standing_agreement(dispute), dispute)[0]
    assert (owed.paid, owed.left, owed.is_partly) == (Decimal(1000), Decimal(2000), True)
    kept = Attachment.objects.of(dispute).get()
    assert (kept.purpose, kept.pk) == (Purpose.PERFORMANCE, owed.payments[0].attachment_id)
    with pytest.raises(Refused, match="2,000") as refused:
        actions.perform(dispute, first.pk, part(2001), by=cast.mediator)
    assert refused.value.field == "amount"
    dispute = actions.perform(dispute, first.pk, part(), by=cast.mediator)
    assert dispute.state == State.FOLLOWING
    assert [row.amount for row in Payment.objects.of(dispute).order_by("id")] == [1000, 2000]


def test_nothing_is_recorded_for_a_day_to_come_or_for_nothing(cast):
    dispute = owing(cast, 5)
    first = promises(dispute)[0]
    tomorrow = NewPart(due_in(1), Decimal(10))
    for wrong, field in ((part(0), "amount"), (tomorrow, "performed_on")):
        with pytest.raises(Refused) as refused:
            actions.perform(dispute, first.pk, wrong, by=cast.mediator)
        assert refused.value.field == field
    assert not Payment.objects.of(dispute).exists()


def test_a_receipt_that_is_no_picture_loses_nothing_and_keeps_nothing(cast):
    dispute = owing(cast, 5)
    bad = part(10, receipt=("收条.png", b"MZ\x90\x00 a program"))
    with pytest.raises(Refused):
        actions.perform(dispute, promises(dispute)[0].pk, bad, by=cast.mediator)
    assert not Payment.objects.of(dispute).exists()
    assert Entry.objects.of(dispute).filter(act=Act.INSTALMENT).count() == 0


@pytest.mark.law("人民调解法31")
def test_what_is_late_is_entered_by_itself_and_looked_at_the_next_day(cast):
    dispute = owing(cast, 1, 30)
    with clock.at(clock.now() + timedelta(days=1)):
        assert sweeping.default_late() == 0
    with clock.at(clock.now() + timedelta(days=2)):
        assert sweeping.default_late() == 1
        assert sweeping.default_late() == 0
        dispute = get(dispute.county, dispute.id, by=cast.mediator)
        assert [row.state for row in promises(dispute)] == [PromiseState.DEFAULTED, PromiseState.OPEN]
        planned = waiting(dispute)
        assert (planned.targeted, planned.due_on) == (True, due_in(1))
        ends = [row.due_at for row in running_clocks(dispute) if row.kind == ClockKind.PERFORMANCE]
        assert [clock.local(end).date() for end in ends] == [due_in(29)]
        late = queries.listed(cast.coordinator, "late")
        assert [row.what for row in late] == ["第1期赔偿款"]
        dispute = actions.perform(dispute, promises(dispute)[0].pk, part(), by=cast.mediator)
        assert promises(dispute)[0].state == PromiseState.PERFORMED


@pytest.mark.law("人民调解法31")
def test_who_owes_is_urged_and_what_they_say_stands_on_paper(cast):
    dispute = owing(cast, 5)
    new = NewUrging(UrgedBy.IN_PERSON, "卖了猪就给", new_day=due_in(9), told_suit=True)
    dispute = actions.urge(dispute, promises(dispute)[0].pk, new, by=cast.mediator)
    row = Urging.objects.of(dispute).get()
    assert (row.party_name, row.told_suit) == ("李长河", True)
    file = Document(BytesIO(papers.filled(papers.paper("urging"), dispute, row.pk)))
    text = "\n".join(each.text for each in file.paragraphs)
    for said in ("李长河：", "第1期赔偿款", "3000.00元（叁仟元整）", "卖了猪就给"):
        assert said in text
    assert "人民调解法32" in text
    assert "不收取任何费用" in text
    with pytest.raises(Refused) as refused:
        actions.urge(dispute, row.promise_id, NewUrging(UrgedBy.PHONE, " "), by=cast.mediator)
    assert refused.value.field == "said"


def test_reminded_before_and_on_the_day(cast):
    dispute = owing(cast, 3, 4)
    assert sweeping.remind() == 1
    deliver_once()
    mine = Notice.objects.of_post(cast.posts["mediator"].pk).filter(reason=Reason.PROMISE_SOON)
    assert [row.leads_to for row in mine] == [f"{dispute.get_absolute_url()}#panel-performance"]
    assert not Notice.objects.of_post(cast.posts["stranger"].pk).exists()
    sweeping.remind()
    deliver_once()
    assert mine.all().count() == 1
    with clock.at(clock.now() + timedelta(days=3)):
        assert sweeping.remind() == 1
        deliver_once()
    assert mine.all().count() == 2


def test_a_new_agreement_takes_the_place_of_the_old(cast):
    dispute = owing(cast, 5, 35)
    old = standing_agreement(dispute)
    dispute = actions.perform(dispute, promises(dispute)[0].pk, part(), by=cast.mediator)
    debtor = sides(dispute)[1]
    new = agreement(
        dispute, content="余款分两次付清。",
        promises=[NewPromise("余款", due_on=due_in(60), party_id=debtor, amount=Decimal(3000))],
    )  # fmt: skip
    with pytest.raises(Refused) as refused:
        actions.change(dispute, agreement(dispute, form=AgreementForm.ORAL), "困难", by=cast.mediator)
    assert refused.value.code == "not_written"
    dispute = actions.change(dispute, new, "收成不好", by=cast.mediator)
    now = standing_agreement(dispute)
    assert (now.content, now.number != old.number, now.acceptance_id) == (
        "余款分两次付清。", True, old.acceptance_id,
    )  # fmt: skip
    assert Agreement.objects.of(dispute).get(pk=old.pk).ended_at is not None
    states = {row.what: row.state for row in Promise.objects.of(dispute)}
    assert states == {
        "第1期赔偿款": PromiseState.PERFORMED,
        "第2期赔偿款": PromiseState.SUPERSEDED,
        "余款": PromiseState.OPEN,
    }
    assert Change.objects.of(dispute).get().reason == "收成不好"
    assert now.confirmation_until > clock.today()


def test_without_an_agreement_nothing_is_changed_or_performed(cast):
    dispute = mediating(cast)
    with pytest.raises(Conflict):
        actions.urge(dispute, 1, NewUrging(UrgedBy.PHONE, "好"), by=cast.mediator)
    with pytest.raises(Missing):
        actions.perform(dispute, 1, part(), by=cast.mediator)


def test_the_list_shows_what_is_owed_in_the_area_and_exports_it(cast):
    owing(cast, 1)
    with clock.at(clock.now() + timedelta(days=3)):
        sweeping.default_late()
        client = signed_in(cast, "coordinator")
        page = client.get("/performance/").content.decode()
        assert "第1期赔偿款" in page
        assert "2 天" in page
        assert "第1期" not in client.get("/performance/?view=late&q=没有这个").content.decode()
        assert "第1期" in client.get("/performance/?view=open&q=赔偿").content.decode()
        assert "第1期" not in signed_in(cast, "stranger").get("/performance/").content.decode()
        answer = client.get("/performance/?view=late&as=xlsx")
        rows = CalamineWorkbook.from_filelike(BytesIO(answer.content)).get_sheet_by_index(0).to_python()
        assert rows[1][3] == "第1期赔偿款"
        assert "李长河" not in str(rows[1][2])


def test_by_page_a_part_with_its_receipt_then_urging(cast):
    dispute = owing(cast, 5)
    first = promises(dispute)[0]
    client = signed_in(cast, "mediator")
    base = f"{dispute.get_absolute_url()}promises/{first.pk}/"
    assert "尚欠" not in client.get(f"{base}perform/").content.decode()
    file = BytesIO(picture("red"))
    file.name = "转账.png"
    given = {"performed_on": clock.today().isoformat(), "amount": "500", "note": "转账", "receipt": file}
    assert client.post(f"{base}perform/", given).status_code == 302
    assert "尚欠 2500" in client.get(f"{base}urge/").content.decode().replace(",", "")
    wrong = client.post(f"{base}perform/", {"performed_on": clock.today().isoformat(), "amount": "9000"})
    assert wrong.status_code == 422
    assert client.post(f"{base}urge/", {"way": "2", "said": "月底给", "told_suit": "on"}).status_code == 302
    page = client.get(dispute.get_absolute_url()).content.decode()
    assert "部分履行" in page
    assert "月底给" in page
    assert "转账" in page


@pytest.mark.req("M4")
@pytest.mark.law("人民调解法29")
def test_signed_with_a_finger_and_on_paper(cast):
    from base64 import b64encode

    dispute = mediating(cast)
    dispute = mediation.record_session(dispute, session(dispute), by=cast.mediator)
    applicant, respondent = sides(dispute)
    scan = BytesIO(picture("blue"))
    scan.name = "协议.png"
    drawn = "data:image/png;base64," + b64encode(picture("black")).decode()
    given = {
        "form": 1, "main_facts": "争水", "issues": "先后", "content": "轮流", "manner": "自行",
        "time_limit": "即日", "mediator_signed": "on", "sealed": "on",
        f"sign-{applicant}": 1, f"sign-{respondent}": 3,
        f"drawn-{applicant}": drawn, "scan": scan,
    }  # fmt: skip
    client = signed_in(cast, "mediator")
    url = f"{dispute.get_absolute_url()}agree/"
    assert client.post(url, {**given, f"drawn-{applicant}": "javascript:x"}).status_code == 422
    scan.seek(0)
    assert client.post(url, given).status_code == 302
    assert Attachment.objects.of(dispute).filter(purpose=Purpose.AGREEMENT).count() == 2
    assert "看手写签名" in client.get(dispute.get_absolute_url()).content.decode()


def test_a_page_full_of_all_this_asks_no_more_than_others(cast, django_assert_max_num_queries):
    dispute = owing(cast, 5, 35)
    dispute = actions.perform(dispute, promises(dispute)[0].pk, part(500), by=cast.mediator)
    client = signed_in(cast, "mediator")
    client.get(dispute.get_absolute_url())
    with django_assert_max_num_queries(66):
        assert client.get(dispute.get_absolute_url()).status_code == 200


@pytest.mark.law("未成年人保护法4")
def test_what_is_owed_by_a_child_is_listed_for_its_readers_alone(cast):
    child = NewParty("张小明", side=Side.RESPONDENT, born=date(2016, 5, 1))
    owing(cast, 3, parties=(NewParty("张大山"), child))
    assert queries.listed(cast.mediator, "open").count() > 0
    for other in (cast.county_viewer, cast.grid_member, cast.stranger):
        assert queries.listed(other, "open").count() == 0
