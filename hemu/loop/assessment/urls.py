"""Addresses of 评."""

from __future__ import annotations

from django.urls import path

from hemu.loop.assessment import views, warning_views

app_name = "assessment"
_DISPUTE = "disputes/<int:county>/<int:dispute_id>/"
_CONTACT = f"{_DISPUTE}safety/contacts/"

urlpatterns = [
    path(f"{_DISPUTE}rate/", views.confirm, name="rate"),
    path(f"{_DISPUTE}override/", views.override, name="override"),
    path(f"{_DISPUTE}review/", views.review, name="review"),
    path(f"{_DISPUTE}safety/", views.plan_measure, name="safety"),
    path(f"{_DISPUTE}safety/<int:measure_id>/", views.carry_out, name="carry-out"),
    path(f"{_DISPUTE}safety/review/", views.review_plan, name="review-plan"),
    path(_CONTACT, views.add_contact, name="add-contact"),
    path(f"{_CONTACT}<int:contact_id>/", views.contact, name="contact"),
    path(f"{_CONTACT}<int:contact_id>/phone/", views.phone, name="phone"),
    path(f"{_DISPUTE}warn/", warning_views.warn, name="warn"),
    path("warnings/", warning_views.warnings, name="warnings"),
    path("warnings/list.xlsx", warning_views.sheet, name="warnings-sheet"),
    path("warnings/<int:county>/<int:notice_id>/", warning_views.warning, name="warning"),
]
