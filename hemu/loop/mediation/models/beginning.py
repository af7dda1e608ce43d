"""How a mediation begins: application, acceptance or refusal, and what every party consented to."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import Body, CaseRow, Outcome
from hemu.kernel import clock
from hemu.loop.mediation.models.choices import (
    ApplicationForm,
    ChosenBy,
    ConsentForm,
    MediatorChoice,
    Openness,
    RecusalKind,
)


class Application(CaseRow):
    """A request for mediation, or the committee's own move (人民调解法17, 18)."""

    form = models.SmallIntegerField(_("申请方式"), choices=ApplicationForm.choices)
    party_ids = models.JSONField(default=list)
    applicants = models.CharField(_("申请人"), max_length=200, blank=True)
    requests = models.TextField(_("申请事项"), max_length=2000)
    referred_by = models.CharField(_("委托移送单位"), max_length=100, blank=True)
    made_at = models.DateTimeField(_("申请时间"))
    recorded_by = models.CharField(_("登记人"), max_length=80)
    recorded_unit = models.CharField(max_length=100)

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="application_county_id")]
        indexes = [models.Index(fields=["county", "dispute_id"], name="application_dispute")]


class Acceptance(CaseRow):
    """A committee accepted the dispute for mediation. The one that isn't ended is in force.

    `rights_version` names the text of the notice that the parties were told (hemu.loop.mediation.rights).
    """

    number = models.CharField(_("案号"), max_length=60)
    unit_id = models.BigIntegerField()
    unit_name = models.CharField(_("受理组织"), max_length=100)
    body = models.SmallIntegerField(_("组织类别"), choices=Body.choices)
    chosen_by = models.SmallIntegerField(_("调解员由谁确定"), choices=ChosenBy.choices)
    rights_told_at = models.DateTimeField(_("告知权利义务时间"))
    rights_version = models.CharField(max_length=20)
    ownership_note = models.CharField(_("不涉及权属的说明"), max_length=500, blank=True)
    accepted_at = models.DateTimeField(_("受理时间"))
    accepted_by = models.CharField(_("登记人"), max_length=80)
    due_at = models.DateTimeField(_("调解期限"), null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="acceptance_county_id"),
            models.UniqueConstraint(
                fields=["county", "dispute_id"], condition=models.Q(ended_at=None), name="acceptance_one_open"
            ),
        ]
        indexes = [
            models.Index(fields=["county", "dispute_id"], name="acceptance_dispute"),
            models.Index(fields=["unit_id", "accepted_at"], name="acceptance_unit"),
        ]


class NamedMediator(CaseRow):
    """Somebody who mediates under an acceptance. Names copied as they were.

    `left_at`: when they stopped while the mediation went on, replaced or refused; `left_why` says why.
    """

    acceptance_id = models.BigIntegerField()
    post_id = models.BigIntegerField()
    person_id = models.BigIntegerField()
    name = models.CharField(_("调解员"), max_length=80)
    unit_name = models.CharField(_("所在组织"), max_length=100)
    chosen_by = models.SmallIntegerField(_("由谁确定"), choices=ChosenBy.choices, default=ChosenBy.COMMITTEE)
    named_at = models.DateTimeField(_("确定时间"), default=clock.now)
    left_at = models.DateTimeField(_("换下时间"), null=True)
    left_why = models.CharField(_("换下理由"), max_length=300, blank=True)
    is_open = models.BooleanField(default=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="named_mediator_county_id"),
            models.UniqueConstraint(
                fields=["county", "acceptance_id", "person_id"],
                condition=models.Q(left_at=None),
                name="named_mediator_once",
            ),
        ]
        indexes = [
            models.Index(fields=["person_id"], condition=models.Q(is_open=True), name="named_mediator_open"),
            models.Index(fields=["county", "dispute_id"], name="named_mediator_dispute"),
        ]

    def __str__(self) -> str:
        return self.name


class Consent(CaseRow):
    """One party's consent with the four choices of 人民调解法23. It stands until ended."""

    party_id = models.BigIntegerField()
    party_name = models.CharField(_("当事人"), max_length=80)
    acceptance_id = models.BigIntegerField(null=True)
    mediator_choice = models.SmallIntegerField(_("调解员"), choices=MediatorChoice.choices)
    openness = models.SmallIntegerField(_("是否公开"), choices=Openness.choices, default=Openness.NO_WISH)
    own_will = models.BooleanField(_("自愿接受调解，知道可以随时要求终止"))
    form = models.SmallIntegerField(_("表示方式"), choices=ConsentForm.choices)
    given_at = models.DateTimeField(_("同意时间"))
    recorded_by = models.CharField(_("记录人"), max_length=80)
    ended_at = models.DateTimeField(null=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="consent_county_id"),
            models.UniqueConstraint(
                fields=["county", "dispute_id", "party_id"],
                condition=models.Q(ended_at=None),
                name="consent_one_standing",
            ),
            models.CheckConstraint(condition=models.Q(own_will=True), name="consent_of_own_will"),
        ]


class Ending(CaseRow):
    """Mediation was not begun or came to nothing; which other ways were told (人民调解法17, 26)."""

    outcome = models.SmallIntegerField(_("结果"), choices=Outcome.choices)
    party_id = models.BigIntegerField(null=True)
    party_name = models.CharField(_("表示的当事人"), max_length=80, blank=True)
    reason_code = models.CharField(_("理由"), max_length=8, blank=True)
    reason = models.CharField(_("说明"), max_length=1000)
    other_ways = models.JSONField(_("告知的其他途径"), default=list)
    told_at = models.DateTimeField(_("告知时间"))
    recorded_by = models.CharField(_("记录人"), max_length=80)
    unit_name = models.CharField(max_length=100)

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="ending_county_id")]
        indexes = [models.Index(fields=["county", "dispute_id"], name="ending_dispute")]


class Recusal(CaseRow):
    """Somebody doesn't mediate this dispute: by their own declaration, or since a party refused them."""

    kind = models.SmallIntegerField(_("情形"), choices=RecusalKind.choices)
    person_id = models.BigIntegerField()
    name = models.CharField(_("调解员"), max_length=80)
    reason = models.CharField(_("说明"), max_length=300)
    recorded_by = models.CharField(max_length=80)
    recorded_at = models.DateTimeField()

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="recusal_county_id"),
            models.UniqueConstraint(fields=["county", "dispute_id", "person_id"], name="recusal_once"),
        ]


class Extension(CaseRow):
    """The parties agreed to mediate longer; `agreed_by` holds their names, all of both sides."""

    acceptance_id = models.BigIntegerField()
    was_due = models.DateTimeField(_("原期限"))
    due_at = models.DateTimeField(_("延长到"))
    reason = models.CharField(_("理由"), max_length=300)
    agreed_by = models.JSONField(_("同意的当事人"), default=list)
    extended_at = models.DateTimeField(_("登记时间"))
    recorded_by = models.CharField(_("记录人"), max_length=80)

    class Meta(CaseRow.Meta):
        constraints = [models.UniqueConstraint(fields=["county", "id"], name="extension_county_id")]
        indexes = [models.Index(fields=["county", "dispute_id"], name="extension_dispute")]

    def __str__(self) -> str:
        return self.reason


class Appraisal(CaseRow):
    """Something is appraised while mediation waits for it; its days aren't counted into the term.

    `allowed` is how many days at most the rules leave out, added to the term at once; `days`, known when it
    is over, how many were left out: what wasn't needed is taken off the term again.
    """

    acceptance_id = models.BigIntegerField()
    what = models.CharField(_("鉴定、评估什么"), max_length=200)
    by_whom = models.CharField(_("鉴定、评估机构"), max_length=100)
    began_on = models.DateField(_("开始日期"))
    allowed = models.SmallIntegerField(_("最多不计的天数"))
    ended_on = models.DateField(_("结束日期"), null=True)
    days = models.SmallIntegerField(_("不计的天数"), null=True)
    result = models.CharField(_("鉴定、评估意见"), max_length=500, blank=True)
    recorded_by = models.CharField(_("记录人"), max_length=80)
    recorded_at = models.DateTimeField(_("登记时间"))

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="appraisal_county_id"),
            models.UniqueConstraint(
                fields=["county", "acceptance_id"],
                condition=models.Q(ended_on=None),
                name="appraisal_one_running",
            ),
            models.CheckConstraint(
                condition=models.Q(ended_on=None, days=None)
                | models.Q(ended_on__gte=models.F("began_on"), days__gte=0),
                name="appraisal_days",
            ),
        ]
        indexes = [models.Index(fields=["county", "dispute_id"], name="appraisal_dispute")]

    def __str__(self) -> str:
        return self.what
