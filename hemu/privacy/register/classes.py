"""The classes of personal fields, and what each means for storing, showing and keeping."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class FieldClass(StrEnum):
    """What a field can say of a private person, the most sensitive first."""

    IDENTITY = "identity"
    CONTACT = "contact"
    TRAIT = "trait"
    ADDRESS = "address"
    NAME = "name"
    CASE = "case"
    STAFF = "staff"
    KEY = "key"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Treatment:
    """How a class is stored, shown and ended."""

    stored: str
    shown: str
    ends: str


TREATMENT: dict[FieldClass, Treatment] = {
    FieldClass.IDENTITY: Treatment(
        "sealed, keyed hash beside it", "masked, opened on record", "with the case"
    ),
    FieldClass.CONTACT: Treatment("sealed", "masked, opened on record", "with the case"),
    FieldClass.TRAIT: Treatment("open", "within scope", "with the case"),
    FieldClass.ADDRESS: Treatment("open", "masked, opened on record", "with the case"),
    FieldClass.NAME: Treatment("open, searched by it", "within scope; masked in exports", "with the case"),
    FieldClass.CASE: Treatment("open; sealed in the ledger", "within scope", "with the case"),
    FieldClass.STAFF: Treatment(
        "open", "to colleagues: people answer for their acts", "never: it is accountability"
    ),
    FieldClass.KEY: Treatment("a key, a hash or what is sealed", "never", "with what it belongs to"),
    FieldClass.PLAIN: Treatment("open", "says nothing of a person", "not at all"),
}

ID, C, T, A, N = (
    FieldClass.IDENTITY,
    FieldClass.CONTACT,
    FieldClass.TRAIT,
    FieldClass.ADDRESS,
    FieldClass.NAME,
)
K, S, X, P = FieldClass.CASE, FieldClass.STAFF, FieldClass.KEY, FieldClass.PLAIN

RECORD = {P: "unit_name", S: "person_name", A: "place"}
"""What every record of an office carries: who wrote it for which unit, and where it was."""
