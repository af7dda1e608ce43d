"""Addresses of 排."""

from __future__ import annotations

from django.urls import path

from hemu.loop.screening.views import registration

app_name = "screening"
urlpatterns = [
    path("disputes/new/", registration.new, name="new"),
    path("disputes/new/places/", registration.places, name="places"),
    path("disputes/new/kinds/", registration.kinds, name="kinds"),
    path("disputes/new/party/", registration.party, name="party"),
    path("disputes/new/no-party/", registration.no_party, name="no-party"),
    path("disputes/new/rating/", registration.rating, name="rating"),
]
