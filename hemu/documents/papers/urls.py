"""Addresses of papers."""

from __future__ import annotations

from django.urls import path

from hemu.documents.papers import views

app_name = "papers"
_OF = "disputes/<int:county>/<int:dispute_id>/papers/"
urlpatterns = [
    path(_OF, views.papers, name="papers"),
    path(f"{_OF}<slug:key>/<int:row>.<slug:form>", views.paper, name="paper"),
    path("papers/", views.templates, name="templates"),
    path("papers/<slug:key>/", views.template, name="template"),
    path("papers/<slug:key>/withdraw/", views.take_back, name="withdraw"),
    path("papers/<slug:key>/editions/<int:number>.docx", views.word_file, name="word-file"),
    path("papers/<slug:key>/editions/<int:number>/use/", views.bring_back, name="bring-back"),
    path("papers/<slug:key>/sample.<slug:form>", views.sample, name="sample"),
]
