"""The forms of a supervision order: each does one act."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.command.supervision import actions
from hemu.command.supervision.models import Order, OrderStatus
from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Dispute
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission


class OrderForm(forms.Form):
    """One act, said in words."""

    name: ClassVar[str] = ""
    title: ClassVar[str | Promise] = ""
    act: ClassVar[Callable[..., Order]]

    text = text_field(_("说明"), rows=4, max_length=2000)

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, prefix=self.name)

    def do(self, order: Order, by: Actor) -> None:
        """Do the act with what was typed."""
        type(self).act(order, self.cleaned_data["text"], by=by)


class AnswerForm(OrderForm):
    name, title, act = "answer", _("反馈"), staticmethod(actions.answer)
    text = text_field(_("查明的情况和整改措施"), rows=4, max_length=2000)


class CloseForm(OrderForm):
    name, title, act = "close", _("审结"), staticmethod(actions.close)
    text = text_field(_("审核意见"), rows=3, max_length=2000)


class SendBackForm(OrderForm):
    name, title, act = "back", _("退回重办"), staticmethod(actions.send_back)
    text = text_field(_("退回的理由"), rows=3, max_length=2000)


class SuperviseForm(ActForm):
    """Supervise how a dispute is handled."""

    act = Act.SUPERVISE
    title = _("督办")
    lead = _(
        "给正在办理的单位发督办单。对方要在时限内反馈，由您的单位审结；超期自动提级。督办的是单位，不是个人。"
    )
    button = _("发督办单")
    done = _("已发出督办单。")

    demand = text_field(_("要求"), rows=4, max_length=500)

    def do(self, seen: int | None) -> Dispute:
        actions.supervise_dispute(self.dispute, self.cleaned_data["demand"], by=self.by, seen=seen)
        return self.dispute


EVERY: dict[str, type[OrderForm]] = {form.name: form for form in (AnswerForm, CloseForm, SendBackForm)}


def open_forms(order: Order, by: Actor) -> list[OrderForm]:
    """What the actor may do on an order now."""
    if not by.may(Permission.AMEND):
        return []
    if order.status == OrderStatus.OPEN and by.unit_id == order.unit_id:
        return [AnswerForm()]
    if order.status == OrderStatus.ANSWERED and by.unit_id == order.raiser_id:
        return [CloseForm(), SendBackForm()]
    return []
