"""What the law asks of a mediation, as checks on plain values. No database."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from hemu.disputes.models import Body, Party, Side
from hemu.kernel.errors import Refused
from hemu.kernel.wording import listed
from hemu.loop.mediation.models.choices import AgreementForm, SignatureForm
from hemu.orgs.models import CommitteeKind, UnitKind

STATUS_KINDS = frozenset({101})
"""恋爱及婚姻. 法释〔2011〕5号 art. 4: no confirmation where status, adoption or marriage is at issue."""

_COMMITTEES = {
    CommitteeKind.VILLAGE: Body.VILLAGE,
    CommitteeKind.TOWNSHIP: Body.TOWNSHIP,
    CommitteeKind.PROFESSIONAL: Body.PROFESSIONAL,
    CommitteeKind.DEPARTMENT: Body.DEPARTMENT,
}
_BODIES = {
    UnitKind.VILLAGE_COMMITTEE: Body.VILLAGE,
    UnitKind.POLICE_BUREAU: Body.POLICE,
    UnitKind.POLICE_STATION: Body.POLICE,
    UnitKind.POLICE_OFFICE: Body.POLICE,
    UnitKind.LEGAL_BRIGADE: Body.POLICE,
    UnitKind.COURT: Body.COURT,
    UnitKind.DEPARTMENT: Body.DEPARTMENT,
    UnitKind.PETITION_OFFICE: Body.DEPARTMENT,
}


def body_of(kind: int, committee_kind: int | None) -> Body:
    """What kind of committee a unit is when it accepts; offices of a township count as the township's."""
    if kind == UnitKind.MEDIATION_COMMITTEE and committee_kind is not None:
        return _COMMITTEES[CommitteeKind(committee_kind)]
    return _BODIES.get(UnitKind(kind), Body.TOWNSHIP)


def both_sides(parties: Iterable[Party]) -> dict[Side, list[Party]]:
    """The applicants and the respondents; raises Refused when a side has nobody."""
    sides: dict[Side, list[Party]] = {Side.APPLICANT: [], Side.RESPONDENT: []}
    for party in parties:
        if party.side in sides:
            sides[Side(party.side)].append(party)
    if not all(sides.values()):
        raise Refused(
            _("调解要有双方当事人，请先在纠纷中补充申请人和被申请人。"), field="parties", code="one_sided"
        )
    return sides


def who_has_not_consented(parties: Sequence[Party], consented: Iterable[int]) -> list[Party]:
    """Parties of either side whose consent isn't on record (人民调解法3, 17)."""
    have = set(consented)
    return [party for side in both_sides(parties).values() for party in side if party.pk not in have]


def require_other_ways(ways: Sequence[str]) -> None:
    """人民调解法26: whoever isn't helped by mediation is told the other ways."""
    if not ways:
        raise Refused(
            _("请记录已告知当事人的其他途径，例如“向人民法院起诉”。"), field="other_ways", code="required"
        )


def require_text(**texts: str) -> None:
    """Raise Refused by field for the first of `texts` that is empty."""
    for name, text in texts.items():
        if not text.strip():
            raise Refused(_("请填写这一项。"), field=name, code="required")


@dataclass(frozen=True, slots=True)
class NewPromise:
    """One thing owed: what, by whom, by when; `amount` in yuan between the parties."""

    what: str
    due_on: date
    party_id: int | None = None
    amount: Decimal | None = None


@dataclass(frozen=True, slots=True)
class NewAgreement:
    """An agreement as drawn up. `signatures` maps a party's id to how they signed."""

    form: AgreementForm
    main_facts: str
    issues: str
    content: str
    manner: str
    time_limit: str
    responsibilities: str = ""
    place: str = ""
    signatures: Mapping[int, SignatureForm] = field(default_factory=dict)
    mediator_signed: bool = False
    sealed: bool = False
    about_status: bool = False
    ownership_note: str = ""
    promises: Sequence[NewPromise] = ()


def check_agreement(new: NewAgreement, parties: Sequence[Party], *, on: date) -> None:
    """人民调解法29: the contents are there and, in writing, everybody signed. Raises Refused by field."""
    require_text(
        main_facts=new.main_facts,
        issues=new.issues,
        content=new.content,
        manner=new.manner,
        time_limit=new.time_limit,
    )
    if new.form == AgreementForm.WRITTEN:
        _check_signed(new, parties)
    known = {party.pk for party in parties}
    for number, promise in enumerate(new.promises):
        _check_promise(promise, known, on=on, field=f"promises-{number}")


def _check_signed(new: NewAgreement, parties: Sequence[Party]) -> None:
    missing = [
        party.name
        for side in both_sides(parties).values()
        for party in side
        if party.pk not in new.signatures
    ]
    if missing:
        raise Refused(
            _("书面协议要各方签名、盖章或按指印，还缺：%(names)s。") % {"names": listed(missing)},
            field="signatures",
            code="unsigned",
        )
    if not new.mediator_signed:
        raise Refused(_("书面协议要有调解员签名。"), field="mediator_signed", code="unsigned")
    if not new.sealed:
        raise Refused(_("书面协议要加盖调解委员会印章。"), field="sealed", code="unsealed")


def _check_promise(promise: NewPromise, parties: set[int], *, on: date, field: str) -> None:
    if not promise.what.strip():
        raise Refused(_("请写明要履行什么。"), field=f"{field}-what", code="required")
    if promise.due_on < on:
        raise Refused(_("履行期限不能早于协议达成之日。"), field=f"{field}-due_on", code="past")
    if promise.party_id is not None and promise.party_id not in parties:
        raise Refused(_("履行人不是本案当事人。"), field=f"{field}-party", code="not_a_party")
    if promise.amount is not None and promise.amount < 0:
        raise Refused(_("金额不能是负数。"), field=f"{field}-amount", code="negative")
