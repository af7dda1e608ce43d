"""What a ledger's account suggests: a kind where that was asked for, and what somebody should look at first.

Nothing of it becomes a fact of the dispute: nobody reads ten thousand rows one by one, so it stands in the
ledger as what is still to be looked at.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

from hemu.disputes.models import Colour
from hemu.loop.screening.importing.rows.common import Cells
from hemu.rulebook import codes
from hemu.rulebook.facts import FACTS
from hemu.triage.proposal import Proposal, propose
from hemu.triage.taken import taken

SHOWN = 6
"""Words of the account that are quoted."""


def read(account: str, names: Iterable[str]) -> Proposal:
    """What the account suggests. The parties' names count for nothing."""
    return propose(account, names=names)


def kind(cells: Cells, found: Proposal, account: str) -> int | None:
    """The kind that the account speaks for, noted for a person to see; None when it doesn't say enough."""
    if found.kind is None:
        return None
    told = _("没有写类型，按简述里的%(words)s登记为“%(label)s”。")
    quotes = [account[one.start : one.end] for one in found.kind.words]
    said = {"words": _quoted(quotes), "label": codes.full_label(codes.KINDS, found.kind.code)}
    cells.remark("kind", "kind_from_text", told % said)
    return int(found.kind.code)


def noted(
    cells: Cells, found: Proposal, account: str, kind_said: int, facts: Mapping[str, Any]
) -> dict[str, Any]:
    """What the ledger keeps of the proposal; what would rate it above blue is noted for a person to see."""
    if found.colour > Colour.BLUE:
        cells.out.urgent = found.colour
        quotes = [account[one.start : one.end] for fact in found.facts for one in fact.words]
        labels = "、".join(str(FACTS[fact.name].label) for fact in found.facts if fact.value)
        told = _("里面有%(words)s（%(facts)s），请先看。登记后由人评估，系统不定级。")
        cells.remark("narrative", "urgent", told % {"words": _quoted(quotes), "facts": labels})
    return {**taken(found, kind_said, facts), "unseen": True}


def _quoted(quotes: Iterable[str]) -> str:
    return "、".join(f"“{text}”" for text in list(dict.fromkeys(quotes))[:SHOWN])
