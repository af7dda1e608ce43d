"""The others who matter to a dispute: go-betweens, relatives, cadres and neighbours (F2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemu.disputes.advance import turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Missing, Refused
from hemu.loop.followup.models import Asked, Concerned, FollowUp
from hemu.loop.followup.planning import this_round
from hemu.orgs.actor import Actor


def name(
    dispute: Dispute, relation: Asked, person: str, note: str = "", *, by: Actor, seen: int | None = None
) -> Dispute:
    """Write down somebody who should be asked too. Raises Refused for a party, who is asked anyway."""
    if relation == Asked.PARTY:
        raise Refused(_("当事人本来就要回访，这里登记其他人。"), field="relation", code="party")
    if not person.strip():
        raise Refused(_("请填写姓名。"), field="name", code="required")
    with turn(dispute.county, dispute.id, Act.NAME_CONCERNED, by=by, seen=seen) as this:
        Concerned(
            county=this.dispute.county, dispute_id=this.dispute.id, relation=relation, name=person.strip(),
            note=note.strip(), added_by=by.name, added_at=this.at,
        ).save(force_insert=True)  # fmt: skip
        this.tell(relation=int(relation))
        this.tell_of_persons(concerned=person.strip(), note=note.strip())
    return this.dispute


def forget(dispute: Dispute, concerned_id: int, *, by: Actor) -> Dispute:
    """They needn't be asked any more."""
    with turn(dispute.county, dispute.id, Act.NAME_CONCERNED, by=by) as this:
        going = Concerned.objects.of(this.dispute).filter(id=concerned_id, removed_at=None)
        row = going.first()
        if row is None or not going.update(removed_at=this.at):
            raise Missing(_("没有找到这个人。"))
        this.tell(relation=int(row.relation))
        this.tell_of_persons(concerned=row.name, note=_("不再回访"))
    return this.dispute


def named_of(disputes: Sequence[Dispute]) -> dict[int, list[Concerned]]:
    """Who should be asked too, by dispute, for disputes that were read within a scope: one query."""
    ids, counties = [row.pk for row in disputes], {row.county for row in disputes}
    rows = Concerned.objects.unscoped(reason="of disputes that were read within a scope")
    found: dict[int, list[Concerned]] = {number: [] for number in ids}
    for one in rows.filter(county__in=counties, dispute_id__in=ids, removed_at=None).order_by("id"):
        found[one.dispute_id].append(one)
    return found


@dataclass(frozen=True, slots=True)
class Other:
    """Somebody who matters, and whether they were asked since the dispute was last opened."""

    name: str
    relation: str
    note: str
    asked: bool
    id: int = 0


def others(dispute: Dispute) -> list[Other]:
    """Those who were named, then those who were asked before without being named."""
    rows = list(Concerned.objects.of(dispute).filter(removed_at=None).order_by("added_at", "id"))
    done = FollowUp.objects.of(dispute).filter(done_at__isnull=False).exclude(asked=Asked.PARTY)
    before = list(done.order_by("number"))
    round_ = this_round(dispute) if rows or before else 1
    heard = {row.asked_name for row in before if row.round == round_}
    named = [
        Other(row.name, str(Asked(row.relation).label), row.note, row.name in heard, row.pk) for row in rows
    ]
    known = {row.name for row in rows}
    more = {row.asked_name: str(Asked(row.asked).label) for row in before if row.asked_name not in known}
    return named + [Other(who, relation, "", who in heard) for who, relation in more.items()]
