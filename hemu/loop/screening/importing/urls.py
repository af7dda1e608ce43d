"""Addresses of spreadsheets brought in."""

from __future__ import annotations

from django.urls import path

from hemu.loop.screening.importing import views

app_name = "importing"
ONE = "<int:county>/<int:upload_id>/"
urlpatterns = [
    path("", views.uploads, name="uploads"),
    path("new/", views.new, name="new"),
    path("template/<int:kind>.xlsx", views.template, name="template"),
    path(ONE, views.upload, name="upload"),
    path(f"{ONE}progress/", views.progress, name="progress"),
    path(f"{ONE}sheets/", views.sheets, name="sheets"),
    path(f"{ONE}columns/", views.columns, name="columns"),
    path(f"{ONE}words/", views.words, name="words"),
    path(f"{ONE}begin/", views.begin, name="begin"),
    path(f"{ONE}act/<slug:act>/", views.act, name="act"),
    path(f"{ONE}errors.xlsx", views.errors, name="errors"),
    path(f"{ONE}results.xlsx", views.results, name="results"),
]
