"""From a plan to pages: the volume's own papers, what is printed from the record, and the files."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute
from hemu.documents.models import Format
from hemu.documents.papers import queries as papers
from hemu.documents.papers.filling import as_pdf, fill
from hemu.documents.papers.registry import Paper
from hemu.documents.volumes import order
from hemu.documents.volumes import papers as own
from hemu.documents.volumes.binding import Bound, CantBind, Leaf, bind, leaves_of, scan_pages
from hemu.documents.volumes.models import Volume
from hemu.documents.volumes.order import Printed, Scanned
from hemu.documents.volumes.registry import mediated


def make(volume: Volume, dispute: Dispute) -> bytes:
    """The PDF of a volume that isn't kept yet; fills in what it holds, what is missing, and its pages."""
    plan = order.plan(dispute, mediated=mediated(dispute) is not None)
    volume.missing = plan.missing
    parts = [part for line in plan.lines for part in _bound(line.parts, volume, dispute)]
    _say(volume, dispute)
    ends = [Bound(_("卷宗情况说明"), _pages(own.ACCOUNT, volume, dispute)), Bound(_("封底"), [])]
    volume.pages = sum(len(part.pages) for part in (*parts, *ends)) + 1
    ends[1] = Bound(_("封底"), _pages(own.BACK, volume, dispute))
    every = [*parts, *ends]
    volume.pages = sum(len(part.pages) for part in every)

    def contents(where: Sequence[str]) -> list[Leaf]:
        volume.contents = [
            {"name": part.name, "page": page, "note": part.note}
            for part, page in zip(every, where, strict=True)
        ]
        return _pages(own.CONTENTS, volume, dispute)

    cover = _pages(own.COVER, volume, dispute)
    content, _where, _count = bind(volume.number, volume.title, cover, contents, every)
    return content


def _pages(of: Paper, volume: Volume, dispute: Dispute) -> list[Leaf]:
    word = fill(papers.word_file(of, dispute.region), own.of_volume(volume, dispute))
    return leaves_of(as_pdf(word))


def _bound(parts: Sequence[Printed | Scanned], volume: Volume, dispute: Dispute) -> list[Bound]:
    """Each part with its pages; files that have none are noted as kept apart."""
    found = []
    signed = any(isinstance(part, Scanned) for part in parts)
    for part in parts:
        if isinstance(part, Printed):
            note = "" if signed else _("电子文书打印件")
            pages = leaves_of(as_pdf(papers.filled(part.paper, dispute, part.copy.row)))
            found.append(Bound(part.name, pages, note))
            continue
        try:
            found.append(Bound(part.name, scan_pages(part.file), _("扫描件")))
        except CantBind:
            volume.apart.append({"name": part.file.name, "sha256": part.file.stored})
    return found


def _say(volume: Volume, dispute: Dispute) -> None:
    """What the cover notes, and the account: what is missing, what is kept apart, the filer's words."""
    lacks = "、".join(volume.missing)
    said = [volume.account] if volume.account else []
    if lacks:
        said.append(_("立卷时缺少：%(what)s。") % {"what": lacks})
        volume.note = "；".join(filter(None, (volume.note, _("缺：%(what)s") % {"what": lacks})))[:300]
    if not dispute.settled_on:
        said.append(
            _("本纠纷未达成调解协议，结果为“%(result)s”。") % {"result": dispute.get_outcome_display()}
        )
    for file in volume.apart:
        said.append(
            _("电子文件“%(name)s”不能装订，另行保存，校验值 %(sum)s。")
            % {"name": file["name"], "sum": file["sha256"][:16]}
        )
    if volume.edition > 1:
        said.append(
            _("本卷为第 %(n)s 版，重新立卷的理由：%(why)s") % {"n": volume.edition, "why": volume.why}
        )
    volume.account = "\n".join(said or [_("本卷文书齐全，无其他需要说明的情况。")])[:1000]


def bindable(part: Printed | Scanned) -> bool:
    """Whether a part has pages that can be bound in, as far as its format tells."""
    formats = (Format.JPEG, Format.PNG, Format.PDF, Format.WORD)
    return isinstance(part, Printed) or part.file.format in formats
