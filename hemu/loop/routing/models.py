"""The hops of a dispute from unit to unit."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow


class Way(models.IntegerChoices):
    """How a dispute came to a unit."""

    INTERNAL = 1, _("内部交办")
    VERTICAL = 2, _("纵向推送综治中心")
    HORIZONTAL = 3, _("横向移交")
    NAMED = 4, _("综治中心指定")
    HANDED_OVER = 5, _("移送")
    RAISED = 6, _("三次退回提级")
    TAKEN = 7, _("主动受领")


class Hop(CaseRow):
    """One hop: given by whom to whom, why, and when it was received or returned.

    `grounds` are the rules that proposed it, as JSON; `joint` the names of the units that help.
    """

    number = models.SmallIntegerField(_("次序"))
    way = models.SmallIntegerField(_("分流方式"), choices=Way.choices)
    from_unit_id = models.BigIntegerField(null=True)
    from_unit_name = models.CharField(_("交办单位"), max_length=100, blank=True)
    to_unit_id = models.BigIntegerField()
    to_unit_name = models.CharField(_("接收单位"), max_length=100)
    officer_post_id = models.BigIntegerField(null=True)
    officer_name = models.CharField(_("承办人"), max_length=80, blank=True)
    joint = models.JSONField(_("协办单位"), default=list)
    reason = models.CharField(_("交办要求"), max_length=500, blank=True)
    grounds = models.JSONField(_("分流依据"), default=list)
    given_by = models.CharField(_("交办人"), max_length=80)
    given_at = models.DateTimeField(_("交办时间"))
    due_at = models.DateTimeField(_("接收时限"), null=True)
    received_by = models.CharField(_("接收人"), max_length=80, blank=True)
    received_at = models.DateTimeField(_("接收时间"), null=True)
    returned_by = models.CharField(_("退回人"), max_length=80, blank=True)
    returned_at = models.DateTimeField(_("退回时间"), null=True)
    return_code = models.CharField(_("退回理由"), max_length=8, blank=True)
    return_reason = models.CharField(_("退回说明"), max_length=500, blank=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="hop_county_id"),
            models.UniqueConstraint(fields=["county", "dispute_id", "number"], name="hop_number"),
            models.UniqueConstraint(
                fields=["county", "dispute_id"], condition=models.Q(ended_at=None), name="hop_one_open"
            ),
        ]
        indexes = [
            models.Index(fields=["to_unit_id", "given_at"], name="hop_unit_given"),
            models.Index(fields=["from_unit_id", "given_at"], name="hop_giver_given"),
            models.Index(
                fields=["county", "due_at"],
                condition=models.Q(received_at=None, ended_at=None),
                name="hop_waiting",
            ),
            models.Index(
                fields=["county", "returned_at"],
                condition=models.Q(returned_at__isnull=False),
                name="hop_returned",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_unit_name} → {self.to_unit_name}"


class Answer(models.IntegerChoices):
    """What a unit says that was asked to help. Numbers are stored; never reuse one."""

    HELPED = 1, _("已办理")
    NOT_OURS = 2, _("不属本单位职责")


class Referral(CaseRow):
    """Another unit is asked for its part; who leads goes on leading, and the turn doesn't pass.

    The opposite of a hand-over, by which the lead changes.
    """

    number = models.SmallIntegerField(_("次序"))
    from_unit_id = models.BigIntegerField()
    from_unit_name = models.CharField(_("转介单位"), max_length=100)
    to_unit_id = models.BigIntegerField()
    to_unit_name = models.CharField(_("受转介单位"), max_length=100)
    asked = models.CharField(_("请办理的事"), max_length=500)
    given_by = models.CharField(_("转介人"), max_length=80)
    given_at = models.DateTimeField(_("转介时间"))
    due_at = models.DateTimeField(_("答复时限"))
    answer = models.SmallIntegerField(_("答复"), choices=Answer.choices, null=True)
    reply = models.CharField(_("办理情况"), max_length=1000, blank=True)
    answered_by = models.CharField(_("答复人"), max_length=80, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True)
    late_at = models.DateTimeField(null=True)
    """When it was told that the answer is late."""

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="referral_county_id"),
            models.UniqueConstraint(fields=["county", "dispute_id", "number"], name="referral_number"),
            models.UniqueConstraint(
                fields=["county", "dispute_id", "to_unit_id"],
                condition=models.Q(answered_at=None),
                name="referral_one_open",
            ),
        ]
        indexes = [
            models.Index(
                fields=["to_unit_id", "due_at"], condition=models.Q(answered_at=None), name="referral_to_open"
            ),
            models.Index(
                fields=["from_unit_id", "due_at"],
                condition=models.Q(answered_at=None),
                name="referral_from_open",
            ),
            models.Index(
                fields=["due_at"],
                condition=models.Q(answered_at=None, late_at=None),
                name="referral_to_tell",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_unit_name} → {self.to_unit_name}"
