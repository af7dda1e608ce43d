"""Addresses of privacy."""

from __future__ import annotations

from django.urls import path

from hemu.privacy.views import cases, emergencies, log, opening, records, retention

app_name = "privacy"
_OF = "disputes/<int:county>/<int:dispute_id>/"
urlpatterns = [
    path(f"{_OF}parties/<int:party_id>/<slug:column>/", opening.open_field, name="open"),
    path(f"{_OF}personal-consents/", cases.consenting, name="consents"),
    path(f"{_OF}personal-consents/<int:consent_id>/withdraw/", cases.withdraw, name="withdraw-consent"),
    path(f"{_OF}readers/", cases.readers, name="readers"),
    path(f"{_OF}holds/", retention.holds, name="holds"),
    path(f"{_OF}holds/<int:hold_id>/release/", retention.release, name="release"),
    path("privacy/", log.log, name="log"),
    path("privacy/log.xlsx", log.export, name="export"),
    path("privacy/emergencies/", emergencies.listed, name="emergencies"),
    path("privacy/emergencies/<int:county>/<int:emergency_id>/", emergencies.one, name="emergency"),
    path("privacy/emergency/", emergencies.break_glass, name="break"),
    path("privacy/retention/", retention.overview, name="retention"),
    path("privacy/retention/<int:county>/<int:run_id>/", retention.run, name="run"),
    path("privacy/assessments/", records.assessments, name="assessments"),
    path("privacy/breaches/", records.breaches, name="breaches"),
    path("privacy/breaches/<int:county>/<int:breach_id>/", records.breach, name="breach"),
]
