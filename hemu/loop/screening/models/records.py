"""The other ways that a matter comes in: incidents, petitions, meetings, groups; and hazards."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models.area import AreaRow, PartRow
from hemu.disputes.models.fixed import fixed
from hemu.kernel.fields import SealedTextField
from hemu.loop.screening.models.choices import HazardStatus, IncidentTier, Satisfaction


def _keys(name: str, *more: Any) -> list[Any]:
    return [models.UniqueConstraint("county", "id", name=f"{name}_county_id"), *more]


class Incident(AreaRow):
    """警情: a call to the police. `number` is the police's own, once in a county."""

    number = models.CharField(_("警情编号"), max_length=40)
    reported_at = models.DateTimeField(_("报警时间"))
    narrative = models.TextField(_("警情内容"), max_length=5000)
    phone = SealedTextField(_("报警人电话"), default="", blank=True)
    """For the call back; opened on record, by the unit that rings."""
    tier = models.SmallIntegerField(_("处置层级"), choices=IncidentTier.choices)
    result = models.TextField(_("处置结果"), max_length=2000, blank=True)
    settled_at = models.DateTimeField(_("处置完毕时间"), null=True, editable=False)
    sealed_at = models.DateTimeField(null=True, editable=False)
    """When retention emptied it of what it says of persons."""

    class Meta(AreaRow.Meta):
        constraints = _keys("incident", models.UniqueConstraint("county", "number", name="incident_number"))
        indexes = [models.Index(fields=["region", "-reported_at"], name="incident_region")]

    def __str__(self) -> str:
        return self.number


class IncidentStep(PartRow):
    """One tier that an incident went through: who had it, until when, and when it was passed on.

    `person_name` and `unit_name` brought it there; the holder has it in hand, and a helper where two units
    work together. Until it is claimed, `due_at` says by when; then `handle_due_at`, where there is one.
    """

    incident_id = models.BigIntegerField()
    tier = models.SmallIntegerField(_("处置层级"), choices=IncidentTier.choices)
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    note = models.CharField(_("说明"), max_length=500, blank=True)
    holder_id = models.BigIntegerField(null=True)
    holder_name = models.CharField(_("承办单位"), max_length=120, blank=True)
    helper_id = models.BigIntegerField(null=True)
    helper_name = models.CharField(_("会同单位"), max_length=120, blank=True)
    claimed_by = models.CharField(_("认领人"), max_length=80, blank=True)
    claimed_at = models.DateTimeField(_("认领时间"), null=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(_("时限"))
    handle_due_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    overdue_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)
    """When the sweep looks at it."""

    class Meta(PartRow.Meta):
        constraints = _keys(
            "incidentstep",
            models.UniqueConstraint(
                fields=["county", "incident_id"],
                condition=models.Q(ended_at=None),
                name="incidentstep_one_open",
            ),
        )
        indexes = [
            models.Index(fields=["county", "incident_id"], name="incidentstep_incident"),
            models.Index(
                fields=["next_at"], condition=models.Q(next_at__isnull=False), name="incidentstep_next"
            ),
        ]

    @property
    def waits_for_claim(self) -> bool:
        """Whether nobody of the holder has taken it in hand yet."""
        return self.ended_at is None and self.claimed_at is None

    @property
    def turn_due_at(self) -> datetime:
        """Until when whoever has it must do the next thing."""
        return self.handle_due_at or self.due_at


class IncidentCall(PartRow):
    """One try to call those who called the police (电话回访). Kept as it was; nobody's number is in it."""

    incident_id = models.BigIntegerField()
    reached = models.BooleanField(_("是否接通"))
    satisfaction = models.SmallIntegerField(_("满意度"), choices=Satisfaction.choices, null=True)
    note = models.CharField(_("回访情况"), max_length=1000, blank=True)
    person_name = models.CharField(max_length=80)
    unit_name = models.CharField(max_length=120)
    at = models.DateTimeField()

    class Meta(PartRow.Meta):
        constraints = _keys("incidentcall")
        indexes = [models.Index(fields=["county", "incident_id"], name="incidentcall_incident")]
        triggers = fixed("append_only", texts=("note",))


class Petition(AreaRow):
    """信访件: a work order from above, with the day until which it must be answered."""

    number = models.CharField(_("信访编号"), max_length=40)
    from_unit = models.CharField(_("交办单位"), max_length=120)
    received_at = models.DateTimeField(_("收到时间"))
    due_at = models.DateTimeField(_("办理期限"))
    narrative = models.TextField(_("反映事项"), max_length=5000)
    answer = models.TextField(_("答复意见"), max_length=5000, blank=True)
    answered_at = models.DateTimeField(_("答复时间"), null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, editable=False)
    """When retention emptied it of what it says of persons."""

    class Meta(AreaRow.Meta):
        constraints = _keys("petition", models.UniqueConstraint("county", "number", name="petition_number"))
        indexes = [models.Index(fields=["region", "-received_at"], name="petition_region")]

    def __str__(self) -> str:
        return self.number


class JointMeeting(AreaRow):
    """联席会: units met, each brought what it knows."""

    subject = models.CharField(_("会议名称"), max_length=100)
    held_at = models.DateTimeField(_("开会时间"))
    units = ArrayField(models.CharField(max_length=120), verbose_name=_("参加单位"), default=list)
    minutes = models.TextField(_("会议纪要"), max_length=10_000)

    class Meta(AreaRow.Meta):
        constraints = _keys("jointmeeting")
        indexes = [models.Index(fields=["region", "-held_at"], name="jointmeeting_region")]

    def __str__(self) -> str:
        return self.subject


class MeetingItem(PartRow):
    """One matter that a unit brought to a joint meeting."""

    meeting_id = models.BigIntegerField()
    brought_by = models.CharField(_("提出单位"), max_length=120)
    text = models.TextField(_("事项"), max_length=2000)
    order = models.SmallIntegerField(default=0)

    class Meta(PartRow.Meta):
        constraints = _keys("meetingitem")
        indexes = [models.Index(fields=["county", "meeting_id"], name="meetingitem_meeting")]


class GroupRecord(AreaRow):
    """微警务群: what somebody told an officer in a work group, as the officer wrote it down.

    The product never reads a group's chat.
    """

    group_name = models.CharField(_("群名称"), max_length=100)
    received_at = models.DateTimeField(_("收到时间"))
    text = models.TextField(_("反映内容"), max_length=5000)

    class Meta(AreaRow.Meta):
        constraints = _keys("grouprecord")
        indexes = [models.Index(fields=["region", "-received_at"], name="grouprecord_region")]

    def __str__(self) -> str:
        return self.group_name


class Hazard(AreaRow):
    """隐患: a danger that is not yet a dispute."""

    found_at = models.DateTimeField(_("发现时间"))
    text = models.TextField(_("隐患情况"), max_length=2000)
    visit_id = models.BigIntegerField(null=True, editable=False)
    report_id = models.BigIntegerField(null=True, editable=False)
    """The villagers' report that told of it."""
    status = models.SmallIntegerField(_("状态"), choices=HazardStatus.choices, default=HazardStatus.OPEN)
    result = models.TextField(_("消除情况"), max_length=2000, blank=True)
    removed_at = models.DateTimeField(_("消除时间"), null=True, blank=True)
    sealed_at = models.DateTimeField(null=True, editable=False)
    """When retention emptied it of what it says of persons."""

    class Meta(AreaRow.Meta):
        constraints = _keys("hazard")
        indexes = [
            models.Index(fields=["region", "-found_at"], name="hazard_region"),
            models.Index(fields=["visit_id"], name="hazard_visit"),
            models.Index(fields=["report_id"], name="hazard_report"),
        ]

    def __str__(self) -> str:
        return self.text[:20]
