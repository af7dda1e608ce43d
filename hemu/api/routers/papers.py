"""The papers of a dispute as files: the eight sheets and every form, in Word, PDF or a spreadsheet."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_noop
from ninja import Router

from hemu.api.routers.shared import actor, reads
from hemu.disputes.queries import get
from hemu.documents.papers import queries
from hemu.documents.papers.views import printed
from hemu.orgs.permissions import Permission

router = Router(tags=["papers"])
PATH = "/disputes/{int:county}/{int:dispute_id}/papers"
FORMS = ("docx", "pdf", "xlsx")


@router.get(PATH, summary=gettext_noop("一件纠纷现有的文书"))
@reads
def index(request: HttpRequest, county: int, dispute_id: int) -> Any:
    """Every paper that can be had of it now, with its copies and the address of each file."""
    by = actor(request)
    by.require(Permission.VIEW)
    row = get(county, dispute_id, by=by)
    at = f"/disputes/{county}/{dispute_id}/papers"
    return {
        "papers": [
            {
                "key": had.paper.key,
                "title": str(had.paper.title),
                "copies": [
                    {
                        "row": str(copy.row),
                        "label": str(copy.label),
                        "files": {form: f"{at}/{had.paper.key}/{copy.row}.{form}" for form in FORMS},
                    }
                    for copy in had.copies
                ],
            }
            for had in queries.papers_of(row)
        ]
    }


@router.get(f"{PATH}/{{key}}/{{int:row}}.{{form}}", summary=gettext_noop("下载一份文书"))
@reads
def content(request: HttpRequest, county: int, dispute_id: int, key: str, row: int, form: str) -> Any:
    """One paper, filled in: `form` is docx to go on writing in, pdf to print, or xlsx."""
    by = actor(request)
    by.require(Permission.VIEW)
    return printed(queries.paper(key), get(county, dispute_id, by=by), row, form, by=by)
