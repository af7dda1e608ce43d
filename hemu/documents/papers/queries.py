"""Reading papers: which there are of a dispute, whose Word file holds, and one filled in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from hemu.disputes.models import Dispute
from hemu.documents.models import PaperTemplate
from hemu.documents.papers import registry
from hemu.documents.papers.filling import fill
from hemu.documents.papers.registry import Copy, Paper, Values
from hemu.documents.store import store
from hemu.kernel.errors import Missing
from hemu.kernel.places import Span


@dataclass(frozen=True, slots=True)
class Had:
    """A paper that can be had of a dispute, with its copies."""

    paper: Paper
    copies: Sequence[Copy]


def papers_of(dispute: Dispute) -> list[Had]:
    """Every paper that can be had of a dispute that was read within a scope, now."""
    found = [Had(paper, paper.copies(dispute)) for paper in registry.every()]
    return [had for had in found if had.copies]


def paper(key: str) -> Paper:
    """The paper of that key; raises Missing."""
    found = registry.known(key)
    if found is None:
        raise Missing("")
    return found


def filled(of: Paper, dispute: Dispute, row: int, told: Values | None = None) -> bytes:
    """One copy as a Word file, with what the record says or with `told` in its place.

    Raises Missing when there is none, BadTemplate when it can't be filled in.
    """
    return fill(word_file(of, dispute.region), values(of, dispute, row) if told is None else told)


def values(of: Paper, dispute: Dispute, row: int) -> Values:
    """What one copy says, by name. Raises Missing when there is none."""
    if row not in {copy.row for copy in of.copies(dispute)}:
        raise Missing("")
    return of.values(dispute, row)


def word_file(of: Paper, place: int) -> bytes:
    """The Word file that holds at a place: the nearest office's own, or the product's."""
    own = PaperTemplate.objects.standing().filter(paper=of.key).for_place(place).first()
    return of.draft() if own is None else content(own)


def content(template: PaperTemplate) -> bytes:
    """The Word file of one edition."""
    with store().open(template.stored) as file:
        return file.read()


def editions(of: Paper, area: Span) -> list[PaperTemplate]:
    """What an office has put in place for its area, the newest first."""
    rows = PaperTemplate.objects.filter(paper=of.key, lo=area.lo, hi=area.hi)
    return list(rows.order_by("-edition"))


def edition(of: Paper, area: Span, number: int) -> PaperTemplate:
    """One edition of an office's own; raises Missing."""
    found = PaperTemplate.objects.filter(paper=of.key, lo=area.lo, hi=area.hi, edition=number).first()
    if found is None:
        raise Missing("")
    return found


def standing(area: Span) -> dict[str, PaperTemplate]:
    """By paper, whose Word file holds in the whole of an area."""
    rows = PaperTemplate.objects.standing().filter(lo__lte=area.lo, hi__gte=area.hi)
    found: dict[str, PaperTemplate] = {}
    for row in rows.order_by("lo", "-hi"):
        found[row.paper] = row
    return found
