"""Addresses of 重点纠纷."""

from __future__ import annotations

from django.urls import path

from hemu.loop.assessment.key import views

app_name = "key"
_DISPUTE = "disputes/<int:county>/<int:dispute_id>/key/"

urlpatterns = [
    path("key-disputes/", views.ledger, name="ledger"),
    path("key-disputes/list.xlsx", views.sheet, name="sheet"),
    path(_DISPUTE, views.key_dispute, name="key"),
    path(f"{_DISPUTE}enter/", views.enter, name="enter"),
    path(f"{_DISPUTE}class/", views.change, name="change"),
    path(f"{_DISPUTE}responsible/", views.name_responsible, name="responsible"),
    path(f"{_DISPUTE}measures/", views.plan, name="plan"),
    path(f"{_DISPUTE}measures/<int:measure_id>/", views.carry_out, name="carry-out"),
    path(f"{_DISPUTE}updates/", views.update, name="update"),
    path(f"{_DISPUTE}remove/", views.remove, name="remove"),
]
