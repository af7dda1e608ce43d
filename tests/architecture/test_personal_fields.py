"""Every field that can say something of a person is in the register, and is kept as its class demands."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db import models

from hemu.kernel.fields import SealedTextField
from hemu.orgs.models import Person, Unit
from hemu.privacy.register import REGISTER, TREATMENT, FieldClass

KINDS = (
    models.CharField,
    models.TextField,
    models.BinaryField,
    models.DateField,
    models.JSONField,
    ArrayField,
)
FORBIDDEN = ("ethnic", "nation", "religion", "belief", "faith", "score", "face", "race", "politic")
"""Names of what is never recorded of anybody."""


def fields() -> Iterator[tuple[str, models.Field]]:
    for model in apps.get_models():
        if model.__module__.startswith("hemu."):
            for field in model._meta.local_fields:
                yield model._meta.label, field


def speaks(field: models.Field) -> bool:
    """Whether it can hold words or a calendar date. Choices are ours, moments are when an office acted."""
    if field.choices or isinstance(field, models.DateTimeField | SearchVectorField):
        return False
    return isinstance(field, KINDS)


@pytest.mark.req("O4")
@pytest.mark.law("个人信息保护法51")
def test_every_field_that_speaks_is_classified():
    unsaid = [
        f"{label}.{field.name}"
        for label, field in fields()
        if speaks(field) and (label, field.name) not in REGISTER
    ]
    assert not unsaid, f"say in hemu/privacy/register/ what these tell of whom: {unsaid}"


def test_the_register_names_only_fields_that_are_there():
    real = {(label, field.name) for label, field in fields()}
    assert not set(REGISTER) - real


@pytest.mark.req("O4")
def test_identity_and_contact_are_sealed():
    opened = [
        f"{label}.{field.name}"
        for label, field in fields()
        if REGISTER.get((label, field.name)) in (FieldClass.IDENTITY, FieldClass.CONTACT)
        and not isinstance(field, SealedTextField)
    ]
    assert not opened


def test_what_is_sealed_is_said_to_be_sensitive():
    sealed = {(label, field.name) for label, field in fields() if isinstance(field, SealedTextField)}
    wanted = {FieldClass.IDENTITY, FieldClass.CONTACT, FieldClass.STAFF, FieldClass.KEY}
    assert all(REGISTER[key] in wanted for key in sealed)


def test_ethnicity_belief_and_scores_are_never_recorded():
    found = [
        f"{label}.{field.name}" for label, field in fields() if any(word in field.name for word in FORBIDDEN)
    ]
    assert not found


def test_each_class_has_its_treatment():
    assert set(TREATMENT) == set(FieldClass)


def test_a_copied_name_has_room_for_the_longest():
    longest = {"unit_name": Unit._meta.get_field("name"), "person_name": Person._meta.get_field("name")}
    short = [
        f"{label}.{field.name}"
        for label, field in fields()
        for ending, source in longest.items()
        if field.name.endswith(ending) and (field.max_length or 0) < (source.max_length or 0)
    ]
    assert not short
