"""Posters: which villages have one, the PDF, and a new word for a village whose posters are lost."""

from __future__ import annotations

from collections.abc import Sequence

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext as _

from hemu.kernel.errors import Missing
from hemu.kernel.web import reads, writes
from hemu.loop.screening.villagers import actions, queries
from hemu.loop.screening.villagers import poster as posters_made
from hemu.loop.screening.villagers.models import VillageCode
from hemu.orgs.models import Region
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of

ROWS = 50


def public_address(request: HttpRequest, path: str) -> str:
    """The whole address of a public page, as villagers reach it."""
    return f"{settings.PUBLIC_URL}{path}" if settings.PUBLIC_URL else request.build_absolute_uri(path)


@reads
def posters(request: HttpRequest) -> HttpResponse:
    """The villages of the actor's area, each with its poster."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    page = Paginator(queries.villages(by), ROWS).get_page(request.GET.get("page"))
    codes = {
        code.region: code
        for code in VillageCode.objects.filter(ended_at=None, region__in=[one.code for one in page])
    }
    rows = [
        (village, code, _address(request, code) if code else "")
        for village in page
        for code in [codes.get(village.code)]
    ]
    context = {"page": page, "rows": rows, "no_public_address": not settings.PUBLIC_URL}
    return render(request, "villagers/posters.html", context)


@writes
def every(request: HttpRequest) -> HttpResponse:
    """POST makes what posters a page of the list lacks, and answers all of them as one PDF."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    if request.method != "POST":
        return redirect("villagers:posters")
    page = Paginator(queries.villages(by), ROWS).get_page(request.POST.get("page"))
    made = [(village, actions.village_code(village.code, by=by)) for village in page]
    if not made:
        raise Missing(_("您的辖区里没有整个的村（社区）。"))
    return _pdf([(village, _address(request, code)) for village, code in made], "posters.pdf")


def _address(request: HttpRequest, code: VillageCode) -> str:
    return public_address(request, posters_made.path_of(code))


def _pdf(
    posters: Sequence[tuple[Region, str]], name: str, language: str = settings.LANGUAGE_CODE
) -> HttpResponse:
    with translation.override(language):
        content = posters_made.pdf(posters)
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return HttpResponse(content, content_type="application/pdf", headers=headers)


@writes
def renew(request: HttpRequest, region: int) -> HttpResponse:
    """GET shows a village's poster and address; POST makes its word, or with ``end`` a new one."""
    by = actor_of(request)
    by.require(Permission.REGISTER)
    if request.method == "POST":
        if request.POST.get("end"):
            actions.end_code(region, by=by)
            messages.success(request, _("已换新的二维码。旧海报扫出来会提示已停用，请及时更换。"))
        else:
            actions.village_code(region, by=by)
            messages.success(request, _("海报已做好，请下载打印，贴在村民看得到的地方。"))
        return redirect("villagers:renew", region)
    village, code = _poster(request, region)
    address = _address(request, code) if code else ""
    context = {
        "village": village,
        "code": code,
        "address": address,
        "no_public_address": bool(address) and not settings.PUBLIC_URL,
    }
    return render(request, "villagers/poster.html", context)


@reads
def poster(request: HttpRequest, region: int) -> HttpResponse:
    """The poster as PDF, in Chinese unless ``?lang=en`` asks otherwise: it hangs in the village."""
    actor_of(request).require(Permission.REGISTER)
    village, code = _poster(request, region)
    if code is None:
        raise Missing(_("这个村还没有海报，请先制作。"))
    language = "en" if request.GET.get("lang") == "en" else settings.LANGUAGE_CODE
    return _pdf([(village, _address(request, code))], f"poster-{village.shown_code}.pdf", language)


def _poster(request: HttpRequest, region: int) -> tuple[Region, VillageCode | None]:
    village = queries.villages(actor_of(request)).filter(pk=region).first()
    if village is None:
        raise Missing(_("没有这个村（社区）。"))
    return village, VillageCode.objects.filter(region=region, ended_at=None).first()
