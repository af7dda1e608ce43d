"""排: the township's screening in pieces that two processes share, and what follows from all of them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from hemu.demo.incidents.places import Place
from hemu.demo.wengan import odd, phones, twins, watching
from hemu.demo.wengan.besides import Besides
from hemu.demo.wengan.covering import Covering
from hemu.demo.wengan.desk import Desk
from hemu.demo.wengan.lawful import Lawful
from hemu.demo.wengan.ledgers import Ledgers
from hemu.demo.wengan.odd import Odd
from hemu.demo.wengan.rounds import Rounds
from hemu.demo.wengan.speaking import Speaking
from hemu.demo.wengan.twins import Twins
from hemu.demo.wengan.watching import Watching
from hemu.loop.screening.doubts import finding as doubts
from hemu.loop.screening.petitions import overdue as late_petitions
from hemu.loop.screening.reporting import finding as sources
from hemu.loop.screening.villagers import overdue as late_answers

Piece = Callable[[Desk], None]
PIECES: tuple[Piece, ...] = (
    lambda desk: Odd(desk).write(),
    lambda desk: Watching(desk).write(),
    lambda desk: Speaking(desk).write(),
    lambda desk: Covering(desk).write(),
    lambda desk: Twins(desk).write(),
    lambda desk: Besides(desk).write(),
    lambda desk: Lawful(desk).write(),
    phones.write,
)


class Screening:
    """The township at the moment of the build."""

    def __init__(self, places: list[Place], now: datetime) -> None:
        self.desk = Desk(places, now, 0)

    @property
    def pieces(self) -> list[int]:
        """Numbers of what may be written side by side: each part, then each village's rounds."""
        return list(range(len(PIECES) + len(self.desk.near)))

    def write(self, number: int) -> None:
        """One of them."""
        if number < len(PIECES):
            PIECES[number](self.desk)
        else:
            Rounds(self.desk, number - len(PIECES)).walk()

    def follows(self, number: int) -> None:
        """What the worker does, side by side: visits looked at, disputes held against each other."""
        (self._look, self._propose)[number]()

    def _look(self) -> None:
        doubts.work()
        odd.judged(self.desk)

    def _propose(self) -> None:
        twins.proposed()
        twins.decided(self.desk)

    def at_last(self) -> int:
        """Ledgers, what is late, and the sources against each other; answers how many flags that raised."""
        Ledgers(self.desk).write()
        late_answers.raise_late()
        late_petitions.raise_late()
        found = sources.find()
        watching.compared(self.desk)
        return found
