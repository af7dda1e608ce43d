"""Addresses of the API."""

from __future__ import annotations

from django.urls import path

from hemu.api.app import api

urlpatterns = [path("api/v1/", api.urls)]
