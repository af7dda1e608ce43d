"""What the narrative of a form suggests, as its page shows it; and what came of it, for the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.disputes import questions
from hemu.disputes.models import Colour
from hemu.disputes.registration import NewDispute
from hemu.kernel import clock
from hemu.rulebook import codes, words
from hemu.rulebook.engine import Ground
from hemu.rulebook.facts import FACTS
from hemu.triage.facts import FactGuess
from hemu.triage.proposal import KindGuess, Proposal, propose
from hemu.triage.scope import Said
from hemu.triage.taken import taken
from hemu.triage.words import Words, pieces

HOW: Mapping[Said, str | Promise] = {
    Said.HEARD: _("只是听说"),
    Said.POSSIBLE: _("只是可能"),
    Said.SUPPOSED: _("只是假设"),
    Said.THEN: _("只是假设"),
    Said.MEANT: _("还没有做"),
    Said.ALMOST: _("没有发生"),
    Said.PREVENTED: _("是要防止的"),
    Said.ASKED: _("还不清楚"),
    Said.PAST: _("是从前的事"),
    Said.SETTLED: _("已经了结"),
    Said.BY_OFFICIAL: _("不是当事人做的"),
    Said.STATED: _("说得不够明确"),
}
"""Why words that were noticed aren't proposed."""


@dataclass(frozen=True, slots=True)
class ShownKind:
    """A kind that may be taken over with one click."""

    code: str
    label: str
    quotes: list[str]
    chosen: bool


@dataclass(frozen=True, slots=True)
class ShownFact:
    """A fact that may be ticked. `answer` is what ticking writes into the question called `field`."""

    field: str
    label: str
    answer: str
    quotes: list[str]
    chosen: bool


@dataclass(frozen=True, slots=True)
class Suggested:
    """Everything that the page shows of a proposal. `pieces` is the text, each piece marked or not.

    `maybe` are kinds that come near where none is plain enough to be proposed.
    """

    proposal: Proposal
    kind: ShownKind | None
    maybe: list[ShownKind]
    facts: list[ShownFact]
    noticed: list[tuple[str, str | Promise, list[str]]]
    pieces: list[tuple[str, bool]]
    colour: Colour
    grounds: tuple[Ground, ...]


def suggested(text: str, typed: Mapping[str, Any]) -> Suggested:
    """What a narrative suggests beside what has been typed so far."""
    proposal = propose(text, names=names_in(typed))
    asked = {fact.name for fact in questions.asked()}
    facts = [fact for fact in proposal.facts if fact.name in asked]
    places = [place for fact in facts for place in fact.words]
    chosen = str(typed.get("kind") or "")
    maybe = [] if proposal.kind or proposal.no_dispute else [each for each in proposal.others if each.words]
    for guess in [proposal.kind] if proposal.kind else maybe:
        places += guess.words
    return Suggested(
        proposal=proposal,
        kind=_kind(text, proposal.kind, chosen) if proposal.kind else None,
        maybe=[_kind(text, guess, chosen) for guess in maybe],
        facts=[_fact(text, fact, typed) for fact in facts],
        noticed=[
            (str(FACTS[each.name].label), HOW[each.said], _quotes(text, each.words))
            for each in proposal.noticed
            if each.said in HOW and each.said is not Said.STATED
        ],
        pieces=pieces(text, places),
        colour=Colour(proposal.colour),
        grounds=proposal.urgency.grounds,
    )


def _kind(text: str, guess: KindGuess, chosen: str) -> ShownKind:
    label = codes.full_label(codes.KINDS, guess.code, clock.today())
    return ShownKind(guess.code, label, _quotes(text, guess.words), chosen == guess.code)


def _fact(text: str, guess: FactGuess, typed: Mapping[str, Any]) -> ShownFact:
    field = questions.PREFIX + guess.name
    answer = {True: "yes", False: "no"}[guess.value] if isinstance(guess.value, bool) else str(guess.value)
    label = words.recorded(guess.name, guess.value)
    return ShownFact(field, label, answer, _quotes(text, guess.words), str(typed.get(field) or "") == answer)


def _quotes(text: str, places: Iterable[Words]) -> list[str]:
    return list(dict.fromkeys(text[start:end] for start, end in places))


def names_in(typed: Mapping[str, Any]) -> list[str]:
    """The parties' names as far as they are typed: the model must not learn or use them."""
    return [
        str(value).strip()
        for key, value in typed.items()
        if key.startswith("parties-") and key.endswith("-name") and str(value).strip()
    ]


def with_triage(new: NewDispute) -> NewDispute:
    """The registration, with what its narrative suggested and what the person made of it."""
    proposal = propose(new.narrative, names=[party.name for party in new.parties])
    return replace(new, triage=taken(proposal, new.kind, new.facts))
