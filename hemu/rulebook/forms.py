"""Forms of the rulebook: facts to try, one rule, one example, a version to activate, a holiday, a code."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.kernel.wording import phrases
from hemu.orgs.models import UnitKind
from hemu.rulebook import codes, words
from hemu.rulebook.facts import FACTS, Fact, FactType
from hemu.rulebook.tables import Answer, Output, TableSpec

FLAG_CHOICES = (("", _("未记录")), ("yes", _("是")), ("no", _("否")))
_FLAGS = {"yes": True, "no": False}
CONDITIONS = 6
"""How many conditions a rule can have."""

DateInput = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


def fact_field(fact: Fact) -> forms.Field:
    """The field in which one fact is recorded; empty means unknown."""
    known = words.values_of(fact.name)
    if fact.type is FactType.FLAG:
        return forms.ChoiceField(choices=FLAG_CHOICES, required=False, label=str(fact.label))
    if fact.name == "kind":
        grouped = [(name, members) for name, members in codes.grouped_choices(codes.KINDS)]
        return forms.ChoiceField(choices=[("", _("未记录")), *grouped], required=False, label=str(fact.label))
    if known:
        choices = [("", _("未记录")), *((str(value), label) for value, label in known.items())]
        return forms.ChoiceField(choices=choices, required=False, label=str(fact.label))
    if fact.type is FactType.CODE:
        return forms.CharField(required=False, label=str(fact.label))
    return forms.IntegerField(required=False, min_value=0, label=str(fact.label))


def fact_value(fact: Fact, cleaned: Any) -> Any:
    """What a field's cleaned value records; None when nothing was recorded."""
    if cleaned in (None, ""):
        return None
    if fact.type is FactType.FLAG:
        return _FLAGS[cleaned]
    return str(cleaned) if fact.type is FactType.CODE else int(cleaned)


def fact_initial(fact: Fact, value: Any) -> Any:
    """A recorded value as its field shows it."""
    if fact.type is FactType.FLAG:
        return "yes" if value else "no"
    return codes.book(codes.KINDS).key(value) if fact.name == "kind" else str(value)


class FactsForm(forms.Form):
    """Some facts, each of which may be left unknown."""

    def __init__(self, facts: Iterable[Fact], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.facts = tuple(facts)
        for fact in self.facts:
            self.fields[f"f_{fact.name}"] = fact_field(fact)

    @property
    def fact_fields(self) -> list[forms.BoundField]:
        """The facts' fields, in order."""
        return [self[f"f_{fact.name}"] for fact in self.facts]

    def recorded(self) -> dict[str, Any]:
        """The facts that were recorded."""
        found = {fact.name: fact_value(fact, self.cleaned_data[f"f_{fact.name}"]) for fact in self.facts}
        return {name: value for name, value in found.items() if value is not None}


def answer_field(part: str, output: Output) -> forms.Field:
    """The field for one part of an answer."""
    if output.type is Answer.FLAG:
        choices = (("", _("不涉及")), ("yes", _("是")), ("no", _("否")))
        return forms.ChoiceField(choices=choices, required=False, label=str(output.label))
    if output.choices:
        named = words.answer_choices(part)
        listed = [("", _("不涉及")), *((str(one), named.get(one, str(one))) for one in output.choices)]
        return forms.ChoiceField(choices=listed, required=False, label=str(output.label))
    if output.vocabulary == "unit_kinds":
        return forms.MultipleChoiceField(
            choices=[(kind.name, kind.label) for kind in UnitKind],
            required=False,
            label=str(output.label),
            widget=forms.CheckboxSelectMultiple,
        )
    if output.type is Answer.PERIODS:
        hint = _("例如：08:30-12:00，14:30-18:00")
        return forms.CharField(required=False, label=str(output.label), help_text=hint)
    if output.type is Answer.NUMBER:
        return forms.IntegerField(required=False, min_value=0, label=str(output.label))
    return forms.CharField(required=False, label=str(output.label))


def answer_value(output: Output, cleaned: Any) -> Any:
    """What a field's cleaned value answers; None when the rule doesn't speak of it."""
    if cleaned in (None, "", []):
        return None
    if output.type is Answer.FLAG:
        return _FLAGS[cleaned]
    if output.type is Answer.NUMBER:
        return int(cleaned)
    if output.type is Answer.PERIODS:
        pairs = str(cleaned).replace("，", ",").replace("–", "-").replace("：", ":").split(",")
        return [[edge.strip() for edge in pair.split("-")] for pair in pairs]
    return cleaned


def answer_initial(output: Output, value: Any) -> Any:
    """An answer as its field shows it."""
    if output.type is Answer.FLAG:
        return "yes" if value else "no"
    if output.type is Answer.PERIODS:
        return phrases(f"{begin}-{end}" for begin, end in value)
    return value


class AnswerForm(forms.Form):
    """Parts of a table's answer."""

    def __init__(self, spec: TableSpec, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.spec = spec
        for part, output in spec.outputs.items():
            self.fields[f"t_{part}"] = answer_field(part, output)

    @property
    def answer_fields(self) -> list[forms.BoundField]:
        """The parts' fields, in order."""
        return [self[f"t_{part}"] for part in self.spec.outputs]

    def answers(self) -> dict[str, Any]:
        """The parts that were given."""
        found = {
            part: _in_former_order(
                answer_value(output, self.cleaned_data[f"t_{part}"]), self.initial.get(f"t_{part}")
            )
            for part, output in self.spec.outputs.items()
        }
        return {part: value for part, value in found.items() if value is not None}


def _in_former_order(value: Any, former: Any) -> Any:
    """Ticks come back in the order of the page; whoever was asked first stays first."""
    if (
        not isinstance(value, list)
        or not isinstance(former, list)
        or not all(isinstance(v, str) for v in value)
    ):
        return value
    return [one for one in former if one in value] + [one for one in value if one not in former]


class ExampleForm(AnswerForm, FactsForm):
    """One example: its name, the facts, and the answer that must come out."""

    name = forms.CharField(label=_("例子"), max_length=80)

    def __init__(self, spec: TableSpec, facts: Iterable[Fact], *args: Any, **kwargs: Any) -> None:
        FactsForm.__init__(self, facts, *args, **kwargs)
        self.spec = spec
        for part, output in spec.outputs.items():
            self.fields[f"t_{part}"] = answer_field(part, output)

    @staticmethod
    def initial_of(spec: TableSpec, example: Mapping[str, Any]) -> dict[str, Any]:
        """The form's values for an example that exists."""
        facts = {f"f_{name}": fact_initial(FACTS[name], value) for name, value in example["facts"].items()}
        answers = {
            f"t_{part}": answer_initial(spec.outputs[part], value)
            for part, value in example["expect"].items()
        }
        return {"name": example["name"], **facts, **answers}

    def example(self) -> dict[str, Any]:
        """The example as it is kept."""
        return {"name": self.cleaned_data["name"], "facts": self.recorded(), "expect": self.answers()}


class ActivateForm(forms.Form):
    """From when a draft holds, and why."""

    valid_from = forms.DateField(label=_("生效日期"), widget=DateInput)
    why = forms.CharField(
        label=_("修订理由"),
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写给以后查看的人：为什么改，依据什么。"),
    )


class ApproveForm(forms.Form):
    """What the second administrator decides of a proposal. A note is free, a refusal says why."""

    reason = forms.CharField(
        label=_("意见"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("不批准时必须写明理由。"),
    )


class HolidayForm(forms.Form):
    """A day that the office declares."""

    day = forms.DateField(label=_("日期"), widget=DateInput)
    is_workday = forms.TypedChoiceField(
        label=_("这一天"),
        choices=(("no", _("放假")), ("yes", _("上班"))),
        coerce=lambda value: value == "yes",
        initial="no",
        widget=forms.RadioSelect(attrs={"class": "choices-row"}),
    )
    name = forms.CharField(label=_("名称"), max_length=60, help_text=_("例如：州庆、调休上班"))


class CodeForm(forms.Form):
    """A code to add, to rename, or to close."""

    act = forms.ChoiceField(
        label=_("操作"), choices=(("add", _("新增")), ("rename", _("改名")), ("close", _("停用")))
    )
    code = forms.CharField(label=_("代码"), max_length=20)
    label = forms.CharField(label=_("名称"), max_length=80, required=False)
    parent = forms.ChoiceField(label=_("上级"), required=False)
    on = forms.DateField(label=_("自哪天起"), widget=DateInput)

    def __init__(self, book: Any, today: date, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        tops = [(row.code, row.label) for row in book.rows if not row.parent and row.until is None]
        parent = self.fields["parent"]
        assert isinstance(parent, forms.ChoiceField)  # noqa: S101  # declared above
        parent.choices = [("", _("无")), *tops]
        self.fields["on"].initial = today
