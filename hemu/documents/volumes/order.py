"""What stands in a volume, in which order, and what of it must be there (司法部 2010 form of 卷内目录)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import SETTLED, Dispute
from hemu.documents import queries as documents
from hemu.documents.models import Attachment, Purpose
from hemu.documents.papers import registry
from hemu.documents.papers.registry import Copy, Paper

ACCOUNT, BACK = 12, 13


@dataclass(frozen=True, slots=True)
class Place:
    """One place of the order. `required` says whether a dispute's volume must have something there."""

    number: int
    name: str | Promise
    purposes: tuple[Purpose, ...] = ()
    required: Callable[[Dispute, bool], bool] = lambda _dispute, _mediated: False


def _always(_dispute: Dispute, _mediated: bool) -> bool:
    return True


def _if_mediated(_dispute: Dispute, mediated: bool) -> bool:
    return mediated


def _if_settled(dispute: Dispute, _mediated: bool) -> bool:
    return dispute.outcome in SETTLED


ORDER: Final = (
    Place(1, _("申请书、受理登记表"), (Purpose.APPLICATION,), _always),
    Place(2, _("权利义务告知书"), (), _if_mediated),
    Place(3, _("当事人身份证明"), (Purpose.IDENTITY,), _always),
    Place(4, _("授权委托书"), (Purpose.AUTHORISATION,)),
    Place(5, _("调查记录"), (Purpose.INQUIRY,)),
    Place(6, _("证据材料"), (Purpose.EVIDENCE, Purpose.SCENE, Purpose.OTHER)),
    Place(7, _("调解记录"), (Purpose.RECORD,), _if_mediated),
    Place(8, _("调解协议书"), (Purpose.AGREEMENT,), _if_settled),
    Place(9, _("履行凭证"), (Purpose.PERFORMANCE,)),
    Place(10, _("回访记录"), (Purpose.FOLLOW_UP,)),
    Place(11, _("司法确认有关材料"), (Purpose.CONFIRMATION,)),
    Place(ACCOUNT, _("卷宗情况说明")),
    Place(BACK, _("封底"), (), _always),
)
"""A matter that was never mediated has no rights told and no record; without a settlement, no agreement."""


@dataclass(frozen=True, slots=True)
class Printed:
    """A paper to be filled in from the record."""

    paper: Paper
    copy: Copy

    @property
    def name(self) -> str:
        label = str(self.copy.label)
        if not label or label.startswith("（"):
            return f"{self.paper.title}{label}"
        return f"{self.paper.title}（{label}）"


@dataclass(frozen=True, slots=True)
class Scanned:
    """A file that was put to the dispute."""

    file: Attachment

    @property
    def name(self) -> str:
        return self.file.name.rsplit(".", 1)[0]


@dataclass(frozen=True, slots=True)
class Line:
    """One place of the order with what there is for it."""

    place: Place
    parts: Sequence[Printed | Scanned] = ()
    required: bool = False

    @property
    def is_missing(self) -> bool:
        """Whether it must be there and isn't."""
        return self.required and not self.parts


@dataclass(frozen=True, slots=True)
class Plan:
    """What a dispute's volume would hold now."""

    lines: Sequence[Line] = field(default=())

    @property
    def missing(self) -> list[str]:
        """The names of what must be there and isn't."""
        return [str(line.place.name) for line in self.lines if line.is_missing]


def plan(dispute: Dispute, *, mediated: bool) -> Plan:
    """What would be bound in now, for a dispute that was read within a scope. `mediated`: it was taken up.

    The account and the back cover are written with the volume, and so stand here without parts.
    """
    printed = _printed(dispute)
    files = sorted(documents.attachments(dispute), key=lambda row: (row.added_at, row.pk))
    lines = []
    for place in ORDER:
        scans = [Scanned(file) for file in files if file.purpose in place.purposes]
        parts = (*printed.get(place.number, ()), *scans)
        made_with = place.number in (ACCOUNT, BACK)
        lines.append(Line(place, parts, place.required(dispute, mediated) and not made_with))
    return Plan(lines)


def _printed(dispute: Dispute) -> dict[int, list[Printed]]:
    """By place, every paper that was used, in the order in which it came about."""
    found: dict[int, list[Printed]] = {}
    for paper in registry.every():
        if not paper.place:
            continue
        copies = sorted((copy for copy in paper.copies(dispute) if copy.used), key=lambda copy: copy.row)
        found.setdefault(paper.place, []).extend(Printed(paper, copy) for copy in copies)
    return found
