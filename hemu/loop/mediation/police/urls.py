"""Addresses of what goes to the police."""

from __future__ import annotations

from django.urls import path

from hemu.loop.mediation.police import views

app_name = "police"
_HERE = "disputes/<int:county>/<int:dispute_id>/police/"
urlpatterns = [
    path(f"{_HERE}report/", views.report, name="report"),
    path(f"{_HERE}report/<int:report_id>/feedback/", views.feedback, name="feedback"),
    path(f"{_HERE}case/", views.step, name="step"),
]
