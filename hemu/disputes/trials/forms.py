"""Which disputes a version is tried on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hemu.kernel import clock

MONTH = timedelta(days=30)
_DATE = forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})


class PeriodForm(forms.Form):
    """Disputes registered from one day to another; the last thirty days at first."""

    since = forms.DateField(label=_("登记日期起"), widget=_DATE)
    until = forms.DateField(label=_("登记日期止"), widget=_DATE)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = clock.today()
        self.initial = {"since": today - MONTH, "until": today, **self.initial}
