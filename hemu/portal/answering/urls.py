"""Addresses at which a party answers."""

from __future__ import annotations

from django.urls import URLPattern

app_name = "answering"
urlpatterns: list[URLPattern] = []
