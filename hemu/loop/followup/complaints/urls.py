"""Addresses of complaints."""

from __future__ import annotations

from django.urls import path

from hemu.loop.followup.complaints import views

app_name = "complaints"
urlpatterns = [
    path("complaints/", views.complaints, name="list"),
    path("complaints/new/", views.new, name="new"),
    path("complaints/export/", views.export, name="export"),
    path("complaints/<int:county>/<int:complaint_id>/", views.complaint, name="complaint"),
]
