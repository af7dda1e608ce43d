"""Which acts of mediation the dispute's page offers, and how strongly, as the mediation stands."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from hemu.disputes.faces import register_face
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Dispute, State
from hemu.loop.mediation.actions.appraising import most_days
from hemu.loop.mediation.models import Result, Session
from hemu.loop.mediation.queries import (
    consents_by_party,
    current_acceptance,
    shown_appraisals,
    shown_owing,
)


def is_blue(dispute: Dispute) -> bool:
    """Whether it may be settled on the spot."""
    return dispute.colour == Colour.BLUE


def lacks_consent(dispute: Dispute) -> bool:
    """Whether a party's consent is still to be asked for; once mediation stopped, nobody is asked again."""
    return dispute.state != State.REFERRED and any(
        each.consent is None for each in consents_by_party(dispute)
    )


def is_stopped(dispute: Dispute) -> bool:
    """Whether mediation was refused, or came to nothing."""
    return dispute.state == State.REFERRED


def everybody_consented(dispute: Dispute) -> bool:
    """Whether sessions may be held."""
    return not lacks_consent(dispute)


def is_settled(dispute: Dispute) -> bool:
    """Whether the last session came to an agreement that isn't drawn up yet."""
    if dispute.state != State.MEDIATING:
        return False
    acceptance = current_acceptance(dispute)
    held = Session.objects.of(dispute).filter(acceptance_id=acceptance.pk if acceptance else 0)
    last = held.order_by("-number").first()
    return last is not None and last.result == Result.AGREED


def is_appraised(dispute: Dispute) -> bool:
    """Whether mediation waits for an appraisal."""
    return any(row.ended_on is None for row in shown_appraisals(dispute))


def may_be_appraised(dispute: Dispute) -> bool:
    """Whether mediation waits for none, and the rules would leave its days out of the term."""
    return bool(most_days()) and not is_appraised(dispute)


def owes_something(dispute: Dispute) -> bool:
    """Whether something that was promised isn't done."""
    return not owes_nothing(dispute)


def owes_nothing(dispute: Dispute) -> bool:
    """Whether everything that was promised is done."""
    return not shown_owing(dispute)


def register_faces() -> None:
    """The next thing to do is the strong button: settle, ask, accept, sit together, agree, perform."""
    register_face(Act.ACCEPT, "mediation:spot", _("当场化解"), weight=75, when=is_blue)
    register_face(Act.AGREE, "mediation:agree", _("达成协议"), weight=85, when=is_settled)
    register_face(Act.CONSENT, "mediation:consent", _("记录同意调解"), weight=72, when=lacks_consent)
    register_face(Act.CONSENT, "mediation:reopen", _("各方重新同意调解"), weight=5, when=is_stopped)
    register_face(Act.EXTEND, "mediation:extend", _("延长调解期限"), weight=9)
    register_face(Act.CHANGE_MEDIATORS, "mediation:change-mediators", _("更换、增加调解员"), weight=10)
    register_face(Act.CHANGE_MEDIATORS, "mediation:step-aside", _("登记回避"), weight=9)
    register_face(Act.APPRAISE, "mediation:appraise", _("登记鉴定、评估"), weight=9, when=may_be_appraised)
    register_face(Act.APPRAISE, "mediation:appraised", _("鉴定、评估结束"), weight=11, when=is_appraised)
    register_face(Act.ACCEPT, "mediation:accept", _("受理调解"), weight=70)
    register_face(Act.SESSION, "mediation:session", _("记录调处"), weight=60, when=everybody_consented)
    register_face(Act.INSTALMENT, "mediation:next-promise", _("登记履行"), weight=62, when=owes_something)
    register_face(Act.PERFORMED, "mediation:performed", _("履行完毕"), weight=60, when=owes_nothing)
    register_face(Act.APPLY, "mediation:apply", _("登记调解申请"), weight=20)
    register_face(Act.DECLINE, "mediation:decline", _("当事人不愿调解"), weight=8)
    register_face(Act.NOT_ACCEPT, "mediation:not-accept", _("不予受理"), weight=7)
    register_face(Act.FAIL, "mediation:fail", _("调解不成"), weight=6)
