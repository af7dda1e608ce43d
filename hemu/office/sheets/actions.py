"""Asking for a batch, and forgetting what was made."""

from __future__ import annotations

from typing import Final

from django.http import QueryDict
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from hemu.disputes.queries import listed
from hemu.documents.store import store
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.kernel.wording import labelled
from hemu.kernel.wording import listed as words
from hemu.office.pages import asked
from hemu.office.sheets.eight import EIGHT, LEDGER
from hemu.office.sheets.models import KEPT, WORKING, Batch, Form, Step
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

MOST: Final = {Form.SHEET: 100_000, Form.PDF: 1_000, Form.WORD: 2_000}
"""Disputes in one file. Pages cost: a thousand sheets of a PDF take some minutes."""
MOST_WAITING = 5
_CURSORS = ("after", "before", "page", "csrfmiddlewaretoken")


def ask(key: str, form: Form, query: QueryDict, *, by: Actor) -> Batch:
    """Have a sheet, or the ledger, made for every dispute of a list. Raises Refused, Forbidden.

    The list is what the address asks for, within the actor's scope, at the time when it is made.
    """
    by.require(Permission.VIEW)
    _check(key, form)
    mine = Batch.objects.of(by)
    if mine.filter(step__in=WORKING).count() >= MOST_WAITING:
        raise Refused(_("您已有几份正在制作，做好后再申请。"), code="too_many")
    wanted = asked.read(query)
    count = listed(wanted.filter, by=by).order_by().values("id")[: MOST[form] + 1].count()
    if count > MOST[form]:
        told = _("这个范围超过 %(n)s 件，请缩小范围，或者改用电子表格。") % {"n": f"{MOST[form]:,}"}
        raise Refused(told, code="too_wide")
    if not count:
        raise Refused(_("这个范围里没有纠纷，请放宽条件。"), code="nothing")
    kept = query.copy()
    for name in _CURSORS:
        kept.pop(name, None)
    row = Batch(
        county=by.county or 0,
        key=key,
        form=form,
        query=kept.urlencode()[:1000],
        said=words(labelled(chip.label, chip.value) for chip in wanted.chips)[:300],
        total=count,
        post_id=by.post_id,
        person_id=by.person_id,
        person_name=by.name,
        unit_name=by.unit_name,
        language=get_language() or "",
        asked_at=clock.now(),
    )
    row.save(force_insert=True)
    return row


def _check(key: str, form: Form) -> None:
    if key == LEDGER:
        if form != Form.SHEET:
            raise Refused(_("汇总台账是电子表格。"), field="form", code="form")
        return
    if not any(sheet.key == key and sheet.paper is not None for sheet in EIGHT):
        raise Refused(_("没有这一单，请从列表中选择。"), field="key", code="unknown")


def forget_old() -> int:
    """Drop what was made more than KEPT ago; answers how many."""
    rows = Batch.objects.unscoped(reason="retention, of everybody's").filter(
        step=Step.DONE, finished_at__lt=clock.now() - KEPT
    )
    count = 0
    for row in rows:
        store().remove(row.stored)
        mine = Batch.objects.unscoped(reason="retention").filter(county=row.county, id=row.id)
        count += mine.update(step=Step.GONE, stored="", size=0)
    return count
