"""The pages of inquiries and authorisations."""

from __future__ import annotations

from hemu.disputes.act_page import act_view
from hemu.loop.mediation.inquiries import forms

inquire = act_view(forms.InquiryForm)
authorise = act_view(forms.AuthoriseForm)
