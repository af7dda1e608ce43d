"""Looking back on a dispute that became a crime."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow
from hemu.disputes.models.placed import PlacedQuerySet


class ReviewState(models.IntegerChoices):
    """Where a review stands. Numbers are stored; never reuse one."""

    OPEN = 1, _("待复盘")
    HELD = 2, _("待审定")
    APPROVED = 3, _("已审定")
    WITHDRAWN = 4, _("标注已撤销")


class CrimeReview(CaseRow):
    """One review: who sat together, what was known when, what is learnt. `panel` is a list of names."""

    region = models.BigIntegerField(editable=False)
    state = models.SmallIntegerField(_("复盘进展"), choices=ReviewState.choices, default=ReviewState.OPEN)
    opened_at = models.DateTimeField(_("标为民转刑的时间"))
    due_on = models.DateField(_("复盘期限"))
    held_on = models.DateField(_("复盘日期"), null=True)
    panel = models.JSONField(_("参加复盘的人和单位"), default=list)
    known = models.TextField(_("什么时候知道什么"), max_length=5000, blank=True)
    kept = models.TextField(_("哪些做到了、哪些没有做到"), max_length=5000, blank=True)
    lessons = models.TextField(_("教训"), max_length=5000, blank=True)
    held_by_id = models.BigIntegerField(null=True)
    held_by = models.CharField(_("主持人"), max_length=80, blank=True)
    approved_by = models.CharField(_("审定人"), max_length=80, blank=True)
    approved_unit = models.CharField(max_length=120, blank=True)
    approved_at = models.DateTimeField(null=True)
    opinion = models.CharField(_("审定意见"), max_length=500, blank=True)

    objects = PlacedQuerySet.as_manager()  # type: ignore[misc]  # narrows the base's manager

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="crimereview_county_id"),
            models.UniqueConstraint(
                fields=["county", "dispute_id"],
                condition=~models.Q(state=ReviewState.WITHDRAWN),
                name="crimereview_one",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "state", "-opened_at"], name="crimereview_region"),
            models.Index(fields=["county", "dispute_id"], name="crimereview_dispute"),
        ]

    def __str__(self) -> str:
        return str(self.opened_at)


class CrimeMeasure(CaseRow):
    """What is changed so that it doesn't happen again: a unit's task, not a person's mark."""

    review_id = models.BigIntegerField()
    what = models.CharField(_("措施"), max_length=300)
    unit_name = models.CharField(_("负责单位"), max_length=120)
    due_on = models.DateField(_("期限"))
    done_on = models.DateField(_("完成日期"), null=True)
    result = models.CharField(_("落实情况"), max_length=500, blank=True)

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="crimemeasure_county_id")]
        indexes = [models.Index(fields=["county", "dispute_id"], name="crimemeasure_dispute")]

    def __str__(self) -> str:
        return self.what
