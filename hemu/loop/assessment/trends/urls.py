"""Addresses of 趋势预警."""

from __future__ import annotations

from django.urls import path

from hemu.loop.assessment.trends import views

app_name = "trends"
urlpatterns = [path("trends/", views.trends, name="trends")]
