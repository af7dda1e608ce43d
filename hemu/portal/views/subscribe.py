"""A villager asks for messages: a number, a code, done; and stops by one step."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt

from hemu.kernel.errors import Missing, Refused
from hemu.kernel.web import public, writes
from hemu.loop.screening.villagers import queries
from hemu.notices.bulletins import subscribing
from hemu.notices.bulletins.forms import topic_field
from hemu.notices.telling import consent
from hemu.notices.telling.models import Way
from hemu.orgs.models import Region
from hemu.portal import floods, tokens
from hemu.portal.views.answers import is_too_large, shown, too_large
from hemu.portal.views.start import gone

SUBSCRIBING = floods.Gate("subscribe", burst=20, every=60)
"""Codes asked for from one range of addresses."""
_SALT = "hemu.portal.subscribe"
_HOUR = 3600


class AskForm(forms.Form):
    phone = forms.CharField(label=gettext_lazy("手机号码"), max_length=20)
    topics = topic_field()
    agreed = forms.BooleanField(label=gettext_lazy("我同意接收这些短信"))


# No session stands behind these forms; see hemu.portal.views.say.
@csrf_exempt
@public
@writes
def subscribe(request: HttpRequest, word: str) -> HttpResponse:
    """GET asks for number and topics; POST sends a code, or takes it."""
    if is_too_large(request):
        return too_large(request)
    village = queries.village_of(word)
    if village is None:
        return gone(request)
    if request.method != "POST":
        return _page(request, village, word, AskForm())
    if "code" in request.POST:
        return _confirm(request, village, word)
    return _ask(request, village, word)


def _page(request: HttpRequest, village: Region, word: str, form: AskForm, **more: Any) -> HttpResponse:
    status, wait = more.pop("status", 200), more.pop("wait", 0)
    context = {
        "village": village,
        "word": word,
        "form": form,
        "step": "ask",
        "ticket": "",
        "wrong": "",
        "token": tokens.fresh(f"subscribe:{word}"),
        "is_open": subscribing.sms_channel(village.code) is not None,
        **more,
    }
    return shown(request, "portal/subscribe.html", context, status=status, wait=wait)


def _ask(request: HttpRequest, village: Region, word: str) -> HttpResponse:
    form = AskForm(request.POST)
    token = tokens.read(request.POST.get("token", ""), f"subscribe:{word}")
    if token is None or not token.is_answered(request.POST):
        wrong = _("请算一算最下面那道题，再按“发验证码”。")
        return _page(request, village, word, form, wrong=wrong, status=422)
    if not form.is_valid():
        wrong = _("请填手机号码、选想收到什么，并打勾同意。")
        return _page(request, village, word, form, wrong=wrong, status=422)
    try:
        floods.pass_through(
            SUBSCRIBING, floods.address_range(request), _("这个网络上要验证码的人很多，请稍后再试。")
        )
        row = subscribing.ask(village.code, form.cleaned_data["phone"], form.cleaned_data["topics"])
    except Refused as refused:
        wait = refused.wait if isinstance(refused, floods.TooMuch) else 0
        return _page(request, village, word, form, wrong=str(refused), status=refused.status, wait=wait)
    ticket = signing.dumps([row.county, row.id], salt=_SALT)
    return _page(request, village, word, form, step="code", ticket=ticket)


def _confirm(request: HttpRequest, village: Region, word: str) -> HttpResponse:
    ticket = request.POST.get("ticket", "")
    try:
        county, number = signing.loads(ticket, salt=_SALT, max_age=_HOUR)
        subscribing.confirm(int(county), int(number), request.POST.get("code", ""))
    except (signing.BadSignature, ValueError, TypeError, Missing):
        wrong = _("这个页面打开很久了，请重新订阅。")
        return _page(request, village, word, AskForm(), wrong=wrong, status=422)
    except Refused as refused:
        return _page(
            request, village, word, AskForm(), step="code", ticket=ticket, wrong=str(refused), status=422
        )
    return _page(request, village, word, AskForm(), step="done")


@csrf_exempt
@public
@writes
def stop(request: HttpRequest, secret: str) -> HttpResponse:
    """The one step out: a page with one button, from every message."""
    row = subscribing.stop_by_secret(secret)
    if row is None:
        return _stop_party(request, secret)
    if request.method == "POST":
        subscribing.stop(row)
    stopped = request.method == "POST" or row.stopped_at is not None
    return shown(request, "portal/stop.html", {"stopped": stopped})


def _stop_party(request: HttpRequest, secret: str) -> HttpResponse:
    """The way out of messages about one's own matter."""
    agreed = consent.by_secret(secret)
    if agreed is None:
        raise Missing("")
    if request.method == "POST":
        consent.stop_here(agreed, Way.ADDRESS)
    stopped = request.method == "POST" or agreed.stopped_at is not None
    return shown(request, "portal/stop.html", {"stopped": stopped, "party": True})
