"""Addresses of 调."""

from __future__ import annotations

from django.urls import path

from hemu.loop.mediation import views

app_name = "mediation"
_HERE = "disputes/<int:county>/<int:dispute_id>/"
urlpatterns = [
    path(f"{_HERE}apply/", views.apply, name="apply"),
    path(f"{_HERE}consent/", views.consent, name="consent"),
    path(f"{_HERE}reopen/", views.reopen, name="reopen"),
    path(f"{_HERE}extend/", views.extend, name="extend"),
    path(f"{_HERE}routes/", views.routes, name="routes"),
    path(f"{_HERE}accept/", views.accept, name="accept"),
    path(f"{_HERE}spot/", views.spot, name="spot"),
    path(f"{_HERE}not-accept/", views.not_accept, name="not-accept"),
    path(f"{_HERE}decline/", views.decline, name="decline"),
    path(f"{_HERE}appraise/", views.appraise, name="appraise"),
    path(f"{_HERE}appraised/", views.appraised, name="appraised"),
    path(f"{_HERE}recuse/", views.recuse, name="recuse"),
    path(f"{_HERE}step-aside/", views.step_aside, name="step-aside"),
    path(f"{_HERE}change-mediators/", views.change_mediators, name="change-mediators"),
    path(f"{_HERE}session/", views.session, name="session"),
    path(f"{_HERE}agree/", views.agree, name="agree"),
    path(f"{_HERE}fail/", views.fail, name="fail"),
    path(f"{_HERE}performed/", views.performed, name="performed"),
    path(f"{_HERE}promises/", views.next_promise, name="next-promise"),
]
