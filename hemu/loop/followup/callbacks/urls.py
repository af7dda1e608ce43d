"""Addresses."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "callbacks"
urlpatterns: list[URLPattern] = []
