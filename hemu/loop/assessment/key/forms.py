"""The forms of a key dispute: entering, naming who answers, measures, removal; the list's filters."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import moment_field, text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Dispute
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Refused
from hemu.kernel.wording import noted
from hemu.loop.assessment.key import actions, queries
from hemu.loop.assessment.key.models import Category, Grade


class ClassForm(ActForm):
    """Class, grade, and why."""

    act = Act.KEY

    category = forms.TypedChoiceField(label=_("分类"), coerce=int, choices=Category.choices)
    grade = forms.TypedChoiceField(
        label=_("分级"), coerce=int, choices=Grade.choices, help_text=_("由哪一级牵头包保。")
    )
    reason = text_field(_("理由"), rows=3, max_length=1000)

    def given(self) -> tuple[Category, Grade, str]:
        """What was typed."""
        typed = self.cleaned_data
        return Category(typed["category"]), Grade(typed["grade"]), typed["reason"]


class EnterForm(ClassForm):
    """Enter a dispute among the key ones, with what the rules propose filled in."""

    title = _("列为重点纠纷")
    lead = _("列为重点的是这件纠纷，不是当事人。列入后请指定四级包保单位和责任人，按时更新动态。")
    button = _("列为重点纠纷")
    done = _("已列为重点纠纷。下一步：指定包保单位和责任人。")

    def prepare(self) -> None:
        if queries.current(self.dispute) is not None:
            raise Conflict(_now("这件纠纷已经是重点纠纷。"), code="done_already")
        found = queries.proposed(self.dispute)
        if found is not None:
            self.initial.update({"category": found.category, "grade": found.grade, "reason": found.ground})

    def do(self, seen: int | None) -> Dispute:
        actions.enter(self.dispute, *self.given(), by=self.by, seen=seen)
        return self.dispute


class ChangeForm(ClassForm):
    """Put it in another class or grade."""

    title = _("调整分类分级")
    button = _("保存")
    done = _("已调整。")

    def prepare(self) -> None:
        row = queries.require(self.dispute)
        self.initial.update({"category": row.category, "grade": row.grade})

    def do(self, seen: int | None) -> Dispute:
        actions.change(self.dispute, *self.given(), by=self.by, seen=seen)
        return self.dispute


class NameForm(ActForm):
    """Unit and person that answer for it at each of the four levels."""

    act = Act.KEY
    title = _("指定包保单位和责任人")
    lead = _("四级包保：市州、县、乡镇、村，每级一个单位、一名责任人。没有变化的级别不用动。")
    button = _("保存包保责任")
    done = _("已指定。包保单位会收到消息。")

    def prepare(self) -> None:
        row = queries.require(self.dispute)
        held = {one.level: one for one in queries.responsible(row)}
        self.units = {level: queries.units_at(self.dispute, level) for level in Grade}
        every = [unit for units in self.units.values() for unit in units]
        people = queries.people_of(every)
        for level in Grade:
            choices = [("", _("暂不指定"))] + [
                (f"{unit.pk}:{name}", noted(name, unit.name))
                for unit in self.units[level]
                for name in people[unit.pk]
            ]
            name = f"person_{int(level)}"
            self.fields[name] = forms.ChoiceField(label=level.label, choices=choices, required=False)
            if level in held:
                self.initial[name] = f"{held[level].unit_id}:{held[level].person_name}"

    def _named(self) -> Iterator[actions.Named]:
        for level in Grade:
            name = f"person_{int(level)}"
            text = self.cleaned_data.get(name) or ""
            if not text or text == self.initial.get(name):
                continue
            unit_id, person = text.split(":", 1)
            unit = next(one for one in self.units[level] if one.pk == int(unit_id))
            yield actions.Named(level, unit, person)

    def do(self, seen: int | None) -> Dispute:
        named = list(self._named())
        if not named and self.initial:
            raise Refused(_now("没有改动。要换的，请选择新的包保单位和责任人。"), code="unchanged")
        actions.name_responsible(self.dispute, named, by=self.by, seen=seen)
        return self.dispute


class MeasureForm(ActForm):
    """What is to be done."""

    act = Act.KEY_WORK
    title = _("包保措施")
    button = _("加入措施")
    done = _("已加入措施。")

    task = forms.CharField(label=_("措施"), max_length=300)
    owner = forms.CharField(label=_("责任人"), max_length=80)
    unit_name = forms.CharField(label=_("责任单位"), max_length=120, required=False)
    due_at = moment_field(_("完成时限"))

    def prepare(self) -> None:
        in_a_week = clock.local(clock.now()).replace(hour=18, minute=0, second=0, microsecond=0)
        self.initial.update({"unit_name": self.by.unit_name, "due_at": in_a_week + timedelta(days=7)})

    def do(self, seen: int | None) -> Dispute:
        given = {name: self.cleaned_data[name] for name in ("task", "owner", "unit_name", "due_at")}
        actions.plan(self.dispute, **given, by=self.by, seen=seen)
        return self.dispute


class CarryOutForm(ActForm):
    """Say that a measure was carried out."""

    act = Act.KEY_WORK
    title = _("登记包保措施落实")
    button = _("已落实")
    done = _("已登记落实情况。")
    template = "key/carry_out.html"

    result = text_field(_("落实情况"), rows=2, max_length=500)

    def prepare(self) -> None:
        self.measure = queries.measure(self.dispute, self.more["measure_id"])

    def context(self) -> dict[str, Any]:
        return {"measure": self.measure}

    def do(self, seen: int | None) -> Dispute:
        actions.carry_out(self.dispute, self.measure.id, self.cleaned_data["result"], by=self.by, seen=seen)
        return self.dispute


class UpdateForm(ActForm):
    """How it goes."""

    act = Act.KEY_WORK
    title = _("更新动态")
    lead = _("双方现在怎样，做了什么，有没有新的风险。写事情，不评价人。")
    button = _("记录动态")
    done = _("已记录。下次更新时限重新起算。")

    text = text_field(_("动态"), max_length=2000)

    def do(self, seen: int | None) -> Dispute:
        actions.update(self.dispute, self.cleaned_data["text"], by=self.by, seen=seen)
        return self.dispute


class RemoveForm(ActForm):
    """Take it out of the key ones."""

    act = Act.KEY
    title = _("移出重点纠纷")
    lead = _("移出后包保责任解除，台账里保留列入和移出的全部记录。")
    button = _("移出")
    done = _("已移出重点纠纷。")

    reason = text_field(_("移出理由"), rows=3, max_length=1000)

    def do(self, seen: int | None) -> Dispute:
        actions.remove(self.dispute, self.cleaned_data["reason"], by=self.by, seen=seen)
        return self.dispute


def _or_all(choices: Any) -> list[tuple[Any, Any]]:
    return [("", _("全部")), *choices]


class FilterForm(forms.Form):
    """How the ledger is narrowed."""

    q = forms.CharField(label=_("名称或编号"), max_length=60, required=False)
    category = forms.TypedChoiceField(
        label=_("分类"),
        coerce=int,
        choices=lambda: _or_all(Category.choices),
        required=False,
        empty_value=None,
    )
    grade = forms.TypedChoiceField(
        label=_("分级"), coerce=int, choices=lambda: _or_all(Grade.choices), required=False, empty_value=None
    )
    colour = forms.TypedChoiceField(
        label=_("等级"),
        coerce=int,
        choices=lambda: _or_all([(one.value, one.label) for one in Colour if one]),
        required=False,
        empty_value=None,
    )
