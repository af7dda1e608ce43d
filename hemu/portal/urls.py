"""Addresses that anybody may open."""

from __future__ import annotations

from django.urls import path

from hemu.portal.views import follow, say, start, stories, subscribe

app_name = "portal"
urlpatterns = [
    path("portal/", start.index, name="index"),
    path("portal/follow/", follow.follow, name="follow"),
    path("portal/privacy/", start.privacy, name="privacy"),
    path("p/<slug:word>/", start.village, name="village"),
    path("p/<slug:word>/say/", say.say, name="say"),
    path("p/<slug:word>/subscribe/", subscribe.subscribe, name="subscribe"),
    path("t/<str:secret>/", subscribe.stop, name="stop"),
    path("portal/stories/", stories.stories, name="stories"),
    path("portal/stories/<slug:slug>/", stories.story, name="story"),
]
