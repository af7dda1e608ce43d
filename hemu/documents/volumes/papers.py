"""卷宗封面, 卷内目录, 卷宗情况说明 and 封底, with the ministry's fields."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hemu.disputes.models import Dispute
from hemu.documents.papers.common import DISPUTE_NAMED, day, dispute_values
from hemu.documents.papers.drafting import Draft
from hemu.documents.papers.registry import Copy, Named, Paper, register
from hemu.documents.volumes import queries
from hemu.documents.volumes.models import RETENTION, Volume
from hemu.rulebook import codes

_NAMED = (
    *DISPUTE_NAMED,
    Named("number", _("卷号"), "（2026）珠藏镇人调字第 12 号"),
    Named("committee", _("立卷单位"), "珠藏镇人民调解委员会"),
    Named("name", _("卷名"), "吴某与黄某田埂纠纷"),
    Named("mediators", _("人民调解员"), "李某、王某"),
    Named("since", _("调解开始的日期"), "2026年11月4日"),
    Named("until", _("调解结束的日期"), "2026年11月5日"),
    Named("filed_by", _("立卷人"), "张某"),
    Named("filed", _("立卷日期"), "2026年12月6日"),
    Named("checked_by", _("检查人"), "周某"),
    Named("retention", _("保管期限"), "长期"),
    Named("note", _("备注"), "缺：当事人身份证明"),
    Named("pages", _("页数"), 18),
    Named("edition", _("版次"), 1),
    Named("account", _("情况说明，每段一项"), [{"text": "本卷文书齐全，无其他需要说明的情况。"}]),
    Named(
        "lines",
        _("目录，每项一行"),
        [{"order": "1", "name": "人民调解申请书", "page": "1", "note": ""}],
    ),
)


def _cover() -> bytes:
    draft = Draft("人民调解卷宗", plain=True)
    draft.line("{{ committee }}", align="center", size=20, after=40)
    table = draft.table([4.0, 11.6])
    for label, value in (
        ("卷　　名", "{{ name }}"),
        ("卷　　号", "{{ number }}"),
        ("人民调解员", "{{ mediators }}"),
        ("调解日期", "{{ since }} 至 {{ until }}"),
        ("立 卷 人", "{{ filed_by }}"),
        ("立卷日期", "{{ filed }}"),
        ("保管期限", "{{ retention }}"),
        ("备　　注", "{{ note }}"),
    ):
        table.row(label, value, height=1.7)
    return draft.content()


def _contents() -> bytes:
    draft = Draft("卷内目录", plain=True)
    draft.line("{{ number }}", align="right", size=12)
    table = draft.table([1.6, 7.6, 2.2, 4.4])
    table.row("序号", "文书名称", "页号", "备注", head=True)
    table.each("line", "lines", "{{ line.order }}", "{{ line.name }}", "{{ line.page }}", "{{ line.note }}")
    return draft.content()


def _account() -> bytes:
    draft = Draft("卷宗情况说明", plain=True)
    draft.line("{{ number }}", align="right", size=12)
    with draft.repeat("part", "account"):
        draft.text("{{ part.text }}")
    draft.line("")
    draft.signs(
        "立卷人：{{ filed_by }}",
        "检查人：{{ checked_by }}",
        "立卷时间：{{ filed }}",
        "检查时间：　　　　年　　月　　日",
    )
    return draft.content()


def _back() -> bytes:
    draft = Draft("封底", plain=True)
    for _line in range(6):
        draft.line("")
    draft.line("本卷宗共 {{ pages }} 页", align="center", size=18, after=20)
    draft.line("{{ number }}", align="center")
    draft.line("第 {{ edition }} 版", align="center", after=60)
    draft.signs("立卷人（签名）：{{ filed_by }}", "{{ committee }}（印章）", "{{ filed }}")
    return draft.content()


def of_volume(volume: Volume, dispute: Dispute) -> dict[str, Any]:
    """The values of a volume, kept or still being made."""
    with override("zh-hans"):
        retention = codes.label(RETENTION, volume.retention)
    return {
        **dispute_values(dispute),
        "number": volume.number,
        "committee": volume.unit_name,
        "name": volume.title,
        "mediators": volume.mediators,
        "since": day(volume.since),
        "until": day(volume.until),
        "filed_by": volume.filed_by,
        "filed": day(volume.made_at),
        "checked_by": volume.checked_by,
        "retention": retention,
        "note": volume.note,
        "pages": volume.pages,
        "edition": volume.edition,
        "account": [{"text": part} for part in volume.account.splitlines()],
        "lines": [{"order": str(n), **line} for n, line in enumerate(volume.contents, start=1)],
    }


def _copies(dispute: Dispute) -> list[Copy]:
    return [Copy(row.edition, row.number) for row in queries.editions(dispute)[:1]]


def _values(dispute: Dispute, edition: int) -> dict[str, Any]:
    return of_volume(queries.edition(dispute, edition), dispute)


COVER = Paper("volume-cover", _("卷宗封面"), _NAMED, _cover, _copies, _values, 90)
CONTENTS = Paper("volume-contents", _("卷内目录"), _NAMED, _contents, _copies, _values, 91)
ACCOUNT = Paper("volume-account", _("卷宗情况说明"), _NAMED, _account, _copies, _values, 92)
BACK = Paper("volume-back", _("卷宗封底"), _NAMED, _back, _copies, _values, 93)


def register_papers() -> None:
    """Make them known."""
    register(COVER, CONTENTS, ACCOUNT, BACK)
