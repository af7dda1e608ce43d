"""Addresses for opening personal fields."""

from __future__ import annotations

from django.urls import path

from hemu.privacy import views

app_name = "privacy"
urlpatterns = [
    path(
        "disputes/<int:county>/<int:dispute_id>/parties/<int:party_id>/<slug:column>/",
        views.open_field,
        name="open",
    ),
]
