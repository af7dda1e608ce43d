"""Papers of a dispute to print, and the Word files that they are made of."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from hemu.disputes import queries as disputes
from hemu.disputes.models import Dispute
from hemu.documents.papers import actions, queries, registry, sheeting
from hemu.documents.papers.filling import BadTemplate, as_pdf, fill
from hemu.documents.papers.forms import TemplateForm
from hemu.documents.papers.registry import Paper
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.sheets import writing
from hemu.kernel.web import reads, writes
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.signed_in import actor_of
from hemu.privacy.veil import for_reader

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


def panel(dispute: Dispute, actor: Actor) -> dict[str, Any]:
    """The part of the dispute's page that leads to what can be printed: it asks the database nothing."""
    return {}


@reads
def papers(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
    """Every paper that can be had of a dispute now."""
    actor = actor_of(request)
    actor.require(Permission.VIEW)
    dispute = disputes.get(county, dispute_id, by=actor)
    found = {
        "dispute": dispute,
        "papers": queries.papers_of(dispute),
        "may_open": actor.may(Permission.OPEN_PERSONAL),
    }
    return render(request, "papers/papers.html", found)


@reads
def paper(request: HttpRequest, county: int, dispute_id: int, key: str, row: int, form: str) -> HttpResponse:
    """One paper of a dispute, filled in: Word to go on writing in, PDF to print."""
    actor = actor_of(request)
    actor.require(Permission.VIEW)
    dispute = disputes.get(county, dispute_id, by=actor)
    return printed(queries.paper(key), dispute, row, form, by=actor)


def printed(of: Paper, dispute: Dispute, row: int, form: str, *, by: Actor) -> HttpResponse:
    """One paper of a dispute that was read within a scope, as docx, pdf or xlsx. Raises Missing, Refused."""
    name = for_reader(f"{of.title} {dispute.title}", dispute, by)
    values = for_reader(queries.values(of, dispute, row), dispute, by)
    if form == "xlsx":
        sheet = sheeting.as_sheet(of, values)
        return _file(sheet, writing.TYPE, f"{name}.xlsx", inline=False)
    try:
        return answer(queries.filled(of, dispute, row, values), form, name)
    except BadTemplate as error:
        told = _("“%(paper)s”的模板填不出来：%(what)s。请告诉管理员更换模板。")
        raise Refused(told % {"paper": of.title, "what": error}, code="template") from error


def printed_values(of: Paper, values: registry.Values, place: int, form: str, name: str) -> HttpResponse:
    """A paper of something that is no dispute, with these values, as docx, pdf or xlsx."""
    if form == "xlsx":
        return _file(sheeting.as_sheet(of, values), writing.TYPE, f"{name}.xlsx", inline=False)
    return answer(fill(queries.word_file(of, place), values), form, name)


def answer(word: bytes, form: str, name: str) -> HttpResponse:
    """A filled Word file as itself, or as PDF that opens in the browser. Raises Missing for another form."""
    if form not in ("docx", "pdf"):
        raise Missing("")
    if form == "docx":
        return _file(word, WORD, f"{name}.docx", inline=False)
    return _file(as_pdf(word), PDF, f"{name}.pdf", inline=True)


def _file(content: bytes, kind: str, name: str, *, inline: bool) -> HttpResponse:
    way = "inline" if inline else "attachment"
    headers = {
        "Content-Disposition": f"{way}; filename*=UTF-8''{quote(name, safe='')}",
        "Cache-Control": "private, no-store",
    }
    return HttpResponse(content, content_type=kind, headers=headers)


@reads
def templates(request: HttpRequest) -> HttpResponse:
    """Every paper, and whose Word file holds in the actor's area."""
    area = actions.managed_area(actor_of(request))
    standing = queries.standing(area)
    rows = [(each, standing.get(each.key)) for each in registry.every()]
    return render(request, "papers/templates.html", {"rows": rows, "area": area})


@writes
def template(request: HttpRequest, key: str) -> HttpResponse:
    """One paper's Word file: what it can say, its editions, and putting a new one in place."""
    actor = actor_of(request)
    area, of = actions.managed_area(actor), queries.paper(key)
    form = TemplateForm(request.POST, request.FILES) if request.method == "POST" else TemplateForm()
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            if "preview" in request.POST:
                tried = actions.preview(of, given["file"].read(), by=actor)
                return answer(tried, "pdf", _("%(paper)s（样例）") % {"paper": of.title})
            made = actions.put_template(of, given["file"].name, given["file"].read(), given["why"], by=actor)
        except Refused as refused:
            form.add_error(refused.field or None, str(refused))
        else:
            messages.success(request, _("第 %(n)s 版已启用，今后的文书都用它。") % {"n": made.edition})
            return redirect("papers:template", key=key)
    status = 422 if request.method == "POST" else 200
    return render(request, "papers/template.html", _about(of, area, form), status=status)


def _about(of: Paper, area: Any, form: TemplateForm) -> dict[str, Any]:
    return {
        "paper": of,
        "names": [(_in_braces(*leaf), *leaf[1:]) for leaf in registry.leaves(of.named)],
        "standing": queries.standing(area).get(of.key),
        "editions": queries.editions(of, area),
        "area": area,
        "form": form,
    }


def _in_braces(name: str, label: Any, example: Any) -> str:
    """How a name is written in Word: a value, what repeats for each of a list, or a value inside it."""
    if isinstance(example, list):
        return f"{{%p for one in {name} %}} … {{%p endfor %}}"
    return f"{{{{ {name} }}}}" if label else f"{{{{ one.{name.partition('.')[2]} }}}}"


@writes
def take_back(request: HttpRequest, key: str) -> HttpResponse:
    """Go back to the file of the level above, after asking."""
    of = queries.paper(key)
    if request.method == "POST":
        actions.withdraw(of, by=actor_of(request))
        messages.success(request, _("已停用本地模板。"))
    return redirect("papers:template", key=key)


@writes
def bring_back(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Use an earlier edition again."""
    actor = actor_of(request)
    of = queries.paper(key)
    if request.method == "POST":
        old = queries.edition(of, actions.managed_area(actor), number)
        made = actions.bring_back(of, old, by=actor)
        messages.success(request, _("第 %(n)s 版已启用，今后的文书都用它。") % {"n": made.edition})
    return redirect("papers:template", key=key)


@reads
def word_file(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """The Word file of an edition; 0 is the one in use, or the product's own, to begin from."""
    area = actions.managed_area(actor_of(request))
    of = queries.paper(key)
    found = queries.content(queries.edition(of, area, number)) if number else queries.word_file(of, area.lo)
    return answer(found, "docx", str(of.title))


@reads
def sample(request: HttpRequest, key: str, form: str) -> HttpResponse:
    """The paper as it would look, filled in with examples."""
    area = actions.managed_area(actor_of(request))
    of = queries.paper(key)
    name = _("%(paper)s（样例）") % {"paper": of.title}
    return answer(fill(queries.word_file(of, area.lo), of.examples()), form, name)
