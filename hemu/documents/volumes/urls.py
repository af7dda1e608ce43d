"""Addresses of volumes."""

from __future__ import annotations

from django.urls import path

from hemu.documents.volumes import views

app_name = "volumes"
_OF = "disputes/<int:county>/<int:dispute_id>/volume/"
urlpatterns = [
    path(_OF, views.volume, name="volume"),
    path(f"{_OF}file/", views.file_volume, name="file"),
    path(f"{_OF}<int:edition>.pdf", views.content, name="content"),
    path("volumes/", views.register, name="register"),
    path("volumes/export.xlsx", views.export, name="export"),
]
