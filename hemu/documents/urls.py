"""Addresses of a dispute's files."""

from __future__ import annotations

from django.urls import path

from hemu.documents import views

app_name = "documents"
FILES = "disputes/<int:county>/<int:dispute_id>/files/"
urlpatterns = [
    path(f"{FILES}new/", views.attach, name="attach"),
    path(f"{FILES}<int:attachment_id>/", views.content, name="content"),
    path(f"{FILES}<int:attachment_id>/preview/", views.preview, name="preview"),
]
