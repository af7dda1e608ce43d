"""Addresses of 督办."""

from __future__ import annotations

from django.urls import path

from hemu.command.supervision import views

app_name = "supervision"
urlpatterns = [
    path("supervision/", views.orders, name="orders"),
    path("supervision/<int:county>/<int:order_id>/", views.order, name="order"),
    path("supervision/<int:county>/<int:order_id>/paper.<slug:form>", views.paper, name="paper"),
    path("disputes/<int:county>/<int:dispute_id>/supervise/", views.supervise, name="supervise"),
]
