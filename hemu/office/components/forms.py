"""Form fields and what is wrong with them, after GOV.UK: label, hint, error, input; a summary with links."""

from __future__ import annotations

from typing import Any, Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

GROUPS: Final = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def describe(bound: BoundField) -> dict[str, Any]:
    """What ``office/parts/field.html`` needs to show one field."""
    widget = bound.field.widget
    is_group = isinstance(widget, GROUPS)
    anchor = bound.auto_id or bound.html_name
    wrong = messages(bound)
    told = [f"{anchor}-hint"] if bound.help_text else []
    told += [f"{anchor}-error"] if wrong else []
    attrs: dict[str, Any] = {"class": _input_class(widget)}
    if told and not is_group:
        attrs["aria-describedby"] = " ".join(told)
    if wrong and not is_group:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "wrong": wrong,
        "anchor": anchor,
        "control": bound.as_widget(attrs=attrs),
        "is_group": is_group,
        "is_tick": isinstance(widget, forms.CheckboxInput),
        "is_hidden": widget.is_hidden,
        "is_required": bound.field.required,
        "described_by": " ".join(told),
    }


def _input_class(widget: forms.Widget) -> str:
    if isinstance(widget, GROUPS):
        own = "choices"
    elif isinstance(widget, forms.CheckboxInput):
        own = "tick"
    elif isinstance(widget, forms.Select):
        own = "input select"
    elif isinstance(widget, forms.FileInput):
        own = "file"
    else:
        own = "input"
    return f"{own} {widget.attrs.get('class', '')}".strip()


def messages(bound: BoundField) -> list[str]:
    """What is wrong with a field, each in words that say what to do."""
    found = bound.form.errors.as_data().get(bound.name, [])
    return [said for error in found for said in _plain(bound, error)]


def _plain(bound: BoundField, error: ValidationError) -> list[str]:
    label = {"label": bound.label or bound.name}
    widget = bound.field.widget
    if error.code == "required" and _is_framework(bound, error):
        if isinstance(widget, forms.CheckboxInput):
            return [_("请勾选“%(label)s”") % label]
        chosen = (forms.Select, *GROUPS, forms.FileInput)
        return [_("请选择%(label)s") % label if isinstance(widget, chosen) else _("请填写%(label)s") % label]
    if error.code in ("min_value", "max_value") and error.params:
        limit = {**label, "limit": error.params.get("limit_value")}
        low, high = _("%(label)s不能小于 %(limit)s"), _("%(label)s不能大于 %(limit)s")
        return [(low if error.code == "min_value" else high) % limit]
    return list(error.messages)


def _is_framework(bound: BoundField, error: ValidationError) -> bool:
    """Whether the words are Django's own: a form that says it better keeps its words."""
    default = forms.Field.default_error_messages["required"]
    return bound.field.error_messages.get("required") == default and error.message == default


def summary(form: BaseForm) -> list[tuple[str, str]]:
    """(anchor, message) for everything wrong with a form, in the order of its fields."""
    found = [("", str(error)) for error in form.non_field_errors()]
    for bound in form:
        found += [(_anchor(bound), message) for message in messages(bound)]
    return found


def _anchor(bound: BoundField) -> str:
    base = bound.auto_id or bound.html_name
    return f"{base}_0" if isinstance(bound.field.widget, GROUPS) else base
