"""When a place was last looked after, without knowing the stages.

The stage that goes there registers how to tell, in its AppConfig.ready(); whoever asks where nobody has
been asks here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

Teller = Callable[[list[int]], dict[int, date]]
"""Places (15 digits) → the day of the last visit to each, for those that had one."""

_TELLERS: list[Teller] = []


def register_teller(teller: Teller) -> None:
    """Say how to find when places were last visited. Registering it twice changes nothing."""
    if teller not in _TELLERS:
        _TELLERS.append(teller)


def last_visits(places: Iterable[int]) -> dict[int, date]:
    """The day of the last visit to each of these places that ever had one.

    The caller has read the places within a scope; nothing but a day comes out.
    """
    found: dict[int, date] = {}
    wanted = sorted(places)
    for teller in _TELLERS if wanted else ():
        for place, day in teller(wanted).items():
            found[place] = max(day, found.get(place, day))
    return found
