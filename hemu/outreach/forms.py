"""The forms of small services."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.disputes.forms import PHONE_LENGTH, OriginForm, text_field
from hemu.disputes.origins import Prefill
from hemu.kernel.ids import LARGEST_ID
from hemu.orgs.actor import Actor
from hemu.outreach.actions import close_service, open_service
from hemu.outreach.models import ServiceKind, ServiceResult, SmallService

_IN_A_ROW = forms.RadioSelect(attrs={"class": "choices-row"})
_RESULTS = [(result.value, result.label) for result in ServiceResult if result != ServiceResult.OPEN]


class ServiceForm(OriginForm):
    """Who needs what, where. `service_id` is made with the form: sent twice, it opens one."""

    service_id = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=LARGEST_ID)
    kind = forms.TypedChoiceField(
        label=_("服务类别"), coerce=int, choices=ServiceKind.choices, widget=_IN_A_ROW
    )
    for_whom = forms.CharField(label=_("服务对象"), max_length=80)
    phone = forms.CharField(label=_("联系电话"), max_length=PHONE_LENGTH, required=False)
    text = text_field(_("事项"), max_length=2000)

    def write(self, by: Actor, origin: Prefill | None) -> SmallService:
        """Open the service that was typed."""
        names = ("region", "place", "for_whom", "phone", "text", "service_id")
        given: dict[str, Any] = {name: self.cleaned_data[name] for name in names}
        return open_service(**given, kind=ServiceKind(self.cleaned_data["kind"]), origin=origin, by=by)


class CloseForm(forms.Form):
    """What came of it."""

    result = forms.TypedChoiceField(label=_("办理结果"), coerce=int, choices=_RESULTS, widget=_IN_A_ROW)
    result_text = text_field(_("办理情况"), rows=3, max_length=2000)

    def write(self, service: SmallService, by: Actor) -> SmallService:
        """Close the service with the result that was typed."""
        given = self.cleaned_data
        return close_service(service, ServiceResult(given["result"]), given["result_text"], by=by)
