"""A story with its dispute: whether it may be told at all, what is known of it, and both versions of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute, Party, PartyKind, State
from hemu.kernel import clock
from hemu.orgs.models import Level, Region
from hemu.orgs.queries import ancestor, path, region
from hemu.outreach.stories.masking import Known, Masked, Masker
from hemu.outreach.stories.models import Objection, Story
from hemu.outreach.stories.risks import Risk, left_over

RESTRICTED = ("minors", "domestic_violence", "self_harm", "suspected_offence", "incapable_victim")
"""Facts of a dispute that is nobody's lesson: it concerns a minor, violence at home, a life, a crime."""
_LATELY = timedelta(days=730)


def refusal(dispute: Dispute) -> str:
    """Why a dispute may not be told, in words; empty when it may (未成年人保护法103; 人民调解法23 (四))."""
    if dispute.state != State.CLOSED:
        return _("办结以后才能写成案例。")
    if Party.objects.of(dispute).filter(is_minor=True).exists() or dispute.facts.get("minors"):
        return _("涉及未成年人的纠纷不能写成案例。")
    if any(dispute.facts.get(name) for name in RESTRICTED):
        return _(
            "涉及家庭暴力、轻生、违法犯罪，或者受害人无民事行为能力、限制民事行为能力的纠纷不能写成案例。"
        )
    if Objection.objects.in_county(dispute.county, dispute_id=dispute.id).exists():
        return _("有当事人不同意，不能写成案例。")
    return ""


def known_of(dispute: Dispute) -> Known:
    """What the record says of who and where. Parties who were removed count: their names are in old words."""
    rows = list(Party.objects.of(dispute).order_by("side", "added_at", "id"))
    persons = [row.name for row in rows if row.kind == PartyKind.PERSON]
    persons += [row.legal_representative for row in rows if row.legal_representative]
    organisations = [row.name for row in rows if row.kind == PartyKind.ORGANISATION]
    places = set(_names(dispute.region)) | {row.address for row in rows} | {dispute.place}
    units = {dispute.lead_unit_name, dispute.turn_unit_name} - {""}
    return Known(
        persons=list(dict.fromkeys(persons)),
        organisations=sorted({*organisations, *units}, key=len, reverse=True),
        places=sorted((one for one in places if len(one) > 1), key=lambda one: (-len(one), one)),
    )


def _names(place: int) -> list[str]:
    """Every name of the dispute's place and of what it lies in, whole and without the word for its kind."""
    found: list[str] = []
    for one in path(region(place)):
        for name in (one.name, one.official_name, one.local_name):
            found += [name, _stem(name)]
    return [name for name in found if name]


def _stem(name: str) -> str:
    endings = (
        "村民委员会",
        "居民委员会",
        "社区",
        "自治州",
        "自治县",
        "省",
        "市",
        "县",
        "区",
        "镇",
        "乡",
        "街道",
        "村",
        "网格",
    )
    for ending in endings:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            return name.removesuffix(ending)
    return ""


@dataclass(frozen=True, slots=True)
class Both:
    """The two versions side by side, and what to look at."""

    title: Masked
    text: Masked
    lesson: Masked
    risks: list[Risk]

    @property
    def count(self) -> int:
        """How many pieces were replaced."""
        return sum(piece.changed for part in (self.title, self.text, self.lesson) for piece in part.pieces)


def both(story: Story, dispute: Dispute) -> Both:
    """The story as written and as told."""
    masker = Masker(known_of(dispute), story.by_hand, story.kept)
    title, text = masker.mask(story.title), masker.mask(story.text)
    lesson = masker.mask(story.lesson)
    return Both(title, text, lesson, left_over([title, text], alike(dispute)))


def alike(dispute: Dispute) -> int:
    """How many closed disputes of its kind the township had in two years, this one included."""
    here: Region | None = ancestor(region(dispute.region), Level.TOWNSHIP)
    span = (here or region(dispute.region)).span
    every = Dispute.objects.unscoped(reason="a count that tells whether one could be guessed")
    rows = every.filter(county=dispute.county, region__gte=span.lo, region__lt=span.hi, kind=dispute.kind)
    return rows.filter(state=State.CLOSED, opened_at__gte=clock.now() - _LATELY).count()
