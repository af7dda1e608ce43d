"""Addresses of 快报急报 and of what the comparison of sources found."""

from __future__ import annotations

from django.urls import path

from hemu.loop.screening.reporting import views

app_name = "reporting"
urlpatterns = [
    path("reporting/", views.flags, name="flags"),
    path("reporting/figures/", views.figures, name="figures"),
    path("reporting/<int:county>/<int:flag_id>/", views.flag, name="flag"),
]
