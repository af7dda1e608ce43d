"""Addresses of the field app: its protocol, its shell, and the office's pages about phones."""

from __future__ import annotations

from django.urls import path

from hemu.field.app import api

urlpatterns = [path("field/v1/", api.urls)]
