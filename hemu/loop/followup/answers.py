"""The parties answer by themselves (F7): through an address of their own, without an account.

Their own word counts in closing: a party who isn't content is answered before the dispute is closed; one
who says that it flared up again opens it anew at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from hemu.disputes.advance import turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute, Party, Side, State
from hemu.disputes.queries import parties
from hemu.kernel import clock, crypto
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.loop.followup import links
from hemu.loop.followup.models import LEAST_CONTENT, Again, Asked, FollowUp, Kept, LinkIssue, OwnAnswer
from hemu.loop.followup.planning import this_round
from hemu.loop.followup.relapsing import relapse
from hemu.orgs.actor import Actor, system_actor
from hemu.rulebook.terms import due

CLOCK = "own_answer_link"
"""The rulebook's time in which a party may still answer once the dispute is closed."""
FOLLOWED = (State.AGREED, State.REFERRED, State.FOLLOWING)
LONGEST = 1000
_SIDES = (Side.APPLICANT, Side.RESPONDENT)
_FACTS: Mapping[int, Mapping[str, Any]] = {
    Again.QUARREL: {},
    Again.THREAT: {"threat": True, "may_escalate": True},
}


def is_asked(dispute: Dispute, party: Party) -> bool:
    """Whether the party is asked anything: while the dispute is followed, and for a time once it is closed.

    A child isn't; their guardian is spoken to in person (个人信息保护法31).
    """
    if party.is_minor or party.removed_at is not None or party.side not in _SIDES:
        return False
    if dispute.state in FOLLOWED:
        return True
    closed = dispute.closed_at if dispute.state == State.CLOSED else None
    return closed is not None and clock.now() <= due(CLOCK, closed)


def link_for(dispute: Dispute, party: Party) -> str:
    """The address where that party may answer; empty when nothing is asked of them."""
    return links.address(dispute, party) if is_asked(dispute, party) else ""


def issue(dispute: Dispute, party_id: int, *, by: Actor, replace: bool = False) -> str:
    """Give a party their link: on record, and with `replace` every earlier one of theirs is void."""
    with turn(dispute.county, dispute.id, Act.ISSUE_LINK, by=by) as this:
        party = next((one for one in this.parties if one.pk == party_id), None)
        if party is None:
            raise Missing(_("没有找到这名当事人。"), field="party_id")
        if not is_asked(this.dispute, party):
            raise Refused(_("现在没有要这名当事人回答的。"), code="not_asked")
        LinkIssue(
            county=this.dispute.county, dispute_id=this.dispute.id, party_id=party.pk, replaced=replace,
            given_by=by.name, given_unit=by.unit_name, at=this.at,
        ).save(force_insert=True)  # fmt: skip
        this.tell(link_replaced=replace)
        this.tell_of_persons(party=party.name)
    return links.address(this.dispute, party)


@dataclass(frozen=True, slots=True)
class NewAnswer:
    """What a party said on their page. `token` is the form's own secret, so that twice counts once."""

    kept: Kept
    satisfaction: int
    token: bytes
    left: str = ""
    again: Again = Again.NO


@transaction.atomic
def answer(held: links.Held, new: NewAnswer) -> OwnAnswer:
    """Keep a party's own answer. Raises Refused, and Conflict when the same form came before.

    When it flared up again, the dispute opens anew and is rated in the same transaction (F3).
    """
    _check(held, new)
    dispute, party = held.dispute, held.party
    by = system_actor(_("当事人自答"))
    row = OwnAnswer(
        county=dispute.county, dispute_id=dispute.id, party_id=party.pk, round=this_round(dispute),
        kept=new.kept, satisfaction=new.satisfaction, left=new.left.strip(), again=new.again,
        at=clock.now(), token=crypto.keyed_hash(new.token.hex(), purpose="answer"),
    )  # fmt: skip
    with turn(dispute.county, dispute.id, Act.OWN_ANSWER, by=by) as this:
        row.at = this.at
        _insert(row)
        this.tell(kept=int(new.kept), satisfaction=new.satisfaction, again=int(new.again))
        this.tell_of_persons(party=party.name, smoulders=row.left)
        if not row.is_content and this.dispute.lead_unit_id:
            this.notify(units=(this.dispute.lead_unit_id,))
    if new.again != Again.NO:
        words = _("当事人自己说：%(what)s。%(left)s") % {"what": Again(new.again).label, "left": row.left}
        relapse(this.dispute, words, by=by, facts=_FACTS[new.again])
    return row


def _insert(row: OwnAnswer) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise Conflict(_("这份回答已经收到。"), code="sent_already") from error


def _check(held: links.Held, new: NewAnswer) -> None:
    if not is_asked(held.dispute, held.party):
        raise Refused(_("这件事现在不用回答了。"), code="not_asked")
    if new.satisfaction not in range(1, 6):
        raise Refused(_("请选择满意不满意。"), field="satisfaction", code="required")
    if len(new.left.strip()) > LONGEST:
        raise Refused(_("写得太长了，请不要超过 1000 字。"), field="left", code="too_long")
    if new.again != Again.NO and not new.left.strip():
        raise Refused(_("请写一写现在是什么情况。"), field="left", code="required")


@dataclass(frozen=True, slots=True)
class Word:
    """The newest word of one party in this round: asked by somebody, or by themselves."""

    party: Party
    at: datetime
    satisfaction: int | None
    text: str
    by_themselves: bool
    content: bool
    reply: str
    answer_id: int = 0


def words(dispute: Dispute) -> list[Word]:
    """What every party who was heard since the dispute was last opened said last, in the parties' order."""
    round_ = this_round(dispute)
    own = OwnAnswer.objects.of(dispute).filter(round=round_).order_by("at", "id")
    asked = FollowUp.objects.of(dispute).filter(round=round_, asked=Asked.PARTY, done_at__isnull=False)
    newest: dict[int, FollowUp | OwnAnswer] = {}
    for row in sorted([*own, *asked.order_by("number")], key=_said_at):
        if row.party_id is not None:
            newest[row.party_id] = row
    return [_word(party, newest[party.pk]) for party in parties(dispute) if party.pk in newest]


def _said_at(row: FollowUp | OwnAnswer) -> datetime:
    found = row.at if isinstance(row, OwnAnswer) else row.done_at
    return found or clock.now()


def _word(party: Party, row: FollowUp | OwnAnswer) -> Word:
    if isinstance(row, OwnAnswer):
        return Word(
            party, row.at, row.satisfaction, row.left or str(Kept(row.kept).label), True, row.is_content,
            row.reply, row.pk,
        )  # fmt: skip
    unhappy = row.satisfaction is not None and row.satisfaction <= LEAST_CONTENT
    content = not (unhappy or row.kept == Kept.NOT_KEPT)
    return Word(party, _said_at(row), row.satisfaction, row.answer, False, content, "")


def discontent(dispute: Dispute) -> list[Word]:
    """The parties who last said that they aren't content, and were not answered yet."""
    return [word for word in words(dispute) if not word.content and not word.reply]


def reply_to(dispute: Dispute, open_words: list[Word], reply: str, *, by: Actor) -> None:
    """Write down, within the act that closes, what those who aren't content were told."""
    own = [word.answer_id for word in open_words if word.answer_id]
    rows = OwnAnswer.objects.of(dispute).filter(id__in=own)
    rows.update(reply=reply[:LONGEST], replied_by=by.name, replied_at=clock.now())


def last_of(held: links.Held) -> OwnAnswer | None:
    """The party's newest own answer, for their page."""
    rows = OwnAnswer.objects.of(held.dispute).filter(party_id=held.party.pk)
    return rows.order_by("-at", "-id").first()
