"""Linking a dispute with another one, merging it into another, and taking a link back."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from hemu.disputes import amendment, queries
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, LinkKind
from hemu.disputes.queries import Filter, listed
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.web import writes
from hemu.office.forms import LinkForm, MergeForm, UnlinkForm
from hemu.office.pages.rows import HEAVY, Row, rows_of
from hemu.office.views.acts import ActPage, act_page
from hemu.orgs.actor import Actor

MOST_FOUND = 12


def _found(page: ActPage, text: str) -> list[Row] | None:
    """Disputes in the actor's scope that the text finds, but for this one; None when nothing was sought."""
    if not text.strip():
        return None
    rows = listed(Filter(text=text[:60]), by=page.actor).exclude(pk=page.dispute.pk)
    return rows_of(rows.order_by("-opened_at", "-id").defer(*HEAVY)[:MOST_FOUND])


def _search(page: ActPage) -> dict[str, Any]:
    text = page.request.GET.get("q", "")
    try:
        return {"q": text, "found": _found(page, text), "too_wide": ""}
    except Refused as refused:
        return {"q": text, "found": None, "too_wide": str(refused)}


def _other(value: str, by: Actor) -> Dispute:
    """The dispute that a form names as ``county-id``, in the actor's scope."""
    county, _dash, dispute_id = value.partition("-")
    if not (county.isdigit() and dispute_id.isdigit() and len(value) < 40):
        raise Refused(_("请先搜索并选定另一件纠纷。"), field="other", code="required")
    try:
        return queries.get(int(county), int(dispute_id), by=by)
    except Missing as missing:
        raise Refused(_("没有找到另一件纠纷，请重新选定。"), field="other", code="missing") from missing


@writes
def link(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """Say that another dispute is this one's source, or hangs together with it."""
    page = act_page(request, county, dispute_id, Act.LINK, "office/dispute/link.html", merging=False)
    page.more.update(_search(page))
    form = LinkForm(request.POST or None, initial={"seen": page.dispute.ledger_seq})
    if request.method != "POST":
        return page.show(form)
    if not form.is_valid():
        return page.show(form, status=422)
    given = form.cleaned_data

    def work() -> None:
        other = _other(given["other"], page.actor)
        kind = LinkKind(given["kind"])
        amendment.link(page.dispute, other, kind, given["grounds"], by=page.actor, seen=given["seen"])

    return page.do(form, work, _("已关联。规则已按关联情况重新算过建议等级。"))


@writes
def merge(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """Say that this is the same dispute as another one: this record ends, the other goes on."""
    page = act_page(request, county, dispute_id, Act.MERGE, "office/dispute/link.html", merging=True)
    page.more.update(_search(page))
    form = MergeForm(request.POST or None, initial={"seen": page.dispute.ledger_seq})
    if request.method != "POST":
        return page.show(form)
    if not form.is_valid():
        return page.show(form, status=422)
    given = form.cleaned_data

    def work() -> None:
        into = _other(given["other"], page.actor)
        amendment.merge(page.dispute, into, given["grounds"], by=page.actor, seen=given["seen"])

    return page.do(form, work, _("已并案，本件到此结束，台账保留。"))


@writes
def unlink(request: HttpRequest, county: int, dispute_id: int, link_id: int) -> HttpResponse:
    """Take a link back."""
    page = act_page(request, county, dispute_id, Act.UNLINK, "office/dispute/act.html")
    form = UnlinkForm(request.POST or None, initial={"seen": page.dispute.ledger_seq})
    if request.method != "POST":
        return page.show(form)
    if not form.is_valid():
        return page.show(form, status=422)
    reason = form.cleaned_data["reason"]
    return page.do(
        form,
        lambda: amendment.unlink(page.dispute, link_id, reason, by=page.actor),
        _("已解除关联，台账保留原来的记录。"),
    )
