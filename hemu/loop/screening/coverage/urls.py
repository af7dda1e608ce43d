"""Addresses of 走访覆盖."""

from __future__ import annotations

from django.urls import path

from hemu.loop.screening.coverage import views

app_name = "coverage"
urlpatterns = [
    path("coverage/", views.coverage, name="coverage"),
    path("coverage/sheet/", views.sheet, name="sheet"),
    path("coverage/list/", views.listing, name="list"),
    path("coverage/list/sheet/", views.list_sheet, name="list-sheet"),
    path("coverage/register/<str:code>/", views.register, name="register"),
    path("coverage/places/<int:county>/<int:place_id>/remove/", views.remove, name="remove"),
]
