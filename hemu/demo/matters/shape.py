"""How a matter is written down."""

from __future__ import annotations

Matter = tuple[int, str, str, str, str, str]
