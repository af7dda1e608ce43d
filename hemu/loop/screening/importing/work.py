"""The worker's part: takes up the upload that waited longest, and does the next piece of it."""

from __future__ import annotations

from collections.abc import Callable

from django.utils import translation
from django.utils.translation import gettext as _
from structlog import get_logger

from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.loop.screening.importing import bringing, checking, reading
from hemu.loop.screening.importing.models import WORKING, Step, Upload, UploadQuerySet
from hemu.orgs.actor import Actor, actor_for
from hemu.orgs.models import Person
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import posts_of

AT_ONCE = 20
MOST_FAILURES = 3
_STEPS: dict[Step, Callable[[Upload, Actor], None]] = {
    Step.READING: lambda upload, _by: reading.run(upload),
    Step.CHECKING: checking.run,
    Step.IMPORTING: bringing.run,
}
_BACK = {Step.READING: Step.FAILED, Step.CHECKING: Step.MAPPING, Step.IMPORTING: Step.STOPPED}
"""Where an upload goes when its step can't be done."""
log = get_logger(__name__)


def work_once() -> int:
    """Do a piece of one upload; answers 1, or 0 when none waits that nobody else works at."""
    for upload in _mine().filter(step__in=WORKING).order_by("touched_at", "id")[:AT_ONCE]:
        with bringing.alone(upload) as held:
            fresh = _mine().filter(county=upload.county, id=upload.id).first()
            if not held or fresh is None or fresh.step not in WORKING:
                continue
            _advance(fresh)
            return 1
    return 0


def _mine() -> UploadQuerySet:
    found: UploadQuerySet = Upload.objects.unscoped(
        reason="the worker does what its owner asked for, in the owner's scope"
    )
    return found


def _advance(upload: Upload) -> None:
    with translation.override(upload.choices.get("language") or translation.get_language()):
        step = Step(upload.step)
        try:
            _STEPS[step](upload, owner(upload))
        except Refused as refused:
            _send_back(upload, str(refused))
        except Exception:
            log.exception("import failed", upload=upload.id, step=step.name)
            _failed(upload)


def owner(upload: Upload) -> Actor:
    """Who uploaded it, with what their post allows now. Raises Refused when the post is over."""
    person = Person.objects.filter(pk=upload.person_id).first()
    post = next((post for post in posts_of(person) if post.pk == upload.post_id), None) if person else None
    if post is None:
        raise Refused(_("上传人的岗位已经不在，不能继续。请由现在的岗位重新上传。"), code="post_over")
    by = actor_for(post)
    by.require(Permission.REGISTER)
    return by


def _send_back(upload: Upload, why: str) -> None:
    changed = {"step": _BACK[Step(upload.step)], "problem": why[:500], "touched_at": clock.now()}
    _mine().filter(county=upload.county, id=upload.id).update(**changed)


def _failed(upload: Upload) -> None:
    """Try again a few times; then let a person decide."""
    failures = upload.failures + 1
    _mine().filter(county=upload.county, id=upload.id).update(failures=failures, touched_at=clock.now())
    if failures >= MOST_FAILURES:
        _send_back(upload, _("系统出错，没有做完。已导入的行不受影响；请稍后再试，或告诉管理员。"))
