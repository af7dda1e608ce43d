"""Addresses of what changes ratings."""

from __future__ import annotations

from django.urls import path

from hemu.loop.assessment.changing import views

app_name = "changing"
_DISPUTE = "disputes/<int:county>/<int:dispute_id>/"

urlpatterns = [
    path("ratings/", views.lowerings, name="lowerings"),
    path("ratings/reviews/", views.reviews, name="reviews"),
    path("ratings/proposals/", views.proposals, name="proposals"),
    path(f"{_DISPUTE}lowering/", views.decide, name="decide"),
    path(f"{_DISPUTE}lowering/take-back/", views.take_back, name="take-back"),
]
