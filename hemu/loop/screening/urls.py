"""Addresses of 排."""

from __future__ import annotations

from django.urls import path

from hemu.loop.screening.incidents import views as incidents
from hemu.loop.screening.views import joining, records, registration, suggestions, visits

app_name = "screening"
urlpatterns = [
    path("disputes/new/", registration.new, name="new"),
    path("disputes/new/places/", registration.places, name="places"),
    path("disputes/new/kinds/", registration.kinds, name="kinds"),
    path("disputes/new/party/", registration.party, name="party"),
    path("disputes/new/no-party/", registration.no_party, name="no-party"),
    path("disputes/new/suggestions/", suggestions.suggestions, name="suggestions"),
    path("disputes/new/rating/", registration.rating, name="rating"),
    path("visits/", visits.visits, name="visits"),
    path("visits/new/", visits.new_visit, name="new-visit"),
    path("visits/<int:county>/<int:visit_id>/", visits.visit, name="visit"),
    path("visits/<int:county>/<int:visit_id>/edit/", visits.edit_visit, name="edit-visit"),
    path("visits/<int:county>/<int:visit_id>/photos/<int:number>/", visits.photo, name="photo"),
    path("visits/<int:county>/<int:visit_id>/review/", visits.review, name="review"),
    path("records/", records.first, name="first-records"),
    path("records/meetings/items/<int:county>/<int:item_id>/join/", joining.join, name="join"),
    path("records/<slug:slug>/<int:county>/<int:record_id>/join/", joining.join_record, name="join-record"),
    path("records/<slug:slug>/", records.record_list, name="records"),
    path("records/<slug:slug>/new/", records.new_record, name="new-record"),
    path("records/<slug:slug>/<int:county>/<int:record_id>/", records.record, name="record"),
    path("incidents/<int:county>/<int:incident_id>/", incidents.incident, name="incident"),
]
