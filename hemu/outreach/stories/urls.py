"""Addresses of stories."""

from __future__ import annotations

from django.urls import path

from hemu.outreach.stories import views

app_name = "stories"
urlpatterns = [
    path("stories/", views.stories, name="stories"),
    path("stories/<int:county>/<int:story_id>/", views.story, name="story"),
    path("stories/<int:county>/<int:story_id>/edit/", views.edit, name="edit"),
    path("stories/<int:county>/<int:story_id>/paper.pdf", views.paper, name="paper"),
    path("disputes/<int:county>/<int:dispute_id>/story/", views.new, name="new"),
    path("disputes/<int:county>/<int:dispute_id>/story/objection/", views.objection, name="objection"),
]
