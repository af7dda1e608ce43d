"""A party answers by themselves: one question a screen, no account, no script needed (F7).

Whoever holds the link is the party. The page says no names: it may be opened on a telephone that several
people use.
"""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from hemu.disputes.models import SETTLED
from hemu.kernel.errors import Conflict, Refused
from hemu.kernel.web import public, writes
from hemu.loop.followup import answers, links
from hemu.loop.followup.complaints import actions as complaints
from hemu.loop.followup.complaints import queries as complained
from hemu.loop.followup.complaints.models import Kind, Way
from hemu.loop.followup.models import Again, Kept
from hemu.orgs.actor import system_actor
from hemu.orgs.models import Unit
from hemu.orgs.queries import place_name
from hemu.portal import floods, tokens, words
from hemu.portal.answering.forms import CARRIED, QUESTIONS, SCREENS
from hemu.portal.floods import Gate
from hemu.portal.views.answers import is_too_large, shown, too_large
from hemu.rulebook import codes

ANSWERING: Final = Gate("answer", burst=5, every=600)
"""What the holder of one link sends: nobody answers more often than that."""
GUESSING: Final = Gate("answer-guess", burst=20, every=60)
"""Addresses that open nothing, of one range of networks."""


@csrf_exempt  # see hemu.portal.views.say: there is no session to forge
@public
@writes
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """GET says where the matter stands and asks; POST goes on to the next question, or keeps the answer."""
    if is_too_large(request):
        return too_large(request)
    held = links.read(token)
    if held is None:
        return _gone(request)
    if request.method != "POST":
        return _start(request, held, token)
    if not answers.is_asked(held.dispute, held.party):
        return _start(request, held, token)
    return _go_on(request, held, token)


def _gone(request: HttpRequest) -> HttpResponse:
    """No such link, or an old one; who guesses is slowed down, and learns nothing."""
    where = floods.address_range(request)
    if floods.left(GUESSING, where) < 1:
        return shown(request, "portal/answering/gone.html", {"busy": True}, status=429, wait=60)
    if request.method == "POST":
        floods.take(GUESSING, where)
    return shown(request, "portal/answering/gone.html", {"busy": False}, status=404)


def _about(held: links.Held) -> dict[str, Any]:
    """What the page says of the matter: its kind and place, no names."""
    return {
        "kind": codes.full_label(codes.KINDS, held.dispute.kind),
        "where": place_name(held.dispute.region),
        "since": words.say(held.dispute.opened_at),
        "unit": held.dispute.lead_unit_name,
    }


def _start(request: HttpRequest, held: links.Held, token: str) -> HttpResponse:
    last = answers.last_of(held)
    context = {
        **_about(held),
        "asked": answers.is_asked(held.dispute, held.party),
        "last": last,
        "last_at": words.say(last.at) if last is not None else "",
        "complaints": [
            (one, words.say(one.made_at)) for one in complained.of_party(held.dispute, held.party.pk)
        ],
        "token": token,
    }
    return _unshared(shown(request, "portal/answering/start.html", context))


def _unshared(response: HttpResponse) -> HttpResponse:
    """The address is the key: no page that is opened from here learns it."""
    response["Referrer-Policy"] = "no-referrer"
    return response


def _screens(held: links.Held) -> tuple[str, ...]:
    """The questions; whether an agreement is kept is asked where there is one."""
    return SCREENS if held.dispute.outcome in SETTLED else SCREENS[1:]


def _go_on(request: HttpRequest, held: links.Held, token: str) -> HttpResponse:
    screens = _screens(held)
    name = request.POST.get("screen", "")
    if name not in screens:
        return _ask(request, held, token, screens[0], QUESTIONS[screens[0]]())
    if request.POST.get("go") == "back":
        before = screens[max(0, screens.index(name) - 1)]
        return _ask(request, held, token, before, QUESTIONS[before](initial=_carried(request)))
    form = QUESTIONS[name](request.POST)
    if not form.is_valid():
        return _ask(request, held, token, name, form, status=422)
    if name == screens[-1]:
        return _keep(request, held, token, form)
    after = screens[screens.index(name) + 1]
    return _ask(request, held, token, after, QUESTIONS[after](initial=_carried(request)))


def _carried(request: HttpRequest) -> dict[str, str]:
    return {name: request.POST.get(name, "")[:1000] for name in CARRIED if name in request.POST}


def _ask(
    request: HttpRequest,
    held: links.Held,
    token: str,
    name: str,
    form: forms.Form,
    *,
    status: int = 200,
    wrong: str = "",
) -> HttpResponse:
    screens = _screens(held)
    at_hand = tokens.read(request.POST.get("form", ""), f"answer:{token}") or tokens.fresh(f"answer:{token}")
    context = {
        **_about(held),
        "token": token,
        "screen": name,
        "form": form,
        "form_token": at_hand.text,
        "carried": [(key, text) for key, text in _carried(request).items() if key not in form.fields],
        "number": screens.index(name) + 1,
        "count": len(screens),
        "is_last": name == screens[-1],
        "wrong": wrong,
    }
    return _unshared(shown(request, "portal/answering/ask.html", context, status=status))


def _keep(request: HttpRequest, held: links.Held, token: str, form: forms.Form) -> HttpResponse:
    """Keep the whole answer, and send the complaint on."""
    at_hand = tokens.read(request.POST.get("form", ""), f"answer:{token}")
    if at_hand is None:
        return _ask(
            request, held, token, SCREENS[-1], form, status=422, wrong=_("页面打开很久了，请再按一次“发送”。")
        )
    try:
        new = _new(request, held, at_hand.secret)
        floods.pass_through(ANSWERING, token, _("您刚才答过几次了，请过一会儿再答。"))
        with transaction.atomic():
            answers.answer(held, new)
            made = _complain(held, form.cleaned_data)
    except Conflict as conflict:
        if conflict.code != "sent_already":
            raise
        made = None
    except Refused as refused:
        return _ask(request, held, token, SCREENS[-1], form, status=refused.status, wrong=str(refused))
    context = {**_about(held), "complaint": made, "again": new.again != Again.NO, "token": token}
    return _unshared(shown(request, "portal/answering/done.html", context))


def _new(request: HttpRequest, held: links.Held, secret: bytes) -> answers.NewAnswer:
    """What was answered on the screens before. Raises Refused when something is missing."""
    given = _carried(request)

    def number(name: str, allowed: Any) -> int:
        text = given.get(name, "")
        if not (text.isascii() and text.isdigit() and int(text) in allowed):
            raise Refused(_("前面有一个问题没有答，请按“上一题”补上。"), field=name, code="required")
        return int(text)

    has_agreement = held.dispute.outcome in SETTLED
    return answers.NewAnswer(
        kept=Kept(number("kept", Kept.values)) if has_agreement else Kept.NO_AGREEMENT,
        satisfaction=number("satisfaction", range(1, 6)),
        token=secret,
        left=given.get("left", ""),
        again=Again(number("again", Again.values)),
    )


def _complain(held: links.Held, given: dict[str, Any]) -> Any:
    """The complaint that was made along with the answer; None without one."""
    unit_id = held.dispute.lead_unit_id
    if not given["complains"] or unit_id is None:
        return None
    return complaints.complain(
        dispute=held.dispute, party=held.party, about_unit=Unit.objects.get(pk=unit_id), text=given["text"],
        by=system_actor(_("当事人自答")), said=complaints.Said(kind=Kind(given["kind"]), way=Way.LINK),
    )  # fmt: skip
