"""Lawyers who advise units, what they were asked and answered; collective discussions of hard disputes."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow
from hemu.kernel.ids import new_id
from hemu.orgs.models import Post, Unit


class Retainer(models.Model):
    """A lawyer is assigned to a unit, for a time: 村居法律顾问 and the like."""

    id = models.BigIntegerField(primary_key=True, default=new_id)
    post = models.ForeignKey(Post, models.CASCADE, related_name="retainers", verbose_name=_("律师"))
    unit = models.ForeignKey(Unit, models.CASCADE, related_name="retainers", verbose_name=_("单位"))
    since = models.DateField(_("起"))
    until = models.DateField(_("止"), null=True, blank=True)
    made_by = models.CharField(max_length=80)

    class Meta:
        verbose_name = _("律师对口单位")
        ordering = ["unit_id", "id"]
        constraints = [
            models.UniqueConstraint(fields=["post", "unit"], condition=Q(until=None), name="retainer_once")
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.unit_id}"


class Standing(models.IntegerChoices):
    """How a question stands. Numbers are stored; never reuse one."""

    ASKED = 1, _("待答复")
    ANSWERED = 2, _("已答复")
    DECLINED = 3, _("律师回避")
    WITHDRAWN = 4, _("已撤回")


class Question(CaseRow):
    """One question to one lawyer on one dispute, with the answer on record."""

    post_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    lawyer = models.CharField(_("律师"), max_length=80)
    firm_id = models.BigIntegerField()
    firm = models.CharField(_("所在机构"), max_length=120)
    question = models.TextField(_("问题"), max_length=3000)
    standing = models.SmallIntegerField(_("状态"), choices=Standing.choices, default=Standing.ASKED)
    asked_at = models.DateTimeField(_("提问时间"))
    asked_by = models.CharField(_("提问人"), max_length=80)
    asked_post = models.BigIntegerField()
    asked_unit = models.CharField(_("提问单位"), max_length=120)
    due_at = models.DateTimeField(_("答复时限"))
    answer = models.TextField(_("答复"), max_length=8000, blank=True)
    basis = models.TextField(_("法律依据"), max_length=2000, blank=True)
    ended_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="question_county_id"),
            models.UniqueConstraint(
                fields=["county", "dispute_id", "person_id"],
                condition=Q(standing=Standing.ASKED),
                name="question_one_open",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "dispute_id"], name="question_dispute"),
            models.Index(fields=["person_id", "standing", "due_at"], name="question_lawyer"),
            models.Index(
                fields=["due_at"],
                condition=Q(standing=Standing.ASKED, reminded_at=None),
                name="question_remind",
            ),
        ]


class Discussion(CaseRow):
    """疑难复杂纠纷集体讨论: who sat, what each said, what was concluded. Written down once."""

    number = models.SmallIntegerField(_("第几次"))
    held_at = models.DateTimeField(_("时间"))
    place = models.CharField(_("地点"), max_length=200)
    presiding = models.CharField(_("主持人"), max_length=80)
    why = models.TextField(_("疑难在哪里"), max_length=2000)
    conclusion = models.TextField(_("讨论结论"), max_length=5000)
    follows = models.TextField(_("下一步"), max_length=2000, blank=True)
    recorded_by = models.CharField(_("记录人"), max_length=80)
    unit_name = models.CharField(_("组织单位"), max_length=120)
    recorded_at = models.DateTimeField()

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="discussion_county_id"),
            models.UniqueConstraint(fields=["county", "dispute_id", "number"], name="discussion_number"),
        ]


class Opinion(CaseRow):
    """What one participant of a discussion held; `dissents`: not what was concluded."""

    discussion_id = models.BigIntegerField()
    name = models.CharField(_("参加人"), max_length=80)
    unit_name = models.CharField(_("单位、职务"), max_length=120, blank=True)
    text = models.TextField(_("意见"), max_length=3000)
    dissents = models.BooleanField(_("保留不同意见"), default=False)

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="opinion_county_id")]
        indexes = [models.Index(fields=["county", "dispute_id"], name="opinion_dispute")]
