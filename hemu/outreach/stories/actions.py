"""Writing a story, having it approved by somebody else, taking it down."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.ids import new_id, short_code
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.outreach.stories import queries
from hemu.outreach.stories.models import Objection, Story, StoryState
from hemu.outreach.stories.telling import both, refusal

OPEN = (StoryState.DRAFT, StoryState.RETURNED)


def write(dispute: Dispute, title: str, text: str, lesson: str, *, by: Actor) -> Story:
    """Begin a story of a dispute that the actor sees. Raises Refused."""
    by.require(Permission.REGISTER)
    _may_be_told(dispute)
    _check(title, text, lesson)
    if (
        Story.objects.visible_to(by)
        .filter(dispute_id=dispute.id)
        .exclude(state=StoryState.WITHDRAWN)
        .exists()
    ):
        raise Refused(_("这件纠纷已经写过案例了。"), code="written")
    row = Story.made_by(
        by, id=new_id(), region=dispute.region, dispute_county=dispute.county, dispute_id=dispute.id,
        ref=dispute.ref, title=title.strip(), text=text.strip(), lesson=lesson.strip(), made_at=clock.now(),
    )  # fmt: skip
    row.save(force_insert=True)
    return row


def _may_be_told(dispute: Dispute) -> None:
    if why := refusal(dispute):
        raise Refused(why, code="not_told")


def _check(title: str, text: str, lesson: str) -> None:
    for name, value in (("title", title), ("text", text), ("lesson", lesson)):
        if not value.strip():
            raise Refused(_("这一项不能留空。"), field=name, code="required")


def _held(story: Story, by: Actor, *states: StoryState) -> Story:
    rows = Story.objects.visible_to(by).filter(county=story.county, id=story.id)
    row: Story | None = rows.select_for_update().first()
    if row is None:
        raise Missing(_("没有找到这个案例。"))
    if row.state not in states:
        raise Conflict(_("这个案例的状态已经变了，请刷新再看。"), code="moved")
    return row


def revise(story: Story, title: str, text: str, lesson: str, *, by: Actor) -> None:
    """Change what was written; only while nobody decides on it."""
    by.require(Permission.REGISTER)
    _check(title, text, lesson)
    with transaction.atomic():
        row = _held(story, by, *OPEN)
        if row.person_id != by.person_id:
            raise Forbidden(_("由写的人修改；您可以另写一个。"))
        row.title, row.text, row.lesson = title.strip(), text.strip(), lesson.strip()
        row.save()


def replace_word(story: Story, word: str, told: str, *, by: Actor) -> None:
    """Have a word replaced, wherever it stands. The approver may do so too."""
    by.require(Permission.REGISTER)
    word, told = word.strip(), told.strip()
    if not word or len(word) > 40:
        raise Refused(_("请填写要替换的词，40 个字以内。"), field="word", code="required")
    if not told or len(told) > 40:
        raise Refused(_("请填写换成什么，40 个字以内。"), field="told", code="required")
    with transaction.atomic():
        row = _held(story, by, *OPEN, StoryState.SUBMITTED)
        if word not in f"{row.title}\n{row.text}\n{row.lesson}":
            raise Refused(_("原文里没有这个词。"), field="word", code="not_there")
        row.by_hand = {**row.by_hand, word: told}
        row.kept = [one for one in row.kept if one != word]
        row.save()


def keep_word(story: Story, word: str, *, by: Actor) -> None:
    """Leave a word as it is: it was nobody and nowhere. Asked again, it is replaced again."""
    by.require(Permission.REGISTER)
    with transaction.atomic():
        row = _held(story, by, *OPEN, StoryState.SUBMITTED)
        if word in row.by_hand:
            row.by_hand = {key: value for key, value in row.by_hand.items() if key != word}
        elif word in row.kept:
            row.kept = [one for one in row.kept if one != word]
        else:
            row.kept = [*row.kept, word[:40]]
        row.save()


def submit(story: Story, *, by: Actor) -> None:
    """Ask somebody else to decide."""
    by.require(Permission.REGISTER)
    with transaction.atomic():
        row = _held(story, by, *OPEN)
        _may_be_told(queries.dispute_of(row))
        row.state, row.submitted_at = StoryState.SUBMITTED, clock.now()
        row.save()


def approve(story: Story, looked_at: Sequence[str], *, by: Actor) -> Story:
    """Publish it as it is told now. Another person than its author, who looked at every risk.

    Raises Forbidden for the author; Refused (field ``looked_at``) when a risk was left out.
    """
    by.require(Permission.PUBLISH)
    with transaction.atomic():
        row = _held(story, by, StoryState.SUBMITTED)
        if by.person_id == row.person_id:
            raise Forbidden(_("写的人不能自己审核，请另一位同事来看。"))
        dispute = queries.dispute_of(row)
        _may_be_told(dispute)
        made = both(row, dispute)
        if missed := [risk for risk in made.risks if risk.key not in looked_at]:
            told = _("还有 %(n)s 处提示没有看过：%(words)s。")
            raise Refused(
                told % {"n": len(missed), "words": missed[0].words}, field="looked_at", code="risks"
            )
        row.told_title, row.told_text, row.told_lesson = (
            made.title.text[:120],
            made.text.text,
            made.lesson.text,
        )
        row.looked_at = [risk.key[:200] for risk in made.risks]
        _decide(row, StoryState.PUBLISHED, "", by)
        row.slug = row.slug or short_code(10)
        row.save()
    return row


def give_back(story: Story, why: str, *, by: Actor) -> None:
    """Back to its author, with a reason."""
    by.require(Permission.PUBLISH)
    if not why.strip():
        raise Refused(_("请写明退回的理由。"), field="why", code="required")
    with transaction.atomic():
        row = _held(story, by, StoryState.SUBMITTED)
        if by.person_id == row.person_id:
            raise Forbidden(_("写的人不能自己审核，请另一位同事来看。"))
        _decide(row, StoryState.RETURNED, why.strip(), by)
        row.save()


def _decide(row: Story, state: StoryState, decision: str, by: Actor) -> None:
    row.state, row.decision = state, decision
    row.decided_by, row.decided_by_id, row.decided_at = by.name, by.person_id, clock.now()


def withdraw(story: Story, why: str, *, by: Actor) -> None:
    """Take it down at once, or drop it before it was published."""
    by.require(Permission.REGISTER)
    if not why.strip():
        raise Refused(_("请写明撤下的原因。"), field="why", code="required")
    with transaction.atomic():
        every = [state for state in StoryState if state != StoryState.WITHDRAWN]
        row = _held(story, by, *every)
        _taken_down(row, why.strip())


def _taken_down(row: Story, why: str) -> None:
    row.state, row.withdrawn_at, row.withdrawn_why = StoryState.WITHDRAWN, clock.now(), why
    row.save()


def object_to(dispute: Dispute, note: str = "", *, by: Actor) -> int:
    """A party doesn't want the dispute told. What was told of it is taken down; answers how many."""
    by.require(Permission.REGISTER)
    with transaction.atomic():
        Objection.objects.bulk_create(
            [
                Objection(
                    county=dispute.county, dispute_id=dispute.id, note=note.strip()[:200],
                    person_name=by.name, unit_name=by.unit_name, at=clock.now(),
                )
            ],
            ignore_conflicts=True,
        )  # fmt: skip
        told = Story.objects.unscoped(reason="a party's no holds whoever wrote the story")
        rows = told.select_for_update().filter(dispute_county=dispute.county, dispute_id=dispute.id)
        standing = list(rows.exclude(state=StoryState.WITHDRAWN).order_by("id"))
        for row in standing:
            _taken_down(row, _("当事人不同意"))
    return len(standing)
