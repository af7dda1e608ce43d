"""Addresses of messages to parties."""

from __future__ import annotations

from django.urls import path

from hemu.notices.telling import views

app_name = "telling"
urlpatterns = [
    path("disputes/<int:county>/<int:dispute_id>/messages/", views.of_dispute, name="dispute"),
    path("party-messages/", views.every, name="list"),
    path("party-messages/export/", views.export, name="export"),
    path("channels/parties/", views.settings_page, name="settings"),
]
