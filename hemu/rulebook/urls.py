"""Addresses of the rulebook's pages."""

from __future__ import annotations

from django.urls import path

from hemu.rulebook.views import calendar, codes, editing, tables, versions

app_name = "rulebook"

urlpatterns = [
    path("rules/", tables.index, name="index"),
    path("rules/codes/", codes.lists, name="lists"),
    path("rules/codes/<slug:name>/", codes.one, name="list"),
    path("rules/calendar/", calendar.this_year, name="calendar"),
    path("rules/calendar/<int:year>/", calendar.year, name="year"),
    path("rules/<slug:name>/", tables.table, name="table"),
    path("rules/<slug:name>/draft/", versions.draft, name="draft"),
    path("rules/<slug:name>/<int:number>/", tables.version, name="version"),
    path("rules/<slug:name>/<int:number>/activate/", versions.activate, name="activate"),
    path("rules/<slug:name>/<int:number>/discard/", versions.discard, name="discard"),
    path("rules/<slug:name>/<int:number>/withdraw/", versions.withdraw, name="withdraw"),
    path("rules/<slug:name>/<int:number>/decide/", versions.decide, name="decide"),
    path("rules/<slug:name>/<int:number>/take-back/", versions.take_back, name="take-back"),
    path("rules/<slug:name>/<int:number>/restore/", versions.restore, name="restore"),
    path("rules/<slug:name>/<int:number>/compare/", versions.comparison, name="compare"),
    path("rules/<slug:name>/<int:number>/rules/new/", editing.new_row, name="new-row"),
    path("rules/<slug:name>/<int:number>/rules/<int:position>/", editing.row, name="row"),
    path("rules/<slug:name>/<int:number>/rules/<int:position>/move/", editing.move_row, name="move-row"),
    path("rules/<slug:name>/<int:number>/examples/new/", editing.new_example, name="new-example"),
    path("rules/<slug:name>/<int:number>/examples/<int:position>/", editing.example, name="example"),
]
