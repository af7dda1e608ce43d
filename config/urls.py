"""Every address of the product. Each part owns the addresses below its own prefix."""

from __future__ import annotations

from importlib.util import find_spec

from django.urls import URLPattern, URLResolver, include, path

PARTS = (
    ("account/", "hemu.orgs.signin.urls"),
    ("", "hemu.orgs.urls"),
    ("", "hemu.office.urls"),
    ("", "hemu.office.sheets.urls"),
    ("", "hemu.rulebook.urls"),
    ("", "hemu.disputes.urls"),
    ("", "hemu.disputes.trials.urls"),
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
    ("", "hemu.loop.assessment.changing.urls"),
    ("", "hemu.loop.assessment.conferral.urls"),
    ("", "hemu.loop.assessment.key.urls"),
    ("", "hemu.loop.assessment.trends.urls"),
    ("", "hemu.loop.routing.urls"),
    ("", "hemu.loop.mediation.urls"),
    ("", "hemu.loop.mediation.performance.urls"),
    ("", "hemu.loop.mediation.confirmation.urls"),
    ("", "hemu.loop.mediation.police.urls"),
    ("", "hemu.loop.mediation.outcomes.urls"),
    ("", "hemu.loop.mediation.crimes.urls"),
    ("", "hemu.loop.mediation.people.urls"),
    ("", "hemu.loop.mediation.calendar.urls"),
    ("", "hemu.loop.mediation.advice.urls"),
    ("", "hemu.loop.mediation.fusion.urls"),
    ("", "hemu.loop.mediation.inquiries.urls"),
    ("", "hemu.loop.followup.urls"),
    ("", "hemu.loop.followup.callbacks.urls"),
    ("", "hemu.loop.followup.complaints.urls"),
    ("", "hemu.loop.followup.satisfaction.urls"),
    ("", "hemu.loop.followup.chasing.urls"),
    ("", "hemu.outreach.urls"),
    ("", "hemu.outreach.talks.urls"),
    ("", "hemu.outreach.stories.urls"),
    ("", "hemu.notices.urls"),
    ("", "hemu.notices.sending.urls"),
    ("", "hemu.notices.bulletins.urls"),
    ("", "hemu.notices.telling.urls"),
    ("", "hemu.documents.urls"),
    ("", "hemu.documents.papers.urls"),
    ("", "hemu.documents.volumes.urls"),
    ("", "hemu.privacy.urls"),
    ("", "hemu.command.urls"),
    ("", "hemu.command.supervision.urls"),
    ("", "hemu.portal.urls"),
    ("", "hemu.portal.answering.urls"),
    ("", "hemu.portal.parties.urls"),
    ("", "hemu.api.urls"),
    ("", "hemu.field.urls"),
)

urlpatterns: list[URLPattern | URLResolver] = [
    path(prefix, include(module)) for prefix, module in PARTS if find_spec(module) is not None
]
