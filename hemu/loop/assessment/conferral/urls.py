"""Addresses of 会商研判."""

from __future__ import annotations

from django.urls import path

from hemu.loop.assessment.conferral import views

app_name = "conferral"
_ONE = "conferrals/<int:county>/<int:conferral_id>/"

urlpatterns = [
    path("conferrals/", views.conferrals, name="conferrals"),
    path("conferrals/new/", views.convene, name="convene"),
    path(_ONE, views.conferral, name="conferral"),
    path(f"{_ONE}items/<int:item_id>/", views.item, name="item"),
    path(f"{_ONE}measures/<int:measure_id>/", views.carry_out, name="carry-out"),
    path(f"{_ONE}minutes.<slug:form>", views.minutes, name="minutes"),
]
