"""The dispute page's own acts: amending, notes, marks, links. Each form of hemu.office.forms does one."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase

from hemu.disputes.act_page import act_view, answer, open_form
from hemu.kernel.web import writes
from hemu.office.forms import (
    AmendForm,
    LinkForm,
    MarkForm,
    MergeForm,
    NoteForm,
    OtherForm,
    UnlinkForm,
    UnmergeForm,
)

amend = act_view(AmendForm)
note = act_view(NoteForm)
marks = act_view(MarkForm)
unlink = act_view(UnlinkForm)
unmerge = act_view(UnmergeForm)


def _with_search(form_class: type[OtherForm]) -> Callable[..., HttpResponseBase]:
    """The view of a form that searches by ``?q=`` for the dispute to pick."""

    def view(request: HttpRequest, county: int, dispute_id: int) -> HttpResponse:
        sought = request.GET.get("q", "")
        return answer(request, open_form(request, form_class, county, dispute_id, q=sought))

    view.__name__ = form_class.__name__
    view.__doc__ = form_class.__doc__
    return writes(view)


link = _with_search(LinkForm)
merge = _with_search(MergeForm)
