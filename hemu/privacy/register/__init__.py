"""The register of personal fields: what each text or date that we keep says of whom (个人信息保护法 51).

Every text, number in text, binary or calendar-date field of every table of ours stands here once; a
test refuses a field that doesn't. Moments (date and time) are when an office did something, and are
not listed. What a class means for storing, showing and keeping is in :data:`TREATMENT`.
"""

from __future__ import annotations

from hemu.privacy.register.classes import TREATMENT, FieldClass, Treatment
from hemu.privacy.register.house import HOUSE
from hemu.privacy.register.loop import LOOP

__all__ = ["REGISTER", "TREATMENT", "FieldClass", "Treatment", "class_of"]

REGISTER: dict[tuple[str, str], FieldClass] = {
    (model, name): held
    for model, classes in {**LOOP, **HOUSE}.items()
    for held, names in classes.items()
    for name in names.split()
}
"""(``app.Model``, field) → class."""


def class_of(model: str, field: str) -> FieldClass:
    """The class of a field; raises KeyError when nobody has said."""
    return REGISTER[model, field]
