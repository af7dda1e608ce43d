"""Which papers are a party's own, and one of them as PDF."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from hemu.documents.papers import queries, registry
from hemu.documents.papers.filling import as_pdf
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.loop.mediation.models import Application
from hemu.portal.parties.codes import Entered
from hemu.rulebook import evaluate, words

OWN = ("rights", "acceptance", "agreement", "oral-agreement", "confirmation")
"""Papers that every party is given or signs (人民调解法27, 29). What the other said isn't here."""
APPLICATION = "application"
"""Belongs to who applied."""


@dataclass(frozen=True, slots=True)
class OwnPaper:
    """One copy that the party may have."""

    key: str
    row: int
    title: str | Promise
    label: str | Promise


def own(who: Entered) -> list[OwnPaper]:
    """Every paper that this party may have now."""
    found = []
    for paper in registry.every():
        if paper.key in (*OWN, APPLICATION):
            found += [
                OwnPaper(paper.key, copy.row, paper.title, copy.label)
                for copy in paper.copies(who.dispute)
                if paper.key != APPLICATION or _applied(who, copy.row)
            ]
    return found


def _applied(who: Entered, row: int) -> bool:
    found = Application.objects.of(who.dispute).filter(pk=row).first()
    return found is not None and str(who.party.pk) in found.party_ids


def pdf(who: Entered, key: str, row: int) -> bytes:
    """One of them; raises Missing for every other, as for what isn't there."""
    if (key, row) not in {(one.key, one.row) for one in own(who)}:
        raise Missing("")
    return as_pdf(queries.filled(queries.paper(key), who.dispute, row))


def periods() -> list[tuple[str, str]]:
    """How long what is said of persons is kept after the end, rule by rule, as the rulebook has it."""
    found: dict[str, str] = {}
    for colour in (3, 1):
        verdict = evaluate("clock", {"clock": "retention", "colour": colour, "kind": 0}, on=clock.today())
        if verdict.value:
            term = words.term(verdict.value["amount"], verdict.value["unit"])
            found[verdict.grounds[0].text] = term
    return list(found.items())
