"""Scope can't be forgotten: a case table has no default query.

``Dispute.objects.filter(...)`` raises. A reader says whose eyes it reads with, by the model's own
``visible_to(actor)``, or says why it needs none, by ``unscoped(reason="…")``, which can be grepped.
"""

from __future__ import annotations

from typing import Any, Self, TypeVar

from django.db import models

M = TypeVar("M", bound=models.Model, covariant=True)


class UnscopedQuery(RuntimeError):
    """A case table was read without saying for whom."""


class ScopedQuerySet(models.QuerySet[M]):
    """A query that refuses to run until :meth:`unscoped` or a scope has opened it."""

    _opened = False

    def _clone(self) -> Self:
        clone: Self = super()._clone()  # type: ignore[misc]  # private in the stubs, the hook Django offers
        clone._opened = self._opened
        return clone

    def opened(self) -> Self:
        """The same query, allowed to run. Only scope methods call this."""
        clone = self._clone()
        clone._opened = True
        return clone

    def unscoped(self, *, reason: str) -> Self:
        """Every row, whoever asks. `reason` is for the reader of the code."""
        if not reason.strip():
            raise UnscopedQuery("unscoped() needs a reason")
        return self.opened()

    def _require_opened(self) -> None:
        if not self._opened:
            raise UnscopedQuery(
                f"{self.model.__name__} read without a scope; use visible_to(actor) or unscoped(reason=…)"
            )

    def _fetch_all(self) -> None:
        self._require_opened()
        super()._fetch_all()

    def iterator(self, *args: Any, **kwargs: Any) -> Any:
        self._require_opened()
        return super().iterator(*args, **kwargs)

    def count(self) -> int:
        self._require_opened()
        return super().count()

    def exists(self) -> bool:
        self._require_opened()
        return super().exists()

    def aggregate(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        self._require_opened()
        return super().aggregate(*args, **kwargs)

    def update(self, **kwargs: Any) -> int:
        self._require_opened()
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        self._require_opened()
        return super().delete()
