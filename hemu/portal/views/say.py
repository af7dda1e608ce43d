"""Saying something: four screens, one question each, with or without a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django import forms as django_forms
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from hemu.documents.inspection import MOST_BYTES
from hemu.kernel.errors import Refused
from hemu.kernel.web import public, writes
from hemu.loop.screening.models import ReportChannel
from hemu.loop.screening.villagers import actions, files, queries, rules
from hemu.loop.screening.villagers.people import villager_of
from hemu.orgs.models import Region
from hemu.portal import floods, tokens, words
from hemu.portal.forms import QUESTIONS, SCREENS
from hemu.portal.views.start import about, gone

CARRIED = ("text", "place", "reporter", "phone", "kept", "website")
"""What travels from screen to screen. ``website`` is a trap: no person sees it, machines fill it in."""


@dataclass
class Screen:
    """One screen as it will be shown."""

    village: Region
    word: str
    name: str
    token: tokens.Token
    form: django_forms.Form
    given: dict[str, str]
    errors: list[str] = field(default_factory=list)
    status: int = 200

    @property
    def number(self) -> int:
        return SCREENS.index(self.name) + 1

    @property
    def carried(self) -> list[tuple[str, str]]:
        """What the screen's own fields don't ask."""
        return [(name, text) for name, text in self.given.items() if text and name not in self.form.fields]

    @property
    def sounds_dangerous(self) -> bool:
        return words.sounds_dangerous(self.given.get("text", ""))

    @property
    def files_kept(self) -> int:
        return len(tokens.read_kept(self.given.get("kept", ""), self.token))


# No session and no cookie stands behind these forms, so that there is nothing to forge in somebody's name;
# and many browsers inside applications refuse our cookie. The signed token takes the place of the check.
@csrf_exempt
@public
@writes
def say(request: HttpRequest, word: str) -> HttpResponse:
    """GET opens the form; POST goes on, back, or sends."""
    village = queries.village_of(word)
    if village is None:
        return gone(request)
    if request.method != "POST":
        screen = Screen(village, word, "what", tokens.fresh(word), QUESTIONS["what"](), {})
        return _shown(request, screen)
    return _posted(request, village, word)


def _posted(request: HttpRequest, village: Region, word: str) -> HttpResponse:
    posted = request.POST
    given = {name: posted.get(name, "") for name in CARRIED}
    here = posted.get("screen", "")
    here = here if here in SCREENS else "what"
    token = tokens.read(posted.get("token", ""), word)
    screen = Screen(village, word, here, token or tokens.fresh(word), QUESTIONS[here](posted), given)
    if token is None:
        screen.errors, screen.status = [_("这个页面打开很久了。您填的都在，请接着往下。")], 422
        return _shown(request, screen)
    if posted.get("go") == "back":
        return _at(request, screen, SCREENS[max(0, screen.number - 2)])
    if not screen.form.is_valid():
        screen.status = 422
        return _shown(request, screen)
    if here != SCREENS[-1]:
        return _at(request, screen, SCREENS[screen.number])
    return _send(request, screen)


def _at(request: HttpRequest, screen: Screen, name: str) -> HttpResponse:
    """The same report at another screen, with what was answered there before."""
    screen.name, screen.form = name, QUESTIONS[name](initial=screen.given)
    return _shown(request, screen)


def _shown(request: HttpRequest, screen: Screen) -> HttpResponse:
    context = {"screen": screen, "last": screen.name == SCREENS[-1], **about(screen.village)}
    response = render(request, "portal/say.html", context, status=screen.status)
    response["Cache-Control"] = "no-store"
    return response


def _send(request: HttpRequest, screen: Screen) -> HttpResponse:
    given = screen.given
    for name in SCREENS[:-1]:
        earlier = QUESTIONS[name](given)
        if not earlier.is_valid():
            screen.name, screen.form, screen.status = name, earlier, 422
            return _shown(request, screen)
    where = floods.address_range(request)
    try:
        floods.pass_through(floods.FLOOD, where, _too_much())
        kept = tokens.read_kept(given["kept"], screen.token) + files.keep(contents(request))
        given["kept"] = tokens.sign_kept(kept, screen.token)
        if not _is_person(request.POST, screen):
            screen.errors, screen.status = [_("请算一算下面这道题，再发送。")], 422
            return _shown(request, screen)
        taken = actions.receive_report(_report(screen, kept, where), by=villager_of(screen.village))
    except Refused as refused:
        screen.errors = [str(refused)]
        screen.status = refused.status
        return _waiting(_shown(request, screen), refused)
    return _sent(request, screen, taken)


def contents(request: HttpRequest) -> list[bytes]:
    """The uploaded files that have something in them; raises Refused before reading one that is too large."""
    uploads: Sequence[UploadedFile] = request.FILES.getlist("files")
    if any((upload.size or 0) > MOST_BYTES for upload in uploads):
        message = _("文件超过 %(most)s MB。请压缩，或分成几个文件上传。") % {"most": MOST_BYTES // 2**20}
        raise Refused(message, field="files", code="too_large")
    return [upload.read() for upload in uploads[: files.MOST_FILES + 1] if upload.size]


def _is_person(posted: QueryDict, screen: Screen) -> bool:
    return screen.token.is_worked(posted.get("work", "")) or screen.token.is_summed(posted.get("sum", ""))


def _too_much() -> str:
    return _("这个网络上现在发来的太多了，请过几分钟再按一次“发送”。您填的都还在；急事请打电话。")


def _report(screen: Screen, kept: Sequence[files.Kept], where: str) -> actions.NewReport:
    given = screen.given
    odd = {
        "trap": bool(given["website"]),
        "quick": screen.token.was_quick,
        "flood": not floods.take(floods.SENDING, where)
        or not floods.take(floods.VILLAGE, str(screen.village.code)),
    }
    return actions.NewReport(
        region=screen.village.code,
        text=given["text"],
        place=given["place"][:200],
        reporter=given["reporter"],
        phone=given["phone"],
        channel=ReportChannel.POSTER,
        files=kept,
        suspicions=[name for name, is_odd in odd.items() if is_odd] + rules.odd_words(given["text"]),
        secret=screen.token.secret,
    )


def _sent(request: HttpRequest, screen: Screen, taken: actions.Taken) -> HttpResponse:
    head = queries.head(taken.report)
    context = {
        "word": screen.word,
        "code": rules.shown_code(taken.code),
        "standing": words.standing(head),
        "dangerous": screen.sounds_dangerous,
        **about(screen.village),
    }
    response = render(request, "portal/sent.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _waiting(response: HttpResponse, refused: Refused) -> HttpResponse:
    if isinstance(refused, floods.TooMuch):
        response["Retry-After"] = str(int(refused.wait) + 1)
    return response
