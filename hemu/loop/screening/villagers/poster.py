"""The poster that hangs in a village: a QR code of its page, and what to know before scanning it."""

from __future__ import annotations

import io
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import segno
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemu.documents.pdf import typeset
from hemu.kernel import clock
from hemu.loop.screening.villagers import steps, team
from hemu.loop.screening.villagers.models import VillageCode
from hemu.orgs.models import Region, Unit, UnitKind
from hemu.orgs.queries import unit_of_kind_for
from hemu.rulebook import evaluate, words

TEMPLATE = Path(__file__).with_name("poster.typ")
ON_POSTER = (UnitKind.VILLAGE_COMMITTEE, UnitKind.POLICE_OFFICE, UnitKind.TOWNSHIP_CENTRE)
"""Whose names and office telephones stand on it."""


def path_of(code: VillageCode) -> str:
    """The short address of a village's page."""
    return f"/p/{code.code}/"


def qr_svg(address: str) -> str:
    """A QR code as SVG, with a fifth of it to spare for dirt and creases (level Q)."""
    out = io.BytesIO()
    segno.make(address, error="q", micro=False).save(
        out, kind="svg", border=2, dark="#1d2420", light=None, xmldecl=False, svgns=True
    )
    return out.getvalue().decode()


def answered_within() -> str:
    """The rulebook's time for an answer, in words."""
    verdict = evaluate("clock", {"clock": steps.CLOCK}, on=clock.today())
    return words.term(verdict.value["amount"], verdict.value["unit"]) if verdict.value else ""


def pdf(posters: Sequence[tuple[Region, str]]) -> bytes:
    """The posters of villages, an A4 page each, with the whole address that each QR code opens."""
    titles = [_("%(village)s村民说事") % {"village": village.local_name} for village, _address in posters]
    data = {
        "lang": "zh" if _is_chinese() else "en",
        "title": titles[0] if len(titles) == 1 else _("村民说事海报"),
        "posters": [_data(village, address) for village, address in posters],
    }
    return typeset(TEMPLATE, data)


def _is_chinese() -> bool:
    return (get_language() or "zh").startswith("zh")


def _data(village: Region, address: str) -> dict[str, Any]:
    within = answered_within()
    return {
        "village": village.local_name,
        "slogan": _("有话你来说　有事我来办"),
        "slogan_size": 38 if _is_chinese() else 29,
        "scan": _("微信扫一扫，说说您的事"),
        "scan_note": _("不用注册，不用下载，不花钱；可以不留姓名"),
        "qr": qr_svg(address),
        "qr_says": _("二维码：%(address)s") % {"address": address},
        "address_note": _("也可以在手机上打开"),
        "address": address.removeprefix("https://").removeprefix("http://"),
        "steps": [
            _("打字、拍照或者说一段话，把事情讲清楚"),
            _("记下查询码，%(within)s内有人答复") % {"within": within} if within else _("记下查询码"),
            _("凭查询码看答复；没解决，可以再说"),
        ],
        "danger": _("有人身危险，先打 110；急救 120；火警 119"),
        "danger_note": _("法律咨询 12348　心理援助 12356　政务服务 12345"),
        "units": [_unit(unit) for unit in named_units(village.code)],
        "rights": [
            _("在这里反映，不影响您申请调解、仲裁、行政复议或者到法院起诉。"),
            _("您的姓名和电话加密保存，谁看过您都能查到。"),
        ],
    }


def named_units(place: int) -> list[Unit]:
    """The units that villagers of this place are told, with their office telephones."""
    found = [unit_of_kind_for(place, kind) for kind in ON_POSTER]
    named = [unit for unit in found if unit is not None]
    answering = team.answering_unit(place)
    return named if named or answering is None else [answering]


def _unit(unit: Unit) -> dict[str, str]:
    return {"role": str(unit.get_kind_display()), "name": unit.name, "phone": unit.phone}
