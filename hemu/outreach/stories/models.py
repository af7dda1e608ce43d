"""Stories, each in two versions side by side, and parties who don't want theirs told."""

from __future__ import annotations

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import AreaRow, PartRow


class StoryState(models.IntegerChoices):
    DRAFT = 1, _("起草中")
    SUBMITTED = 2, _("待审核")
    RETURNED = 3, _("退回修改")
    PUBLISHED = 4, _("已发布")
    WITHDRAWN = 5, _("已撤下")


class Story(AreaRow):
    """One dispute told. `title`, `text` and `lesson` are as written; the `told_…` are what is published.

    `by_hand` maps words to what stands for them; `kept` are words that stay; `looked_at` the keys of the
    risks that the approver looked at. `slug` is the published page's address.
    """

    dispute_county = models.BigIntegerField(editable=False)
    dispute_id = models.BigIntegerField(editable=False)
    ref = models.CharField(_("编号"), max_length=24, editable=False)
    title = models.CharField(_("标题"), max_length=60)
    text = models.TextField(_("案情和化解经过"), max_length=5000)
    lesson = models.TextField(_("以案释法"), max_length=3000)
    by_hand = models.JSONField(default=dict)
    kept = ArrayField(models.CharField(max_length=40), default=list)
    state = models.SmallIntegerField(_("状态"), choices=StoryState.choices, default=StoryState.DRAFT)
    told_title = models.CharField(max_length=120, blank=True)
    told_text = models.TextField(blank=True)
    told_lesson = models.TextField(blank=True)
    looked_at = ArrayField(models.CharField(max_length=200), default=list)
    submitted_at = models.DateTimeField(null=True)
    decided_by_id = models.BigIntegerField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(_("意见"), max_length=300, blank=True)
    slug = models.CharField(max_length=16, blank=True)
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_why = models.CharField(_("撤下原因"), max_length=300, blank=True)

    class Meta(AreaRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="story_county_id"),
            models.CheckConstraint(
                condition=~models.Q(state=StoryState.PUBLISHED)
                | ~models.Q(decided_by_id=models.F("person_id")),
                name="story_second_person",
            ),
        ]
        indexes = [
            models.Index(fields=["region", "-made_at"], name="story_region"),
            models.Index(fields=["dispute_id"], name="story_dispute"),
            models.Index(fields=["slug"], condition=models.Q(state=4), name="story_slug"),
        ]

    def __str__(self) -> str:
        return self.told_title or self.title

    def get_absolute_url(self) -> str:
        """The page of the story in the office."""
        return reverse("stories:story", args=[self.county, self.id])


class Objection(PartRow):
    """A party doesn't want the dispute told; whose wish it was stays in the office's files, not here."""

    dispute_id = models.BigIntegerField()
    note = models.CharField(_("说明"), max_length=200, blank=True)
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta(PartRow.Meta):
        constraints = [
            models.UniqueConstraint("county", "id", name="storyobjection_county_id"),
            models.UniqueConstraint("county", "dispute_id", name="storyobjection_once"),
        ]
