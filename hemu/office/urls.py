"""Addresses of the office: the shell's own, the components page, outlines for maps."""

from __future__ import annotations

from django.urls import path
from django.views.i18n import set_language

from hemu.kernel.web import public, writes
from hemu.office import geo, showcase

urlpatterns = [
    path("language/", public(writes(set_language)), name="set_language"),
    path("office/components", showcase.components, name="components"),
    path("office/components/<int:status>", showcase.error_page, name="component-error"),
    path("geo/<str:code>.json", geo.geo, name="geo"),
]
