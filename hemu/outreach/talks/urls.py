"""Addresses of sessions."""

from __future__ import annotations

from django.urls import path

from hemu.outreach.talks import views

app_name = "talks"
urlpatterns = [
    path("outreach/", views.talks, name="talks"),
    path("outreach/new/", views.new, name="new"),
    path("outreach/drives/", views.drives, name="drives"),
    path("outreach/table.xlsx", views.table, name="table"),
    path("outreach/<int:county>/<int:talk_id>/", views.talk, name="talk"),
    path("outreach/<int:county>/<int:talk_id>/files/<int:file_id>/", views.file, name="file"),
]
