"""Starting a trial."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.disputes.trials import work
from hemu.disputes.trials.asking import QUESTIONS
from hemu.disputes.trials.models import Trial
from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.rulebook.checking import problems
from hemu.rulebook.models import RuleTable, Step
from hemu.rulebook.queries import others_in_force
from hemu.rulebook.versions import note_step, signed

LONGEST = timedelta(days=366)


def start(held: RuleTable, *, since: date, until: date, by: Actor) -> Trial:
    """Try a version on the disputes registered in a period in the actor's area; the first batch at once.

    Raises Refused where the table isn't asked about disputes, isn't sound, or is the one in force.
    """
    by.require(Permission.MANAGE_RULES)
    against = others_in_force(held, clock.today())
    if held.name not in QUESTIONS:
        raise Refused(_("这张表不是对纠纷提问的，不能用纠纷试算。"), code="not_of_disputes")
    if against is None:
        raise Refused(_("这就是现行版本，没有可以比较的。请先起草修订。"), code="in_force")
    if wrong := problems(held.name, held.rows):
        raise Refused(wrong[0], code="unsound")
    _check_period(since, until)
    with transaction.atomic():
        trial = Trial.objects.create(
            table=held.name,
            version=held.version,
            content_hash=held.content_hash,
            against=against.version,
            since=since,
            until=until,
            spans=[[span.lo, span.hi] for span in by.spans],
            made_by=signed(by),
            made_at=clock.now(),
        )
        note_step(held, Step.TRIED, by, f"{since} – {until}")
    work.advance(trial.pk)
    trial.refresh_from_db()
    return trial


def _check_period(since: date, until: date) -> None:
    if since > until:
        raise Refused(_("开始日期不能晚于结束日期。"), field="since")
    if until > clock.today():
        raise Refused(_("结束日期不能晚于今天。"), field="until")
    if until - since > LONGEST:
        raise Refused(_("一次最多试算一年。"), field="since")
