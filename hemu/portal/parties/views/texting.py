"""The party's screen about messages to their telephone: what was sent, saying yes, stopping.

Why an office sends none isn't told here: both sides have this page, and the reason may tell of one of them.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from hemu.notices.telling import consent, posting, queries
from hemu.notices.telling.models import Way
from hemu.orgs.names import mask_phone
from hemu.portal.parties import passes
from hemu.portal.parties.actions import party_actor
from hemu.portal.parties.views.screens import Screen
from hemu.portal.words import say


class Texts(Screen):
    """What was sent to the party; agreeing to it, and stopping it, are equally easy."""

    name = "texts"
    template = "parties/texts.html"

    def look(self) -> dict[str, Any]:
        dispute, party = self.who.dispute, self.who.party
        agreed = bool(posting.standing(dispute, (party.pk,)))
        return {
            "agreed": agreed,
            "possible": queries.has_channel(dispute) and not consent.may_be_asked(dispute, party),
            "phone": mask_phone(str(party.phone or "")),
            "told": [(row, words, say(row.at)) for row, words in queries.own(dispute, party)],
        }

    def run(self) -> Screen:
        stops = self.posted.get("send") == "stop"
        if self.tried(forms.Form(self.posted)):
            return self._again(
                _("已经停了，不再发短信给您。") if stops else _("好了。有新的安排，会发短信告诉您。")
            )
        return super().run()

    def do(self, given: dict[str, Any]) -> None:
        dispute, party = self.who.dispute, self.who.party
        by = party_actor(dispute, party)
        if self.posted.get("send") == "stop":
            consent.stop(dispute, party.pk, Way.PAGE, by=by)
        else:
            consent.agree(dispute, party.pk, Way.PAGE, by=by)

    def _again(self, done: str) -> Screen:
        again = Texts({}, passes.fresh(self.who))
        again.done = done
        return again.run()
