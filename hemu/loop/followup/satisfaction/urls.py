"""Addresses of satisfaction."""

from __future__ import annotations

from django.urls import path

from hemu.loop.followup.satisfaction import views

app_name = "satisfaction"
urlpatterns = [
    path("satisfaction/", views.results, name="results"),
    path("satisfaction/export/", views.export, name="export"),
    path("satisfaction/<int:county>/<int:draw_id>/", views.lot, name="lot"),
]
