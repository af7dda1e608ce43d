"""What a narrative suggests: texts a second, beside the plain TF-IDF pipeline that only guesses a kind."""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from statistics import mean
from typing import TYPE_CHECKING

from bench._results import percentile, report

if TYPE_CHECKING:
    from hemu.triage.training import Example

_LEARNED = 1500
_FILLED = {
    "season": ("春天", "入夏", "秋收时", "腊月里"),
    "width": ("一尺", "两尺多", "半米", "三十公分"),
    "crop": ("玉米", "辣椒", "烤烟", "稻谷"),
    "tree": ("核桃树", "杉树", "李子树"),
    "animal": ("羊", "牛", "猪"),
    "years": ("三", "八", "十几", "20"),
    "span": ("半年", "三个月", "两年"),
    "yuan": ("800", "3000", "2万余", "一万五千"),
    "people": ("6", "十二", "三十多"),
}
_TAILS = (
    "双方没有动手,无人受伤。", "村里组织调解过两次,都没有谈拢。", "已报警两次。", "对方扬言再不还就砍人。",
    "听说他要找人来打。", "涉及三十余户村民。", "", "",
)  # fmt: skip


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    parser.add_argument("--times", type=int, default=4000, help="texts looked at (default: %(default)s)")
    parser.add_argument(
        "--texts", type=Path, metavar="FILE", help="JSON lines of text, label, instead of ours"
    )


def run(options: argparse.Namespace) -> int:
    """One process, one thread, one text a call: the whole proposal, facts and colour and all."""
    from hemu.triage import store
    from hemu.triage.evaluation import BASELINE, baseline
    from hemu.triage.proposal import propose
    from hemu.triage.training import train

    told = _read(options.texts) if options.texts else _told(options.times + _LEARNED)
    learned, looked_at = told[:_LEARNED], [text for text, _label in told[-options.times :]]
    plain = baseline().fit([text for text, _ in learned], [label for _, label in learned])
    propose(looked_at[0])  # reads the lexicon and the rules
    by_plain = _rate(looked_at, lambda text: plain.predict([text]))
    begin = time.thread_time()
    plain.predict(looked_at)
    at_once = len(looked_at) / (time.thread_time() - begin)
    more = {"baseline_is": BASELINE, "baseline_all_in_one_call": round(at_once, 1),
            "characters": round(mean(map(len, looked_at)), 1)}  # fmt: skip
    alone = _rate(looked_at, propose)
    report("triage, the lexicon alone", alone[0], "texts/s", size=len(looked_at), baseline=by_plain[0],
           p95_ms=round(alone[1], 3), **more)  # fmt: skip
    model = train(_examples(learned), of_code=store.of_code(), other=store.OTHER)
    with store.instead(model):
        trained = _rate(looked_at, propose)
    report("triage, with a trained model", trained[0], "texts/s", size=len(looked_at), baseline=by_plain[0],
           p95_ms=round(trained[1], 3), **more)  # fmt: skip
    return 0


def _examples(learned: Sequence[tuple[str, str]]) -> list[Example]:
    from hemu.triage.training import Example

    return [Example(text, label) for text, label in learned]


def _rate(texts: Sequence[str], look: Callable[[str], object]) -> tuple[float, float]:
    """Texts a second of this thread's own time, and the milliseconds that 95 of 100 don't exceed.

    Its own time, not the clock's: what one core does, however busy the machine is besides.
    """
    taken = []
    for text in texts:
        begin = time.thread_time()
        look(text)
        taken.append((time.thread_time() - begin) * 1000)
    return len(texts) / (sum(taken) / 1000), percentile(taken, 0.95)


def _read(path: Path) -> list[tuple[str, str]]:
    from hemu.triage.evaluation import read_texts

    found = [(example.text, example.label) for example in read_texts(path, least=2)]
    random.Random(4).shuffle(found)
    return found


def _told(count: int) -> list[tuple[str, str]]:
    """The demonstration's matters as somebody tells them, each a little otherwise; and their kinds."""
    chance = random.Random(4)
    return [pair for _, pair in zip(range(count), _tell(chance), strict=False)]


def _tell(chance: random.Random) -> Iterator[tuple[str, str]]:
    from hemu.demo.matters import GROUPS

    matters = [matter for group in GROUPS.values() for matter in group]
    while True:
        kind, _title, narrative, request, *_rest = chance.choice(matters)
        words = {name: chance.choice(some) for name, some in _FILLED.items()}
        text = (narrative + request + chance.choice(_TAILS)).format(a="张大山", b="李长河", **words)
        yield text, f"{kind:04d}"
