"""A trial as .xlsx: the counts by rule, and the disputes that the reader may see."""

from __future__ import annotations

import io
from typing import Any

from django.utils.translation import gettext as _

from hemu.disputes.models import Colour
from hemu.disputes.trials import queries
from hemu.disputes.trials.models import Trial
from hemu.kernel import clock
from hemu.kernel.sheets import writing
from hemu.kernel.wording import phrases, sentences
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission

MOST_ROWS = 5000


def workbook(trial: Trial, *, by: Actor) -> bytes:
    """What the trial's page shows to this reader, and no more."""
    out = io.BytesIO()
    with writing.book(out) as book:
        if queries.may_read(by):
            _counts(book, trial)
        if by.may(Permission.VIEW):
            _named(book, trial, by)
    return out.getvalue()


def _counts(book: Any, trial: Trial) -> None:
    sheet = book.add_worksheet(_("因哪些规则而变"))
    labels = (_("问的是"), _("现行"), _("现行依据"), _("试算"), _("试算依据"), _("件数"))
    writing.heads(book, sheet, labels)
    number = 0
    for number, group in enumerate(queries.groups(trial), 1):
        texts = (
            group.question,
            phrases(group.before),
            sentences(group.was),
            phrases(group.after),
            sentences(group.now),
        )
        for column, text in enumerate(texts):
            sheet.write_string(number, column, writing.harmless(text))
        sheet.write_number(number, len(texts), group.count)
    said = _("%(first)s 至 %(last)s 登记的 %(all)d 件，第 %(n)d 版与现行第 %(m)d 版比较。") % {
        "first": trial.since,
        "last": trial.until,
        "all": trial.done,
        "n": trial.version,
        "m": trial.against,
    }
    sheet.write_string(number + 2, 0, said)


def _named(book: Any, trial: Trial, by: Actor) -> None:
    sheet = book.add_worksheet(_("是哪些纠纷"))
    writing.heads(book, sheet, (_("编号"), _("纠纷"), _("登记日期"), _("现在的等级"), _("会有的变化")))
    rows = list(queries.affected(trial, by=by)[:MOST_ROWS])
    for number, row in enumerate(queries.with_groups(trial, rows), 1):
        changes = sentences(
            " ".join((group.question, f"{phrases(group.before)} → {phrases(group.after)}")).strip()
            for group in row.groups
        )
        one = row.dispute
        texts = (one.ref, one.title, f"{one.opened_on:%Y-%m-%d}", str(Colour(one.colour).label), changes)
        for column, text in enumerate(texts):
            sheet.write_string(number, column, writing.harmless(text))
    said = _("%(unit)s %(name)s 于 %(when)s 导出") % {
        "unit": by.unit_name,
        "name": by.name,
        "when": f"{clock.local(clock.now()):%Y-%m-%d %H:%M}",
    }
    sheet.write_string(len(rows) + 2, 0, said)
