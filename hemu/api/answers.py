"""What calls are answered with, by example: real answers about made-up disputes, kept by the tests.

`KEEP_ANSWERS=1 pytest hemu/api` writes them anew; a test fails when an answer has other parts than here.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("answers.json")


def read() -> Mapping[str, Any]:
    """Answers by "METHOD /address" below /api/v1."""
    found: dict[str, Any] = json.loads(FILE.read_text(encoding="utf-8")) if FILE.exists() else {}
    return found


ANSWERS: Mapping[str, Any] = read()
