"""Addresses of inquiries and authorisations."""

from __future__ import annotations

from django.urls import path

from hemu.loop.mediation.inquiries import views

app_name = "inquiries"
_HERE = "disputes/<int:county>/<int:dispute_id>/"
urlpatterns = [
    path(f"{_HERE}inquire/", views.inquire, name="inquire"),
    path(f"{_HERE}authorise/", views.authorise, name="authorise"),
]
