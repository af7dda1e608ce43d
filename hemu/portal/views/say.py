"""Saying something: four screens, one question each, with or without a script."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django import forms as django_forms
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from hemu.kernel.errors import Refused
from hemu.kernel.web import public, writes
from hemu.loop.screening.models import ReportChannel
from hemu.loop.screening.villagers import actions, files, queries, rules
from hemu.loop.screening.villagers.people import villager_of
from hemu.orgs.models import Region
from hemu.portal import floods, tokens, uploads, words
from hemu.portal.forms import QUESTIONS, SCREENS
from hemu.portal.views.answers import is_too_large, shown, too_large
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
    wait: float = 0
    """Seconds until sending makes sense again."""

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
    def with_place(self) -> bool:
        """Whether the place of photos may be told."""
        return bool(self.form.is_bound and self.form.data.get("position"))

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
    if is_too_large(request):
        return too_large(request)
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
    return shown(request, "portal/say.html", context, status=screen.status, wait=screen.wait)


def _send(request: HttpRequest, screen: Screen) -> HttpResponse:
    given = screen.given
    for name in SCREENS[:-1]:
        earlier = QUESTIONS[name](given)
        if not earlier.is_valid():
            screen.name, screen.form, screen.status = name, earlier, 422
            return _shown(request, screen)
    where = floods.address_range(request)
    try:
        floods.enter(where, screen.word, _too_much())
        if not _take_files(request, screen, where):
            return _shown(request, screen)
        kept = tokens.read_kept(given["kept"], screen.token)
        taken = actions.receive_report(_report(screen, kept, where), by=villager_of(screen.village))
    except Refused as refused:
        _refuse(screen, refused)
        return _shown(request, screen)
    return _sent(request, screen, taken)


def _take_files(request: HttpRequest, screen: Screen, where: str) -> bool:
    """Keep the files that came, for the form to carry; False when its sender must look at it once more."""
    before = tokens.read_kept(screen.given["kept"], screen.token)
    looked = uploads.take(request, where, room=files.MOST_FILES - len(before))
    screen.given["kept"] = tokens.sign_kept([*before, *looked.kept], screen.token)
    screen.errors = list(looked.refused)
    if not screen.token.is_answered(request.POST):
        screen.errors.append(_("请算一算下面这道题，再发送。"))
    screen.status = 422 if screen.errors else 200
    return not screen.errors


def _refuse(screen: Screen, refused: Refused) -> None:
    screen.errors, screen.status = [str(refused)], refused.status
    if refused.code == "waited_too_long":
        screen.given["kept"] = ""
    if isinstance(refused, floods.TooMuch):
        screen.wait = refused.wait


def _too_much() -> str:
    return _("这个网络上现在发来的太多了，请过几分钟再按一次“发送”。您填的都还在；急事请打电话。")


def _report(screen: Screen, kept: Sequence[files.Kept], where: str) -> actions.NewReport:
    given = screen.given
    within = [
        floods.take(floods.NETWORK, where),
        floods.take(floods.VILLAGE, str(screen.village.code)),
    ]
    odd = {"trap": bool(given["website"]), "quick": screen.token.was_quick, "flood": not all(within)}
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
    context = {
        "word": screen.word,
        "code": rules.shown_code(taken.code),
        "token": tokens.fresh(f"report:{taken.report.id}").text,
        "standing": words.standing(queries.head(taken.report)),
        "dangerous": screen.sounds_dangerous,
        **about(screen.village),
    }
    return shown(request, "portal/sent.html", context)
