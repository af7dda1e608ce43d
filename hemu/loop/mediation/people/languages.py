"""Which languages a dispute needs, who speaks them, and who could interpret where no mediator does."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from hemu.disputes.models import Dispute
from hemu.disputes.queries import parties
from hemu.kernel.places import COUNTY_UNIT
from hemu.loop.mediation.models import Mediator
from hemu.orgs.models import Post
from hemu.rulebook import codes

LIST = "language"
_ENDINGS = ("语", "话")
MOST_INTERPRETERS = 5


def choices() -> list[tuple[str, str]]:
    """The languages to choose from, by their names: rows keep what people say, the list says which."""
    return [(label, label) for _code, label in codes.choices(LIST)]


def named_in(text: str) -> list[str]:
    """The listed languages that somebody's words name: “只会说布依话” names 布依语.

    Words that name none of the list stand for themselves, so that nobody's language is lost.
    """
    said = text.strip()
    if not said:
        return []
    found = [label for label, _same in choices() if label.rstrip("".join(_ENDINGS)) in said]
    return found or [said]


def needed(dispute: Dispute) -> tuple[str, ...]:
    """The languages that the parties ask to speak, each once."""
    return tuple(dict.fromkeys(one for party in parties(dispute) for one in named_in(party.language)))


def spoken_by(mediator: Mediator) -> set[str]:
    """What a mediator speaks, by the register and by their own entry as a person at work."""
    return {*mediator.languages, *mediator.post.person.languages}


@dataclass(frozen=True, slots=True)
class Need:
    """A language that a party needs: whether a mediator who can be named speaks it, and who interprets."""

    language: str
    mediators: tuple[str, ...]
    interpreters: tuple[Post, ...]


def needs(dispute: Dispute, mediators: Iterable[Mediator]) -> list[Need]:
    """For each needed language who speaks it; interpreters of the county only where no mediator does."""
    known = list(mediators)
    found = []
    for language in needed(dispute):
        names = tuple(one.post.person.name for one in known if language in spoken_by(one))
        found.append(Need(language, names, () if names else tuple(interpreters(dispute, language))))
    return found


def interpreters(dispute: Dispute, language: str) -> Sequence[Post]:
    """People at work in the county who speak a language, the nearest first."""
    first = dispute.county * COUNTY_UNIT
    posts = Post.objects.current().filter(
        unit__region_id__gte=first, unit__region_id__lt=first + COUNTY_UNIT, unit__is_active=True,
        person__languages__contains=[language], person__is_active=True,
    )  # fmt: skip
    rows = posts.select_related("person", "unit").order_by("unit__region_id", "id")[:200]
    nearest = sorted(rows, key=lambda post: (abs(post.unit.region_id - dispute.region), post.pk))
    once = {post.person_id: post for post in reversed(nearest)}
    return sorted(once.values(), key=nearest.index)[:MOST_INTERPRETERS]
