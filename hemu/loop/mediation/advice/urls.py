"""Addresses of lawyers' advice and of collective discussions."""

from __future__ import annotations

from django.urls import path

from hemu.loop.mediation.advice import views

app_name = "advice"
_HERE = "disputes/<int:county>/<int:dispute_id>/"
urlpatterns = [
    path("lawyers/", views.lawyers, name="lawyers"),
    path("advice/", views.questions, name="questions"),
    path("advice/<int:question_id>/", views.question, name="question"),
    path(f"{_HERE}advice/", views.ask, name="ask"),
    path(f"{_HERE}advice/<int:question_id>/withdraw/", views.withdraw, name="withdraw"),
    path(f"{_HERE}discuss/", views.discuss, name="discuss"),
]
