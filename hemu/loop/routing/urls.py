"""Addresses of 分."""

from __future__ import annotations

from django.urls import path

from hemu.loop.routing import views

app_name = "routing"
_HERE = "disputes/<int:county>/<int:dispute_id>/"
urlpatterns = [
    path(f"{_HERE}route/", views.route, name="route"),
    path(f"{_HERE}name-units/", views.name_units, name="name-units"),
    path(f"{_HERE}take/", views.take, name="take"),
    path(f"{_HERE}receive/", views.receive, name="receive"),
    path(f"{_HERE}return/", views.give_back, name="return"),
    path(f"{_HERE}hand-over/", views.hand_over, name="hand-over"),
    path(f"{_HERE}report/", views.report, name="report"),
    path(f"{_HERE}refer/", views.refer, name="refer"),
    path(f"{_HERE}reply/", views.reply, name="reply"),
    path(f"{_HERE}way/", views.way, name="way"),
    path("routing/", views.hops, name="hops"),
    path("routing/export.xlsx", views.export, name="export"),
]
