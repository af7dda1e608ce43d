"""督办 on how a dispute is handled, and the order as a sheet of paper."""

from __future__ import annotations

from io import BytesIO

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from hemu.command.supervision import actions, queries
from hemu.command.supervision.models import Cause, OrderStatus
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Entry
from hemu.disputes.tests import factories
from hemu.documents.papers import queries as papers
from hemu.documents.papers.reading import text_of
from hemu.documents.papers.tests.test_papers import signed_in
from hemu.documents.papers.tests.test_word import said
from hemu.kernel.errors import Forbidden, Missing, Refused

pytestmark = [pytest.mark.req("C4"), pytest.mark.req("R6")]
DEMAND = "三日内组织一次调解，结果书面反馈。"


def test_an_order_goes_to_the_unit_whose_turn_it_is_and_into_the_ledger(cast):
    dispute = factories.received(cast)
    order = actions.supervise_dispute(dispute, DEMAND, by=cast.coordinator)
    assert (order.cause, order.unit_id, order.raiser_id) == (Cause.DISPUTE, cast.committee.pk, cast.centre.pk)
    entry = Entry.objects.of(dispute).latest("seq")
    assert (entry.act, entry.details["supervised"]) == (Act.SUPERVISE, cast.committee.name)
    assert queries.waiting(cast.mediator).get() == order
    answered = actions.answer(order, "已约定明天上午调解。", by=cast.mediator)
    assert actions.close(answered, "同意。", by=cast.coordinator).status == OrderStatus.CLOSED
    again = actions.supervise_dispute(dispute, DEMAND, by=cast.coordinator)
    assert [row.pk for row in queries.of_dispute(dispute)] == [order.pk, again.pk]


def test_what_is_refused(cast):
    dispute = factories.received(cast)
    with pytest.raises(Refused) as refused:
        actions.supervise_dispute(dispute, " ", by=cast.coordinator)
    assert refused.value.field == "demand"
    with pytest.raises(Forbidden):
        actions.supervise_dispute(dispute, DEMAND, by=cast.officer)
    with pytest.raises(Missing):
        actions.supervise_dispute(dispute, DEMAND, by=cast.stranger)
    actions.supervise_dispute(dispute, DEMAND, by=cast.coordinator)
    with pytest.raises(Refused) as refused:
        actions.supervise_dispute(dispute, DEMAND, by=cast.county_coordinator)
    assert refused.value.code == "supervised"


def test_the_order_as_word_pdf_and_spreadsheet(cast):
    dispute = factories.received(cast)
    client = signed_in(cast, "coordinator")
    url = reverse("supervision:supervise", args=[dispute.county, dispute.pk])
    assert client.post(url, {"demand": DEMAND}).status_code == 302
    [order] = queries.of_dispute(dispute)
    actions.answer(order, "已约定明天上午调解。", by=cast.mediator)
    text = text_of(papers.filled(papers.paper("supervision"), dispute, order.pk))
    for part in (
        "矛盾纠纷督办单", order.number, "荣院村人民调解委员会", "珠藏镇综治中心", DEMAND, dispute.title,
        "待审结",
        "已约定明天上午调解。", "被督办单位（印章）",
    ):  # fmt: skip
        assert part in text, part
    url = reverse("supervision:paper", args=[order.county, order.pk, "pdf"])
    assert "已约定明天上午调解。" in said(client.get(url).content)
    sheet = client.get(url.replace(".pdf", ".xlsx")).content
    rows = CalamineWorkbook.from_filelike(BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert ["要求", DEMAND] in [row[:2] for row in rows]
    assert client.get(url.replace(".pdf", ".exe")).status_code == 404
    page = client.get(reverse("supervision:order", args=[order.county, order.pk])).content.decode()
    assert url in page
    assert dispute.get_absolute_url() in page
    stranger = signed_in(cast, "stranger")
    assert stranger.get(url).status_code == 404
