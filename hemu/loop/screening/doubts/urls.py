"""Addresses of 虚假走访核查."""

from __future__ import annotations

app_name = "doubts"
urlpatterns: list[object] = []
