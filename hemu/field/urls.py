"""Addresses of the field app: its protocol, its shell, and the office's pages about phones."""

from __future__ import annotations

from django.urls import include, path

from hemu.field.app import api
from hemu.field.views import checks, phones, shell

PAGES = [
    path("field/", shell.shell, name="shell"),
    path("field/sw.js", shell.worker, name="worker"),
    path("field/manifest.webmanifest", shell.manifest, name="manifest"),
    path("devices/", phones.mine, name="phones"),
    path("devices/<int:device_id>/lost/", phones.lost, name="lost"),
    path("devices/checks/", checks.index, name="checks"),
    path("devices/checks/<int:county>/<int:kept_id>/", checks.check, name="check"),
    path("people/<int:person_id>/devices/", phones.of_person, name="phones-of"),
]

urlpatterns = [path("field/v1/", api.urls), path("", include((PAGES, "field")))]
