"""Addresses of what came with visits from phones."""

from __future__ import annotations

from django.urls import path

from hemu.loop.screening.sent import views

app_name = "sent"
urlpatterns = [
    path("visits/<int:county>/<int:visit_id>/sent/", views.sent, name="visit"),
    path("visits/<int:county>/<int:visit_id>/sent/<int:file_id>/", views.file, name="file"),
]
