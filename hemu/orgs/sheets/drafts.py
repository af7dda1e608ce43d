"""An uploaded sheet between its preview and its import."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing
from hemu.orgs.actor import Actor
from hemu.orgs.models import ImportDraft, SheetKind
from hemu.orgs.sheets import importing
from hemu.orgs.sheets.importing import Outcome, RowResult, Verdict
from hemu.orgs.sheets.reading import SheetRow

KEPT = timedelta(days=2)
"""How long an upload that nobody confirmed is kept."""


def make(kind: SheetKind, file_name: str, rows: Sequence[SheetRow], *, by: Actor) -> ImportDraft:
    """Preview `rows` and keep them with what was found."""
    outcome = importing.preview(kind, rows, by=by)
    return ImportDraft.objects.create(
        kind=kind,
        person_id=by.person_id,
        file_name=file_name[:200],
        content=_packed(rows, outcome),
        good=outcome.count(Verdict.NEW, Verdict.CHANGED),
        same=outcome.count(Verdict.SAME),
        wrong=outcome.count(Verdict.WRONG),
        made_at=clock.now(),
    )


def forget_old() -> int:
    """Drop uploads that nobody confirmed in time; answers how many."""
    forgotten, _each = ImportDraft.objects.filter(made_at__lt=clock.now() - KEPT, applied_at=None).delete()
    return forgotten


def draft_of(draft_id: int, *, by: Actor) -> ImportDraft:
    """One's own upload. Raises Missing."""
    draft = ImportDraft.objects.filter(pk=draft_id, person_id=by.person_id).first()
    if draft is None:
        raise Missing(_("没有这次导入。"))
    return draft


def rows_of(draft: ImportDraft) -> list[tuple[SheetRow, RowResult]]:
    """The rows with what was found of each; none once it was imported."""
    if not draft.content:
        return []
    packed = json.loads(draft.content)
    return [
        (SheetRow(**row), RowResult(result["number"], Verdict(result["verdict"]), result["problem"]))
        for row, result in zip(packed["rows"], packed["results"], strict=True)
    ]


@transaction.atomic
def apply(draft: ImportDraft, *, by: Actor, good_only: bool) -> Outcome:
    """Import a previewed upload, once. What it held of persons is dropped from the draft afterwards."""
    draft = ImportDraft.objects.select_for_update().get(pk=draft.pk)
    if draft.applied_at is not None:
        raise Conflict(_("这个文件已经导入过了。"))
    rows = [row for row, _result in rows_of(draft)]
    outcome = importing.bring_in(SheetKind(draft.kind), rows, by=by, good_only=good_only)
    draft.applied_at, draft.content = clock.now(), ""
    draft.good = outcome.count(Verdict.NEW, Verdict.CHANGED)
    draft.same, draft.wrong = outcome.count(Verdict.SAME), outcome.count(Verdict.WRONG)
    draft.save()
    return outcome


def _packed(rows: Sequence[SheetRow], outcome: Outcome) -> str:
    results = [asdict(result) for result in outcome.results]
    return json.dumps({"rows": [asdict(row) for row in rows], "results": results}, ensure_ascii=False)
