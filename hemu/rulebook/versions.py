"""Versions of a table: drafted, proposed by one administrator, let into force by another.

Each step is also a row of :class:`RuleChange`, which nobody can alter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from hemu.kernel import clock
from hemu.kernel.errors import Conflict, Missing, Refused
from hemu.kernel.wording import listed
from hemu.orgs.actor import Actor
from hemu.orgs.models import Post
from hemu.orgs.permissions import ROLE_PERMISSIONS, Permission
from hemu.rulebook import checking, store
from hemu.rulebook.models import RuleChange, RuleTable, Status, Step
from hemu.rulebook.tables import SPECS

NOTE = 500
"""Characters of a step's note."""


def signed(by: Actor) -> str:
    """The actor as rows of the rulebook name it."""
    return f"{by.unit_name} {by.name}".strip()[:120]


def others_who_manage(by: Actor) -> list[Post]:
    """The posts in force of other people who may manage rules, and so could approve what `by` proposes."""
    roles = [role for role, allowed in ROLE_PERMISSIONS.items() if Permission.MANAGE_RULES in allowed]
    current = Post.objects.current().filter(role__in=roles, person__is_active=True, unit__is_active=True)
    return list(current.exclude(person_id=by.person_id).select_related("person", "unit").order_by("id"))


def note_step(version: RuleTable, step: Step, by: Actor, note: str = "") -> None:
    """Write down what was done to a version."""
    RuleChange.objects.create(
        name=version.name,
        version=version.version,
        step=step,
        at=clock.now(),
        person_id=by.person_id,
        by=signed(by),
        note=note.strip()[:NOTE],
    )


def _locked(name: str) -> dict[int, RuleTable]:
    """Every version of a table, by number, held until the transaction ends."""
    if name not in SPECS:
        raise Missing(_("没有这张规则表。"))
    store.lock()
    return {row.version: row for row in RuleTable.objects.filter(name=name).order_by("version")}


def _version(name: str, number: int) -> tuple[RuleTable, dict[int, RuleTable]]:
    every = _locked(name)
    if number not in every:
        raise Missing(_("没有这个版本。"))
    return every[number], every


def _draft(name: str, number: int) -> tuple[RuleTable, dict[int, RuleTable]]:
    version, every = _version(name, number)
    if version.status == Status.PROPOSED:
        raise Conflict(_("这个版本已提请批准，要改请先收回提请。"), code="proposed")
    if version.status != Status.DRAFT:
        raise Conflict(_("这个版本已经启用或撤回，不能再改。请另起草稿。"))
    return version, every


def _proposed(name: str, number: int) -> tuple[RuleTable, dict[int, RuleTable]]:
    version, every = _version(name, number)
    if version.status != Status.PROPOSED:
        raise Conflict(_("这个版本没有在等待批准。"), code="not_proposed")
    return version, every


@transaction.atomic
def draft(name: str, *, by: Actor, basis: int | None = None) -> RuleTable:
    """Start a new version of a table from the one in force today, or from `basis`: a return to that one."""
    by.require(Permission.MANAGE_RULES)
    every = _locked(name)
    number = basis if basis is not None else store.snapshot().table(name, clock.today()).version
    if number not in every:
        raise Missing(_("没有这个版本。"))
    version = RuleTable.objects.create(
        name=name,
        version=max(every) + 1,
        rows=every[number].rows,
        examples=every[number].examples,
        basis=number,
        drafted_by=signed(by),
        drafted_at=clock.now(),
    )
    note_step(version, Step.DRAFTED, by)
    return version


@transaction.atomic
def revise(
    name: str,
    number: int,
    *,
    rows: Sequence[Mapping[str, Any]] | None = None,
    examples: Sequence[Mapping[str, Any]] | None = None,
    seen: str = "",
    by: Actor,
) -> RuleTable:
    """Change a draft. `seen` is the content hash that the editor started from; Conflict if it moved on."""
    by.require(Permission.MANAGE_RULES)
    version, _every = _draft(name, number)
    if seen and seen != version.content_hash:
        raise Conflict(_("这份草稿刚刚被别人改过，请重新打开再改。"))
    said = [
        *(_touched(version.rows, rows, "text") if rows is not None else ()),
        *(_touched(version.examples, examples, "name") if examples is not None else ()),
    ]
    if rows is not None:
        version.rows = list(rows)
    if examples is not None:
        version.examples = list(examples)
    version.drafted_by, version.drafted_at = signed(by), clock.now()
    version.save()
    note_step(version, Step.REVISED, by, listed(said))
    return version


def _touched(before: Sequence[Mapping[str, Any]], after: Sequence[Mapping[str, Any]], name: str) -> list[str]:
    """The names of what was added, changed or taken out; empty when only the order changed."""
    old, new = list(before), list(after)
    return list(dict.fromkeys(str(row[name]) for row in [*new, *old] if (row in old) != (row in new)))


@transaction.atomic
def discard(name: str, number: int, *, by: Actor) -> None:
    """Throw a draft away."""
    by.require(Permission.MANAGE_RULES)
    version, _every = _draft(name, number)
    note_step(version, Step.DISCARDED, by)
    version.delete()


@transaction.atomic
def propose(name: str, number: int, *, valid_from: date, why: str, by: Actor) -> RuleTable:
    """Ask another administrator to let a draft hold from a day on. From now on it can't be changed.

    Refused, naming the row or the example, when the table isn't sound or doesn't do what its examples say.
    """
    by.require(Permission.MANAGE_RULES)
    version, _every = _draft(name, number)
    _check(version, valid_from, why)
    version.status, version.valid_from, version.why = Status.PROPOSED, valid_from, why.strip()
    version.proposer_id, version.proposed_by, version.proposed_at = by.person_id, signed(by), clock.now()
    version.save()
    note_step(version, Step.PROPOSED, by, version.why)
    return version


@transaction.atomic
def take_back(name: str, number: int, *, by: Actor) -> RuleTable:
    """Make one's own proposal a draft again."""
    by.require(Permission.MANAGE_RULES)
    version, _every = _proposed(name, number)
    if version.proposer_id != by.person_id:
        raise Refused(_("只有提请的人可以收回；您可以批准或不批准。"), code="not_own")
    note_step(version, Step.TAKEN_BACK, by)
    return _back_to_draft(version)


@transaction.atomic
def refuse(name: str, number: int, *, reason: str, by: Actor) -> RuleTable:
    """Don't let a proposal take effect, and say why; it is a draft again."""
    by.require(Permission.MANAGE_RULES)
    version, _every = _proposed(name, number)
    _require_another(version, by)
    if not reason.strip():
        raise Refused(_("请写明不批准的理由，提请的人才知道怎么改。"), field="reason", code="required")
    note_step(version, Step.REFUSED, by, reason)
    return _back_to_draft(version)


def _back_to_draft(version: RuleTable) -> RuleTable:
    version.status, version.valid_from = Status.DRAFT, None
    version.proposer_id, version.proposed_by, version.proposed_at = None, "", None
    version.save()
    return version


def _require_another(version: RuleTable, by: Actor) -> None:
    if version.proposer_id == by.person_id:
        raise Refused(_("提请的人不能自己批准，须由另一名管理员批准。"), code="own_proposal")


@transaction.atomic
def approve(name: str, number: int, *, note: str = "", by: Actor) -> RuleTable:
    """Let what another administrator proposed take effect on its day, today when that has passed."""
    by.require(Permission.MANAGE_RULES)
    version, every = _proposed(name, number)
    _require_another(version, by)
    require_sound(name, version.rows, version.examples)
    day = max(version.valid_from or clock.today(), clock.today())
    note_step(version, Step.APPROVED, by, note)
    return _let_hold(version, every, day, by)


@transaction.atomic
def activate(name: str, number: int, *, valid_from: date, why: str, by: Actor) -> RuleTable:
    """Let a draft hold from a day on, today at the earliest, where nobody else could approve it.

    Refused when another administrator is there (see :func:`propose`), when the table isn't sound, or when
    it doesn't do what its examples say. The system itself, loading rules, has nobody beside it.
    """
    by.require(Permission.MANAGE_RULES)
    version, every = _draft(name, number)
    if by.person_id and others_who_manage(by):
        raise Refused(_("还有别的管理员，须提请其中一人批准后生效。"), code="second_person")
    _check(version, valid_from, why)
    version.why, version.alone = why.strip(), bool(by.person_id)
    note_step(version, Step.ALONE if version.alone else Step.APPROVED, by, version.why)
    return _let_hold(version, every, valid_from, by)


def _check(version: RuleTable, valid_from: date, why: str) -> None:
    if valid_from < clock.today():
        raise Refused(_("生效日期不能早于今天。"), field="valid_from")
    if not why.strip():
        raise Refused(_("请写明修订理由。"), field="why")
    require_sound(version.name, version.rows, version.examples)


def _let_hold(version: RuleTable, every: Mapping[int, RuleTable], day: date, by: Actor) -> RuleTable:
    """The version before it ends on that day; one that was to begin on the same day is withdrawn."""
    others = [row for row in every.values() if row.status == Status.ACTIVE and row.valid_from]
    for same in (row for row in others if row.valid_from == day):
        _withdraw(same, by)
    after = [row.valid_from for row in others if row.valid_from and row.valid_from > day]
    before = [row for row in others if row.valid_from and row.valid_from < day]
    version.status = Status.ACTIVE
    version.valid_from, version.valid_until = day, min(after, default=None)
    version.activated_by, version.activated_at = signed(by), clock.now()
    version.save()
    _end_before(before, day)
    store.touch()
    return version


def require_sound(
    name: str, rows: Sequence[Mapping[str, Any]], examples: Sequence[Mapping[str, Any]]
) -> None:
    """Refuse rows that are not sound, or that an example contradicts."""
    wrong = checking.problems(name, rows)
    if wrong:
        raise Refused(wrong[0], field="rows", code="unsound")
    if not examples:
        raise Refused(_("至少要有一个例子，才能启用。"), field="examples", code="no_examples")
    for tried in checking.try_examples(name, rows, examples):
        if not tried.passed:
            message = _("例子“%(name)s”的结果与预期不符，不能启用。") % {"name": tried.name}
            raise Refused(message, field="examples", code="example_failed")


def _end_before(before: Sequence[RuleTable], day: date) -> None:
    if before:
        latest = max(before, key=lambda row: row.valid_from or date.min)
        RuleTable.objects.filter(pk=latest.pk).update(valid_until=day)


def _withdraw(version: RuleTable, by: Actor) -> None:
    version.status = Status.WITHDRAWN
    version.why = f"{version.why} · {signed(by)}"
    version.save(update_fields=["status", "why"])
    note_step(version, Step.WITHDRAWN, by)


@transaction.atomic
def withdraw(name: str, number: int, *, by: Actor) -> None:
    """Call off a version whose day hasn't come. What has been in force stays: past ratings refer to it."""
    by.require(Permission.MANAGE_RULES)
    version, every = _version(name, number)
    if version.status != Status.ACTIVE or not version.valid_from or version.valid_from <= clock.today():
        raise Refused(_("已经生效的版本不能撤回，请另起草稿修订。"))
    _withdraw(version, by)
    active = [row for row in every.values() if row.status == Status.ACTIVE and row.pk != version.pk]
    earlier = [row for row in active if row.valid_from and row.valid_from < version.valid_from]
    if earlier:
        latest = max(earlier, key=lambda row: row.valid_from or date.min)
        RuleTable.objects.filter(pk=latest.pk).update(valid_until=version.valid_until)
    store.touch()
