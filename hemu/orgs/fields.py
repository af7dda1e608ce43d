"""Form fields that stand for a region or a unit: type a part of the name, choose from the list.

They work without a script too: a full name or a code is understood as it is typed. Usage in a form::

    place = RegionField(label=_("发生地"), levels=(Level.VILLAGE, Level.GRID))
    form.fields["place"].look_in(actor.spans)
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from hemu.kernel.places import COUNTRY, Span, parse_code, show_code
from hemu.orgs import queries
from hemu.orgs.models import Region, Unit

_CODE = re.compile(r"(\d{2,15})\s*$")
SHOWN = 20
"""How many suggestions a list has."""


class SuggestInput(forms.TextInput):
    """A text input with a list of suggestions that grows as one types."""

    template_name = "orgs/parts/suggest.html"
    url_name = ""

    def __init__(self, **query: object) -> None:
        super().__init__(attrs={"autocomplete": "off"})
        self.query = query

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        query = {"field": name, **{key: str(value) for key, value in self.query.items() if value}}
        context["widget"]["source"] = f"{reverse(self.url_name)}?{urlencode(query)}"
        context["widget"]["list"] = f"{context['widget']['attrs'].get('id', name)}-list"
        return context


class RegionInput(SuggestInput):
    """Suggests regions of the actor's scope."""

    url_name = "orgs:places"


class UnitInput(SuggestInput):
    """Suggests units of the actor's scope."""

    url_name = "orgs:unit-choices"


def region_text(region: Region) -> str:
    """How a region stands in the input: its name below the county, and its code."""
    return f"{region.local_name} {show_code(region.code)}"


def unit_text(unit: Unit) -> str:
    """How a unit stands in the input: its name, and where it is."""
    return f"{unit.name} · {unit.region.local_name}"


class RegionField(forms.CharField):
    """A `Region` in use, chosen by name or code. ``look_in`` gives the spans to choose from."""

    def __init__(self, *, levels: Sequence[int] = (), **kwargs: Any) -> None:
        self.levels = tuple(int(level) for level in levels)
        self.spans: tuple[Span, ...] = (COUNTRY,)
        kwargs.setdefault("widget", RegionInput(levels=",".join(str(level) for level in self.levels)))
        super().__init__(**kwargs)

    def look_in(self, spans: Iterable[Span]) -> None:
        """Choose only inside `spans`."""
        self.spans = tuple(spans)

    def prepare_value(self, value: Any) -> Any:
        """A region, or its code, as the text that stands for it."""
        if isinstance(value, int):
            value = Region.objects.filter(pk=value).first()
        return region_text(value) if isinstance(value, Region) else value

    def clean(self, value: Any) -> Any:
        """The region, or None where none is needed."""
        text = super().clean(value)
        return self._one(text) if text else None

    def _one(self, text: str) -> Region:
        found = list(self._candidates(text)[:2])
        if not found:
            raise ValidationError(_("没有找到“%(text)s”，请从列表中选择。") % {"text": text})
        if len(found) > 1:
            raise ValidationError(_("有多个“%(text)s”，请从列表中选择。") % {"text": text})
        return found[0]

    def _candidates(self, text: str) -> QuerySet[Region]:
        inside = queries.search_regions(self.spans, "", levels=self.levels or None)
        if match := _CODE.search(text):
            return inside.filter(code=parse_code(match.group(1)))
        return queries.region_named(inside, text.strip())


class UnitField(forms.CharField):
    """A `Unit` in use, chosen by name. ``look_in`` gives the spans that its seat must lie in."""

    def __init__(self, *, kinds: Sequence[int] = (), **kwargs: Any) -> None:
        self.kinds = tuple(int(kind) for kind in kinds)
        self.spans: tuple[Span, ...] = (COUNTRY,)
        kwargs.setdefault("widget", UnitInput(kinds=",".join(str(kind) for kind in self.kinds)))
        super().__init__(**kwargs)

    def look_in(self, spans: Iterable[Span]) -> None:
        """Choose only units seated inside `spans`."""
        self.spans = tuple(spans)

    def prepare_value(self, value: Any) -> Any:
        """A unit, or its id, as the text that stands for it."""
        if isinstance(value, int):
            value = Unit.objects.select_related("region").filter(pk=value).first()
        return unit_text(value) if isinstance(value, Unit) else value

    def clean(self, value: Any) -> Any:
        """The unit, or None where none is needed."""
        text = super().clean(value)
        if not text:
            return None
        name, _dot, where = text.partition(" · ")
        found = Unit.objects.active().touching(self.spans).filter(name=name.strip())
        if self.kinds:
            found = found.filter(kind__in=self.kinds)
        if where:
            found = found.filter(region__local_name=where.strip())
        units = list(found.select_related("region").order_by("id")[:2])
        if len(units) != 1:
            raise ValidationError(_("没有找到“%(text)s”，请从列表中选择。") % {"text": text})
        return units[0]


class WordsField(forms.CharField):
    """Several words in one input, with 、, comma or blank between them; a list for the program."""

    def prepare_value(self, value: Any) -> Any:
        """A list as text."""
        return "、".join(value) if isinstance(value, (list, tuple)) else value

    def clean(self, value: Any) -> Any:
        """The words, each once, in the order they were typed."""
        text = super().clean(value)
        return list(dict.fromkeys(word for word in re.split(r"[、,，;；\s]+", text) if word))


def choose_in(form: forms.BaseForm, spans: Iterable[Span], *names: str) -> None:
    """Let the fields `names` of a form choose only inside `spans`."""
    held = tuple(spans)
    for name in names:
        chosen = form.fields[name]
        if isinstance(chosen, (RegionField, UnitField)):
            chosen.look_in(held)
