"""Form fields and what is wrong with them, after GOV.UK: label, hint, error, input; a summary with links."""

from __future__ import annotations

from typing import Any

from django import forms
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.utils.html import format_html
from django.utils.safestring import SafeString

GROUPS = (forms.RadioSelect, forms.CheckboxSelectMultiple)


def describe(bound: BoundField) -> dict[str, Any]:
    """What ``office/parts/field.html`` needs to show one field."""
    widget = bound.field.widget
    is_group = isinstance(widget, GROUPS)
    is_tick = isinstance(widget, forms.CheckboxInput)
    anchor = bound.auto_id or bound.html_name
    told = [f"{anchor}-hint"] if bound.help_text else []
    told += [f"{anchor}-error"] if bound.errors else []
    attrs: dict[str, Any] = {"class": _input_class(widget)}
    if told and not is_group:
        attrs["aria-describedby"] = " ".join(told)
    if bound.errors and not is_group:
        attrs["aria-invalid"] = "true"
    return {
        "bound": bound,
        "anchor": anchor,
        "control": bound.as_widget(attrs=attrs),
        "is_group": is_group,
        "is_tick": is_tick,
        "is_hidden": widget.is_hidden,
        "is_required": bound.field.required,
        "described_by": " ".join(told),
    }


def _input_class(widget: forms.Widget) -> str:
    given = str(widget.attrs.get("class", ""))
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
    return f"{own} {given}".strip()


def summary(form: BaseForm) -> list[tuple[str, str, str]]:
    """(anchor, label, message) for everything wrong with a form, in the order of its fields."""
    found: list[tuple[str, str, str]] = [("", "", str(e)) for e in form.non_field_errors()]
    for bound in form:
        found += [(_anchor(bound), str(bound.label or ""), str(e)) for e in bound.errors]
    return found


def _anchor(bound: BoundField) -> str:
    base = bound.auto_id or bound.html_name
    return f"{base}_0" if isinstance(bound.field.widget, GROUPS) else base


def required_mark(text: str) -> SafeString:
    """Optional fields say so in words; required ones need no mark."""
    return format_html('<span class="optional">{}</span>', text)
