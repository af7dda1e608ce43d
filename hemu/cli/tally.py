"""``hemu tally drift`` and ``hemu tally rebuild``."""

from __future__ import annotations

import argparse
import sys

from config import owner


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("drift", help="compare the counters with the ledger")
    acts.add_parser("rebuild", help="count again from the ledger; the site may go on")


def run(options: argparse.Namespace) -> int:
    """Drift exits with 1 and a line for each counter that is wrong."""
    return _drift() if options.act == "drift" else _rebuild()


def _drift() -> int:
    from hemu.disputes.counted import LEDGER_IMAGES
    from hemu.tally import audit

    wrong = audit.drift(LEDGER_IMAGES)
    for cell in wrong:
        print(f"{cell.shape} {cell.key}: shows {cell.shown}, the ledger says {cell.true}")
    if wrong:
        print(
            f"hemu tally: {len(wrong)} counters are wrong; mend them by: hemu tally rebuild", file=sys.stderr
        )
        return 1
    print("no counter differs from the ledger")
    return 0


def _rebuild() -> int:
    from hemu.disputes.counted import LEDGER_IMAGES
    from hemu.tally import audit

    # The owner's rights are needed to lock the ledger, which the application can only add to.
    with owner.as_owner():
        counted = audit.rebuild(LEDGER_IMAGES, lambda count: print(f"{count} disputes …", file=sys.stderr))
    print(f"{counted} disputes counted")
    return 0
