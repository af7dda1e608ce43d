"""The form for one rule: what it says, on which facts it fires, what it answers."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hemu.kernel.wording import phrases
from hemu.rulebook import words
from hemu.rulebook.defaults.shape import LOCAL
from hemu.rulebook.facts import FACTS, Fact, FactType
from hemu.rulebook.forms import CONDITIONS, AnswerForm, answer_initial
from hemu.rulebook.tables import TableSpec

_SPLIT = re.compile(r"[,，、;；\n]+")
_TRUE, _FALSE = {"是", "yes", "true", "1", ""}, {"否", "no", "false", "0"}


def _single(fact: Fact, text: str) -> Any:
    if fact.type is FactType.FLAG:
        if text.lower() in _TRUE:
            return True
        if text.lower() in _FALSE:
            return False
        raise forms.ValidationError(_("“%(fact)s”应填“是”或“否”。") % {"fact": fact.label})
    named = {str(label): value for value, label in words.values_of(fact.name).items()}
    if text in named:
        return named[text]
    if fact.type is FactType.CODE:
        return text
    try:
        return int(text)
    except ValueError:
        raise forms.ValidationError(_("“%(fact)s”应填数字。") % {"fact": fact.label}) from None


def _parts(fact: Fact, text: str) -> list[str]:
    """The values that were typed. Blanks part them too, unless the names of this fact have blanks in them."""
    pieces = [piece.strip() for piece in _SPLIT.split(text) if piece.strip()]
    if any(len(str(label).split()) > 1 for label in words.values_of(fact.name).values()):
        return pieces
    return [part for piece in pieces for part in piece.split()]


def wanted(fact: Fact, operator: str, text: str) -> Any:
    """The value that a condition compares with, from what was typed; raises ValidationError."""
    parts = _parts(fact, text)
    if operator == "present":
        return None
    if operator == "one_of":
        return [_single(fact, part) for part in parts]
    if operator == "between":
        if len(parts) != 2:
            raise forms.ValidationError(_("“%(fact)s”的范围应填两个数。") % {"fact": fact.label})
        return [_single(fact, part) for part in parts]
    return _single(fact, text.strip())


def typed(fact: Fact, value: Any) -> str:
    """A condition's value as a person would type it."""
    if isinstance(value, list):
        return phrases(typed(fact, one) for one in value)
    if value is None:
        return ""
    if fact.type is FactType.FLAG:
        return _("是") if value else _("否")
    return str(words.values_of(fact.name).get(value, value))


def source_kept(text: str) -> str:
    """A source as it is kept: our own choice under one name, whatever language it was typed in."""
    return LOCAL if text.strip() in (LOCAL, _("本地规定")) else text.strip()


class RowForm(AnswerForm):
    """One rule of one table."""

    id = forms.SlugField(
        label=gettext_lazy("编号"),
        max_length=40,
        help_text=gettext_lazy("小写字母、数字和连字符，启用后写进台账。"),
    )
    text = forms.CharField(
        label=gettext_lazy("依据"), max_length=120, help_text=gettext_lazy("规则成立时，办理人看到的一句话。")
    )
    source = forms.CharField(
        label=gettext_lazy("来源"),
        max_length=80,
        help_text=gettext_lazy("法律条文、上级规定，或“本地规定”。"),
    )
    note = forms.CharField(
        label=gettext_lazy("说明"), max_length=200, required=False, help_text=gettext_lazy("为什么这样定。")
    )
    otherwise = forms.BooleanField(label=gettext_lazy("兜底规则：其他规则都不成立时才用"), required=False)
    off = forms.BooleanField(label=gettext_lazy("停用这条规则"), required=False)

    def __init__(self, spec: TableSpec, *args: Any, **kwargs: Any) -> None:
        super().__init__(spec, *args, **kwargs)
        facts = [("", "—"), *((fact.name, fact.label) for fact in FACTS.values())]
        for number in range(CONDITIONS):
            self.fields[f"c{number}_fact"] = forms.ChoiceField(
                choices=facts, required=False, label=_("要素 %(n)s") % {"n": number + 1}
            )
            self.fields[f"c{number}_op"] = forms.ChoiceField(
                choices=list(words.OPERATORS.items()), required=False, label=_("比较")
            )
            self.fields[f"c{number}_value"] = forms.CharField(required=False, label=_("值"), max_length=200)

    @property
    def conditions(self) -> list[tuple[forms.BoundField, forms.BoundField, forms.BoundField]]:
        """The fields of each condition."""
        return [
            (self[f"c{number}_fact"], self[f"c{number}_op"], self[f"c{number}_value"])
            for number in range(CONDITIONS)
        ]

    @property
    def words_fields(self) -> list[forms.BoundField]:
        """The fields that say what the rule is."""
        return [self[name] for name in ("text", "source", "note", "id")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        self.when: list[dict[str, Any]] = []
        for number in range(CONDITIONS):
            name = cleaned.get(f"c{number}_fact")
            if not name:
                continue
            operator = cleaned.get(f"c{number}_op") or "is"
            try:
                value = wanted(FACTS[name], operator, cleaned.get(f"c{number}_value") or "")
            except forms.ValidationError as error:
                self.add_error(f"c{number}_value", error)
                continue
            self.when.append({"fact": name, "op": operator, "value": value})
        return cleaned

    def row(self) -> dict[str, Any]:
        """The rule as it is kept."""
        kept = {name: self.cleaned_data[name].strip() for name in ("id", "text", "source", "note")}
        kept["source"] = source_kept(kept["source"])
        flags = {name: True for name in ("otherwise", "off") if self.cleaned_data[name]}
        return {**kept, "when": self.when, "then": self.answers(), **flags}

    @staticmethod
    def initial_of(spec: TableSpec, row: Mapping[str, Any]) -> dict[str, Any]:
        """The form's values for a rule that exists."""
        initial: dict[str, Any] = {
            name: row.get(name, "") for name in ("id", "text", "source", "note", "otherwise", "off")
        }
        initial["source"] = _("本地规定") if initial["source"] == LOCAL else initial["source"]
        for number, item in enumerate(row.get("when", ())):
            initial[f"c{number}_fact"] = item["fact"]
            initial[f"c{number}_op"] = item["op"]
            initial[f"c{number}_value"] = typed(FACTS[item["fact"]], item.get("value"))
        for part, value in row.get("then", {}).items():
            initial[f"t_{part}"] = answer_initial(spec.outputs[part], value)
        return initial
