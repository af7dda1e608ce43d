"""Addresses of small services."""

from __future__ import annotations

from django.urls import path

from hemu.outreach import views

app_name = "outreach"
urlpatterns = [
    path("services/", views.services, name="services"),
    path("services/new/", views.new, name="new"),
    path("services/<int:county>/<int:service_id>/", views.service, name="service"),
]
