"""Addresses of committees and mediators."""

from __future__ import annotations

from django.urls import path

from hemu.loop.mediation.people.views import committees, mediators

app_name = "mediators"
urlpatterns = [
    path("mediators/", mediators.register, name="register"),
    path("mediators/export.xlsx", mediators.export, name="export"),
    path("mediators/new/", mediators.enter, name="enter"),
    path("mediators/training/", mediators.training, name="training"),
    path("mediators/ties/", mediators.ties, name="ties"),
    path("mediators/<int:mediator_id>/", mediators.mediator, name="mediator"),
    path("committees/", committees.register, name="committees"),
    path("committees/export.xlsx", committees.export, name="committees-export"),
    path("committees/court/", committees.court, name="court"),
    path("committees/court/<int:report_id>.xlsx", committees.court_export, name="court-export"),
    path("committees/<int:unit_id>/", committees.committee, name="committee"),
    path("disputes/<int:county>/<int:dispute_id>/interpreter/", mediators.interpreter, name="interpreter"),
]
