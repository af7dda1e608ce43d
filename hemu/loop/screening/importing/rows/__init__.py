"""From a record of a ledger to what an act is given, and back to people: one module a kind of row."""

from __future__ import annotations

from hemu.loop.screening.importing.models import RowKind
from hemu.loop.screening.importing.rows import disputes, incidents, petitions, visits
from hemu.loop.screening.importing.rows.common import RowReader

READERS: dict[RowKind, RowReader] = {
    RowKind.DISPUTE: disputes.READER,
    RowKind.INCIDENT: incidents.READER,
    RowKind.PETITION: petitions.READER,
    RowKind.VISIT: visits.READER,
}
"""How each kind of row is understood, checked and brought in."""
