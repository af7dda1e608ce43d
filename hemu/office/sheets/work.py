"""The worker's part: makes the batch that was asked for first, in its owner's scope."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable
from datetime import timedelta

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import QueryDict
from django.utils import translation
from django.utils.translation import gettext as _
from structlog import get_logger

from hemu.disputes.models import Dispute
from hemu.disputes.queries import listed
from hemu.documents.papers import queries as papers
from hemu.documents.papers.filling import BadTemplate
from hemu.documents.store import store
from hemu.kernel import clock, crypto
from hemu.kernel.errors import Forbidden, Refused
from hemu.office.pages import asked
from hemu.office.sheets import ledger, making
from hemu.office.sheets.eight import LEDGER
from hemu.office.sheets.models import Batch, BatchQuerySet, Form, Step
from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.models import Person
from hemu.orgs.queries import posts_of

TELL_EVERY = 0.5
"""Seconds between two notes of how far it has come."""
ABANDONED = timedelta(minutes=30)
"""A batch in the making for so long was left by a worker that died: it is made anew."""
log = get_logger(__name__)


def work_once() -> int:
    """Make one batch; answers 1, or 0 when none waits."""
    row = _take()
    if row is None:
        return 0
    with translation.override(row.language or translation.get_language()):
        try:
            _make(row, _owner(row))
        except (Refused, Forbidden) as refused:
            _end(row, problem=str(refused))
        except BadTemplate as error:
            _end(row, problem=_("模板填不出来：%(what)s。请告诉管理员更换模板。") % {"what": error})
        except Exception:
            log.exception("batch failed", batch=row.id)
            _end(row, problem=_("系统出错，没有做成。请稍后再试，或者告诉管理员。"))
    return 1


def _all() -> BatchQuerySet:
    found: BatchQuerySet = Batch.objects.unscoped(reason="the worker makes everybody's, in their own scope")
    return found


def _mine(row: Batch) -> BatchQuerySet:
    return _all().filter(county=row.county, id=row.id)


def _take() -> Batch | None:
    """The one that waited longest, or one that a worker left; nobody else takes it."""
    with transaction.atomic():
        left = _all().filter(step=Step.MAKING, asked_at__lt=clock.now() - ABANDONED)
        for rows in (_all().filter(step=Step.WAITING), left):
            row: Batch | None = rows.order_by("asked_at", "id").select_for_update(skip_locked=True).first()
            if row is not None:
                _mine(row).update(step=Step.MAKING, asked_at=clock.now(), done=0)
                return row
    return None


def _owner(row: Batch) -> Actor:
    """Who asked for it, with what their post allows now. Raises Refused when the post is over."""
    person = Person.objects.filter(pk=row.person_id).first()
    post = next((post for post in posts_of(person) if post.pk == row.post_id), None) if person else None
    if post is None:
        raise Refused(_("申请人的岗位已经不在，不能继续。"), code="post_over")
    return actor_for(post)


def _make(row: Batch, by: Actor) -> None:
    wanted = asked.read(QueryDict(row.query))
    rows = listed(wanted.filter, by=by).defer("search").order_by("-opened_at", "-id")
    if row.key != LEDGER:  # a paper says what persons said: only to who may read the dispute
        mine = Dispute.objects.readable_by(by).filter(county=OuterRef("county"), id=OuterRef("id"))
        rows = rows.filter(Exists(mine))
    tell = _teller(row)
    with tempfile.TemporaryFile() as out:
        if row.key == LEDGER:
            copies = ledger.write(out, rows, by=by, told=lambda done: tell(done, done)).count
        else:
            copies = making.write(papers.paper(row.key), Form(row.form), out, rows, tell, by=by)
        size = out.tell()
        out.seek(0)
        stored = store().put(crypto.seal_bytes(out.read()))
    _mine(row).update(
        step=Step.DONE,
        stored=stored,
        size=size,
        copies=copies,
        done=row.total,
        finished_at=clock.now(),
        problem="",
    )
    log.info("batch made", batch=row.id, key=row.key, post=row.post_id, copies=copies, size=size)


def _teller(row: Batch) -> Callable[[int, int], None]:
    last = time.monotonic()

    def tell(done: int, copies: int) -> None:
        nonlocal last
        if time.monotonic() - last >= TELL_EVERY:
            last = time.monotonic()
            _mine(row).update(done=min(done, row.total), copies=copies)

    return tell


def _end(row: Batch, *, problem: str) -> None:
    _mine(row).update(step=Step.FAILED, problem=problem[:300], finished_at=clock.now())
