"""Addresses of petitions."""

from __future__ import annotations

from django.urls import path

from hemu.loop.screening.petitions import views

app_name = "petitions"
urlpatterns = [path("petitions/<int:county>/<int:petition_id>/", views.petition, name="petition")]
