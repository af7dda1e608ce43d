"""Addresses of 村民说事 in the office. What villagers themselves open is hemu.portal's."""

from __future__ import annotations

from django.urls import path

from hemu.loop.screening.villagers.views import joining, parts, posters, reports

app_name = "villagers"
_ONE = "villagers/<int:county>/<int:report_id>/"
urlpatterns = [
    path("villagers/", reports.queue, name="queue"),
    path("villagers/posters/", posters.posters, name="posters"),
    path("villagers/posters/all/", posters.every, name="every-poster"),
    path("villagers/posters/<int:region>.pdf", posters.poster, name="poster"),
    path("villagers/posters/<int:region>/", posters.renew, name="renew"),
    path(_ONE, reports.report, name="report"),
    path(f"{_ONE}join/", joining.join, name="join"),
    path(f"{_ONE}contact/", parts.contact, name="contact"),
    path(f"{_ONE}files/<int:file_id>/", parts.file, name="file"),
    path(
        "disputes/<int:county>/<int:dispute_id>/villagers/<int:proposal_id>/decline/",
        parts.decline,
        name="decline",
    ),
]
