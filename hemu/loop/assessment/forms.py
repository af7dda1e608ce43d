"""The forms of 评: the colour."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Dispute
from hemu.loop.assessment import actions, rating

_COLOURS = [(colour.value, colour.label) for colour in (Colour.RED, Colour.ORANGE, Colour.BLUE)]


class ConfirmForm(ActForm):
    """Confirm the colour that the rules propose."""

    act = Act.RATE
    title = _("确认定级")
    button = _("确认这个等级")
    template = "assessment/confirm.html"

    note = text_field(_("说明"), rows=2, max_length=500, required=False)

    def context(self) -> dict[str, Any]:
        return {
            "proposed": Colour(self.dispute.proposed_colour),
            "grounds": rating.proposed_grounds(self.dispute),
            "every_days": rating.review_days(self.dispute, Colour(self.dispute.proposed_colour)),
            "differs": rating.open_proposal(self.dispute) is not None,
        }

    def do(self, seen: int | None) -> Dispute:
        done = actions.confirm(self.dispute, by=self.by, seen=seen, note=self.cleaned_data["note"])
        words = {"colour": Colour(done.colour).label}
        self.done = _now("已定为%(colour)s。下一步：分流交办。") % words
        return done


class OverrideForm(ActForm):
    """Set another colour, and say why."""

    act = Act.OVERRIDE
    title = _("调整定级")
    button = _("按此定级")
    template = "assessment/override.html"

    colour = forms.TypedChoiceField(label=_("等级"), coerce=int, choices=_COLOURS, widget=forms.RadioSelect)
    reason = text_field(
        _("理由"),
        max_length=500,
        help_text=_("写明事实依据，会记入台账。由红色、橙色下调的至少写 10 个字。"),
    )

    def context(self) -> dict[str, Any]:
        return {
            "proposed": Colour(self.dispute.proposed_colour),
            "grounds": rating.proposed_grounds(self.dispute),
        }

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        colour = Colour(given["colour"])
        done = actions.override(self.dispute, colour, given["reason"], by=self.by, seen=seen)
        self.done = _now("已按您的理由定为%(colour)s。") % {"colour": colour.label}
        return done


class ReviewForm(ActForm):
    """Look again, and leave the colour as it is."""

    act = Act.RATE
    title = _("会商复评")
    lead = _("定期复看等级是否仍然合适。等级要变的，请用“确认定级”或“调整定级”。")
    button = _("等级不变，记录会商结论")
    done = _("已记录会商结论，下次复评时限重新起算。")

    conclusion = text_field(_("会商结论"), max_length=1000)

    def do(self, seen: int | None) -> Dispute:
        return actions.review(self.dispute, self.cleaned_data["conclusion"], by=self.by, seen=seen)
