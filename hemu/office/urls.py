"""Addresses of the office: the shell's own, the components page, and the pages of work and of disputes."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from hemu.kernel.web import public, writes
from hemu.office import geo, showcase
from hemu.office.views import acts, lists, record, work

DISPUTE = "disputes/<int:county>/<int:dispute_id>/"

urlpatterns = [
    path("language/", public(writes(set_language)), name="set_language"),
    path("office/components", public(showcase.components), name="components"),
    path("office/components/<int:status>", public(showcase.error_page), name="component-error"),
    path("geo/<str:code>.json", geo.geo, name="geo"),
    path("", work.today, name="work"),
    path("disputes/", lists.disputes, name="disputes"),
    path("disputes/export.xlsx", lists.export, name="disputes-export"),
    path(DISPUTE, record.dispute, name="dispute"),
    path(f"{DISPUTE}amend/", acts.amend, name="dispute-amend"),
    path(f"{DISPUTE}note/", acts.note, name="dispute-note"),
    path(f"{DISPUTE}marks/", acts.marks, name="dispute-marks"),
    path(f"{DISPUTE}link/", acts.link, name="dispute-link"),
    path(f"{DISPUTE}merge/", acts.merge, name="dispute-merge"),
    path(f"{DISPUTE}unmerge/", acts.unmerge, name="dispute-unmerge"),
    path(f"{DISPUTE}unlink/<int:link_id>/", acts.unlink, name="dispute-unlink"),
]
