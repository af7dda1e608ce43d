"""Addresses of the figures."""

from __future__ import annotations

from django.urls import path

from hemu.command import views

urlpatterns = [
    path("figures/", views.home, name="figures-home"),
    path("figures/<str:code>/", views.figures, name="figures"),
    path("figures/<str:code>/headline", views.headline, name="figures-headline"),
    path("figures/<str:code>/table.xlsx", views.workbook, name="figures-workbook"),
    path("figures/<str:code>/table.csv", views.as_csv, name="figures-csv"),
]
