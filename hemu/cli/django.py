"""Django's own commands, as the role that owns the tables."""

from __future__ import annotations

import os
from collections.abc import Sequence

from django.core.management import execute_from_command_line


def run(arguments: Sequence[str]) -> int:
    """Pass `arguments` on to Django."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    execute_from_command_line(["hemu django", *arguments])
    return 0
