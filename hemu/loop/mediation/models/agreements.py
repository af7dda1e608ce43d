"""Agreements, who signed them, and what was promised in them."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseRow
from hemu.loop.mediation.models.choices import AgreementForm, PromiseState, SignatureForm


class Agreement(CaseRow):
    """A mediation agreement with the contents of 人民调解法29, or an oral one as recorded (art. 28, 30).

    `confirmation_until` is the last day on which both parties together may ask a court to confirm it
    (art. 33), empty where confirmation isn't to be had.
    """

    acceptance_id = models.BigIntegerField()
    form = models.SmallIntegerField(_("协议形式"), choices=AgreementForm.choices)
    number = models.CharField(_("协议编号"), max_length=60)
    main_facts = models.TextField(_("纠纷主要事实"), max_length=5000)
    issues = models.TextField(_("争议事项"), max_length=2000)
    responsibilities = models.TextField(_("各方责任"), max_length=2000, blank=True)
    content = models.TextField(_("协议内容"), max_length=5000)
    manner = models.CharField(_("履行方式"), max_length=500)
    time_limit = models.CharField(_("履行期限"), max_length=200)
    place = models.CharField(_("签订地点"), max_length=200, blank=True)
    copies = models.SmallIntegerField(_("份数"), default=0)
    mediators = models.JSONField(_("调解员"), default=list)
    mediator_signed = models.BooleanField(_("调解员已签名"), default=False)
    sealed = models.BooleanField(_("已加盖调委会印章"), default=False)
    about_status = models.BooleanField(_("涉及身份关系"), default=False)
    ownership_note = models.CharField(_("不涉及权属的说明"), max_length=500, blank=True)
    made_at = models.DateTimeField(_("达成时间"))
    effective_at = models.DateTimeField(_("生效时间"))
    confirmation_until = models.DateField(_("申请司法确认截止日"), null=True)
    recorded_by = models.CharField(_("记录人"), max_length=80)
    unit_name = models.CharField(_("调解组织"), max_length=100)
    ended_at = models.DateTimeField(null=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="agreement_county_id"),
            models.UniqueConstraint(fields=["county", "number"], name="agreement_number"),
            models.CheckConstraint(
                condition=models.Q(form=AgreementForm.ORAL) | models.Q(mediator_signed=True, sealed=True),
                name="agreement_written_is_signed",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "dispute_id"], name="agreement_dispute"),
            models.Index(
                fields=["confirmation_until"],
                condition=models.Q(ended_at=None, confirmation_until__isnull=False),
                name="agreement_confirmable",
            ),
        ]

    def __str__(self) -> str:
        return self.number


class Signature(CaseRow):
    """A party put their name, seal or fingerprint to the agreement.

    `attachment_id`: a picture of the name that they wrote on a phone, a file of the dispute.
    """

    agreement_id = models.BigIntegerField()
    party_id = models.BigIntegerField()
    party_name = models.CharField(_("当事人"), max_length=80)
    form = models.SmallIntegerField(_("方式"), choices=SignatureForm.choices)
    signed_at = models.DateTimeField(_("时间"))
    attachment_id = models.BigIntegerField(null=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="signature_county_id"),
            models.UniqueConstraint(fields=["county", "agreement_id", "party_id"], name="signature_once"),
        ]
        indexes = [models.Index(fields=["county", "dispute_id"], name="signature_dispute")]


class Promise(CaseRow):
    """One thing that a party owes under the agreement, and by when (instalments are one each).

    `amount` is in yuan between the parties; the mediation itself costs nothing (人民调解法4).
    """

    agreement_id = models.BigIntegerField()
    number = models.SmallIntegerField()
    party_id = models.BigIntegerField(null=True)
    party_name = models.CharField(_("履行人"), max_length=80)
    what = models.CharField(_("履行内容"), max_length=300)
    amount = models.DecimalField(_("金额（元）"), max_digits=14, decimal_places=2, null=True)
    due_on = models.DateField(_("履行期限"))
    state = models.SmallIntegerField(_("履行情况"), choices=PromiseState.choices, default=PromiseState.OPEN)
    performed_on = models.DateField(_("履行日期"), null=True)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    recorded_by = models.CharField(max_length=80, blank=True)

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="promise_county_id"),
            models.UniqueConstraint(fields=["county", "agreement_id", "number"], name="promise_number"),
            models.CheckConstraint(
                condition=models.Q(performed_on__isnull=False) | ~models.Q(state=PromiseState.PERFORMED),
                name="promise_performed_has_day",
            ),
        ]
        indexes = [
            models.Index(fields=["county", "dispute_id"], name="promise_dispute"),
            models.Index(
                fields=["due_on"],
                condition=models.Q(state__in=(PromiseState.OPEN, PromiseState.DEFAULTED)),
                name="promise_owed",
            ),
        ]

    def __str__(self) -> str:
        return self.what
