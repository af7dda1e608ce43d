"""Addresses of performance."""

from __future__ import annotations

from django.urls import path

from hemu.loop.mediation.performance import views

app_name = "performance"
_HERE = "disputes/<int:county>/<int:dispute_id>/"
_ONE = f"{_HERE}promises/<int:promise_id>/"
urlpatterns = [
    path("performance/", views.listed, name="list"),
    path(f"{_HERE}promises/urge/", views.urge_next, name="urge-next"),
    path(f"{_HERE}agreement/change/", views.change, name="change"),
    path(f"{_ONE}perform/", views.perform, name="perform"),
    path(f"{_ONE}default/", views.default, name="default"),
    path(f"{_ONE}urge/", views.urge, name="urge"),
]
