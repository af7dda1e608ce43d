"""Everything that pages are made of: ``{% load hemu %}``. Shown in every state at /office/components."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.forms import BaseForm
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from hemu.kernel import money, wording
from hemu.office.components import assets, badges, charts, forms, lists, loopline, times

register = template.Library()

NOTICES = {"info": "info-circle", "done": "circle-check", "warn": "alert-triangle", "stop": "alert-circle"}

register.simple_tag(assets.asset, name="asset")
register.simple_tag(assets.icon, name="icon")
register.simple_tag(badges.colour_badge, name="colour_badge")
register.simple_tag(badges.status, name="status")
register.simple_tag(badges.person, name="person")
register.simple_tag(badges.empty, name="empty")
register.simple_tag(badges.progress, name="progress")
register.simple_tag(loopline.state_badge, name="state_badge")
register.simple_tag(loopline.loop_line, name="loop_line")
register.simple_tag(loopline.loop_marks, name="loop_marks")
register.simple_tag(times.when, name="when")
register.simple_tag(times.due, name="due")
register.filter("masked", badges.masked)
register.filter("money", money.shown)
register.filter("listed", wording.listed)
register.filter("phrases", wording.phrases)
register.filter("sentences", wording.sentences)
register.filter("noted", wording.noted)
register.filter("labelled", wording.labelled)


@register.inclusion_tag("office/parts/field.html")
def field(bound: BoundField, hint: str = "") -> dict[str, Any]:
    """One form field: label, hint, error, input. `hint` replaces the field's help text."""
    if hint:
        bound.help_text = hint
    return forms.describe(bound)


@register.inclusion_tag("office/parts/error_summary.html")
def form_errors(*every: BaseForm | Sequence[BaseForm]) -> dict[str, Any]:
    """What is wrong with one form or several, or lists of them, with links to the fields."""
    flat = [form for given in every for form in ([given] if isinstance(given, BaseForm) else given)]
    return {"errors": [e for form in flat if form.is_bound for e in forms.summary(form)]}


@register.inclusion_tag("office/parts/pager.html", takes_context=True)
def pager(context: Context, page: Page[Any] | lists.KeysetPage) -> dict[str, Any]:
    """The way to the next page, keeping every filter."""
    query = context["request"].GET
    if isinstance(page, lists.KeysetPage):
        back = lists.with_query(query, before=page.previous, after=None) if page.previous else ""
        on = lists.with_query(query, after=page.next, before=None) if page.next else ""
        return {"back": back, "on": on, "total": page.total, "number": None, "pages": None}
    number, pages = page.number, page.paginator.num_pages
    return {
        "back": lists.with_query(query, page=number - 1) if number > 1 else "",
        "on": lists.with_query(query, page=number + 1) if number < pages else "",
        "total": page.paginator.count,
        "number": number,
        "pages": pages,
    }


@register.inclusion_tag("office/parts/chips.html")
def filter_chips(chips: Sequence[lists.Chip], clear: str = "") -> dict[str, Any]:
    """The filters in force, each with a cross; `clear` is the address of the list without any."""
    return {"chips": chips, "clear": clear}


@register.inclusion_tag("office/parts/tabs.html")
def tabs(items: Sequence[lists.Tab], label: str = "") -> dict[str, Any]:
    """Views of one list, side by side. Two on a page are told apart by their first view's name."""
    first = items[0].label if items else ""
    return {"items": items, "label": label or _("视图：%(first)s 等") % {"first": first}}


@register.inclusion_tag("office/parts/steps.html")
def steps(items: Sequence[lists.Step]) -> dict[str, Any]:
    """Where one is in a form of several pages."""
    return {"items": items}


@register.simple_tag(takes_context=True)
def sort_head(context: Context, label: str, key: str, number: bool = False) -> SafeString:
    """A ``<th>`` that sorts by `key` (``?sort=key``, then ``?sort=-key``)."""
    url, state = lists.sort_link(context["request"].GET, key)
    aria = {"up": "ascending", "down": "descending", "": "none"}[state]
    sign = {"up": "arrow-up", "down": "arrow-down", "": "selector"}[state]
    return format_html(
        '<th class="{}" aria-sort="{}" scope="col"><a href="{}">{}{}</a></th>',
        "num" if number else "",
        aria,
        url,
        label,
        assets.icon(sign, size=14),
    )


@register.inclusion_tag("office/parts/figure.html")
def figure(
    value: Any,
    label: str,
    *,
    url: str = "",
    change: int | None = None,
    against: str = "",
    hint: str = "",
    colour: str = "",
) -> dict[str, Any]:
    """A number that opens its list. `change` is against `against` (较上周); `colour` names a rating."""
    text = f"{value:,}" if isinstance(value, int) else str(value)
    return {
        "value": text,
        "label": label,
        "url": url,
        "hint": hint,
        "colour": colour,
        "against": against,
        "change": change,
        "change_text": f"{change:+,}".replace("-", "−") if change is not None else "",
    }


@register.inclusion_tag("office/parts/chart.html")
def chart(
    kind: str, data: Mapping[str, Any], *, id: str, title: str, note: str = "", size: str = "m"
) -> dict[str, Any]:
    """A chart with its numbers as a table under it. Kinds and data: components/charts.py; sizes s, m, l."""
    table = charts.numbers(kind, data)
    return {
        "kind": kind,
        "data": data,
        "id": id,
        "data_id": f"{id}-data",
        "title": title,
        "note": note,
        "size": size,
        "table": table,
        "outlined": bool(data.get("geo")),
    }


@register.inclusion_tag("office/parts/timeline.html")
def timeline(entries: Sequence[lists.Happening]) -> dict[str, Any]:
    """The ledger as people read it, newest first or as given."""
    return {"entries": entries}


@register.inclusion_tag("office/parts/facts.html")
def facts(pairs: Sequence[tuple[Any, Any]], columns: int = 1) -> dict[str, Any]:
    """Names and values, one under the other; values may be safe HTML."""
    return {"pairs": pairs, "columns": columns}


@register.simple_block_tag
def card(content: str, title: str = "", *, id: str = "", note: str = "", tight: bool = False) -> SafeString:
    """A sheet of paper with a title. `tight` lets a table run to its edges."""
    head = ""
    if title:
        beside = format_html('<span class="card-note">{}</span>', note) if note else ""
        head = format_html('<header class="card-head"><h2>{}</h2>{}</header>', title, beside)
    return format_html(
        '<section class="card{}"{}>{}<div class="card-body">{}</div></section>',
        " card-tight" if tight else "",
        format_html(' id="{}"', id) if id else "",
        head,
        content,
    )


@register.simple_block_tag
def notice(content: str, kind: str = "info", title: str = "") -> SafeString:
    """Something to know before going on. Kinds: info, done, warn, stop."""
    sign = NOTICES[kind]
    head = format_html("<b>{}</b>", title) if title else ""
    return format_html(
        '<div class="notice notice-{}">{}<div>{}{}</div></div>',
        kind,
        assets.icon(sign, size=20),
        head,
        content,
    )


@register.simple_block_tag(takes_context=True)
def confirm(
    context: Context, content: str, *, id: str, title: str, action: str, button: str = ""
) -> SafeString:
    """A dialog that asks before something that can't be undone; opened by ``data-opens="ID"``."""
    return format_html(
        '<dialog class="dialog" id="{id}" aria-labelledby="{id}-title"><form method="post" action="{action}">'
        '<input type="hidden" name="csrfmiddlewaretoken" value="{token}"><h2 id="{id}-title">{title}</h2>'
        '<div class="dialog-body">{content}</div><div class="dialog-acts">'
        '<button class="button" type="button" data-closes>{cancel}</button>'
        '<button class="button button-strong" type="submit">{button}</button></div></form></dialog>',
        id=id,
        action=action,
        token=context.get("csrf_token", ""),
        title=title,
        content=content,
        cancel=_("取消"),
        button=button or _("确定"),
    )
