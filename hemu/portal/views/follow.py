"""Following a report by its code: where it stands, the answer, adding to it, saying whether it is settled.

The code is never in an address: pages are answers to a form that carries it, and leave nothing behind on
a telephone that several people use.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from hemu.kernel.errors import Conflict, Refused
from hemu.kernel.web import public, writes
from hemu.loop.screening.models import ReportStatus, Satisfaction, VillagersReport
from hemu.loop.screening.villagers import actions, files, queries, rules
from hemu.loop.screening.villagers.models import Said
from hemu.portal import floods, tokens, words
from hemu.portal.forms import AddForm, SettledForm, UnsettledForm
from hemu.portal.views.say import contents

FORMS: dict[str, type[django_forms.Form]] = {
    "add": AddForm,
    "settled": SettledForm,
    "unsettled": UnsettledForm,
}
HIDDEN = (Said.TAKEN, Said.GIVEN, Said.JUDGED_REAL, Said.UNFOLDED)
"""Steps that say nothing to the villager which the head of the page doesn't."""


@dataclass
class Asked:
    """What the villager's form asked for, read from its fields."""

    report: VillagersReport
    code: str
    do: str
    form: django_forms.Form | None = None
    error: str = ""
    done: str = ""
    status: int = 200


@csrf_exempt  # see hemu.portal.views.say: there is no session to forge
@public
@writes
def follow(request: HttpRequest) -> HttpResponse:
    """GET asks for the code; POST shows the report, or does what its form says."""
    if request.method != "POST":
        return _enter(request)
    typed, where = request.POST.get("code", "")[:60], floods.address_range(request)
    wait = (1 - floods.left(floods.TRYING, where)) * floods.TRYING.every
    if wait > 0:
        message = _("查询码输错的次数太多了，请过几分钟再试。")
        response = _enter(request, typed, message, status=429)
        response["Retry-After"] = str(int(wait) + 1)
        return response
    report = queries.by_code(typed)
    if report is None:
        floods.take(floods.TRYING, where)
        message = _("没有这个查询码。请看看是不是抄错了；共 16 个字母和数字，不分大小写。")
        return _enter(request, typed, message, status=404)
    asked = Asked(report, rules.shown_code(rules.read_code(typed)), request.POST.get("do", ""))
    if asked.do in FORMS:
        _do(request, asked, where)
    return _page(request, asked)


def _enter(request: HttpRequest, typed: str = "", wrong: str = "", status: int = 200) -> HttpResponse:
    response = render(request, "portal/follow.html", {"typed": typed, "wrong": wrong}, status=status)
    response["Cache-Control"] = "no-store"
    return response


def _do(request: HttpRequest, asked: Asked, where: str) -> None:
    """Show the form of an act, or do it when it was filled in."""
    kind = FORMS[asked.do]
    if not request.POST.get("send"):
        asked.form = kind()
        return
    asked.form = kind(request.POST)
    token = tokens.read(request.POST.get("token", ""), f"report:{asked.report.id}")
    if token is None:
        asked.error, asked.status = _("这个页面打开很久了，请再按一次“发送”。"), 422
        return
    if not asked.form.is_valid():
        asked.status = 422
        return
    try:
        floods.pass_through(floods.FLOOD, where, _("这个网络上现在发来的太多了，请过几分钟再按一次“发送”。"))
        asked.report = _act(request, asked, token)
    except Conflict as conflict:
        if conflict.code != "sent_already":
            asked.error, asked.status = str(conflict), conflict.status
            return
    except Refused as refused:
        asked.error, asked.status = str(refused), refused.status
        return
    asked.form, asked.done = None, _("收到了。")
    asked.report = queries.by_code(asked.code) or asked.report


def _act(request: HttpRequest, asked: Asked, token: tokens.Token) -> VillagersReport:
    given = asked.form.cleaned_data if asked.form is not None else {}
    if asked.do == "settled":
        return actions.say_settled(asked.report, Satisfaction(given["satisfaction"]), token=token.secret)
    if asked.do == "unsettled":
        return actions.say_unsettled(asked.report, given["text"], token=token.secret)
    return actions.add_word(asked.report, given["text"], files.keep(contents(request)), token=token.secret)


def _page(request: HttpRequest, asked: Asked) -> HttpResponse:
    row = asked.report
    head = queries.head(row)
    answered = head.status in (ReportStatus.ANSWERED, ReportStatus.SETTLED)
    history = [told for told in queries.history(row) if told.step.said not in HIDDEN]
    context = {
        "asked": asked,
        "head": head,
        "standing": words.standing(row if row.status == ReportStatus.SET_ASIDE else head),
        "answer": head.answer if answered else "",
        "answered": answered,
        "settled": head.status == ReportStatus.SETTLED,
        "closed": row.status == ReportStatus.SET_ASIDE,
        "question": _open_question(history),
        "steps": [(words.STEPS[told.step.said], words.say(told.step.at), told) for told in history],
        "disputes": [words.of_dispute(one) for one in queries.disputes_of(head)],
        "openings": [(one, words.say(one.at)) for one in queries.openings(row)],
        "token": tokens.fresh(f"report:{row.id}").text,
    }
    response = render(request, "portal/report.html", context, status=asked.status)
    response["Cache-Control"] = "no-store"
    return response


def _open_question(history: list[queries.Told]) -> str:
    """What the team asked last, while the villager hasn't said anything since."""
    for told in reversed(history):
        if told.step.said == Said.ASKED:
            return told.step.text
        if told.step.said in (Said.ADDED, Said.UNSETTLED, Said.ANSWERED):
            return ""
    return ""
