"""Links between disputes: how right they are beside Splink's, and how long those of a new dispute take."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Mapping
from typing import Any

from bench import _linking, _matters
from bench._results import percentile, report
from bench._slips import HARDER, Slips

LEARNED_ON, TRIED_ON = 1, 2
"""Seeds: weights are counted on one invented county and tried on others."""
WARM = 50
"""New disputes that aren't counted."""
Pair = tuple[Any, Any]


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument(
        "--matters", type=int, default=3000, help="matters of the labelled set (default: %(default)s)"
    )
    parser.add_argument(
        "--disputes", type=int, default=10_000, metavar="N", help="time among so many (default: %(default)s)"
    )
    parser.add_argument(
        "--times", type=int, default=500, help="how many new disputes to time (default: %(default)s)"
    )
    parser.add_argument(
        "--seed", type=int, default=TRIED_ON, help="of the labelled set (default: %(default)s)"
    )
    parser.add_argument("--only", choices=("set", "febrl", "speed"), help="one part alone")
    parser.add_argument("--learn", action="store_true", help="count the shipped weights anew and write them")


def run(options: argparse.Namespace) -> int:
    """Precision, recall and F1 on the labelled set and on Febrl 4; then p95 for one new dispute."""
    if options.learn:
        return _learn(options.matters)
    if options.only in (None, "set"):
        _labelled(options.matters, options.seed)
    if options.only in (None, "febrl"):
        _febrl()
    if options.only in (None, "speed"):
        _speed(options.disputes, options.times)
    return 0


def _learn(matters: int) -> int:
    from hemu.loop.screening.links.weights import SHIPPED

    told = _matters.records(LEARNED_ON, matters, Slips())
    weights, _all, _offered = _linking.learn(told, *_matters.true_pairs(told))
    SHIPPED.write_text(
        _linking.written(weights, by="hemu bench links --learn", seed=LEARNED_ON, matters=matters)
    )
    return 0


def measured(found: set[Pair], true: set[Pair]) -> dict[str, Any]:
    """Precision, recall and F1 of what was found; a true pair that blocking missed counts as missed."""
    hits = len(found & true)
    precision, recall = hits / max(1, len(found)), hits / max(1, len(true))
    f1 = 2 * hits / max(1, len(found) + len(true))
    return {"precision": round(precision, 4), "recall": round(recall, 4), "f1": round(f1, 4)}


def best(scores: Mapping[Pair, float], true: set[Pair]) -> dict[str, Any]:
    """The same at the threshold that gives the highest F1, which only the labels know."""
    hits, highest, at = 0, 0.0, 1.0
    ordered = sorted(scores.items(), key=lambda item: -item[1])
    for number, (pair, score) in enumerate(ordered, start=1):
        hits += pair in true
        f1 = 2 * hits / (number + len(true))
        last_of_its_score = number == len(ordered) or ordered[number][1] != score
        if f1 > highest and last_of_its_score:
            highest, at = f1, score
    return {
        **measured({pair for pair, score in scores.items() if score >= at}, true),
        "threshold": round(at, 4),
    }


def above(scores: Mapping[Pair, float], least: float) -> set[Pair]:
    """The pairs of at least this score."""
    return {pair for pair, score in scores.items() if score >= least}


def _labelled(count: int, seed: int) -> None:
    for name, slips, own in (("labelled set", Slips(), seed), ("harder set", HARDER, seed + 1)):
        told = _matters.records(own, count, slips)
        same, grown = _matters.true_pairs(told)
        about: dict[str, Any] = {"size": len(told), "same": len(same), "grown": len(grown), "seed": own}
        matters = {one.number: _linking.matter_of(one) for one in told}
        ours = _ours(name, matters, same, grown, about)
        _beside(name, matters, ours, same, about)


def _ours(
    name: str, matters: Mapping[int, Any], same: set[Pair], grown: set[Pair], about: Mapping[str, Any]
) -> dict[Pair, float]:
    from hemu.loop.screening.links.weights import shipped

    offered = _linking.candidates(matters.values())
    verdicts = _linking.verdicts(matters, offered, shipped())
    scores = {pair: verdict.same for pair, verdict in verdicts.items()}
    linked = {pair: verdict.linked for pair, verdict in verdicts.items()}
    reach = round(len(set(scores) & same) / len(same), 4)
    at_half = measured(above(scores, 0.5), same)
    report(f"links, {name}, same matter", at_half["f1"], "F1", **about, **at_half, blocking_recall=reach)
    both = measured(above(linked, 0.5), same | grown)
    report(f"links, {name}, same or grown out", both["f1"], "F1", **about, **both)
    return scores


def _beside(
    name: str,
    matters: Mapping[int, Any],
    ours: Mapping[Pair, float],
    same: set[Pair],
    about: Mapping[str, Any],
) -> None:
    """Splink in each of its ways, at its own best threshold; and both on the pairs that both compared."""
    from bench import _splink

    data = _splink.frame(matters.values())
    for way, joint, labels in (
        ("EM, a comparison a field", False, None),
        ("EM, parties as one", True, None),
        ("m from labels", True, same),
    ):
        begin = time.perf_counter()
        theirs = _splink.predicted(_splink.trained(data, labels, joint=joint))
        seconds = round(time.perf_counter() - begin, 1)
        figures = best(theirs, same)
        half = measured(above(theirs, 0.5), same)["f1"]
        own = best(ours, same)["f1"]
        more = {"at_half": half, "seconds": seconds, "baseline_is": f"Splink 5, {way}, at its best threshold"}
        report(
            f"links, {name}, ours at best", own, "F1", baseline=figures["f1"], **about, splink=figures, **more
        )
        shared = set(ours) & set(theirs)
        here = same & shared
        pair = [best({pair: each[pair] for pair in shared}, here)["f1"] for each in (ours, theirs)]
        report(
            f"links, {name}, on the same pairs",
            pair[0],
            "F1",
            baseline=pair[1],
            **{**about, "pairs": len(shared)},
            baseline_is=f"Splink 5, {way}",
        )


def _febrl() -> None:
    from bench import _febrl as febrl
    from bench import _splink_febrl

    learned_on, known = febrl.three()
    table = febrl.learned(learned_on, known)
    data, true = febrl.four()
    scores = febrl.scored(data, table)
    figures = measured(above(scores, 0.0), true)  # no bits either way: a chance of one half
    theirs = _splink_febrl.predicted()
    splink = measured(above(theirs, 0.5), true)
    more: dict[str, Any] = {"weights_from": "Febrl 3", "at_best": best(scores, true)["f1"], "splink": splink}
    more |= {
        "splink_at_best": best(theirs, true)["f1"],
        "baseline_is": "Splink 5, both at a chance of one half",
    }
    report("links, Febrl 4", figures["f1"], "F1", size=len(data), baseline=splink["f1"], **figures, **more)


def _speed(size: int, times: int) -> None:
    from bench import _crowd

    _crowd.prepare(size)
    new = _crowd.new_ones(size, times + WARM)
    about: dict[str, Any] = {"counties": len(_crowd.pieces(size)), "times": times}
    for where, beyond in (("county", False), ("prefecture", True)):
        spent = _crowd.timed(new, WARM, beyond=beyond)
        middle, last = (round(percentile(spent.waited, share), 2) for share in (0.5, 0.99))
        report(
            f"links, proposals of a new dispute in its {where}",
            percentile(spent.waited, 0.95),
            "ms p95",
            size=size,
            p50=middle,
            p99=last,
            processor_p95=round(percentile(spent.computed, 0.95), 2),
            with_proposals=spent.found,
            load=[round(one, 1) for one in os.getloadavg()],
            **about,
        )
