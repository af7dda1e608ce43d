"""The party's page: in by code and second proof, then one screen for each thing that a party can do.

No account, no cookie, no script: every page is the answer to a form that carries a signed note of who is
in (hemu.portal.parties.passes). What is wrong with a code or a proof is never told.
"""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.kernel.web import public, reads, writes
from hemu.portal import floods, tokens
from hemu.portal.parties import codes, papers, passes, persons
from hemu.portal.parties.models import Kind, Request
from hemu.portal.parties.views.screens import SCREENS, Screen
from hemu.portal.parties.views.texting import Texts
from hemu.portal.views.answers import shown
from hemu.privacy.masks import mask_name

TRY = "party"
"""What the token of the page is for on which a code is typed."""


@csrf_exempt  # there is no session to forge: the form carries who is in
@public
@writes
def my(request: HttpRequest) -> HttpResponse:
    """GET asks for the code; POST goes on to the second proof, in, or does what a screen says."""
    if request.method != "POST":
        return _ask_code(request, request.GET.get("c", "")[:60])
    if request.POST.get("pass"):
        held = passes.read(request.POST["pass"])
        if held is None:
            return _ask_code(request, "", _("页面打开很久了，请重新输入查询码。"), status=403)
        return _screen(request, held)
    if "proof" not in request.POST:
        return _ask_proof(request, request.POST.get("code", "")[:60])
    return _enter(request)


def _ask_code(request: HttpRequest, typed: str, wrong: str = "", status: int = 200) -> HttpResponse:
    return _outside(request, "parties/code.html", {"typed": typed, "wrong": wrong}, status)


def _ask_proof(request: HttpRequest, code: str, wrong: str = "", status: int = 200) -> HttpResponse:
    """Asked whatever the code is: here too nobody learns whether there is such a code."""
    asks_sum = floods.left(floods.TRYING, floods.address_range(request)) < 1
    context: dict[str, Any] = {"code": code, "wrong": wrong, "token": tokens.fresh(TRY) if asks_sum else None}
    return _outside(request, "parties/proof.html", context, status)


def _outside(request: HttpRequest, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    answer = shown(request, template, context, status=status)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _enter(request: HttpRequest) -> HttpResponse:
    where, code = floods.address_range(request), request.POST.get("code", "")[:60]
    if not _may_try(request, where):
        wrong = _("这个网络上输错的次数很多。请算一算下面这道题，再按“进入”。")
        return _ask_proof(request, code, wrong, status=429)
    who = codes.enter(code, request.POST.get("proof", "")[:60])
    if who is None:
        floods.take(floods.TRYING, where)
        wrong = _(
            "查询码或者核对信息不对，或者输错太多次暂时锁住了。请看看单子再试；还不行，请到办理单位换一张新的。"
        )
        return _ask_proof(request, code, wrong, status=403)
    return _screen(request, passes.fresh(who))


def _may_try(request: HttpRequest, where: str) -> bool:
    if floods.left(floods.TRYING, where) >= 1:
        return True
    token = tokens.read(request.POST.get("try", ""), TRY)
    if token is None or not token.is_answered(request.POST):
        return False
    return floods.take(floods.SOLVED, token.secret.hex())


def _screen(request: HttpRequest, held: passes.Pass) -> HttpResponse:
    """Do or show what the form asks for."""
    name = request.POST.get("do", "")
    known = {**SCREENS, Texts.name: Texts}
    screen = known.get(name, SCREENS[""])(request.POST, held).run()
    if screen.held is None:
        return _ask_code(request, "", status=200)
    return _inside(request, screen)


def _inside(request: HttpRequest, screen: Screen) -> HttpResponse:
    held = screen.held or passes.fresh(screen.who)
    fresh = passes.fresh(held.who)
    context = {
        "who": held.who,
        "name": mask_name(held.who.party.name, held.who.party.kind),
        "pass": fresh.text,
        "done": screen.done,
        "error": screen.error,
        "form": screen.form,
        "screen": screen.name,
        **screen.context,
    }
    answer = shown(request, screen.template, context, status=screen.status)
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@csrf_exempt  # see my
@public
@writes
def paper(request: HttpRequest, key: str, row: int) -> HttpResponse:
    """One paper of the party's own, as PDF. Anything else is not there."""
    held = passes.read(request.POST.get("pass", "")) if request.method == "POST" else None
    if held is None:
        raise Missing("")
    return _file(papers.pdf(held.who, key, row), "application/pdf", "inline; filename=paper.pdf")


@csrf_exempt  # see my
@public
@writes
def data(request: HttpRequest, request_id: int) -> HttpResponse:
    """What is kept of the person, once an office has granted it and as long as it can be fetched."""
    held = passes.read(request.POST.get("pass", "")) if request.method == "POST" else None
    if held is None:
        raise Missing("")
    own = Request.objects.of(held.who.dispute).filter(pk=request_id, party_id=held.who.party.pk)
    if not own.filter(kind=Kind.COPY, copy_until__gt=clock.now()).exists():
        raise Missing("")
    return _file(persons.packed(held.who.party), "application/zip", "attachment; filename=my-data.zip")


def _file(content: bytes, kind: str, way: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=kind)
    answer["Content-Disposition"] = way
    answer["Cache-Control"] = "no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


@public
@reads
def notice(request: HttpRequest) -> HttpResponse:
    """Who uses parties' information, what for, how long, where it is kept, and what they can ask for."""
    return shown(request, "parties/notice.html", {"periods": papers.periods()})
