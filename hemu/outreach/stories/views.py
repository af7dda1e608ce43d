"""Stories: the list, writing one, both versions side by side with each decision."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import queries as disputes
from hemu.disputes.forms import put_refusal
from hemu.disputes.reading import about_to_show
from hemu.disputes.tabs import Tab
from hemu.kernel.errors import Conflict, Forbidden, Missing, Refused
from hemu.kernel.web import reads, writes
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names
from hemu.orgs.signed_in import actor_of
from hemu.outreach.stories import actions, queries
from hemu.outreach.stories.forms import StoryForm, WhyForm, WordForm
from hemu.outreach.stories.models import Story, StoryState
from hemu.outreach.stories.paper import pdf
from hemu.outreach.stories.telling import both, refusal
from hemu.outreach.tabs import outreach_tabs

ROWS, MOST = 50, 2000
TONES = {
    StoryState.DRAFT: "plain",
    StoryState.SUBMITTED: "wait",
    StoryState.RETURNED: "late",
    StoryState.PUBLISHED: "done",
    StoryState.WITHDRAWN: "stop",
}


@reads
def stories(request: HttpRequest) -> HttpResponse:
    """The area's stories, by state."""
    by = actor_of(request)
    asked = request.GET.get("state", "")
    state = int(asked) if asked in {str(value) for value in StoryState.values} else None
    page = Paginator(queries.stories(by, state)[:MOST], ROWS).get_page(request.GET.get("page"))
    names = place_names({row.region for row in page}, local=True)
    every: tuple[tuple[int | None, Any], ...] = ((None, _("全部")), *((s.value, s.label) for s in StoryState))
    context = {
        "page": page,
        "rows": [(row, names[row.region], TONES[StoryState(row.state)]) for row in page],
        "tabs": outreach_tabs("stories"),
        "states": [Tab(label, f"?state={value or ''}", None, state == value) for value, label in every],
    }
    return render(request, "stories/stories.html", context)


@writes
def new(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """Begin the story of a closed dispute, with its narrative to start from."""
    by = actor_of(request)
    dispute = disputes.get(county, dispute_id, by=by)
    by.require(Permission.REGISTER)
    if why := refusal(dispute):
        raise Refused(why, code="not_told")
    first = {"title": dispute.title[:60], "text": dispute.narrative}
    form = StoryForm(request.POST) if request.method == "POST" else StoryForm(initial=first)
    if form.is_bound and form.is_valid():
        try:
            row = actions.write(dispute, **form.cleaned_data, by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已保存。请对照两栏，看看还有没有能认出人的地方。"))
            return redirect(row.get_absolute_url())
    context = {"form": form, "dispute": dispute, "row": None}
    return render(request, "stories/edit.html", context, status=422 if form.is_bound else 200)


@writes
def edit(request: HttpRequest, county: int, story_id: int) -> HttpResponse:
    """Change what was written."""
    by = actor_of(request)
    row = queries.story(county, story_id, by=by)
    first = {"title": row.title, "text": row.text, "lesson": row.lesson}
    form = StoryForm(request.POST) if request.method == "POST" else StoryForm(initial=first)
    if form.is_bound and form.is_valid():
        try:
            actions.revise(row, **form.cleaned_data, by=by)
        except Refused as refused:
            put_refusal(form, refused)
        else:
            messages.success(request, _("已保存。"))
            return redirect(row.get_absolute_url())
    context = {"form": form, "dispute": None, "row": row}
    return render(request, "stories/edit.html", context, status=422 if form.is_bound else 200)


@writes
def story(request: HttpRequest, county: int, story_id: int) -> HttpResponse:
    """Both versions; a POST with ``do`` changes or decides."""
    by = actor_of(request)
    row = queries.story(county, story_id, by=by)
    if request.method != "POST":
        return _page(request, row, by)
    act = _ACTS.get(request.POST.get("do", ""))
    if act is None:
        raise Conflict(_("请选择要办的事。"))
    try:
        said = act(request, row, by)
    except (Forbidden, Missing, Conflict):
        raise
    except Refused as refused:
        messages.error(request, str(refused))
        return _page(request, row, by, status=422)
    messages.success(request, said)
    return redirect(row.get_absolute_url())


def _replace(request: HttpRequest, row: Story, by: Actor) -> str:
    actions.replace_word(row, request.POST.get("word", ""), request.POST.get("told", ""), by=by)
    return _("已替换。")


def _keep(request: HttpRequest, row: Story, by: Actor) -> str:
    actions.keep_word(row, request.POST.get("word", ""), by=by)
    return _("已改。")


def _submit(request: HttpRequest, row: Story, by: Actor) -> str:
    actions.submit(row, by=by)
    return _("已提交，请另一位同事审核。")


def _approve(request: HttpRequest, row: Story, by: Actor) -> str:
    actions.approve(row, request.POST.getlist("looked_at"), by=by)
    return _("已发布。")


def _give_back(request: HttpRequest, row: Story, by: Actor) -> str:
    actions.give_back(row, request.POST.get("why", ""), by=by)
    return _("已退回。")


def _withdraw(request: HttpRequest, row: Story, by: Actor) -> str:
    actions.withdraw(row, request.POST.get("why", ""), by=by)
    return _("已撤下。")


_ACTS: dict[str, Callable[[HttpRequest, Story, Actor], str]] = {
    "replace": _replace,
    "keep": _keep,
    "submit": _submit,
    "approve": _approve,
    "give_back": _give_back,
    "withdraw": _withdraw,
}


def _page(request: HttpRequest, row: Story, by: Actor, *, status: int = 200) -> HttpResponse:
    dispute = queries.dispute_of(row)
    about_to_show([dispute], by)
    made, state = both(row, dispute), StoryState(row.state)
    is_open, is_submitted = state in actions.OPEN, state == StoryState.SUBMITTED
    is_author = row.person_id == by.person_id
    context = {
        "row": row, "dispute": dispute, "tone": TONES[state], "both": made,
        "may_write": by.may(Permission.REGISTER),
        "is_open": is_open, "is_submitted": is_submitted, "is_author": is_author,
        "may_change": (is_open or is_submitted) and by.may(Permission.REGISTER),
        "may_decide": is_submitted and by.may(Permission.PUBLISH) and not is_author,
        "is_published": state == StoryState.PUBLISHED, "is_withdrawn": state == StoryState.WITHDRAWN,
        "by_hand": list(row.by_hand.items()), "word": WordForm(), "why": WhyForm(),
        "not_told": refusal(dispute) if is_open or is_submitted else "",
    }  # fmt: skip
    return render(request, "stories/story.html", context, status=status)


@reads
def paper(request: HttpRequest, county: int, story_id: int) -> HttpResponse:
    """What is told, as PDF."""
    row = queries.story(county, story_id, by=actor_of(request))
    if row.state != StoryState.PUBLISHED:
        raise Missing("")
    response = HttpResponse(pdf(row), content_type="application/pdf")
    response["Content-Disposition"] = "inline"
    return response


@writes
def objection(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """Write down that a party doesn't want the dispute told."""
    by = actor_of(request)
    dispute = disputes.get(county, dispute_id, by=by)
    by.require(Permission.REGISTER)
    if request.method == "POST":
        taken = actions.object_to(dispute, request.POST.get("note", ""), by=by)
        said = _("已记下，写成的案例已撤下。") if taken else _("已记下，这件纠纷不会写成案例。")
        messages.success(request, said)
        return redirect(dispute.get_absolute_url())
    return render(request, "stories/objection.html", {"dispute": dispute})
