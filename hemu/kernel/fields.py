"""Model fields that keep personal data sealed in the row."""

from __future__ import annotations

import json
from typing import Any

from django.db import models

from hemu.kernel import crypto


class SealedTextField(models.BinaryField):  # type: ignore[type-arg]  # generic in the stubs only
    """Text for the program, ciphertext (bytea) in the database. Keep a keyed hash beside it to search."""

    description = "sealed text"

    def _check_str_default_value(self) -> list[Any]:
        return []  # what Django forbids for bytes is right here: the program sees text

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> str:
        """The opened text; empty when nothing is stored."""
        return crypto.unseal(bytes(value)) if value else ""

    def to_python(self, value: Any) -> Any:
        return value

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, str):
            value = crypto.seal(value) if value else b""
        return super().get_db_prep_value(value, connection, prepared)

    def value_to_string(self, obj: models.Model) -> str:
        return str(self.value_from_object(obj))


class SealedJSONField(SealedTextField):
    """An object (names to texts, in order) for the program, ciphertext in the database."""

    description = "sealed object"

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Any:
        """The opened object; an empty one when nothing is stored."""
        text = super().from_db_value(value, expression, connection)
        return json.loads(text) if text else {}

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if isinstance(value, dict):
            value = json.dumps(value, ensure_ascii=False) if value else ""
        return super().get_db_prep_value(value, connection, prepared)

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj), ensure_ascii=False)
