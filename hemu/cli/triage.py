"""``hemu triage train``, ``evaluate``, ``models``, ``propose``."""

from __future__ import annotations

import argparse
import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from hemu.cli.main import CommandFailed

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from hemu.triage.training import Example

LATEST = 20_000
"""So many disputes are learned from at most: older ones teach how people wrote then."""


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    train = acts.add_parser("train", help="learn kinds from this installation's confirmed disputes")
    train.add_argument("--latest", type=int, default=LATEST, metavar="N", help="disputes (%(default)s)")
    evaluate = acts.add_parser("evaluate", help="print as JSON how good the proposals are, beside a baseline")
    evaluate.add_argument("--texts", type=Path, metavar="FILE", help="JSON lines of text, label, source")
    evaluate.add_argument("--latest", type=int, default=LATEST, metavar="N", help="disputes (%(default)s)")
    evaluate.add_argument("--folds", type=int, default=5, metavar="N", help="parts to test (%(default)s)")
    evaluate.add_argument("--sample", type=int, metavar="N", help="only every so-many-th text, to try it out")
    acts.add_parser("models", help="list the trained models, what each was trained on, and which is in use")
    propose = acts.add_parser("propose", help="print as JSON what a narrative suggests")
    propose.add_argument("text", metavar="TEXT")


def run(options: argparse.Namespace) -> int:
    """Do one of them."""
    acts = {"train": _train, "evaluate": _evaluate, "models": _models, "propose": _propose}
    acts[options.act](options)
    return 0


def _print(found: Any) -> None:
    print(json.dumps(found, ensure_ascii=False, indent=1))


def _own(latest: int) -> list[Example]:
    """The installation's confirmed disputes as examples; the township is where each comes from."""
    from hemu.disputes.examples import confirmed
    from hemu.triage.training import Example

    return [
        Example(each.narrative, f"{each.kind:04d}", each.names, str(each.township))
        for each in confirmed(latest)
    ]


def _train(options: argparse.Namespace) -> None:
    from hemu.kernel import clock
    from hemu.triage import store
    from hemu.triage.lexicon import lexicon
    from hemu.triage.training import TooFew, described, train

    examples, begin = _own(options.latest), time.perf_counter()
    try:
        model = train(examples, of_code=store.of_code(), other=store.OTHER)
    except TooFew as error:
        raise CommandFailed(f"{error}; until then the lexicon alone proposes") from error
    about = {"trained_at": clock.now().isoformat(), "on": "this installation's confirmed disputes",
             "lexicon": lexicon().fingerprint}  # fmt: skip
    number = store.keep(described(model, about))
    seconds = round(time.perf_counter() - begin, 1)
    _print({"model": number, "seconds": seconds, **model.about, **about})


def _evaluate(options: argparse.Namespace) -> None:
    from hemu.disputes.examples import what_was_taken
    from hemu.triage import evaluation, store

    if options.texts:
        examples = evaluation.read_texts(options.texts)
        of_code: Mapping[str, str] = evaluation.of_topics()
        other = evaluation.OTHER_TOPIC
    else:
        examples, of_code, other = _own(options.latest), store.of_code(), store.OTHER
    examples = examples[:: options.sample] if options.sample else examples
    _enough(examples, options.folds)
    found = evaluation.evaluate(examples, of_code=of_code, other=other, number=options.folds)
    if not options.texts:
        found["taken_at_registration"] = what_was_taken(options.latest)
    _print(found)


def _enough(examples: Sequence[Example], folds: int) -> None:
    from hemu.triage.training import FEWEST

    if len(examples) * (folds - 1) < FEWEST * folds:
        raise CommandFailed(f"{len(examples)} texts are too few to divide into {folds} parts")


def _models(_options: argparse.Namespace) -> None:
    from hemu.triage import store
    from hemu.triage.model import BadModel, load

    in_use, _model = store.current()
    found = []
    for number, path in store.versions().items():
        try:
            said: dict[str, Any] = dict(load(path).about)
        except BadModel as error:
            said = {"unreadable": str(error)}
        found.append({"model": number, "in_use": number == in_use, "bytes": path.stat().st_size, **said})
    _print({"folder": str(store.folder()), "in_use": in_use or "the lexicon alone", "models": found})


def _propose(options: argparse.Namespace) -> None:
    from hemu.rulebook import codes
    from hemu.triage.proposal import propose

    found, text = propose(options.text), options.text
    kind = found.kind
    _print({
        "kind": kind and {"code": kind.code, "label": codes.full_label(codes.KINDS, kind.code),
                          "chance": round(kind.chance, 2), "words": [text[a:b] for a, b in kind.words]},
        "no_dispute": found.no_dispute,
        "facts": {fact.name: {"value": fact.value, "words": [text[a:b] for a, b in fact.words]}
                  for fact in found.facts},
        "noticed": {each.name: {"how": each.said, "words": [text[a:b] for a, b in each.words]}
                    for each in found.noticed},
        "colour": found.colour,
        "grounds": [ground.text for ground in found.urgency.grounds],
        "model": found.model,
    })  # fmt: skip
