"""Every paper of a dispute that went all the way: printed, opened again, and its fields read back."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.test import Client
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from hemu.disputes.models import PartyKind, Side, State
from hemu.disputes.parties import NewParty
from hemu.disputes.tests import factories
from hemu.documents.models import PaperTemplate
from hemu.documents.papers import actions, queries, registry
from hemu.documents.papers.drafting import BLANK
from hemu.documents.papers.reading import text_of
from hemu.documents.papers.tests.test_word import said
from hemu.kernel.errors import Forbidden, Missing, Refused
from hemu.kernel.places import Span
from hemu.loop.mediation import queries as mediation
from hemu.loop.mediation.models import AgreementForm

EVERY = [paper.key for paper in registry.every()]
COUNTY = Span(522725 * 10**9, 522726 * 10**9)


def word(dispute, key: str, number: int = 0) -> str:
    """What the paper's first copy says, or the one of that number among them."""
    paper = queries.paper(key)
    return text_of(queries.filled(paper, dispute, paper.copies(dispute)[number].row))


def signed_in(cast, who: str) -> Client:
    client = Client()
    client.force_login(cast.people[who], backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


@pytest.fixture
def done(cast):
    """A dispute that was mediated, agreed in writing, performed, asked after and closed."""
    return factories.at_state(cast, State.CLOSED)


@pytest.mark.parametrize("key", EVERY)
def test_every_paper_can_be_set_from_its_examples(key):
    paper = queries.paper(key)
    from hemu.documents.papers.filling import as_pdf, fill

    filled = fill(paper.draft(), paper.examples())
    text = text_of(filled)
    assert "{" not in text
    assert text.splitlines()[0] in said(as_pdf(filled))


@pytest.mark.req("M4")
@pytest.mark.law("人民调解法29")
@pytest.mark.parametrize("many", [2, 12, 14, 16, 18])
def test_who_signs_an_agreement_signs_under_words_that_stand_on_the_same_page(many):
    from hemu.documents.papers.filling import as_pdf, fill

    paper = queries.paper("agreement")
    one = {"who": "黄某", "what": "赔偿稻谷", "amount": "600.00元（陆佰元整）", "due": "2026年11月8日"}
    pdf = as_pdf(fill(paper.draft(), {**paper.examples(), "promises": [one] * many}))
    pages = ["".join((page.extract_text() or "").split()) for page in PdfReader(BytesIO(pdf)).pages]
    assert (len(pages) == 1) is (many == 2)
    for words in ("当事人各执一份", "被申请人（签名、盖章或按指印）：", "记录人（签名）：", "不收取任何费用"):
        assert words in pages[-1]
    assert "2026年11月5日" in pages[-1]


@pytest.mark.req("R6")
@pytest.mark.req("M4")
def test_a_whole_dispute_yields_its_papers(done):
    had = {each.paper.key for each in queries.papers_of(done)}
    wanted = {"registration", "rating", "routing", "application", "acceptance", "rights", "session"}
    assert had == wanted | {"routes", "agreement", "confirmation", "follow-up", "closing"}


@pytest.mark.law("人民调解法29")
def test_the_agreement_says_what_the_law_lists(done):
    row = mediation.standing_agreement(done)
    text = word(done, "agreement")
    for part in (
        row.number, "张大山", "李长河", row.main_facts, "浇水的先后和时间", row.content, "双方自行履行",
        "自签订之日起", "修好水沟", "荣院村人民调解委员会（印章）", "王德明",
        f"一式 {row.copies} 份", "签名、盖章或按指印", "人民调解法29", "不收取任何费用",
    ):  # fmt: skip
        assert part in text, part


def test_what_a_party_has_not_recorded_is_left_to_be_written_by_hand(cast):
    first = NewParty("张大山")
    firm = NewParty("黔锰公司", kind=PartyKind.ORGANISATION, side=Side.RESPONDENT)
    dispute = factories.mediating(cast, parties=(first, firm))
    dispute = factories.mediation.record_session(dispute, factories.session(dispute), by=cast.mediator)
    dispute = factories.mediation.agree(dispute, factories.agreement(dispute), by=cast.mediator)
    labels = ("性别", "民族", "年龄", "职业或职务", "联系方式", "单位或住址")
    empty = "，".join(f"{label}：{BLANK}" for label in labels)
    for key in ("application", "agreement"):
        text = word(dispute, key)
        assert f"申请人：张大山，{empty}。" in text
        assert f"黔锰公司，法定代表人：{BLANK}，联系方式：{BLANK}，单位地址：{BLANK}。" in text


@pytest.mark.law("人民调解法31")
def test_a_follow_up_has_the_fields_of_the_ministrys_form(cast):
    dispute = factories.performed(cast)
    more = factories.asked(dispute, suit="没有起诉", wrong="无", measures="请村干部留意。")
    dispute = factories.followup.follow_up(dispute, more, by=cast.grid_member)
    text = word(dispute, "follow-up")
    for part in (mediation.standing_agreement(dispute).number, "没有起诉", "有无错误", "请村干部留意。"):
        assert part in text, part


def test_an_agreement_says_where_it_was_made(done):
    where = mediation.standing_agreement(done).place
    assert f"签订地点：{where or BLANK * 2}" in word(done, "agreement")


@pytest.mark.law("人民调解法30")
def test_an_oral_agreement_is_registered_on_its_own_form(cast):
    dispute = factories.mediating(cast)
    dispute = factories.mediation.record_session(dispute, factories.session(dispute), by=cast.mediator)
    oral = factories.agreement(dispute, form=AgreementForm.ORAL, signatures={}, sealed=False)
    dispute = factories.mediation.agree(dispute, oral, by=cast.mediator)
    text = word(dispute, "oral-agreement")
    assert "人民调解口头协议登记表" in text
    assert "单日由张大山先浇" in text
    assert "自各方当事人达成协议之日起生效（人民调解法30）" in text
    assert queries.paper("agreement").copies(dispute) == []


@pytest.mark.law("人民调解法23")
@pytest.mark.law("人民调解法26")
def test_the_notice_says_every_right_and_that_courts_are_open(done):
    text = word(done, "rights")
    for part in (
        "选择或者接受人民调解员", "拒绝调解或者要求终止调解", "公开进行或者不公开进行", "自愿达成调解协议",
        "不收取任何费用", "仲裁、行政、司法等途径", "张大山", "李长河",
    ):  # fmt: skip
        assert part in text, part


@pytest.mark.law("人民调解法27")
def test_the_record_of_a_session_has_the_forms_fields(done):
    text = word(done, "session")
    for part in (
        "荣院村村委会（进村入户）",
        "张大山、李长河",
        "调解员讲解了相邻关系的规定",
        "达成一致",
        "记录人（签名）：王德明",
    ):
        assert part in text, part


@pytest.mark.law("人民调解法33")
def test_confirmation_is_asked_for_until_its_last_day(done):
    until = mediation.standing_agreement(done).confirmation_until
    text = word(done, "confirmation")
    assert f"{until.year}年{until.month}月{until.day}日" in text
    assert "没有恶意串通" in text


@pytest.mark.law("法释〔2011〕5号2")
def test_no_confirmation_is_offered_where_courts_give_none(cast):
    dispute = factories.mediating(cast, kind=101)
    dispute = factories.mediation.record_session(dispute, factories.session(dispute), by=cast.mediator)
    status = factories.agreement(dispute, about_status=True)
    dispute = factories.mediation.agree(dispute, status, by=cast.mediator)
    assert queries.paper("confirmation").copies(dispute) == []
    assert "司法确认" not in word(dispute, "agreement")


def test_the_other_sheets_say_what_was_recorded(done):
    assert "瓮安县公安局珠藏派出所（印章）" in word(done, "registration")
    assert "蓝色" in word(done, "rating")
    assert "定级针对纠纷，不针对人" in word(done, "rating")
    routed = word(done, "routing")
    assert "瓮安县公安局珠藏派出所" in routed
    assert "荣院村人民调解委员会" in routed
    assert "接收 " in routed
    assert "请求停止堵水" in word(done, "application")
    assert "☑ 当事人申请" in word(done, "acceptance")
    assert "当事人" in word(done, "follow-up")
    assert "达成书面协议" in word(done, "closing")


def test_phones_stay_masked_on_paper(done):
    from hemu.disputes.queries import parties

    text = word(done, "registration")
    for party in parties(done):
        if party.phone:
            assert str(party.phone) not in text
            assert f"{str(party.phone)[:3]}****" in text


@pytest.mark.req("O4")
def test_papers_are_had_by_those_who_see_the_dispute(cast, done):
    url = reverse(
        "papers:paper", args=[done.county, done.pk, "agreement", mediation.standing_agreement(done).pk, "pdf"]
    )
    answer = signed_in(cast, "mediator").get(url)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/pdf"
    assert "张大山" in said(answer.content)
    assert signed_in(cast, "stranger").get(url).status_code == 404
    assert signed_in(cast, "mediator").get(url.replace(".pdf", ".exe")).status_code == 404
    assert signed_in(cast, "mediator").get(url.replace("/agreement/", "/nothing/")).status_code == 404
    every = reverse("papers:papers", args=[done.county, done.pk])
    assert every in signed_in(cast, "mediator").get(done.get_absolute_url()).content.decode()
    assert url in signed_in(cast, "mediator").get(every).content.decode()
    assert signed_in(cast, "stranger").get(every).status_code == 404


def changed(key: str, *lines: str) -> bytes:
    """The product's Word file with lines put under its title."""
    made = Document(BytesIO(queries.paper(key).draft()))
    for text in lines:
        made.add_paragraph(text)
    out = BytesIO()
    made.save(out)
    return out.getvalue()


def test_an_office_uses_its_own_word_file_and_goes_back(cast, done, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    by, paper = cast.administrator, queries.paper("closing")
    actions.put_template(
        paper, "办结单.docx", changed("closing", "本县样式：{{ closer }}"), "县里要求", by=by
    )
    assert "本县样式：" in word(done, "closing")
    first = PaperTemplate.objects.get()
    assert (first.edition, first.area, first.lo, first.hi) == (1, "瓮安县", COUNTY.lo, COUNTY.hi)
    actions.put_template(paper, "二.docx", changed("closing", "第二种样式"), "再改", by=by)
    assert "本县样式" not in word(done, "closing")
    actions.bring_back(paper, first, by=by)
    assert "本县样式：" in word(done, "closing")
    assert [row.edition for row in queries.editions(paper, COUNTY)] == [3, 2, 1]
    actions.withdraw(paper, by=by)
    assert "本县样式" not in word(done, "closing")
    with pytest.raises(Missing):
        actions.withdraw(paper, by=by)


def test_a_file_that_names_what_is_not_there_changes_nothing(cast):
    paper = queries.paper("closing")
    for content, code in (
        (changed("closing", "{{ score_of_person }}"), "template"),
        (b"%PDF-1.7", "not_word"),
    ):
        with pytest.raises(Refused) as refused:
            actions.put_template(paper, "x.docx", content, "试", by=cast.administrator)
        assert (refused.value.field, refused.value.code) == ("file", code)
    assert not PaperTemplate.objects.exists()
    with pytest.raises(Forbidden):
        actions.put_template(paper, "x.docx", changed("closing"), "试", by=cast.coordinator)


def test_templates_are_changed_by_page(cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    admin = signed_in(cast, "administrator")
    assert "办结单" in admin.get(reverse("papers:templates")).content.decode()
    url = reverse("papers:template", args=["closing"])
    assert "summary" in admin.get(url).content.decode()
    file = BytesIO(changed("closing", "{{ nothing_here }}"))
    file.name = "本地.docx"
    refused = admin.post(url, {"file": file, "why": "样式"})
    assert refused.status_code == 422
    assert "nothing_here" in refused.content.decode()
    file = BytesIO(changed("closing", "本地"))
    file.name = "本地.docx"
    assert admin.post(url, {"file": file, "why": "样式"}).status_code == 302
    assert "第 1 版" in admin.get(url).content.decode()
    own = admin.get(reverse("papers:word-file", args=["closing", 1]))
    assert "本地" in "\n".join(each.text for each in Document(BytesIO(own.content)).paragraphs)
    sample = admin.get(reverse("papers:sample", args=["closing", "pdf"]))
    assert len(PdfReader(BytesIO(sample.content)).pages) == 1
    assert admin.post(reverse("papers:withdraw", args=["closing"])).status_code == 302
    assert admin.post(reverse("papers:bring-back", args=["closing", 1])).status_code == 302
    assert PaperTemplate.objects.standing().get().edition == 2
    assert signed_in(cast, "coordinator").get(url).status_code == 403


def test_a_template_is_tried_out_without_being_put_in_place(cast, settings):
    settings.REQUIRE_SECOND_FACTOR = False
    admin, url = signed_in(cast, "administrator"), reverse("papers:template", args=["closing"])
    file = BytesIO(changed("closing", "试看：{{ closer }}"))
    file.name = "本地.docx"
    tried = admin.post(url, {"file": file, "why": "试看", "preview": "1"})
    assert tried["Content-Type"] == "application/pdf"
    assert "试看：周某" in said(tried.content)
    assert not PaperTemplate.objects.exists()
    page = admin.get(url).content.decode()
    assert "{{ summary }}" in page
    assert "{%p for one in parties %} … {%p endfor %}" in page
    assert "{{ one.phone }}" in page


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("{{ sumary }}", "写了“sumary”，这份文书没有这个内容，是不是“summary”"),
        ("{{ zzz9 }}", "写了“zzz9”，这份文书没有这个内容"),
        ("{{ summary", "花括号里的写法不对"),
        ("{%p for one in parties %}", "花括号里的写法不对"),
    ],
)
def test_what_is_wrong_with_a_template_is_said_in_the_offices_words(cast, written, told):
    with pytest.raises(Refused, match=told):
        actions.put_template(
            queries.paper("closing"), "x.docx", changed("closing", written), "试", by=cast.administrator
        )
