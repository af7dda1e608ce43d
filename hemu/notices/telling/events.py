"""What an act means to the parties: told in the act's own transaction, and written into its own entry."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.translation import gettext as _

from hemu.disputes.advance import Turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import State
from hemu.loop.followup.answers import link_for
from hemu.loop.followup.models import LinkIssue
from hemu.loop.mediation.calendar.models import Sitting, Standing
from hemu.loop.mediation.confirmation.rules import Open
from hemu.loop.mediation.confirmation.rules import standing as confirmable
from hemu.loop.mediation.models import Promise, PromiseState
from hemu.notices.sending.models import Purpose
from hemu.notices.telling import danger
from hemu.notices.telling.models import Message
from hemu.notices.telling.posting import News, by_hand, drop, standing, tell, waiting

_IN_HAND = (State.RECEIVED, State.MEDIATING)
_SITTING = {Standing.CALLED_OFF: Purpose.PARTY_OFF}


def on_act(this: Turn) -> None:
    """A reaction. Nobody has agreed, in nearly every dispute: then one question is asked of the database."""
    if this.came_from is None:
        return
    if this.changed("facts") or this.parties_changed or this.act == Act.REPORT_POLICE:
        _keep_back(this)
    news = _RULES.get(this.act)
    ends = this.came_from in _IN_HAND and this.dispute.state not in _IN_HAND
    if (news is None and not ends) or not standing(this.dispute):
        return
    written: list[Message] = []
    for one, whom in _all(this, news, ends):
        written += tell(this.dispute, one, whom, caused_by=f"{this.by.unit_name} {this.by.name}".strip())
    record(this, written)


Told = tuple[News, tuple[int, ...] | None]
"""What is told, and to which parties; None: to all."""
Rule = Callable[[Turn], Iterator[Told]]


def _all(this: Turn, rule: Rule | None, ends: bool) -> Iterator[Told]:
    if rule is not None:
        yield from rule(this)
    if ends:
        yield from _sittings(this)


def record(this: Turn, written: list[Message]) -> None:
    """Say in the act's entry what was told to whom: sent, or left to somebody to tell."""
    sent = [row for row in written if not row.by_hand]
    kept = [row for row in written if row.by_hand]
    if sent:
        this.tell(texts=sorted({row.what for row in sent}))
    if kept:
        this.tell(not_texted=sorted({row.why or 0 for row in kept}))
    names = list(dict.fromkeys(row.party_name for row in written))
    this.tell_of_persons(texted=names)


def _keep_back(this: Turn) -> None:
    """Danger at home came to light, or a number turned out to be the other's: what waits stays here."""
    rows = waiting(this.dispute)
    if not rows:
        return
    wanted = {row.party_id for row in rows}
    never = danger.why_never(this.dispute, [party for party in this.parties if party.pk in wanted])
    for row in drop([row for row in rows if row.party_id in never], _("为了当事人的安全，不发短信")):
        row.why = never[row.party_id]
        by_hand(this.dispute, row)


def _sittings(this: Turn) -> Iterator[Told]:
    """Every appointment that this act made, moved or called off; what waits of it is no longer right."""
    changed = Sitting.objects.of(this.dispute).filter(changed_at=this.at).exclude(standing=Standing.HELD)
    for row in changed.order_by("starts_at", "id"):
        drop(waiting(this.dispute, thing=f"sit:{row.pk}:"), _("约定已有变化"))
        if row.standing == Standing.CALLED_OFF and row.starts_at <= this.at:
            continue
        planned = Purpose.PARTY_MOVED if row.sequence else Purpose.PARTY_SITTING
        what = _SITTING.get(Standing(row.standing), planned)
        yield News(what, f"sit:{row.pk}:{row.sequence}", row.starts_at, until=row.starts_at), None


def _confirmable(this: Turn) -> Iterator[Told]:
    """人民调解法33: from now on the parties may together ask a court to confirm it, for thirty days."""
    found = confirmable(this.dispute)
    if found.state == Open.OPEN and found.agreement is not None:
        last: date | None = found.agreement.confirmation_until
        yield News(Purpose.PARTY_CONFIRM, f"confirm:{found.agreement.pk}", last), None


def _missed(this: Turn) -> Iterator[Told]:
    """An instalment isn't there: told to everybody, in words that don't say whose it was."""
    rows = Promise.objects.of(this.dispute).filter(state=PromiseState.DEFAULTED)
    for row in rows.order_by("due_on", "id"):
        yield News(Purpose.PARTY_MISSED, f"promise:{row.pk}:{row.due_on:%y%m%d}", row.due_on), None


def _link(this: Turn) -> Iterator[Told]:
    given = LinkIssue.objects.of(this.dispute).filter(at=this.at).order_by("-id").first()
    party = next((one for one in this.parties if given and one.pk == given.party_id), None)
    if given is None or party is None:
        return
    links = {party.pk: link_for(this.dispute, party)}
    yield News(Purpose.PARTY_ANSWER, f"link:{given.pk}", links=links), (party.pk,)


_RULES: dict[Act, Rule] = {
    Act.SCHEDULE: _sittings,
    Act.SESSION: _sittings,
    Act.AGREE: _confirmable,
    Act.DEFAULT: _missed,
    Act.ISSUE_LINK: _link,
}
