"""``hemu links``: keys of old disputes, and weights from the office's own decisions."""

from __future__ import annotations

import argparse
import sys


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    keys = acts.add_parser("keys", help="write the keys of disputes that have none")
    keys.add_argument("--again", action="store_true", help="of every dispute, e.g. after a new field key")
    keys.add_argument("--propose", action="store_true", help="and look for what they hang together with")
    acts.add_parser("train", help="move the weights towards what was confirmed and refused")


def run(options: argparse.Namespace) -> int:
    """Do it, and say how much."""
    return _train() if options.act == "train" else _keys(again=options.again, propose=options.propose)


def _keys(*, again: bool, propose: bool) -> int:
    from hemu.loop.screening.links.rekeying import rekey

    done = rekey(again=again, propose=propose, progress=lambda n: print(f"{n} disputes …", file=sys.stderr))
    print(f"keys of {done} disputes written")
    return 0


def _train() -> int:
    from hemu.loop.screening.links.training import train
    from hemu.orgs.actor import system_actor

    learned = train(by=system_actor("hemu links train"))
    print(f"{learned.confirmed} confirmed and {learned.refused} refused proposals read")
    print(f"right before {learned.right_before}, after {learned.right_after} of {learned.read}")
    return 0
