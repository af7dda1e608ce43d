"""The pages of 三调联动."""

from __future__ import annotations

from hemu.disputes.act_page import act_view
from hemu.loop.mediation.fusion.forms import GuideForm, InviteForm, RespondForm

invite = act_view(InviteForm)
respond = act_view(RespondForm)
guide = act_view(GuideForm)
