"""The notice of rights and duties that parties are told before mediation, by version.

Taken from 人民调解法 (2011-01-01) art. 3, 4, 23, 24, 26, 31, 33 and, for labour disputes,
劳动争议调解仲裁法 art. 14. An acceptance keeps the version that was told.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

VERSION = "2011-01"
LABOUR_KINDS = range(700, 800)


@dataclass(frozen=True, slots=True)
class Notice:
    """One part of the notice: a head and its sentences, each with the article it comes from."""

    head: str | Promise
    lines: tuple[tuple[str | Promise, str], ...]


NOTICE: tuple[Notice, ...] = (
    Notice(
        _("调解的原则"),
        (
            (_("在当事人自愿、平等的基础上进行调解。"), "人民调解法3"),
            (_("不违背法律、法规和国家政策。"), "人民调解法3"),
            (
                _("尊重当事人的权利，不因调解而阻止当事人依法通过仲裁、行政、司法等途径维护自己的权利。"),
                "人民调解法3",
            ),
            (_("调解不收取任何费用。"), "人民调解法4"),
        ),
    ),
    Notice(
        _("您的权利"),
        (
            (_("选择或者接受人民调解员。"), "人民调解法23"),
            (_("接受调解、拒绝调解或者要求终止调解。"), "人民调解法23"),
            (_("要求调解公开进行或者不公开进行。"), "人民调解法23"),
            (_("自主表达意愿、自愿达成调解协议。"), "人民调解法23"),
        ),
    ),
    Notice(
        _("您的义务"),
        (
            (_("如实陈述纠纷事实。"), "人民调解法24"),
            (_("遵守调解现场秩序，尊重人民调解员。"), "人民调解法24"),
            (_("尊重对方当事人行使权利。"), "人民调解法24"),
        ),
    ),
    Notice(
        _("协议的效力"),
        (
            (_("调解协议具有法律约束力，当事人应当按照约定履行。"), "人民调解法31"),
            (_("双方认为有必要的，可以自协议生效之日起三十日内共同向人民法院申请司法确认。"), "人民调解法33"),
            (_("调解不成的，可以依法通过仲裁、行政、司法等途径维护自己的权利。"), "人民调解法26"),
        ),
    ),
)

LABOUR_LINE = (
    _("自收到调解申请之日起十五日内未达成调解协议的，可以依法申请劳动仲裁。"),
    "劳动争议调解仲裁法14",
)

COURT_IS_OPEN = _("调解自愿、不收费。任何一方随时可以不再调解，依法申请仲裁、行政处理或者向人民法院起诉。")
"""Shown wherever a party or a clerk looks at mediation."""


def notice_for(kind: int) -> tuple[Notice, ...]:
    """The notice to be told in a dispute of this kind: labour disputes have a line of their own."""
    if kind not in LABOUR_KINDS:
        return NOTICE
    return (*NOTICE[:-1], Notice(NOTICE[-1].head, (*NOTICE[-1].lines, LABOUR_LINE)))
