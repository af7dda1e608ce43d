"""The forms of 评: the colour."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from hemu.disputes.act_page import ActForm
from hemu.disputes.forms import text_field
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import Colour, Dispute
from hemu.disputes.questions import COUNTED_BY_US
from hemu.disputes.rating import known_facts
from hemu.kernel import clock
from hemu.loop.assessment import actions, rating
from hemu.loop.assessment.changing.queries import waiting_for
from hemu.rulebook.checking import open_questions
from hemu.rulebook.facts import FACTS
from hemu.rulebook.queries import in_force

_COLOURS = [(colour.value, colour.label) for colour in (Colour.RED, Colour.ORANGE, Colour.BLUE)]


class ConfirmForm(ActForm):
    """Confirm the colour that the rules propose."""

    act = Act.RATE
    title = _("确认定级")
    button = _("确认这个等级")
    template = "assessment/confirm.html"

    note = text_field(_("说明"), rows=2, max_length=500, required=False)

    def prepare(self) -> None:
        self.lowers = rating.needs_second(self.dispute, Colour(self.dispute.proposed_colour))
        if self.lowers:
            note = self.fields["note"]
            note.label, note.required = _now("下调的理由"), True
            note.help_text = _now("写明事实依据，至少 10 个字。由另一人批准后才下调。")

    @property
    def chosen_button(self) -> str | Promise:
        return _("申请下调，等另一人批准") if self.lowers else self.button

    def context(self) -> dict[str, Any]:
        return {
            "proposed": Colour(self.dispute.proposed_colour),
            "grounds": rating.proposed_grounds(self.dispute),
            "every_days": rating.review_days(self.dispute, Colour(self.dispute.proposed_colour)),
            "differs": rating.open_proposal(self.dispute) is not None,
            "open": _unasked(self.dispute),
            "waiting": waiting_for(self.dispute),
        }

    def do(self, seen: int | None) -> Dispute:
        if self.lowers:
            return _ask(self, Colour(self.dispute.proposed_colour), self.cleaned_data["note"], seen)
        done = actions.confirm(self.dispute, by=self.by, seen=seen, note=self.cleaned_data["note"])
        words = {"colour": Colour(done.colour).label}
        self.done = _now("已定为%(colour)s。下一步：分流交办。") % words
        return done


def _unasked(dispute: Dispute) -> list[str]:
    """Facts that nobody recorded and that might change the colour, in words."""
    rows = in_force("rating", clock.today()).rows
    names = open_questions(rows, known_facts(dispute))
    return [str(FACTS[name].label) for name in names if name not in COUNTED_BY_US]


def _ask(form: ActForm, colour: Colour, reason: str, seen: int | None) -> Dispute:
    done = actions.ask(form.dispute, colour, reason, by=form.by, seen=seen)
    words = {"colour": Colour(done.colour or done.proposed_colour).label}
    form.done = _now("已申请下调，等另一人批准。批准之前仍按%(colour)s办理。") % words
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
        help_text=_("写明事实依据，会记入台账。由红色、橙色下调的至少写 10 个字，并须另一人批准。"),
    )

    def context(self) -> dict[str, Any]:
        return {
            "proposed": Colour(self.dispute.proposed_colour),
            "grounds": rating.proposed_grounds(self.dispute),
            "held": Colour(max(self.dispute.colour, self.dispute.proposed_colour)),
            "waiting": waiting_for(self.dispute),
        }

    def do(self, seen: int | None) -> Dispute:
        given = self.cleaned_data
        colour = Colour(given["colour"])
        if rating.needs_second(self.dispute, colour):
            return _ask(self, colour, given["reason"], seen)
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
