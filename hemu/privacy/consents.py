"""Separate consent to sensitive information, a guardian's for a child, and taking it back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemu.disputes.advance import turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.kernel.errors import Missing, Refused
from hemu.orgs.actor import Actor
from hemu.privacy.minors import is_under_fourteen, party_of
from hemu.privacy.models import ConsentForm, PersonalConsent, SensitiveKind


@dataclass(frozen=True, slots=True)
class NewConsent:
    """What somebody was told and agreed to (个人信息保护法29, 30)."""

    party_id: int
    kinds: Sequence[SensitiveKind]
    purpose: str
    necessity: str
    impact: str
    form: ConsentForm = ConsentForm.SIGNED
    guardian: str = ""
    relation: str = ""


def record(dispute: Dispute, new: NewConsent, *, by: Actor) -> PersonalConsent:
    """Write down a consent. A child's (under fourteen) is its guardian's (31). Raises Refused by field."""
    for name in ("purpose", "necessity", "impact"):
        if not getattr(new, name).strip():
            raise Refused(
                _("处理敏感信息，要告诉本人用来做什么、为什么必须、有什么影响。"), field=name, code="required"
            )
    if not new.kinds:
        raise Refused(_("请选择同意的是哪些敏感信息。"), field="kinds", code="required")
    party = party_of(dispute, new.party_id)
    young = is_under_fourteen(party) or SensitiveKind.UNDER_FOURTEEN in new.kinds
    if young and not (new.guardian.strip() and new.relation.strip()):
        raise Refused(
            _("不满十四周岁的，要由父母或者其他监护人同意，请写明监护人和关系。"),
            field="guardian",
            code="guardian",
        )
    with turn(dispute.county, dispute.id, Act.PERSONAL_CONSENT, by=by) as this:
        row = PersonalConsent(
            county=dispute.county,
            dispute_id=dispute.pk,
            party_id=party.pk,
            party_name=party.name,
            kinds=sorted({int(kind) for kind in new.kinds}),
            purpose=new.purpose.strip(),
            necessity=new.necessity.strip(),
            impact=new.impact.strip(),
            form=new.form,
            guardian=new.guardian.strip(),
            relation=new.relation.strip(),
            given_at=this.at,
            recorded_by=by.name,
            unit_name=by.unit_name,
        )
        row.save(force_insert=True)
        this.tell(sensitive=row.kinds)
        this.tell_of_persons(party=party.name, guardian=row.guardian)
    return row


def withdraw(dispute: Dispute, consent_id: int, *, by: Actor) -> PersonalConsent:
    """Take a consent back (个人信息保护法15): from now on the information isn't used for that any more."""
    with turn(dispute.county, dispute.id, Act.PERSONAL_CONSENT, by=by) as this:
        found: PersonalConsent | None = (
            PersonalConsent.objects.of(this.dispute).filter(pk=consent_id, withdrawn_at=None).first()
        )
        if found is None:
            raise Missing(_("没有找到这条同意记录。"))
        found.withdrawn_at = this.at
        found.save(update_fields=["withdrawn_at"])
        this.tell(sensitive=found.kinds, withdrawn=True)
        this.tell_of_persons(party=found.party_name)
    return found


def of_dispute(dispute: Dispute) -> list[PersonalConsent]:
    """Every consent of a dispute, the newest first."""
    return list(PersonalConsent.objects.of(dispute).order_by("-given_at", "-id"))


def stands(dispute: Dispute, party_id: int, kind: SensitiveKind) -> bool:
    """Whether a party's consent to this kind stands: asked before such information is used."""
    rows = PersonalConsent.objects.of(dispute).filter(party_id=party_id, withdrawn_at=None)
    return any(int(kind) in kinds for kinds in rows.values_list("kinds", flat=True))
