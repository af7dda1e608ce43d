"""How a party gets in, and what parties ask for."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from hemu.disputes.models import CaseQuerySet, CaseRow
from hemu.kernel.fields import SealedTextField
from hemu.orgs.actor import Actor


class PartyCode(models.Model):
    """A party's key to their page: of the 80 bits a keyed hash (32 bytes) is kept.

    The code follows from the party and the edition by the installation's key, so that it can be printed
    again; ending an edition ends its code. No foreign key and no county in the primary key: whoever
    brings a code knows neither. `tries` counts wrong second proofs since the last right one.
    """

    hash = models.BinaryField(max_length=32, primary_key=True)
    county = models.BigIntegerField()
    dispute_id = models.BigIntegerField()
    party_id = models.BigIntegerField()
    edition = models.PositiveSmallIntegerField()
    made_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    locks = models.PositiveSmallIntegerField(default=0)
    locked_until = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["party_id"], condition=models.Q(ended_at=None), name="partycode_one_current"
            ),
            models.UniqueConstraint(fields=["party_id", "edition"], name="partycode_edition"),
        ]
        indexes = [models.Index(fields=["dispute_id"], name="partycode_dispute")]


class Kind(models.IntegerChoices):
    """What a party asks for. Numbers are stored; never reuse one."""

    COPY = 1, _("查阅、复制我的信息")
    CORRECT = 2, _("更正我的信息")
    DELETE = 3, _("删除我的信息")
    OBJECT = 4, _("限制或者拒绝使用我的信息")
    EXPLAIN = 5, _("说明怎么使用我的信息")
    CHOOSE = 11, _("选择调解员")
    REFUSE = 12, _("不同意由这名调解员调解")
    SAY = 13, _("补充意见")


ARTICLES = {
    Kind.COPY: "个人信息保护法45",
    Kind.CORRECT: "个人信息保护法46",
    Kind.DELETE: "个人信息保护法47",
    Kind.OBJECT: "个人信息保护法44",
    Kind.EXPLAIN: "个人信息保护法48",
    Kind.CHOOSE: "人民调解法19",
    Kind.REFUSE: "人民调解法23",
    Kind.SAY: "人民调解法24",
}
PERSONAL = (Kind.COPY, Kind.CORRECT, Kind.DELETE, Kind.OBJECT, Kind.EXPLAIN)


class Column(models.IntegerChoices):
    """What of themselves a party can have put right. Numbers are stored; never reuse one."""

    NAME = 1, _("姓名或名称")
    PHONE = 2, _("联系电话")
    ADDRESS = 3, _("住址")
    IDENTITY_NUMBER = 4, _("身份证号或统一社会信用代码")
    OCCUPATION = 5, _("职业或职务")
    LANGUAGE = 6, _("需要的语言")
    OTHER = 9, _("别的内容")

    @property
    def column(self) -> str:
        """The party's attribute; empty for what is no column."""
        return "" if self == Column.OTHER else self.name.lower()


class Status(models.IntegerChoices):
    """What became of it."""

    OPEN = 1, _("待答复")
    GRANTED = 2, _("同意")
    PARTLY = 3, _("部分同意")
    REFUSED = 4, _("不同意")


class Via(models.IntegerChoices):
    """How it came."""

    PAGE = 1, _("当事人页面")
    DESK = 2, _("当面、来电")


class RequestQuerySet(CaseQuerySet):
    """Requests in a reader's care."""

    def answered_for_by(self, actor: Actor) -> Self:
        """Those of the actor's area, and those that its unit owes an answer to."""
        here = models.Q(unit_id=actor.unit_id)
        for span in actor.spans:
            here |= models.Q(region__gte=span.lo, region__lt=span.hi)
        return self.filter(here).opened()

    def waiting(self) -> Self:
        """Those without an answer."""
        return self.filter(status=Status.OPEN)


class Request(CaseRow):
    """Something that a party asks for; an office decides, with a reason, by `due_at`.

    `was` and `becomes` are a correction's two values. `token` is the form's own, so that a form sent twice
    asks once. `verified` says how the office knew who asked. A copy may be fetched until `copy_until`.
    """

    region = models.BigIntegerField(editable=False)
    party_id = models.BigIntegerField()
    party_name = models.CharField(_("当事人"), max_length=80)
    kind = models.SmallIntegerField(_("请求"), choices=Kind.choices)
    column = models.SmallIntegerField(_("更正哪一项"), choices=Column.choices, null=True)
    was = SealedTextField(default="", blank=True)
    becomes = SealedTextField(default="", blank=True)
    text = models.TextField(_("说明"), max_length=2000, blank=True)
    person_id = models.BigIntegerField(null=True)
    """The mediator that is chosen or refused."""
    via = models.SmallIntegerField(choices=Via.choices)
    verified = models.CharField(_("怎样核对身份"), max_length=200)
    taken_by = models.CharField(max_length=80, blank=True)
    taken_by_id = models.BigIntegerField(null=True)
    """Who wrote it down at the desk: a copy that they wrote down is granted by somebody else."""
    at = models.DateTimeField(_("提出时间"))
    due_at = models.DateTimeField(_("答复时限"))
    late_at = models.DateTimeField(null=True)
    unit_id = models.BigIntegerField(null=True)
    unit_name = models.CharField(_("答复单位"), max_length=120, blank=True)
    status = models.SmallIntegerField(_("结果"), choices=Status.choices, default=Status.OPEN)
    reason = models.TextField(_("答复"), max_length=2000, blank=True)
    decided_at = models.DateTimeField(null=True)
    decided_by = models.CharField(max_length=80, blank=True)
    decided_unit = models.CharField(max_length=120, blank=True)
    copy_until = models.DateTimeField(null=True)
    token = models.BinaryField(max_length=32, null=True)

    objects = RequestQuerySet.as_manager()  # type: ignore[misc]  # narrows the base's manager

    class Meta(CaseRow.Meta):
        constraints = [
            models.UniqueConstraint(fields=["county", "id"], name="request_county_id"),
            models.UniqueConstraint(fields=["county", "dispute_id", "token"], name="request_once"),
            models.CheckConstraint(
                condition=models.Q(status=Status.OPEN) | ~models.Q(reason=""), name="request_decided_says"
            ),
        ]
        indexes = [
            models.Index(fields=["region", "status", "due_at"], name="request_region"),
            models.Index(fields=["unit_id", "status", "due_at"], name="request_unit"),
            models.Index(fields=["county", "dispute_id", "party_id"], name="request_party"),
        ]

    def __str__(self) -> str:
        return str(Kind(self.kind).label)

    @property
    def article(self) -> str:
        """The article that gives the right."""
        return ARTICLES[Kind(self.kind)]
