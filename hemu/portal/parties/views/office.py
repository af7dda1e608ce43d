"""The office's side: slips for parties, and answering what they ask for."""

from __future__ import annotations

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes import queries as disputes
from hemu.disputes.announcing import CODE_GIVEN, tell_party
from hemu.disputes.forms import text_field
from hemu.disputes.models import Dispute, Party
from hemu.kernel.errors import Forbidden, Missing
from hemu.kernel.web import reads, writes
from hemu.orgs.actor import Actor
from hemu.orgs.models import Person
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of
from hemu.portal.parties import actions, codes, corrections, naming, persons, queries, slips
from hemu.portal.parties.actions import Asking
from hemu.portal.parties.models import PERSONAL, Column, Kind, Request, Status
from hemu.privacy.actions import record_opening
from hemu.privacy.masks import masked
from hemu.privacy.minors import party_of
from hemu.privacy.models import SEALED_FIELDS, Purpose, Way
from hemu.privacy.showing import page_tabs
from hemu.privacy.views.shared import bound, status_of, tried

ROWS = 50


class DecideForm(forms.Form):
    status = forms.TypedChoiceField(
        label=gettext_lazy("结果"),
        choices=[choice for choice in Status.choices if choice[0] != Status.OPEN],
        coerce=int,
        widget=forms.RadioSelect,
    )
    reason = text_field(
        gettext_lazy("答复"),
        rows=3,
        max_length=2000,
        help_text=gettext_lazy("当事人在查询页面上看得到。不同意的要说明理由。"),
    )
    instead = forms.TypedChoiceField(
        label=gettext_lazy("由谁接替"),
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("同意换人的，选定接替的调解员，答复时一并换好；还有别的调解员的可以不选。"),
    )

    def __init__(self, people: list[tuple[int, str]] | None = None, data: Any = None) -> None:
        super().__init__(data)
        if people:
            self.fields["instead"].choices = [("", "—"), *people]  # type: ignore[attr-defined]
        else:
            del self.fields["instead"]


class DeskForm(forms.Form):
    party_id = forms.TypedChoiceField(label=gettext_lazy("谁提出的"), coerce=int, widget=forms.RadioSelect)
    kind = forms.TypedChoiceField(
        label=gettext_lazy("请求"),
        choices=[(int(kind), kind.label) for kind in PERSONAL],
        coerce=int,
        widget=forms.RadioSelect,
    )
    column = forms.TypedChoiceField(
        label=gettext_lazy("更正哪一项"),
        choices=[("", "—"), *Column.choices],
        coerce=int,
        empty_value=None,
        required=False,
    )
    becomes = forms.CharField(label=gettext_lazy("更正为"), max_length=200, required=False)
    text = text_field(gettext_lazy("说明"), rows=3, max_length=2000, required=False)
    verified = forms.CharField(
        label=gettext_lazy("怎样核对身份"),
        max_length=200,
        help_text=gettext_lazy("例如“核对身份证原件”。"),
    )

    def __init__(self, parties: list[tuple[int, str]], data: Any = None) -> None:
        super().__init__(data)
        self.fields["party_id"].choices = parties  # type: ignore[attr-defined]  # a choice field


def base_address(request: HttpRequest) -> str:
    """Where villagers reach the site."""
    return settings.PUBLIC_URL or request.build_absolute_uri("/").rstrip("/")


def _read(request: HttpRequest, county: int, dispute_id: int) -> tuple[Dispute, Actor]:
    by = actor_of(request)
    dispute = disputes.get(county, dispute_id, by=by)
    by.require(Permission.OPEN_PERSONAL)
    return dispute, by


@writes
def party_codes(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """Who has a code; POST gives one to each who has none."""
    dispute, _by = _read(request, county, dispute_id)
    if request.method == "POST":
        made = codes.ensure(dispute)
        messages.success(request, _("已给 %(n)s 名当事人查询码，请打印交给本人。") % {"n": made})
        return redirect("parties:codes", county, dispute_id)
    given = codes.of_parties(dispute)
    rows = [(one, codes.is_locked(one.code) if one.code else False) for one in given]
    context = {
        "dispute": dispute,
        "rows": rows,
        "some": any(one.code for one in given),
        "lacking": any(one.code is None for one in given),
        "no_public_address": not settings.PUBLIC_URL,
    }
    return render(request, "parties/codes.html", context)


@writes
def renew(request: HttpRequest, county: int, dispute_id: int, party_id: int) -> HttpResponse:
    """A new code for one party; the old one ends."""
    dispute, by = _read(request, county, dispute_id)
    if request.method == "POST":
        codes.renew(dispute, party_id, by=by)
        messages.success(request, _("已换新的查询码，旧的作废。请打印交给本人。"))
    return redirect("parties:codes", county, dispute_id)


@writes
def slip(request: HttpRequest, county: int, dispute_id: int, party_id: int) -> HttpResponse:
    """The slip of one party, to be handed to nobody else. Who prints it could enter as the party: it is
    written where the party reads who opened what."""
    dispute, by = _read(request, county, dispute_id)
    if request.method != "POST":
        return redirect("parties:codes", county, dispute_id)
    given = codes.given(dispute, party_id)
    if given.code is None:
        raise Missing(_("还没有给这名当事人查询码。"))
    _record_handing(dispute, given.party, by, _("打印查询单"))
    key = f"code:{given.code.edition}"
    tell_party(dispute, party_id, CODE_GIVEN, key=key, by=f"{by.unit_name} {by.name}")
    answer = HttpResponse(slips.pdf(dispute, [given], base_address(request)), content_type="application/pdf")
    answer["Content-Disposition"] = "inline; filename=slip.pdf"
    answer["Cache-Control"] = "no-store"
    return answer


@reads
def requests(request: HttpRequest) -> HttpResponse:
    """What parties ask for in the actor's area, those that wait first."""
    by = actor_of(request)
    narrowed = request.GET.get("view") == "answer"
    found = queries.to_answer(by) if narrowed else queries.requests(by)
    page = Paginator(found, ROWS).get_page(request.GET.get("page"))
    waiting = queries.requests(by, waiting=True).count()
    context = {
        "page": page,
        "rows": list(page),
        "open": Status.OPEN,
        "narrowed": narrowed,
        "tabs": page_tabs(request, {"requests": waiting} if waiting else None)
        if by.may(Permission.GUARD_PERSONAL)
        else [],
    }
    return render(request, "parties/requests.html", context)


@writes
def one(request: HttpRequest, county: int, request_id: int) -> HttpResponse:
    """One request, and the form to answer it."""
    by = actor_of(request)
    row = queries.request(county, request_id, by=by)
    may_decide = row.status == Status.OPEN and actions.may_decide(row, by)
    asks = may_decide and row.kind == Kind.REFUSE
    form = DecideForm(naming.instead_of(row, by=by) if asks else None, bound(request))

    def do(given: dict[str, Any]) -> None:
        status, instead = Status(given["status"]), given.get("instead")
        actions.decide(row, status, given["reason"], by=by, instead=instead)

    if form.is_bound and tried(form, do):
        messages.success(request, _("已答复，当事人查询时能看到。"))
        return redirect("parties:request", county, request_id)
    dispute = disputes.seen(row.county, row.dispute_id, by=by) if by.covers(row.region) else None
    context = {
        "row": row,
        "ref": dispute.ref if dispute else "",
        "form": form,
        "values": _values(row, shown=False),
        "mediator": _mediator(row),
        "may_decide": may_decide,
        "own": may_decide and actions.took_down(row, by),
        "has_copy": row.kind == Kind.COPY and row.copy_until is not None,
    }
    return render(request, "parties/request.html", context, status=status_of(form))


@writes
def values(request: HttpRequest, county: int, request_id: int) -> HttpResponse:
    """What a correction changes, in the open: on record first, and on this answer only."""
    by = actor_of(request)
    row = queries.request(county, request_id, by=by)
    if request.method != "POST":
        return redirect("parties:request", county, request_id)
    if not actions.may_decide(row, by):
        raise Forbidden(_("由%(unit)s答复。") % {"unit": row.unit_name})
    corrections.open_values(row, by=by)
    context = {
        "row": row,
        "ref": "",
        "form": DecideForm(),
        "values": _values(row, shown=True),
        "mediator": "",
        "may_decide": row.status == Status.OPEN,
        "own": False,
        "has_copy": False,
    }
    answer = render(request, "parties/request.html", context)
    answer["Cache-Control"] = "no-store"
    return answer


def _values(row: Request, *, shown: bool) -> dict[str, Any]:
    """What a correction changes: masked where it is personal and nobody has opened it."""
    field = corrections.opened_field(row)
    was, becomes = str(row.was or ""), str(row.becomes or "")
    if field is None or shown:
        return {"was": was, "becomes": becomes, "masked": False}
    return {"was": masked(field, was), "becomes": masked(field, becomes), "masked": True}


def _mediator(row: Request) -> str:
    if row.person_id is None:
        return ""
    found = Person.objects.filter(pk=row.person_id).first()
    return found.name if found else ""


@writes
def hand_over(request: HttpRequest, county: int, request_id: int) -> HttpResponse:
    """The zip of a copy that was granted, for handing it over in person; on record for the party."""
    by = actor_of(request)
    row = queries.request(county, request_id, by=by)
    if request.method != "POST":
        return redirect("parties:request", county, request_id)
    if row.kind != Kind.COPY or row.copy_until is None:
        raise Missing("")
    if not actions.may_decide(row, by):
        raise Forbidden(_("由%(unit)s答复。") % {"unit": row.unit_name})
    dispute = disputes.get(row.county, row.dispute_id, by=by)
    party = party_of(dispute, row.party_id)
    for part in persons.parts_of(party, by):
        _record_handing(part.dispute, part.party, by)
    answer = HttpResponse(persons.packed(party, by), content_type="application/zip")
    answer["Content-Disposition"] = "attachment; filename=personal-data.zip"
    answer["Cache-Control"] = "no-store"
    return answer


def _record_handing(dispute: Dispute, party: Party, by: Actor, note: str = "") -> None:
    note = note or _("复制给本人（个人信息保护法45）")
    for field in SEALED_FIELDS:
        if str(getattr(party, field.column)):
            record_opening(dispute, party, field, Purpose.COPY, note, by=by, way=Way.HANDED)


@writes
def desk(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """Writing down what somebody asks for who came in person, once it was checked who they are."""
    dispute, by = _read(request, county, dispute_id)
    people = disputes.parties(dispute)
    form = DeskForm([(party.pk, party.name) for party in people], bound(request))
    made: list[Request] = []

    def do(given: dict[str, Any]) -> None:
        column = Column(given["column"]) if given["column"] else None
        asking = Asking(Kind(given["kind"]), given["text"], column, given["becomes"])
        party = party_of(dispute, given["party_id"])
        made.append(actions.take_down(dispute, party, asking, given["verified"], by=by))

    if form.is_bound and tried(form, do):
        messages.success(request, _("已记下，请按时答复。"))
        return redirect("parties:request", made[0].county, made[0].pk)
    context = {"dispute": dispute, "form": form}
    return render(request, "parties/desk.html", context, status=status_of(form))
