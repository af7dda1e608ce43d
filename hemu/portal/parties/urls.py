"""Addresses of the parties' page, and of the office's side of it."""

from __future__ import annotations

from django.urls import path

from hemu.portal.parties.views import my, office

app_name = "parties"
_OF = "disputes/<int:county>/<int:dispute_id>/"
urlpatterns = [
    path("portal/my/", my.my, name="my"),
    path("portal/my/notice/", my.notice, name="notice"),
    path("portal/my/papers/<slug:key>/<int:row>.pdf", my.paper, name="paper"),
    path("portal/my/data/<int:request_id>.zip", my.data, name="data"),
    path(f"{_OF}party-codes/", office.party_codes, name="codes"),
    path(f"{_OF}party-codes/<int:party_id>/renew/", office.renew, name="renew"),
    path(f"{_OF}party-codes/<int:party_id>/slip.pdf", office.slip, name="slip"),
    path(f"{_OF}party-requests/", office.desk, name="desk"),
    path("privacy/requests/", office.requests, name="requests"),
    path("privacy/requests/<int:county>/<int:request_id>/", office.one, name="request"),
    path("privacy/requests/<int:county>/<int:request_id>/values/", office.values, name="values"),
    path("privacy/requests/<int:county>/<int:request_id>/copy.zip", office.hand_over, name="hand-over"),
]
