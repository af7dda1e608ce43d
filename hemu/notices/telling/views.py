"""Messages to parties: those of one dispute, the list of an area, what is told at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import queries as disputes
from hemu.disputes.forms import put_refusal
from hemu.disputes.models import Dispute
from hemu.disputes.tabs import Tab
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.loop.followup import listing, sheets
from hemu.notices.sending import queries as sending
from hemu.notices.sending.models import PARTY_PURPOSES
from hemu.notices.sending.texts import SAMPLES, fill
from hemu.notices.sending.views.common import tabs as channel_tabs
from hemu.notices.telling import calls, consent, queries, settings
from hemu.notices.telling.forms import AgreeForm, SettingsForm, ToldForm
from hemu.notices.telling.models import Message, MessageQuerySet, State, Way, What
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of
from hemu.privacy.masks import mask_name

Do = Callable[[Dispute, HttpRequest, Actor], str]


@writes
def of_dispute(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """Who agreed, what was sent, what is to be told by hand. A POST does what its button says."""
    by = actor_of(request)
    dispute = disputes.get(county, dispute_id, by=by)
    if request.method == "POST":
        do = _ACTS.get(request.POST.get("do", ""))
        if do is None:
            raise Missing("")
        try:
            messages.success(request, do(dispute, request, by))
        except Forbidden:
            raise
        except (Refused, Conflict) as refused:
            messages.error(request, str(refused))
        return redirect("telling:dispute", county, dispute_id)
    told = queries.of_dispute(dispute)
    context = {
        "dispute": dispute,
        "people": [(one, _agree_form(one)) for one in queries.of_parties(dispute)],
        "calls": [(row, ToldForm(initial={"message": row.pk}, auto_id=f"m{row.pk}_%s")) for row in told
                  if row.by_hand and row.told_at is None],
        "told": [(row, queries.TONES[State(row.state)]) for row in told],
        "has_channel": queries.has_channel(dispute),
        "may_tell": by.may(Permission.AMEND),
    }  # fmt: skip
    return render(request, "telling/dispute.html", context)


def _agree_form(one: queries.Standing) -> AgreeForm | None:
    if one.agreed is not None or one.never:
        return None
    return AgreeForm(initial={"party": one.party.pk}, auto_id=f"p{one.party.pk}_%s")


def _given(form: Any) -> dict[str, Any]:
    if not form.is_valid():
        raise Refused(" ".join(str(error) for errors in form.errors.values() for error in errors))
    found: dict[str, Any] = form.cleaned_data
    return found


def _agree(dispute: Dispute, request: HttpRequest, by: Actor) -> str:
    given = _given(AgreeForm(request.POST))
    row = consent.agree(dispute, given["party"], Way(given["way"]), by=by)
    return _("已记下%(name)s同意接收短信，第一条短信会告诉本人怎样退订。") % {"name": row.party_name}


def _stop(dispute: Dispute, request: HttpRequest, by: Actor) -> str:
    number = request.POST.get("party", "")
    if not (number.isascii() and number.isdigit()):
        raise Missing("")
    consent.stop(dispute, int(number), Way.ORAL, by=by)
    return _("已停止，不再发短信。")


def _told(dispute: Dispute, request: HttpRequest, by: Actor) -> str:
    given = _given(ToldForm(request.POST))
    calls.told(dispute, given["message"], given["how"], by=by)
    return _("已记下，写进了台账。")


_ACTS: dict[str, Do] = {"agree": _agree, "stop": _stop, "told": _told}


def _rows(request: HttpRequest, by: Actor) -> tuple[MessageQuerySet, bool]:
    to_call = request.GET.get("view", "") != "all"
    return queries.messages(
        by,
        to_call=to_call,
        state=listing.number(request, "state", State.values),
        text=request.GET.get("q", "")[:40],
    ), to_call


@reads
def every(request: HttpRequest) -> HttpResponse:
    """What is to be told by hand in the actor's area, or (``view=all``) every message with its result."""
    by = actor_of(request)
    rows, to_call = _rows(request, by)
    page = listing.page(request, rows)
    names = place_names({row.region for row in page}, local=True)
    waiting = queries.messages(by, to_call=True).count()
    context = {
        "page": page,
        "rows": [_shown(row, names) for row in page],
        "to_call": to_call,
        "views": [
            Tab(_("待人工告知"), "?", waiting, to_call),
            Tab(_("全部短信"), "?view=all", None, not to_call),
        ],
        "states": [] if to_call else listing.tabs(request, "state", State.choices, _("全部结果")),
        "sought": request.GET.get("q", "")[:40],
        "query": request.GET.urlencode(),
    }
    return render(request, "telling/list.html", context)


def _shown(row: Message, names: dict[int, str]) -> tuple[Message, str, str, str]:
    return row, mask_name(row.party_name), names[row.region], queries.TONES[State(row.state)]


@reads
def export(request: HttpRequest) -> HttpResponse:
    """The list as it is seen, names masked."""
    by = actor_of(request)
    rows = list(_rows(request, by)[0][: sheets.MOST_ROWS])
    names = place_names({row.region for row in rows}, local=True)
    heads = [
        _("编号"), _("当事人"), _("号码"), _("内容"), _("时间"), _("结果"), _("原因"), _("地点"),
        _("办理单位"), _("人工告知"), _("告知人"),
    ]  # fmt: skip
    cells = (
        [
            row.ref, mask_name(row.party_name), row.label, str(What(row.what).label), row.at,
            str(State(row.state).label), _reason(row), names[row.region], row.unit_name, row.told_at,
            row.told_by,
        ]
        for row in rows
    )  # fmt: skip
    return sheets.response("party-messages", _("当事人短信"), heads, cells, by=by)


def _reason(row: Message) -> str:
    return row.reason or (str(row.get_why_display()) if row.why else "")


@writes
def settings_page(request: HttpRequest) -> HttpResponse:
    """What parties are told by SMS in the area, with the text of each."""
    by = actor_of(request)
    found = settings.standing(by)
    off = found.off if found is not None else []
    on = [one.value for one in PARTY_PURPOSES if one.value not in off]
    given = request.POST if request.method == "POST" else None
    form = SettingsForm(given, initial={"on": on})
    if form.is_bound and form.is_valid():
        try:
            settings.put(form.off, by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已保存，之后的按这个发。"))
            return redirect("telling:settings")
    standing = dict(sending.templates(by))
    texts = [
        (What(one.value), one.value in on, fill(sending.words_of(one, standing[one])[1], SAMPLES))
        for one in PARTY_PURPOSES
    ]
    context = {
        "form": form,
        "texts": texts,
        "tabs": channel_tabs("settings"),
        "set": found,
        "may_list": by.may(Permission.VIEW),
    }
    return render(request, "telling/settings.html", context, status=422 if form.is_bound else 200)
