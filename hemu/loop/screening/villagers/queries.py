"""Reading villagers' reports: the office within its scope, the villager with the report's code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.disputes import origins
from hemu.disputes.models import Dispute, Source
from hemu.disputes.origins import Opened
from hemu.disputes.queries import heir
from hemu.kernel import clock
from hemu.kernel.errors import Missing
from hemu.loop.screening.models import (
    WAITING,
    Hazard,
    Origin,
    ReportOutcome,
    ReportStatus,
    VillagersReport,
)
from hemu.loop.screening.villagers import rules
from hemu.loop.screening.villagers.models import (
    ContactOpening,
    ProposalStatus,
    ReopenProposal,
    ReportFile,
    Side,
    Step,
    TrackingCode,
    VillageCode,
)
from hemu.loop.screening.villagers.people import village_at
from hemu.orgs.actor import Actor
from hemu.orgs.models import Level, Region
from hemu.orgs.permissions import Permission

ALIKE_WITHIN = timedelta(days=30)
MOST_ALIKE = 5
MOST_COUNTED = 200

VIEWS: dict[str, str | Promise] = {
    "waiting": gettext_lazy("待答复"),
    "late": gettext_lazy("已超期"),
    "held": gettext_lazy("待甄别"),
    "unsettled": gettext_lazy("村民说没解决"),
    "answered": gettext_lazy("已答复"),
    "all": gettext_lazy("全部"),
}
"""The heaps of the office's queue."""


@dataclass(frozen=True, slots=True)
class Told:
    """One step with the files that came with it."""

    step: Step
    files: list[ReportFile]


def report(county: int, report_id: int, *, by: Actor) -> VillagersReport:
    """One report; raises Missing for a stranger."""
    by.require(Permission.VIEW)
    found = VillagersReport.objects.visible_to(by).filter(county=county, id=report_id).first()
    if found is None:
        raise Missing(_("没有找到这条记录。"))
    row: VillagersReport = found
    return row


def queue(by: Actor, view: str = "waiting") -> Any:
    """The reports of one heap in the actor's scope, the most pressing first; for paging."""
    by.require(Permission.VIEW)
    rows = VillagersReport.objects.visible_to(by).filter(_heap(view))
    if view in ("answered", "all"):
        return rows.order_by("-received_at", "-id")
    return rows.order_by("due_at", "id")


def _heap(view: str) -> Q:
    return {
        "waiting": Q(status__in=WAITING),
        "late": Q(next_at__isnull=False, due_at__lte=clock.now()) | Q(status__in=WAITING, level__gt=0),
        "held": Q(status=ReportStatus.HELD),
        "unsettled": Q(status=ReportStatus.REOPENED),
        "answered": Q(status__in=(ReportStatus.ANSWERED, ReportStatus.SETTLED)),
    }.get(view, Q())


def counts(by: Actor) -> dict[str, int]:
    """How many of each heap that somebody must do something about, counted up to a limit."""
    return {
        view: queue(by, view).order_by().values("id")[:MOST_COUNTED].count()
        for view in VIEWS
        if view not in ("answered", "all")
    }


def history(of: VillagersReport) -> list[Told]:
    """Every step of a report that was read within a scope, or by its code, in order."""
    files = list(ReportFile.objects.in_county(of.county, report_id=of.id).order_by("id"))
    rows = Step.objects.in_county(of.county, report_id=of.id).order_by("at", "id")
    return [Told(step, [one for one in files if one.step_id == step.id]) for step in rows]


def whole(of: VillagersReport) -> tuple[set[str], set[str]]:
    """Everything that its villager wrote to a report, and the digests of what they sent."""
    told = Step.objects.in_county(of.county, report_id=of.id, side=Side.VILLAGER)
    sent = ReportFile.objects.in_county(of.county, report_id=of.id)
    digests = {bytes(digest).hex() for digest in sent.values_list("digest", flat=True)}
    return set(told.values_list("text", flat=True)), digests


def file(of: VillagersReport, file_id: int) -> ReportFile:
    """One file of a report that was read within a scope, or by its code; raises Missing."""
    found = ReportFile.objects.in_county(of.county, report_id=of.id, id=file_id).first()
    if found is None:
        raise Missing(_("没有找到这个文件。"))
    row: ReportFile = found
    return row


def folded(into: VillagersReport) -> list[VillagersReport]:
    """The reports that say the same and were folded into this one."""
    rows = VillagersReport.objects.unscoped(reason="the report that they belong to was read within a scope")
    return list(rows.filter(county=into.county, folded_into=into.id).order_by("received_at", "id"))


def head(of: VillagersReport) -> VillagersReport:
    """The report that is answered for this one: itself, or the one that it was folded into."""
    if of.folded_into is None:
        return of
    rows = VillagersReport.objects.unscoped(reason="the report that a report at hand was folded into")
    found: VillagersReport = rows.get(county=of.county, id=of.folded_into)
    return found


def alike(to: VillagersReport, *, by: Actor) -> list[VillagersReport]:
    """Reports of the same village and month that may be the same matter, the likest first."""
    village = village_at(to.region)
    rows = VillagersReport.objects.visible_to(by).filter(
        county=to.county,
        region__gte=village.lo if village else to.region,
        region__lt=village.hi if village else to.region + 1,
        received_at__gte=to.received_at - ALIKE_WITHIN,
        received_at__lte=to.received_at + ALIKE_WITHIN,
        folded_into=None,
    )
    others = rows.exclude(id=to.id).exclude(status=ReportStatus.SET_ASIDE).order_by("-received_at", "id")
    scored = [(rules.likeness(to.text, row.text), row) for row in others[:MOST_COUNTED]]
    found = sorted((pair for pair in scored if pair[0] >= rules.ALIKE), key=lambda pair: -pair[0])
    return [row for _likeness, row in found[:MOST_ALIKE]]


def by_code(typed: str) -> VillagersReport | None:
    """The report that a tracking code opens, or None."""
    code = rules.read_code(typed)
    key = TrackingCode.objects.filter(hash=rules.code_hash(code)).first() if code else None
    if key is None:
        return None
    rows = VillagersReport.objects.unscoped(reason="whoever has the code is the reporter")
    found: VillagersReport | None = rows.filter(county=key.county, id=key.report_id).first()
    return found


def openings(of: VillagersReport) -> list[ContactOpening]:
    """Who looked at the reporter's name and telephone, newest first."""
    rows = ContactOpening.objects.in_county(of.county, report_id=of.id)
    return list(rows.order_by("-at", "-id"))


def outcome_of(row: VillagersReport) -> ReportOutcome:
    """What became of a report, by what was opened from it; answered directly when nothing was."""
    came = Origin.objects.unscoped(reason="the report was read within a scope")
    if came.filter(source=Source.VILLAGER, record_county=row.county, record_id=row.id).exists():
        return ReportOutcome.DISPUTE
    if opened_hazards(Source.VILLAGER, row.id):
        return ReportOutcome.HAZARD
    return ReportOutcome.SERVICE if origins.opened_from(Source.VILLAGER, row.id) else ReportOutcome.DIRECT


def opened_hazards(source: Source, record_id: int) -> list[Opened]:
    """The hazards that were written down from a villagers' report."""
    if source != Source.VILLAGER:
        return []
    rows = Hazard.objects.unscoped(reason="the report was read within a scope").filter(report_id=record_id)
    return [
        Opened(_("风险隐患"), f"/records/hazards/{row.county}/{row.id}/", row.made_at)
        for row in rows.order_by("made_at", "id")
    ]


def disputes_of(of: VillagersReport) -> list[Dispute]:
    """The disputes that came of a report; of a merged one, that in which it goes on.

    Show the villager no more of them than state, unit and time.
    """
    came = Origin.objects.unscoped(reason="the report was read within a scope, or by its code")
    keys = came.filter(source=Source.VILLAGER, record_county=of.county, record_id=of.id)
    rows = Dispute.objects.unscoped(reason="the reporter is told state and unit only")
    pairs = list(keys.order_by("made_at", "id").values_list("county", "dispute_id"))
    found = {(row.county, row.id): row for row in rows.filter(_any(pairs)).order_by("id")} if pairs else {}
    going_on = [heir(found[pair]) for pair in pairs if pair in found]
    return list({(one.county, one.id): one for one in going_on}.values())


def _any(pairs: Sequence[tuple[int, int]]) -> Q:
    wanted = Q(pk__in=())
    for county, dispute_id in pairs:
        wanted |= Q(county=county, id=dispute_id)
    return wanted


def proposals(dispute: Dispute) -> list[ReopenProposal]:
    """What villagers say of a dispute that was read within a scope, newest first; undecided ones before."""
    rows = list(ReopenProposal.objects.of(dispute).order_by("-at", "-id"))
    return sorted(rows, key=lambda row: row.status != ProposalStatus.OPEN)


def village_of(code: str) -> Region | None:
    """The village whose poster carries this word, while it holds."""
    found = VillageCode.objects.filter(code=code.lower(), ended_at=None).first()
    return Region.objects.current().filter(pk=found.region).first() if found else None


def villages(by: Actor) -> QuerySet[Region]:
    """The villages that lie wholly in the actor's area, by code."""
    inside = Q(pk__in=())
    for span in by.spans:
        inside |= Q(lo__gte=span.lo, hi__lte=span.hi)
    return Region.objects.current().filter(inside, level=Level.VILLAGE).order_by("code")
