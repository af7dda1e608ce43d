"""Results: one JSON object a line."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence

from bench import _stage


def report(
    name: str, value: float, unit: str, *, size: int, baseline: float | None = None, **more: object
) -> None:
    """Print one measurement. `ratio` is value over baseline, both in `unit`."""
    line = {
        "name": name,
        "value": _short(value),
        "unit": unit,
        "baseline": None if baseline is None else _short(baseline),
        "ratio": None if not baseline else round(value / baseline, 3),
        "size": size,
        "cores": _stage.cores(),
        "commit": _stage.commit(),
        **more,
    }
    print(json.dumps(line, ensure_ascii=False), flush=True)


def _short(value: float) -> float:
    return round(value, 3 if abs(value) < 100 else 1)


def percentile(values: Sequence[float], share: float) -> float:
    """The value that `share` of the values don't exceed."""
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, int(share * len(ordered)))]


def timed(work: Callable[[], object]) -> float:
    """Milliseconds that `work` takes."""
    begin = time.perf_counter()
    work()
    return (time.perf_counter() - begin) * 1000
