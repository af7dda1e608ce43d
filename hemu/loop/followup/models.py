"""Follow-ups: planned, and what came of them."""

from __future__ import annotations

from typing import Self

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow
from hemu.disputes.models.placed import PlacedQuerySet

LEAST_CONTENT = 2
"""A party who gives this or less, of five, isn't content."""


class Mode(models.IntegerChoices):
    """How somebody was asked."""

    IN_PERSON = 1, _("上门")
    PHONE = 2, _("电话")


class Asked(models.IntegerChoices):
    """Whom the follow-up asked."""

    PARTY = 1, _("当事人")
    FAMILY = 2, _("家属亲友")
    GO_BETWEEN = 3, _("中间人")
    VILLAGE = 4, _("村组干部邻居")


class Kept(models.IntegerChoices):
    """Is the agreement kept?"""

    NO_AGREEMENT = 0, _("没有协议")
    KEPT = 1, _("已全部履行")
    PARTLY = 2, _("正在履行")
    NOT_KEPT = 3, _("没有履行")


class Again(models.IntegerChoices):
    """Has it flared up again? A party's own word; threats are a fact that the rating knows."""

    NO = 0, _("没有")
    QUARREL = 1, _("又起冲突")
    THREAT = 2, _("有人威胁、要动手")


class FollowUpQuerySet(PlacedQuerySet):
    """Follow-ups in a reader's area."""

    def waiting(self) -> Self:
        """Planned and not yet done."""
        return self.filter(done_at=None, cancelled_at=None)


class FollowUp(CaseRow):
    """One look at a dispute after mediation. Planned first; `done_at` empty until somebody went.

    `satisfaction` is the party's own answer, 1 to 5. `round` counts the times the dispute was opened
    anew, so that a follow-up before a relapse doesn't close what came after.
    """

    region = models.BigIntegerField(editable=False)
    number = models.SmallIntegerField(_("第几次"))
    round = models.SmallIntegerField(default=1)
    due_on = models.DateField(_("计划日期"))
    targeted = models.BooleanField(_("重点回访"), default=False)
    in_depth = models.BooleanField(_("深入回访"), default=False)
    reason = models.CharField(_("安排依据"), max_length=200, blank=True)
    planned_at = models.DateTimeField()
    done_at = models.DateTimeField(_("回访时间"), null=True)
    cancelled_at = models.DateTimeField(null=True)
    mode = models.SmallIntegerField(_("方式"), choices=Mode.choices, null=True)
    asked = models.SmallIntegerField(_("回访对象"), choices=Asked.choices, null=True)
    party_id = models.BigIntegerField(null=True)
    asked_name = models.CharField(_("姓名"), max_length=80, blank=True)
    kept = models.SmallIntegerField(_("协议履行"), choices=Kept.choices, null=True)
    smoulders = models.CharField(_("还有什么没解决"), max_length=1000, blank=True)
    answer = models.CharField(_("当事人自己的话"), max_length=1000, blank=True)
    satisfaction = models.SmallIntegerField(_("满意度"), null=True)
    escalation = models.BooleanField(_("有激化苗头"), default=False)
    suit = models.CharField(_("起诉、判决情况"), max_length=300, blank=True)
    wrong = models.CharField(_("调解有没有不当"), max_length=300, blank=True)
    measures = models.CharField(_("采取的措施"), max_length=1000, blank=True)
    new_dispute = models.CharField(_("新的纠纷"), max_length=1000, blank=True)
    done_by = models.CharField(_("回访人"), max_length=80, blank=True)
    done_unit = models.CharField(max_length=100, blank=True)

    objects = FollowUpQuerySet.as_manager()  # type: ignore[misc]  # narrows the base's manager

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="followup_county_id"),
            models.UniqueConstraint(fields=["county", "dispute_id", "number"], name="followup_number"),
            models.UniqueConstraint(
                fields=["county", "dispute_id"],
                condition=models.Q(done_at=None, cancelled_at=None),
                name="followup_one_waiting",
            ),
            models.CheckConstraint(
                condition=models.Q(satisfaction=None) | models.Q(satisfaction__range=(1, 5)),
                name="followup_satisfaction",
            ),
        ]
        indexes = [
            models.Index(
                fields=["region", "due_on"],
                condition=models.Q(done_at=None, cancelled_at=None),
                name="followup_waiting",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.due_on}"

    @property
    def is_waiting(self) -> bool:
        """Planned and not yet done."""
        return self.done_at is None and self.cancelled_at is None


class Concerned(CaseRow):
    """Somebody else who matters to a dispute: a go-between, a relative, a cadre or neighbour (F2)."""

    relation = models.SmallIntegerField(_("关系"), choices=Asked.choices)
    name = models.CharField(_("姓名"), max_length=80)
    note = models.CharField(_("说明"), max_length=200, blank=True)
    added_by = models.CharField(max_length=80)
    added_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="concerned_county_id")]
        indexes = [models.Index(fields=["county", "dispute_id"], name="concerned_dispute")]

    def __str__(self) -> str:
        return self.name


class LinkIssue(CaseRow):
    """A party's link was printed, shown or sent; or, `replaced`, every earlier one of theirs made void."""

    party_id = models.BigIntegerField()
    replaced = models.BooleanField(default=False)
    given_by = models.CharField(max_length=80)
    given_unit = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="linkissue_county_id")]
        indexes = [models.Index(fields=["county", "dispute_id", "party_id"], name="linkissue_party")]
        triggers = [pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)]


class OwnAnswer(CaseRow):
    """What a party says by themselves, through their link. The newest of a party in a round holds.

    `token` is the form's own secret (keyed hash): sending it twice counts once. `reply` is what the party
    was told where they weren't content.
    """

    party_id = models.BigIntegerField()
    round = models.SmallIntegerField(default=1)
    kept = models.SmallIntegerField(_("协议履行"), choices=Kept.choices)
    satisfaction = models.SmallIntegerField(_("满意度"))
    left = models.CharField(_("还有什么没解决"), max_length=1000, blank=True)
    again = models.SmallIntegerField(_("又起冲突"), choices=Again.choices, default=Again.NO)
    at = models.DateTimeField()
    token = models.BinaryField(max_length=32)
    reply = models.CharField(_("答复"), max_length=1000, blank=True)
    replied_by = models.CharField(max_length=80, blank=True)
    replied_at = models.DateTimeField(null=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="ownanswer_county_id"),
            models.UniqueConstraint(fields=["county", "token"], name="ownanswer_once"),
            models.CheckConstraint(
                condition=models.Q(satisfaction__range=(1, 5)), name="ownanswer_satisfaction"
            ),
        ]
        indexes = [models.Index(fields=["county", "dispute_id"], name="ownanswer_dispute")]

    @property
    def is_content(self) -> bool:
        """Whether nothing in it asks for an answer."""
        return self.satisfaction > LEAST_CONTENT and not self.left and self.kept != Kept.NOT_KEPT
