"""``hemu bench``: the measurements in ``bench/``, each printing JSON."""

from __future__ import annotations

import argparse
import pkgutil
from importlib import import_module
from types import ModuleType

import bench


def configure(parser: argparse.ArgumentParser) -> None:
    """One sub-command for each module of ``bench/`` that has ``configure`` and ``run``.

    Every option of theirs needs a default.
    """
    acts = parser.add_subparsers(dest="act", metavar="WHAT")
    for name, module in sorted(_measurements().items()):
        words = (module.__doc__ or "").strip().splitlines()
        module.configure(acts.add_parser(name, help=words[0] if words else None))


def _measurements() -> dict[str, ModuleType]:
    found = {}
    for item in pkgutil.iter_modules(bench.__path__):
        if not item.ispkg and not item.name.startswith("_"):
            module = import_module(f"bench.{item.name}")
            if hasattr(module, "configure") and hasattr(module, "run"):
                found[item.name] = module
    return found


def run(options: argparse.Namespace) -> int:
    """Measure one thing, or without a name everything at its smallest size."""
    found = _measurements()
    if options.act:
        return int(found[options.act].run(options))
    failed = 0
    for _, module in sorted(found.items()):
        defaults = argparse.ArgumentParser()
        module.configure(defaults)
        failed |= int(module.run(defaults.parse_args([])))
    return failed
