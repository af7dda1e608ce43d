"""Addresses of confirmation."""

from __future__ import annotations

from django.urls import path

from hemu.loop.mediation.confirmation import views

app_name = "confirmation"
_HERE = "disputes/<int:county>/<int:dispute_id>/confirmation/"
urlpatterns = [
    path("confirmations/", views.listed, name="list"),
    path(_HERE, views.next_step, name="next"),
    path(f"{_HERE}review/", views.review, name="review"),
    path(f"{_HERE}file/", views.file, name="file"),
    path(f"{_HERE}answered/", views.answered, name="answered"),
    path(f"{_HERE}extended/", views.extended, name="extended"),
]
