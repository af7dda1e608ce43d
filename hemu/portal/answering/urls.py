"""The address at which a party answers."""

from __future__ import annotations

from django.urls import path

from hemu.portal.answering import views

app_name = "answering"
urlpatterns = [path("a/<slug:token>/", views.answer, name="answer")]
