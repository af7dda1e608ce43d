"""Asking what a narrative suggests, before anything is registered."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router

from hemu.api.routers.shared import actor, reads
from hemu.api.schemas import TriageIn
from hemu.orgs.permissions import Permission
from hemu.rulebook import codes
from hemu.triage.proposal import KindGuess, propose
from hemu.triage.words import Words

router = Router(tags=["triage"])


@router.post("/triage", response={200: dict[str, Any]}, summary=gettext_noop("看看一段经过里说了什么"))
@reads
def triage(request: HttpRequest, body: TriageIn) -> Any:
    """The likely kind, the facts for the rules, the colour these would give; null kind: the words don't say.

    `words` are [start, end) in characters (code points) of the text sent. Nothing is kept, nothing decided.
    """
    actor(request).require(Permission.REGISTER)
    found = propose(body.narrative, names=body.names)
    return {
        "kind": _kind(found.kind) if found.kind else None,
        "others": [_kind(guess) for guess in found.others],
        "no_dispute": found.no_dispute,
        "facts": [
            {"name": fact.name, "value": fact.value, "chance": fact.chance, "words": _words(fact.words)}
            for fact in found.facts
        ],
        "noticed": [
            {"name": each.name, "how": str(each.said), "words": _words(each.words)} for each in found.noticed
        ],
        "colour": found.colour,
        "grounds": [ground.as_json() for ground in found.urgency.grounds],
        "rules": found.urgency.version,
        "model": found.model,
    }


def _kind(guess: KindGuess) -> dict[str, Any]:
    return {
        "code": guess.code,
        "label": codes.full_label(codes.KINDS, guess.code),
        "chance": round(guess.chance, 2),
        "words": _words(guess.words),
    }


def _words(places: Iterable[Words]) -> list[list[int]]:
    return [[start, end] for start, end in places]
