"""What privacy asks of one dispute: consents to sensitive information, and the readers of a minors' file."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import queries as disputes
from hemu.disputes.models import Dispute, Involvement
from hemu.kernel.errors import Missing
from hemu.kernel.web import writes
from hemu.kernel.wording import noted
from hemu.orgs.models import Post
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission
from hemu.orgs.signed_in import actor_of
from hemu.privacy import consents, minors
from hemu.privacy.forms.office import ConsentingForm, ReadersForm
from hemu.privacy.models import ConsentForm, SensitiveKind
from hemu.privacy.views.shared import bound, status_of, tried


@writes
def consenting(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """The consents of a dispute; POST writes one down."""
    by = actor_of(request)
    dispute = disputes.get(county, dispute_id, by=by)
    by.require(Permission.AMEND)
    people = [(party.pk, party.name) for party in disputes.parties(dispute)]
    form = ConsentingForm(people, bound(request))

    def do(given: dict[str, Any]) -> None:
        kinds = [SensitiveKind(kind) for kind in given["kinds"]]
        new = {**given, "kinds": kinds, "form": ConsentForm(given["form"])}
        consents.record(dispute, consents.NewConsent(**new), by=by)

    if form.is_bound and tried(form, do):
        messages.success(request, _("已记下同意，本人可以随时撤回。"))
        return redirect("privacy:consents", county, dispute_id)
    context = {"dispute": dispute, "consents": consents.of_dispute(dispute), "form": form}
    return render(request, "privacy/consents.html", context, status=status_of(form))


@writes
def withdraw(request: HttpRequest, county: int, dispute_id: int, consent_id: int) -> HttpResponse:
    """A consent is taken back."""
    by = actor_of(request)
    dispute = disputes.get(county, dispute_id, by=by)
    if request.method == "POST":
        consents.withdraw(dispute, consent_id, by=by)
        messages.success(request, _("已撤回，从现在起不再用于这个用途。"))
    return redirect("privacy:consents", county, dispute_id)


@writes
def readers(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """Who may read a dispute with minors in it; POST names posts."""
    by = actor_of(request)
    dispute = disputes.get(county, dispute_id, by=by)
    if not minors.may_name(dispute, by):
        raise Missing("")
    posts = _posts(dispute)
    form = ReadersForm([(str(post.pk), _said(post)) for post in posts], bound(request))

    def do(given: dict[str, Any]) -> None:
        chosen = [post for post in posts if str(post.pk) in given["posts"]]
        minors.name_readers(dispute, chosen, given["reason"], by=by)

    if form.is_bound and tried(form, do):
        messages.success(request, _("已指定，其他岗位不能再打开。"))
        return redirect("privacy:readers", county, dispute_id)
    context = {"dispute": dispute, "readers": minors.readers(dispute), "form": form}
    return render(request, "privacy/readers.html", context, status=status_of(form))


def _said(post: Post) -> str:
    return noted(post.person.name, f"{post.unit.name} {post.get_role_display()}")


def _posts(dispute: Dispute) -> list[Post]:
    """The posts of the units that have to do with it and may see disputes."""
    units = Involvement.objects.of(dispute).filter(until=None).values_list("unit_id", flat=True)
    ids = {*units, dispute.turn_unit_id, dispute.lead_unit_id} - {None}
    roles = [role for role, allowed in ROLE_PERMISSIONS.items() if Permission.VIEW in allowed]
    found = Post.objects.current().filter(unit_id__in=ids, role__in=roles, person__is_active=True)
    return list(found.select_related("person", "unit").order_by("unit_id", "id"))
