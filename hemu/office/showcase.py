"""/office/components: every component in every state, to look at and to test."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.web import public, reads
from hemu.office.middleware import refusal
from hemu.office.samples import data, forms


def _open_to(request: HttpRequest) -> None:
    if not (settings.DEBUG or request.user.is_authenticated):
        raise Missing(_("没有这一页"))
    if getattr(request, "actor", None) is None:
        request.actor = data.actor()  # type: ignore[attr-defined]  # stands in the top bar


@public
@reads
def components(request: HttpRequest) -> HttpResponse:
    """Open to whoever is signed in, and to anybody while debugging."""
    _open_to(request)
    messages.success(request, _("已登记，编号 瓮安〔2018〕0413 号"))
    messages.error(request, _("短信没有发出去：号码是空号。其余都已保存。"))
    context = {**data.everything(), "calm": forms.calm(), "refused": forms.refused()}
    return render(request, "office/components.html", context)


REFUSALS: dict[int, Refused] = {
    403: Forbidden(_("您的岗位没有“办结”权限。")),
    404: Missing(_("没有这一页")),
    409: Conflict(_("杨秀英 刚刚接收了这件纠纷。")),
    422: Refused(_("还没有回访记录，不能办结。请先回访，听取当事人意见。")),
}


@public
@reads
def error_page(request: HttpRequest, status: int) -> HttpResponse:
    """How a refusal looks."""
    _open_to(request)
    return refusal(request, REFUSALS.get(status, REFUSALS[404]))
