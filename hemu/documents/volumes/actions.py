"""Making a dispute's volume: by a person, or by the system some days after the dispute was closed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import Max
from django.utils.translation import gettext as _
from django.utils.translation import override

from hemu.disputes.advance import Turn, turn
from hemu.disputes.checks import check_step, pick_step
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Entry
from hemu.documents.store import store
from hemu.documents.volumes import making, queries
from hemu.documents.volumes.models import RETENTION, Awaited, Volume
from hemu.documents.volumes.registry import Mediated, mediated
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.orgs.actor import Actor
from hemu.rulebook import codes

_LOCKS = 0x564F4C55
"""The family of the locks under which an office's volumes are numbered."""
_COMMITTEE = "人民调解委员会"


@dataclass(frozen=True, slots=True)
class Filing:
    """What the person who files decides. `why` is asked for a new edition; `retention` is a code."""

    retention: str
    note: str = ""
    account: str = ""
    checked_by: str = ""
    why: str = ""


def file_volume(dispute: Dispute, filing: Filing, *, by: Actor, seen: int | None = None) -> Volume:
    """M10: bind a closed dispute's papers and files into its volume; once more, as a new edition.

    The pages are made before the dispute is locked; when it moves on meanwhile, Conflict is raised and
    nothing is kept. Raises Refused (fields ``retention``, ``why``), Conflict, Forbidden, Missing.
    """
    check_step(dispute, pick_step(dispute, Act.ARCHIVE, seen), by)
    _check(dispute, filing)
    with override("zh-hans"):
        volume = _new(dispute, filing, by)
        _number(volume)
        content = making.make(volume, dispute)
    volume.stored, volume.size = store().put(content), len(content)
    with turn(dispute.county, dispute.id, Act.ARCHIVE, by=by, seen=dispute.ledger_seq) as this:
        _stand(this, volume)
    return volume


def _check(dispute: Dispute, filing: Filing) -> None:
    if not codes.is_code(RETENTION, filing.retention):
        raise Refused(_("请选择保管期限。"), field="retention", code="unknown_code")
    if queries.editions(dispute)[:1] and not filing.why.strip():
        raise Refused(
            _("已经立过卷。请写明为什么重新立卷，原来的一版仍然保留。"), field="why", code="required"
        )


def _new(dispute: Dispute, filing: Filing, by: Actor) -> Volume:
    before = next(iter(queries.editions(dispute)), None)
    about = mediated(dispute) or _by_lead(dispute)
    keeper: Any = before or about
    return Volume(
        county=dispute.county,
        dispute_id=dispute.id,
        region=dispute.region,
        unit_id=keeper.unit_id,
        unit_name=keeper.unit_name,
        year=before.year if before else clock.local(dispute.closed_at or clock.now()).year,
        serial=before.serial if before else 0,
        title=dispute.title,
        mediators="、".join(about.mediators)[:200],
        since=about.since,
        until=about.until,
        retention=filing.retention,
        note=filing.note.strip(),
        account=filing.account.strip(),
        checked_by=filing.checked_by.strip(),
        edition=before.edition + 1 if before else 1,
        why=filing.why.strip(),
        ledger_seq=dispute.ledger_seq,
        made_at=clock.now(),
        filed_by=by.name,
        filed_unit=by.unit_name,
    )


def _by_lead(dispute: Dispute) -> Mediated:
    """A matter that nobody took up to mediate is kept by who led it, or who closed it."""
    since = dispute.opened_on
    until = clock.local(dispute.closed_at).date() if dispute.closed_at else None
    if dispute.lead_unit_id is not None:
        return Mediated(dispute.lead_unit_id, dispute.lead_unit_name, (), since, until)
    last = Entry.objects.of(dispute).filter(act=Act.CLOSE).order_by("-seq").first()
    if last is None:
        return Mediated(0, "", (), since, until)
    return Mediated(last.unit_id or 0, last.unit_name, (), since, until)


def _number(volume: Volume) -> None:
    """The next number of the office's year. A number that two take at once is given anew when it is kept."""
    if not volume.serial:
        kept = Volume.objects.unscoped(reason="volumes are numbered by the office that keeps them")
        mine = kept.filter(county=volume.county, unit_id=volume.unit_id, year=volume.year)
        volume.serial = int(mine.aggregate(last=Max("serial"))["last"] or 0) + 1
    of = volume.unit_name.removesuffix(_COMMITTEE)
    kind = "人调字" if volume.unit_name.endswith(_COMMITTEE) else "调字"
    volume.number = f"（{volume.year}）{of}{kind}第{volume.serial}号"


def _stand(this: Turn, volume: Volume) -> None:
    """Keep the volume; the edition before it steps back. The number must still be free."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, hashtext(%s))", [_LOCKS, f"{volume.unit_id}-{volume.year}"]
        )
    taken = Volume.objects.unscoped(reason="volumes are numbered by the office that keeps them").filter(
        county=volume.county, unit_id=volume.unit_id, year=volume.year, serial=volume.serial
    )
    if taken.exclude(dispute_id=volume.dispute_id).exists():
        raise Refused(_("同时有另一卷用了这个卷号，请再提交一次。"), code="number_taken")
    Volume.objects.of(this.dispute).standing().update(superseded_at=this.at)
    volume.save(force_insert=True)
    Awaited.objects.of(this.dispute).delete()
    this.tell(
        volume=volume.number, edition=volume.edition, pages=volume.pages, sha256=volume.stored,
        missing=volume.missing, retention=volume.retention,
    )  # fmt: skip


def default_retention() -> str:
    """The code that the system files under by itself (HEMU_ARCHIVE_RETENTION)."""
    return str(settings.ARCHIVE_RETENTION)
