"""以案释法 for everybody: what was approved, and nothing else."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from hemu.kernel.errors import Missing
from hemu.kernel.web import public, reads
from hemu.outreach.stories import queries
from hemu.portal.views.answers import shown


@public
@reads
def stories(request: HttpRequest) -> HttpResponse:
    """The published stories."""
    return shown(request, "portal/stories.html", {"rows": queries.published()})


@public
@reads
def story(request: HttpRequest, slug: str) -> HttpResponse:
    """One of them."""
    row = queries.published_one(slug)
    if row is None:
        raise Missing("")
    return shown(request, "portal/story.html", {"row": row})
