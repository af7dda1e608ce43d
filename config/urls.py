"""Every address of the product. Each part owns the addresses below its own prefix."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

PARTS = (
    ("account/", "hemu.orgs.signin.urls"),
    ("", "hemu.orgs.urls"),
    ("", "hemu.office.urls"),
    ("", "hemu.rulebook.urls"),
    ("", "hemu.disputes.urls"),
    ("", "hemu.loop.screening.urls"),
    ("", "hemu.loop.screening.sent.urls"),
    ("", "hemu.loop.screening.links.urls"),
    ("imports/", "hemu.loop.screening.importing.urls"),
    ("", "hemu.loop.screening.villagers.urls"),
    ("", "hemu.loop.screening.reporting.urls"),
    ("", "hemu.loop.screening.petitions.urls"),
    ("", "hemu.loop.screening.meetings.urls"),
    ("", "hemu.loop.screening.groups.urls"),
    ("", "hemu.loop.screening.campaigns.urls"),
    ("", "hemu.loop.screening.coverage.urls"),
    ("", "hemu.loop.screening.doubts.urls"),
    ("", "hemu.loop.assessment.urls"),
    ("", "hemu.loop.assessment.conferral.urls"),
    ("", "hemu.loop.assessment.key.urls"),
    ("", "hemu.loop.assessment.trends.urls"),
    ("", "hemu.loop.routing.urls"),
    ("", "hemu.loop.mediation.urls"),
    ("", "hemu.loop.followup.urls"),
    ("", "hemu.outreach.urls"),
    ("", "hemu.notices.urls"),
    ("", "hemu.documents.urls"),
    ("", "hemu.documents.papers.urls"),
    ("", "hemu.privacy.urls"),
    ("", "hemu.command.urls"),
    ("", "hemu.command.supervision.urls"),
    ("", "hemu.portal.urls"),
    ("", "hemu.api.urls"),
    ("", "hemu.field.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(module)) for prefix, module in PARTS if find_spec(module) is not None
]
