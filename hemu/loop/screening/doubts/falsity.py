"""A visit that a reviewer confirmed as false counts nowhere, archived or not, until it is put right."""

from __future__ import annotations

NOT_FALSE = (
    "NOT EXISTS (SELECT 1 FROM doubts_doubt d"
    " WHERE d.county = v.county AND d.visit_id = v.id AND d.edition = v.edition AND d.status = 2)"
)
"""A condition on ``screening_visit v``; 2 is models.DoubtStatus.CONFIRMED."""
