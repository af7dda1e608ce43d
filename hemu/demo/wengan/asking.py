"""访: calls rung, parties who answer by themselves, a complaint, what is urged, the month's lot."""

from __future__ import annotations

from datetime import timedelta

from hemu.demo.wengan.desk import Desk
from hemu.demo.wengan.offices import COUNTY
from hemu.disputes.models import Dispute, State
from hemu.disputes.queries import get, parties
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.loop.followup import answers, links
from hemu.loop.followup.callbacks import actions as calls
from hemu.loop.followup.callbacks import dealing
from hemu.loop.followup.callbacks.models import QUESTIONS, Callback, Outcome, Said
from hemu.loop.followup.callbacks.models import State as Call
from hemu.loop.followup.chasing import actions as chasing
from hemu.loop.followup.chasing.models import Chase, Whom
from hemu.loop.followup.complaints import actions as complaints
from hemu.loop.followup.complaints.models import Complaint, Finding, Kind
from hemu.loop.followup.models import Again, Kept
from hemu.loop.followup.satisfaction import drawing
from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.models import Post
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission

WHY = "the demonstration looks at everything that it made"
_FOLLOWS = [role for role, held in ROLE_PERMISSIONS.items() if Permission.FOLLOW_UP in held]
_WORDS = ("都办好了，没有意见。", "来得快，说得清楚。", "事情是解决了，就是拖得久了点。")
_RUNG, _DRAWN_RUNG, _OWN, _URGED = 10, 24, 6, 3


def _somebody(unit_id: int) -> Actor | None:
    """Who may ring in a unit."""
    posts = Post.objects.current().filter(unit_id=unit_id, role__in=_FOLLOWS, person__is_active=True)
    post = posts.select_related("unit", "person").order_by("id").first()
    return actor_for(post) if post is not None else None


class Asking:
    """What 瓮安县 asks its people after a matter has ended."""

    def __init__(self, desk: Desk) -> None:
        self.desk = Desk(desk.places, desk.now, 21)

    def write(self) -> int:
        """Everything; answers how many calls were dealt out."""
        month = drawing.month_of(drawing.month_of(clock.today()) - timedelta(days=1))
        with clock.at(clock.midnight(month) + timedelta(hours=2)):
            drawing.promise(month)
        with clock.at(clock.midnight(clock.today()) + timedelta(hours=2)):
            drawing.run()
            dealt = dealing.deal()
        self._ring()
        self._ring_drawn()
        self._own_answers()
        self._urge()
        return dealt

    def _waiting(self, *, drawn: bool) -> list[Callback]:
        rows = Callback.objects.unscoped(reason=WHY).filter(county=COUNTY, state=Call.WAITING)
        rows = rows.exclude(sample_id=0) if drawn else rows.filter(sample_id=0)
        return list(rows.order_by("ended_at", "id")[: _DRAWN_RUNG if drawn else _RUNG])

    def _ring(self) -> None:
        """Some answer, some don't; one complains, and is answered."""
        for number, row in enumerate(self._waiting(drawn=False)):
            by = _somebody(row.unit_id)
            if by is None:
                continue
            if number % 4 == 3:
                calls.note_try(row, (Outcome.NO_ANSWER, Outcome.BUSY)[number % 2], by=by)
            elif number in (1, 5):
                self._complains(row, by, answered=number == 1)
            else:
                said = dict.fromkeys(QUESTIONS, Said.GOOD)
                said["efficiency"] = (Said.GOOD, Said.FAIR)[number % 2]
                calls.answer(row, calls.Answers(said, words=_WORDS[number % 3]), by=by)

    def _complains(self, row: Callback, by: Actor, *, answered: bool) -> None:
        said = {**dict.fromkeys(QUESTIONS, Said.FAIR), "attitude": Said.BAD}
        given = calls.Answers(
            said, words="说话太冲，不让人把话说完。", complaint="办事的人态度不好，只听一面之词。",
            complaint_kind=Kind.BIAS if answered else Kind.ATTITUDE,
        )  # fmt: skip
        try:
            row = calls.answer(row, given, by=by)
        except Refused:
            return
        made = Complaint.objects.unscoped(reason=WHY).get(pk=row.complaint_id)
        handler = _somebody(made.handler_id)
        if answered and handler is not None:
            complaints.check(made, "问了双方当事人和在场的村组干部。", by=handler)
            complaints.answer(
                made, Finding.PARTLY, "调解时打断了您的话，向您道歉。", "已批评教育，换人回访。",
                by=handler,
            )  # fmt: skip

    def _ring_drawn(self) -> None:
        for number, row in enumerate(self._waiting(drawn=True)):
            by = _somebody(row.unit_id)
            if by is None or number % 6 == 5:
                continue
            said = dict.fromkeys(QUESTIONS, Said.GOOD)
            overall = (5, 4, 5, 3, 4, 2, 5)[number % 7]
            calls.answer(row, calls.Answers(said, words=_WORDS[number % 3], overall=overall), by=by)

    def _own_answers(self) -> None:
        rows = Dispute.objects.unscoped(reason=WHY).filter(county=COUNTY, state=State.FOLLOWING)
        for number, dispute in enumerate(rows.order_by("id")[:_OWN]):
            held = links.Held(dispute, parties(dispute)[0])
            if not answers.is_asked(dispute, held.party):
                continue
            unhappy = number % 3 == 2
            new = answers.NewAnswer(
                Kept.PARTLY if unhappy else Kept.KEPT, 2 if unhappy else 5, str(dispute.pk).encode(),
                left="还有一段路没有修好。" if unhappy else "", again=Again.NO,
            )  # fmt: skip
            answers.answer(held, new)

    def _urge(self) -> None:
        rows = Chase.objects.unscoped(reason=WHY).filter(county=COUNTY, done_at=None).order_by("since", "id")
        for row in rows[:_URGED]:
            dispute = Dispute.objects.unscoped(reason=WHY).get(county=row.county, id=row.dispute_id)
            by = _somebody(dispute.lead_unit_id or 0)
            if by is None:
                continue
            dispute = get(dispute.county, dispute.pk, by=by)
            next_on = clock.today() + timedelta(days=5)
            told = "说在外地打工，月底回来就办。"
            chasing.call(
                dispute, row.pk, chasing.NewCall(Whom.PARTY, parties(dispute)[0].name, told, next_on), by=by
            )
