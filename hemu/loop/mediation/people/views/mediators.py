"""The register of mediators: the list, one of them, training, ties."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes.act_page import act_view
from hemu.disputes.forms import put_refusal
from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.loop.mediation.models import Mediator
from hemu.loop.mediation.people import actions, guard, languages, queries, sheets
from hemu.loop.mediation.people.forms import (
    AwardForm,
    GroupTrainingForm,
    InterpreterForm,
    KnowsForm,
    RetireForm,
    TieForm,
    TrainingForm,
    WithdrawForm,
    skill_choices,
)
from hemu.loop.mediation.people.models import Award, Tie, TieKind, Training
from hemu.loop.mediation.people.queries import Asked
from hemu.loop.mediation.people.views.shared import ROWS, done, number, spreadsheet, tabs
from hemu.orgs.actor import Actor
from hemu.orgs.models import CommitteeKind, Post
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission
from hemu.orgs.signed_in import actor_of

MOST_EXPORTED = 5000
MOST_TRAINED = 200
_MEDIATE = [role for role, allowed in ROLE_PERMISSIONS.items() if Permission.MEDIATE in allowed]

interpreter = act_view(InterpreterForm)


def asked(query: QueryDict) -> Asked:
    """What the address narrows the register to."""
    return Asked(
        text=query.get("q", "")[:40],
        language=query.get("language", "")[:20],
        skill=number(query.get("skill", "")),
        committee_kind=number(query.get("kind", "")),
        title=query.get("title", ""),
        retired=query.get("view") == "left",
    )


@reads
def register(request: HttpRequest) -> HttpResponse:
    """The mediators of the area, with their work in counts."""
    by = actor_of(request)
    wanted = asked(request.GET)
    page = Paginator(queries.mediators(by, wanted), ROWS).get_page(request.GET.get("page"))
    work = queries.work_of([row.post.person_id for row in page])
    hours = _hours(page.object_list)
    context = {
        "tabs": tabs("mediators"),
        "page": page,
        "rows": [
            (row, sheets.skill_words(row), sorted(languages.spoken_by(row)),
             work.get(row.post.person_id, queries.Work()), hours.get(row.pk))
            for row in page
        ],
        "asked": wanted,
        "narrowed": wanted != Asked(),
        "languages": languages.choices(),
        "skills": skill_choices(),
        "kinds": CommitteeKind.choices,
        "keeps": by.may(Permission.KEEP_MEDIATORS),
        "year": clock.today().year,
        "query": request.GET.urlencode(),
    }  # fmt: skip
    return render(request, "mediators/register.html", context)


def _hours(rows: Any) -> dict[int, Any]:
    """Hours of training this year, by mediator."""
    found: dict[int, Any] = {}
    here = Training.objects.filter(mediator__in=[row.pk for row in rows], held_on__year=clock.today().year)
    for pk, hours in here.order_by("id").values_list("mediator_id", "hours"):
        found[pk] = found.get(pk, 0) + hours
    return found


@reads
def export(request: HttpRequest) -> HttpResponse:
    """The same list as .xlsx."""
    by = actor_of(request)
    rows = list(queries.mediators(by, asked(request.GET))[:MOST_EXPORTED])
    return spreadsheet(sheets.mediators(rows, by=by), "mediators")


@writes
def enter(request: HttpRequest) -> HttpResponse:
    """Enter the post named in the address in the register."""
    by = actor_of(request)
    by.require(Permission.KEEP_MEDIATORS)
    posts = Post.objects.current().filter(role__in=_MEDIATE, unit__in=guard.seen_units(by))
    post = posts.select_related("person", "unit").filter(pk=number(request.GET.get("post", ""))).first()
    if post is None:
        return redirect("mediators:committees")
    form = KnowsForm(
        request.POST if request.method == "POST" else None, initial={"languages": post.person.languages}
    )
    if form.is_bound and form.is_valid():
        try:
            made = actions.enter(post, by=by, **form.cleaned_data)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已列入调解员名册。"))
            return redirect("mediators:mediator", made.pk)
    context = {"post": post, "form": form}
    return render(request, "mediators/enter.html", context, status=422 if form.is_bound else 200)


_ACTS: dict[str, Any] = {
    kind.name: kind for kind in (KnowsForm, AwardForm, TrainingForm, RetireForm, WithdrawForm)
}


@writes
def mediator(request: HttpRequest, mediator_id: int) -> HttpResponse:
    """One mediator; a POST with ``do`` does the act of that name."""
    by = actor_of(request)
    row = queries.mediator(mediator_id, by)
    if request.method != "POST":
        return _page(request, row, by)
    kind = _ACTS.get(request.POST.get("do", ""))
    if kind is None:
        raise Conflict(_("请选择要办的事。"))
    guard.require_keeper(row.post.unit, by)
    form = KnowsForm.of(row, request.POST) if kind is KnowsForm else kind(request.POST)
    if done(form, row, by):
        messages.success(request, _("已记下。"))
        return redirect("mediators:mediator", row.pk)
    return _page(request, row, by, form)


def _page(request: HttpRequest, row: Mediator, by: Actor, tried: Any = None) -> HttpResponse:
    forms: dict[str, Any] = {
        "knows": KnowsForm.of(row),
        "award": AwardForm(),
        "train": TrainingForm(),
        "retire": RetireForm(),
    }
    if tried is not None:
        forms[tried.name] = tried
    keeps = guard.keeps(row.post.unit, by)
    ties = Tie.objects.filter(person_id=row.post.person_id, withdrawn_at=None)
    context = {
        "row": row,
        "languages": sorted(languages.spoken_by(row)),
        "skills": sheets.skill_words(row),
        "work": queries.work_of([row.post.person_id]).get(row.post.person_id, queries.Work()),
        "terms": queries.terms_of(row),
        "trainings": Training.objects.filter(mediator=row),
        "awards": Award.objects.filter(mediator=row),
        "ties": ties if keeps or by.person_id == row.post.person_id else None,
        "forms": forms,
        "tried": tried.name if tried is not None else "",
        "keeps": keeps,
    }
    return render(request, "mediators/mediator.html", context, status=422 if tried is not None else 200)


@writes
def training(request: HttpRequest) -> HttpResponse:
    """Write down one training for everybody who came to it."""
    by = actor_of(request)
    by.require(Permission.KEEP_MEDIATORS)
    text = request.GET.get("q", "")[:40]
    here = [row.pk for row in queries.mediators(by, Asked(text=text))[:MOST_TRAINED]]
    among = (
        Mediator.objects.filter(pk__in=here)
        .select_related("post__person", "post__unit")
        .order_by("post__unit_id", "id")
    )
    form = GroupTrainingForm(request.POST if request.method == "POST" else None, among=among)
    if form.is_bound and form.is_valid():
        try:
            rows = actions.train(list(form.cleaned_data["mediators"]), form.new(), by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已为 %(n)d 名调解员记下培训。") % {"n": len(rows)})
            return redirect("mediators:register")
    context = {"form": form, "q": text, "most": MOST_TRAINED, "shown": len(here)}
    return render(request, "mediators/training.html", context, status=422 if form.is_bound else 200)


@writes
def ties(request: HttpRequest) -> HttpResponse:
    """What the actor declared of their own interests; only they change it."""
    by = actor_of(request)
    guard.require_reader(by)
    form = TieForm(request.POST if request.POST.get("do") == "declare" else None)
    if request.method == "POST" and request.POST.get("do") == "withdraw":
        actions.withdraw_tie(number(request.POST.get("tie", "")), by=by)
        messages.success(request, _("已撤回。"))
        return redirect("mediators:ties")
    if form.is_bound and form.is_valid():
        try:
            given = form.cleaned_data
            actions.declare_tie(TieKind(given["kind"]), given["name"], note=given["note"], by=by)
        except Missing:
            raise
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已申报。与其有关的纠纷不会推荐您。"))
            return redirect("mediators:ties")
    rows = Tie.objects.filter(person_id=by.person_id)
    context = {"tabs": tabs("ties"), "rows": rows, "form": form}
    return render(request, "mediators/ties.html", context, status=422 if form.is_bound else 200)
