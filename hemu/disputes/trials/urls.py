"""Addresses of trials; they lie below those of the rules that are tried."""

from __future__ import annotations

from django.urls import path

from hemu.disputes.trials import views

app_name = "trials"

urlpatterns = [
    path("rules/<slug:name>/<int:number>/trial/", views.page, name="trial"),
    path("rules/trials/<int:trial_id>/export.xlsx", views.export, name="export"),
    path("rules/trials/<int:trial_id>/progress/", views.progress, name="progress"),
]
