"""Sealing one dispute for good: its key is destroyed, and what its rows say of persons goes with it.

Which columns go follows from the register (:data:`GOES`), so that a table that is added later is sealed as
well or a test fails. The ledger stays as it is and verifies: what it sealed can't be opened any more. The
figures stay: they are counted from codes and days.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.apps import apps
from django.db import models
from django.db.models import Case, Value, When
from django.utils.translation import gettext as _

from hemu.disputes.advance import turn
from hemu.disputes.lifecycle import Act
from hemu.disputes.models import CaseRow, Dispute
from hemu.kernel.fields import SealedTextField
from hemu.orgs.actor import Actor
from hemu.privacy.register import REGISTER, FieldClass

GOES = frozenset(
    {
        FieldClass.IDENTITY,
        FieldClass.CONTACT,
        FieldClass.TRAIT,
        FieldClass.ADDRESS,
        FieldClass.NAME,
        FieldClass.CASE,
    }
)
"""The classes that end with the case."""
STAYS = {
    "disputes.Entry": "append-only; what it says of persons is under the key that is destroyed",
    "privacy.Opening": "append-only; the name in it is masked, and it says who of the office looked",
}
"""Tables that belong to a dispute and aren't touched, and why."""

Ending = Callable[[Dispute], object]
_ENDINGS: dict[str, Ending] = {}


def register_ending(name: str, ending: Ending) -> None:
    """Have `ending` called before a dispute is sealed, to do away with what lies outside its rows.

    It may be called again for the same dispute. Called in an AppConfig.ready().
    """
    _ENDINGS[name] = ending


def case_tables() -> list[type[CaseRow]]:
    """Every table whose rows belong to a dispute."""
    return [model for model in apps.get_models() if issubclass(model, CaseRow)]


def blanks(model: type[models.Model]) -> dict[str, Any]:
    """What the personal columns of a table become. A day on which something was done is nobody's."""
    found = {}
    for field in model._meta.local_fields:
        held = REGISTER.get((model._meta.label, field.name))
        if held == FieldClass.CASE and isinstance(field, models.DateField):
            continue
        if held in GOES:
            value = _blank(field)
            if value is not ...:
                found[field.name] = value
        elif held == FieldClass.KEY and field.null and isinstance(field, models.BinaryField):
            found[field.name] = None
    return found


def _blank(field: models.Field[Any, Any]) -> Any:
    """A word that says what became of it, where there was something; else nothing; ``...``: left."""
    if isinstance(field, SealedTextField):
        return ""
    if isinstance(field, models.CharField | models.TextField):
        word = Value(str(_("已封存"))[: field.max_length])
        return Case(When(**{field.name: ""}, then=Value("")), default=word)
    if field.null:
        return None
    return field.get_default() if field.has_default() else ...


def seal(dispute: Dispute, *, by: Actor) -> Dispute:
    """Destroy a dispute's key and blank its personal columns, in one act of its ledger."""
    for ending in _ENDINGS.values():
        ending(dispute)
    with turn(dispute.county, dispute.id, Act.SEAL, by=by) as this:
        for model in case_tables():
            columns = blanks(model)
            if columns and model._meta.label not in STAYS:
                rows: Any = model._default_manager
                rows.of(this.dispute).update(**columns)
        word = str(_("已封存"))
        this.set(title=word, narrative=word, place="", occurred_on=None, data_key=None)
    return this.dispute


def is_sealed(dispute: Dispute) -> bool:
    """Whether retention has ended it."""
    return dispute.data_key is None
