"""Addresses of the organisation's pages."""

from __future__ import annotations

from django.urls import path

from hemu.orgs.views import people, regions, sheets, suggest, teams, units

app_name = "orgs"

_TREE = [
    path("orgs/", regions.tree, name="tree"),
    path("orgs/places/", suggest.places, name="places"),
    path("orgs/unit-choices/", suggest.unit_choices, name="unit-choices"),
    path("orgs/switch-post/", suggest.switch_post, name="switch-post"),
    path("orgs/regions/<int:code>/", regions.region, name="region"),
    path("orgs/regions/<int:code>/new-grid/", regions.new_grid, name="new-grid"),
    path("orgs/regions/<int:code>/merge/", regions.merge, name="merge-grids"),
    path("orgs/regions/<int:code>/split/", regions.split, name="split-grid"),
    path("orgs/regions/<int:code>/rename/", regions.rename, name="rename-grid"),
]
_UNITS = [
    path("orgs/units/", units.units, name="units"),
    path("orgs/units/new/", units.new_unit, name="new-unit"),
    path("orgs/units/<int:unit_id>/", units.unit, name="unit"),
    path("orgs/units/<int:unit_id>/edit/", units.edit_unit, name="edit-unit"),
    path("orgs/units/<int:unit_id>/close/", units.close_unit, name="close-unit"),
    path("orgs/units/<int:unit_id>/reopen/", units.reopen_unit, name="reopen-unit"),
    path("orgs/units/<int:unit_id>/areas/new/", units.add_area, name="add-area"),
    path("orgs/units/<int:unit_id>/areas/<int:area_id>/end/", units.end_area, name="end-area"),
]
_PEOPLE = [
    path("orgs/people/", people.people, name="people"),
    path("orgs/people/new/", people.new_person, name="new-person"),
    path("orgs/people/<int:person_id>/", people.person, name="person"),
    path("orgs/people/<int:person_id>/edit/", people.edit_person, name="edit-person"),
    path("orgs/people/<int:person_id>/posts/new/", people.new_post, name="new-post"),
    path("orgs/people/<int:person_id>/leave/", people.leave, name="leave"),
    path("orgs/people/<int:person_id>/come-back/", people.come_back, name="come-back"),
    path("orgs/people/<int:person_id>/password/", people.issue_password, name="issue-password"),
    path("orgs/posts/<int:post_id>/end/", people.end_post, name="end-post"),
]
_TEAMS = [
    path("orgs/teams/", teams.teams, name="teams"),
    path("orgs/teams/new/", teams.new_team, name="new-team"),
    path("orgs/teams/<int:team_id>/", teams.team, name="team"),
    path("orgs/teams/<int:team_id>/edit/", teams.edit_team, name="edit-team"),
    path("orgs/teams/<int:team_id>/members/new/", teams.add_member, name="add-member"),
    path("orgs/teams/<int:team_id>/members/<int:member_id>/end/", teams.end_member, name="end-member"),
    path("orgs/teams/<int:team_id>/lend/", teams.lend, name="lend"),
    path("orgs/teams/<int:team_id>/loans/<int:loan_id>/end/", teams.end_loan, name="end-loan"),
    path("orgs/teams/<int:team_id>/disband/", teams.disband, name="disband"),
]

_SHEETS = [
    path("orgs/import/", sheets.upload, name="import"),
    path("orgs/import/template/<slug:name>/", sheets.template, name="import-template"),
    path("orgs/import/<int:draft_id>/", sheets.preview, name="import-preview"),
    path("orgs/import/<int:draft_id>/faults/", sheets.faults, name="import-faults"),
    path("orgs/import/<int:draft_id>/apply/", sheets.apply, name="import-apply"),
    path("orgs/export/<slug:name>/", sheets.export, name="export"),
]

urlpatterns = [*_TREE, *_UNITS, *_PEOPLE, *_TEAMS, *_SHEETS]
