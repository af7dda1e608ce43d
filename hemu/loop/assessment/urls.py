"""Addresses of 评."""

from __future__ import annotations

from django.urls import path

from hemu.loop.assessment import views

app_name = "assessment"
_DISPUTE = "disputes/<int:county>/<int:dispute_id>/"

urlpatterns = [
    path(f"{_DISPUTE}rate/", views.confirm, name="rate"),
    path(f"{_DISPUTE}override/", views.override, name="override"),
    path(f"{_DISPUTE}review/", views.review, name="review"),
    path(f"{_DISPUTE}safety/", views.plan_measure, name="safety"),
    path(f"{_DISPUTE}safety/<int:measure_id>/", views.carry_out, name="carry-out"),
    path(f"{_DISPUTE}warn/", views.warn, name="warn"),
    path("warnings/", views.warnings, name="warnings"),
    path("warnings/<int:county>/<int:notice_id>/", views.warning, name="warning"),
]
