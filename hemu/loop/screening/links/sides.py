"""Two disputes side by side: field by field, with what agrees said in words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes.models import Dispute, Party
from hemu.disputes.queries import parties
from hemu.loop.screening.links import finding, rules, texts, words
from hemu.loop.screening.links.matter import Matter
from hemu.loop.screening.links.rules import PersonPair, Verdict
from hemu.loop.screening.links.trained import weights_in_force
from hemu.orgs.queries import place_names
from hemu.rulebook import codes

YES, NEAR, NO, UNSAID = "yes", "near", "no", "unsaid"
FITS: dict[str, str | Promise] = {
    YES: gettext_lazy("相符"),
    NEAR: gettext_lazy("相近"),
    NO: gettext_lazy("不同"),
    UNSAID: gettext_lazy("有一处没写"),
}
_FIT = {
    "place": {"grid": YES, "village": YES, "other_grid": NEAR, "township": NEAR},
    "spot": {"same": YES, "close": NEAR},
    "kind": {"same": YES, "group": NEAR},
    "days": {"day": YES, "week": YES, "month": NEAR, "half_year": NEAR},
    "text": {"alike": YES, "much": YES, "some": NEAR, "little": NEAR},
    "figures": {"same": YES},
}


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of the two, as it is read: a record, or what somebody is typing."""

    matter: Matter
    day: date | None
    title: str
    parties: tuple[str, ...]
    place: str
    spot: str
    kind: str
    narrative: str


@dataclass(frozen=True, slots=True)
class Row:
    """One field of both. `fit` is yes, near, no or unsaid; `words` says it; `notes` say more."""

    label: str
    left: str | date | SafeString
    right: str | date | SafeString
    fit: str
    words: str
    notes: tuple[str, ...] = ()

    @property
    def left_day(self) -> date | None:
        """The left one when it is a day, which reads otherwise than text."""
        return self.left if isinstance(self.left, date) else None

    @property
    def right_day(self) -> date | None:
        return self.right if isinstance(self.right, date) else None


def sheet(dispute: Dispute, present: Sequence[Party]) -> Sheet:
    """A record that was read within a scope, with its present parties."""
    return Sheet(
        matter=finding.matter_of(dispute, present),
        day=dispute.occurred_on or dispute.opened_on,
        title=dispute.title,
        parties=tuple(party.name for party in present),
        place=place_names([dispute.region], local=True)[dispute.region],
        spot=dispute.place,
        kind=codes.full_label(codes.KINDS, dispute.kind),
        narrative=dispute.narrative,
    )


def compared(left: Sheet, right: Sheet) -> Verdict:
    """What comparing says of the two as they stand now."""
    return rules.compare(left.matter, right.matter, weights_in_force())


def lacking(ending: Dispute, staying: Dispute) -> list[Party]:
    """The parties of one dispute of which none of the other's can well be the same person."""
    there = parties(ending)
    verdict = compared(sheet(ending, there), sheet(staying, parties(staying)))
    known = {pair.mine for pair in verdict.persons if pair.fits}
    return [party for n, party in enumerate(there) if n not in known]


def rows(left: Sheet, right: Sheet, verdict: Verdict) -> list[Row]:
    """The two, field by field."""
    one, two = left.matter, right.matter
    marked = texts.shared_words(one.text, two.text)
    sums = [_("；").join(sorted(_figure(figure) for figure in each.figures)) for each in (one, two)]
    return [
        _parties(left, right, verdict),
        _row("place", _("所在地"), left.place, right.place, verdict),
        _row("spot", _("详细地点"), left.spot, right.spot, verdict),
        _row("kind", _("类型"), left.kind, right.kind, verdict),
        _row("days", _("发生时间"), left.day or "", right.day or "", verdict),
        _row("figures", _("数额、面积"), sums[0], sums[1], verdict),
        _row("text", _("叙述"), _marked(left.narrative, marked), _marked(right.narrative, marked), verdict),
    ]


def _row(
    feature: str, label: str, left: str | date | SafeString, right: str | date | SafeString, verdict: Verdict
) -> Row:
    level = verdict.levels.get(feature)
    if level is None or not left or not right:
        return Row(label, left, right, UNSAID, str(FITS[UNSAID]) if left or right else _("都没写"))
    fit = _FIT[feature].get(level, NO)
    said = words.LEVELS[feature].get(level)
    return Row(label, left, right, fit, str(FITS[fit]), (str(said),) if said else ())


def _parties(left: Sheet, right: Sheet, verdict: Verdict) -> Row:
    fit = (
        YES if any(pair.grade in ("sure", "likely") for pair in verdict.persons)
        else NEAR if any(pair.fits or _sounds_the_same(pair) for pair in verdict.persons)
        else NO
    )  # fmt: skip
    notes = tuple(
        _("%(left)s 与 %(right)s：%(how)s")
        % {
            "left": left.parties[pair.mine],
            "right": right.parties[pair.theirs],
            "how": _("、").join(words.of_person(pair.levels)),
        }
        for pair in verdict.persons
    )
    joined = [_("、").join(each.parties) for each in (left, right)]
    return Row(_("当事人"), joined[0], joined[1], fit, str(FITS[fit]), notes)


def _sounds_the_same(pair: PersonPair) -> bool:
    return pair.levels.get("name", "").startswith(("same", "sound"))


def _figure(figure: str) -> str:
    unit = figure.rstrip("0123456789.")
    value = figure[len(unit) :]
    return f"{float(value):,g}{unit}" if unit else figure


def _marked(text: str, runs: Sequence[str]) -> SafeString:
    """The text with what the other one says too in ``<mark>``; everything escaped."""
    pieces: list[tuple[int, int]] = []
    for run in runs:
        start = text.find(run)
        if start >= 0 and not any(low < start + len(run) and start < high for low, high in pieces):
            pieces.append((start, start + len(run)))
    out, at = "", 0
    for low, high in sorted(pieces):
        out += conditional_escape(text[at:low]) + f"<mark>{conditional_escape(text[low:high])}</mark>"
        at = high
    return mark_safe(out + conditional_escape(text[at:]))  # noqa: S308  # every piece is escaped above
