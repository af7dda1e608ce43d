"""What can be wrong with a request, in words for the person who made it.

Actions raise these; pages, the API and the command line each show them in their own way. Messages
are lazily translated strings.
"""

from __future__ import annotations

from django.utils.functional import Promise

type_message = str | Promise


class Refused(Exception):
    """The act can't be done as asked. Nothing was changed.

    `field` names the input that must be put right, empty when it is none in particular; `code` is
    a stable word for programs.
    """

    status = 422
    default_code = "refused"

    def __init__(self, message: type_message, *, field: str = "", code: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.code = code or self.default_code

    def __str__(self) -> str:
        return str(self.message)


class Forbidden(Refused):
    """The actor sees the record but their post doesn't allow this act."""

    status = 403
    default_code = "forbidden"


class Missing(Refused):
    """There is no such record in the actor's scope. A stranger learns no more than that."""

    status = 404
    default_code = "missing"


class Conflict(Refused):
    """Somebody else was faster: the record has moved on since the actor looked at it."""

    status = 409
    default_code = "conflict"
