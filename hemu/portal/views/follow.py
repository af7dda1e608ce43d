"""Following a report by its code: where it stands, the answer, adding to it, saying whether it is settled.

The code is never in an address: pages are answers to a form that carries it, and leave nothing behind on
a telephone that several people use.
"""

from __future__ import annotations

from dataclasses import dataclass

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from hemu.kernel.errors import Conflict, Refused
from hemu.kernel.web import public, writes
from hemu.loop.screening.models import ReportStatus, Satisfaction, VillagersReport
from hemu.loop.screening.villagers import actions, queries, rules
from hemu.loop.screening.villagers.models import Said
from hemu.portal import floods, tokens, uploads, words
from hemu.portal.forms import AddForm, SettledForm, UnsettledForm
from hemu.portal.views.answers import is_too_large, shown, too_large

FORMS: dict[str, type[django_forms.Form]] = {
    "add": AddForm,
    "settled": SettledForm,
    "unsettled": UnsettledForm,
}
TRY = "try"
"""What the token of the page is for on which a code is typed."""
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
    if is_too_large(request):
        return too_large(request)
    if request.method != "POST":
        return _enter(request)
    typed, where = request.POST.get("code", "")[:60], floods.address_range(request)
    report = queries.by_code(typed)
    if not _may_try(request, report, where):
        message = _("这个网络上输错查询码的次数很多。请算一算下面这道题，再按“查看”。")
        return _enter(request, typed, message, status=429)
    if report is None:
        floods.take(floods.TRYING, where)
        message = _("没有这个查询码。请看看是不是抄错了；共 16 个字母和数字，不分大小写。")
        return _enter(request, typed, message, status=404)
    asked = Asked(report, rules.shown_code(rules.read_code(typed)), request.POST.get("do", ""))
    if asked.do in FORMS:
        _do(request, asked)
    return _page(request, asked)


def _may_try(request: HttpRequest, report: VillagersReport | None, where: str) -> bool:
    """Whether a code may be tried: whoever shares a network with somebody who guesses isn't shut out.

    Beyond the gate, the page of the very report must be at hand, or the little sum be answered.
    """
    if floods.left(floods.TRYING, where) >= 1:
        return True
    at_hand = request.POST.get("token", "")
    if report is not None and tokens.read(at_hand, f"report:{report.id}") is not None:
        return True
    token = tokens.read(request.POST.get("try", ""), TRY)
    if token is None or not token.is_answered(request.POST):
        return False
    return floods.take(floods.SOLVED, token.secret.hex())


def _enter(request: HttpRequest, typed: str = "", wrong: str = "", status: int = 200) -> HttpResponse:
    asks_sum = floods.left(floods.TRYING, floods.address_range(request)) < 1
    context = {"typed": typed, "wrong": wrong, "token": tokens.fresh(TRY) if asks_sum else None}
    return shown(request, "portal/follow.html", context, status=status)


def _do(request: HttpRequest, asked: Asked) -> None:
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
    unkept: list[str] = []
    try:
        too_much = _("您刚才发得太快了，请过一分钟再按一次“发送”。")
        floods.pass_through(floods.FOLLOWING, str(asked.report.id), too_much)
        asked.report, unkept = _act(request, asked, token)
    except Conflict as conflict:
        if conflict.code != "sent_already":
            asked.error, asked.status = str(conflict), conflict.status
            return
    except Refused as refused:
        asked.error, asked.status = str(refused), refused.status
        return
    asked.form, asked.done = None, _("收到了。")
    asked.error = " ".join(unkept)
    asked.report = queries.by_code(asked.code) or asked.report


def _act(request: HttpRequest, asked: Asked, token: tokens.Token) -> tuple[VillagersReport, list[str]]:
    """Do it; answers the report as it is then, and of the files that came why some weren't kept."""
    given = asked.form.cleaned_data if asked.form is not None else {}
    if asked.do == "settled":
        satisfaction = Satisfaction(given["satisfaction"])
        return actions.say_settled(asked.report, satisfaction, token=token.secret), []
    if asked.do == "unsettled":
        return actions.say_unsettled(asked.report, given["text"], token=token.secret), []
    looked = uploads.take(request, floods.address_range(request))
    if looked.refused and not looked.kept and not given["text"].strip():
        raise Refused(" ".join(looked.refused), field="files", code="not_kept")
    return actions.add_word(asked.report, given["text"], looked.kept, token=token.secret), looked.refused


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
    return shown(request, "portal/report.html", context, status=asked.status)


def _open_question(history: list[queries.Told]) -> str:
    """What the team asked last, while the villager hasn't said anything since."""
    for told in reversed(history):
        if told.step.said == Said.ASKED:
            return told.step.text
        if told.step.said in (Said.ADDED, Said.UNSETTLED, Said.ANSWERED):
            return ""
    return ""
