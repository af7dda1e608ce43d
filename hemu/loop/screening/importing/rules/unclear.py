"""What a parser says when it doesn't understand, in words for the person whose ledger it is."""

from __future__ import annotations

from django.utils.functional import Promise


class Unclear(ValueError):
    """Text that can't be read. `code` is a stable word; the message says what to write instead."""

    def __init__(self, message: str | Promise, code: str = "unclear") -> None:
        super().__init__(message)
        self.message = message
        self.code = code

    def __str__(self) -> str:
        return str(self.message)
