"""What the forms of several stages share: where, when, from which record, and how a refusal is shown."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes import origins
from hemu.disputes.origins import Prefill
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.orgs import place_search
from hemu.orgs.actor import Actor
from hemu.orgs.models import Region

PHONE_LENGTH = 30
LONGEST_SEARCH = 40


def put_refusal(form: forms.Form, refused: Refused) -> None:
    """Show a refusal at the field that it names, or above the form.

    Strangers and conflicts aren't a form's business: they go on to the pages that say so.
    """
    if isinstance(refused, Missing | Conflict):
        raise refused
    form.add_error(refused.field if refused.field in form.fields else None, str(refused))


def moment_field(label: Any, **options: Any) -> forms.DateTimeField:
    """A day and a time on a Chinese wall clock."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, widget=widget, **options)


def text_field(label: Any, *, rows: int = 4, **options: Any) -> forms.CharField:
    """Several lines of text."""
    return forms.CharField(label=label, widget=forms.Textarea(attrs={"rows": rows}), **options)


class PlaceForm(forms.Form):
    """A form that asks where: a region found by typing its name within the actor's area, and an address."""

    region = forms.IntegerField(
        label=_("所在村（社区）或网格"),
        widget=forms.HiddenInput,
        error_messages={
            "required": _("请选择地点：输入村名或网格名查找。"),
            "invalid": _("请从列表中选择地点。"),
        },
    )
    place = forms.CharField(label=_("详细地点"), max_length=200, required=False)

    def __init__(self, *args: Any, by: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    @property
    def places(self) -> list[Region]:
        """What the place picker shows before anybody types: the chosen one, or where the actor works."""
        return place_search.offered(self.region_typed, by=self.by, chosen=self.chosen_place)

    @property
    def region_typed(self) -> str:
        """What was typed to find the place, kept when the form comes back."""
        return str(self.data.get("region_q", ""))[:LONGEST_SEARCH] if self.is_bound else ""

    @property
    def chosen_place(self) -> int | None:
        """The place that is chosen now, as far as it is a number."""
        value = self["region"].value()
        return int(value) if str(value or "").isdigit() else self._only_place()

    def _only_place(self) -> int | None:
        only = [span.lo for span in self.by.spans if span.hi - span.lo == 1]
        return only[0] if len(only) == 1 and not self.is_bound else None


class OriginForm(PlaceForm):
    """A form that may have been opened from a record, which it names in hidden fields."""

    source = forms.IntegerField(widget=forms.HiddenInput, required=False)
    record_county = forms.IntegerField(widget=forms.HiddenInput, required=False)
    record_id = forms.IntegerField(widget=forms.HiddenInput, required=False)
    aspect = forms.CharField(widget=forms.HiddenInput, required=False)


def origin_of(asked: Mapping[str, Any], *, by: Actor) -> Prefill | None:
    """The record that a form was opened from, named in its query or its hidden fields; None when none is.

    Raises Missing for a record that the actor may not see.
    """
    names = ("source", "record_county", "record_id")
    given = [str(asked.get(name) or "") for name in names]
    if not any(given):
        return None
    if not all(text.isdigit() for text in given):
        raise Missing(_("没有找到这条来源记录。"))
    source, county, record_id = map(int, given)
    return origins.read(source, county, record_id, by=by, aspect=str(asked.get("aspect") or "dispute"))


def origin_fields(origin: Prefill | None, aspect: str) -> dict[str, Any]:
    """First values of the hidden fields that name the record."""
    if origin is None:
        return {}
    return {
        "source": int(origin.source),
        "record_county": origin.county,
        "record_id": origin.record_id,
        "aspect": aspect,
        "region": origin.region,
        "place": origin.place,
    }


def local_now() -> Any:
    """The present minute on a Chinese wall clock, for a form's first value."""
    return clock.local(clock.now()).replace(second=0, microsecond=0)
