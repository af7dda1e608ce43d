"""What was done on a petition work order, and the statutory clocks that ran (信访工作条例 22, 34–36)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import PartRow
from hemu.disputes.models.fixed import fixed


class Act(models.IntegerChoices):
    """Everything that is done on a petition. Numbers are stored; never reuse one."""

    REGISTERED = 1, _("登记")
    ACCEPTED = 2, _("受理")
    NOT_ACCEPTED = 3, _("不予受理")
    VERIFIED = 4, _("核实")
    EXPLAINED = 5, _("释法说理")
    EXTENDED = 6, _("延期")
    ANSWERED = 7, _("答复")
    REVIEW_ASKED = 8, _("信访人申请复查")
    REVIEWED = 9, _("复查意见")
    REREVIEW_ASKED = 10, _("信访人申请复核")
    REREVIEWED = 11, _("复核意见")
    RAISED = 12, _("超期上报")


class Term(models.IntegerChoices):
    """Which statutory time runs."""

    ACCEPT = 1, _("受理、转送期限")
    HANDLE = 2, _("办理期限")
    REVIEW = 3, _("复查期限")
    REREVIEW = 4, _("复核期限")


class PetitionStep(PartRow):
    """One thing that was done, kept for ever. `basis` is the article or rule that it stands on."""

    petition_id = models.BigIntegerField()
    act = models.SmallIntegerField(choices=Act.choices)
    text = models.TextField(max_length=5000, blank=True)
    basis = models.CharField(max_length=200, blank=True)
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta(PartRow.Meta):
        constraints = [models.UniqueConstraint("county", "id", name="petitionstep_county_id")]
        indexes = [models.Index(fields=["county", "petition_id", "at"], name="petitionstep_petition")]
        triggers = fixed("append_only", texts=("text",))


class PetitionClock(PartRow):
    """One statutory time. At most one runs on a petition; `next_at` says when the sweep looks at it."""

    petition_id = models.BigIntegerField()
    term = models.SmallIntegerField(choices=Term.choices)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    extended = models.BooleanField(default=False)
    stopped_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)

    class Meta(PartRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="petitionclock_county_id"),
            models.UniqueConstraint(
                fields=["county", "petition_id"],
                condition=models.Q(stopped_at=None),
                name="petitionclock_one_running",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "petition_id"], name="petitionclock_petition"),
            models.Index(
                fields=["next_at"], condition=models.Q(next_at__isnull=False), name="petitionclock_next"
            ),
        ]
