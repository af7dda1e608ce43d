"""Addresses of the calls back."""

from __future__ import annotations

from django.urls import path

from hemu.loop.followup.callbacks import views

app_name = "callbacks"
urlpatterns = [
    path("callbacks/", views.callbacks, name="list"),
    path("callbacks/figures/", views.figures, name="figures"),
    path("callbacks/export/", views.export, name="export"),
    path("callbacks/<int:county>/<int:callback_id>/", views.callback, name="callback"),
]
