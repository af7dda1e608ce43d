"""``{% load record %}``: the parts of a dispute's page that the stages give."""

from __future__ import annotations

from django import template
from django.template import Engine
from django.template.context import Context
from django.utils.safestring import SafeString

from hemu.disputes.panels import Shown

register = template.Library()


@register.simple_tag(takes_context=True)
def panel(context: Context, shown: Shown) -> SafeString:
    """A stage's part, with its own context, and besides it the dispute, request, shell and CSRF token."""
    kept = {name: context.get(name) for name in ("dispute", "request", "shell", "csrf_token")}
    part = Engine.get_default().get_template(shown.panel.template)
    rendered: SafeString = part.render(context.new({**kept, **shown.context}))
    return rendered
