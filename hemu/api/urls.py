"""Addresses of the API and of the pages about it."""

from __future__ import annotations

from django.urls import include, path

from hemu.api import guide, views
from hemu.api.app import api

PAGES = [
    path("api/docs/", guide.page, name="docs"),
    path("api-keys/", views.index, name="index"),
    path("api-keys/new/", views.choose, name="choose"),
    path("api-keys/new/<int:post_id>/", views.new, name="new"),
    path("api-keys/<int:key_id>/revoke/", views.revoke, name="revoke"),
]

urlpatterns = [path("api/v1/", api.urls), path("", include((PAGES, "api-keys")))]
