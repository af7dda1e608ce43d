"""Addresses of 走访核查."""

from __future__ import annotations

from django.urls import path

from hemu.loop.screening.doubts import views

app_name = "doubts"
urlpatterns = [
    path("doubts/", views.doubts, name="doubts"),
    path("doubts/visits/<int:county>/<int:visit_id>/", views.visit, name="visit"),
    path("doubts/<int:county>/<int:doubt_id>/decide/", views.decide, name="decide"),
]
