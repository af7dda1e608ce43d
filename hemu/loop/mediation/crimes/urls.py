"""Addresses of reviews."""

from __future__ import annotations

from django.urls import path

from hemu.loop.mediation.crimes import views

app_name = "crimes"
urlpatterns = [
    path("crimes/", views.listed, name="list"),
    path("crimes/<int:county>/<int:review_id>/", views.review, name="review"),
]
