"""Addresses of finding what hangs together."""

from __future__ import annotations

from django.urls import path

from hemu.loop.screening.links import views

app_name = "links"
ONE = "proposals/<int:county>/<int:proposal_id>/"
urlpatterns = [
    path("disputes/new/same/", views.check, name="check"),
    path("proposals/", views.proposals, name="proposals"),
    path(ONE, views.compare, name="compare"),
    path(f"{ONE}refuse/", views.refuse, name="refuse"),
    path(f"{ONE}merge/", views.merge, name="merge"),
    path(f"{ONE}undo/", views.undo, name="undo"),
]
