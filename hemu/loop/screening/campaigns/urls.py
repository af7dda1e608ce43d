"""Addresses of 专项行动 and 重要节点."""

from __future__ import annotations

from django.urls import path

from hemu.loop.screening.campaigns import views

app_name = "campaigns"
_ONE = "campaigns/<int:county>/<int:campaign_id>/"
urlpatterns = [
    path("campaigns/", views.campaigns, name="campaigns"),
    path("campaigns/new/", views.new, name="new"),
    path(_ONE, views.campaign, name="campaign"),
    path(f"{_ONE}change/", views.change, name="change"),
    path(f"{_ONE}targets/", views.targets, name="targets"),
    path(f"{_ONE}targets/add/", views.add, name="add"),
    path(f"{_ONE}sheet/", views.sheet, name="sheet"),
    path("campaigns/targets/<int:county>/<int:target_id>/remove/", views.remove, name="remove"),
]
