"""What every kind of row shares: reading cell by cell, collecting all that is wrong."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, TypeVar

from django.utils.translation import gettext as _

from hemu.kernel import clock
from hemu.kernel.errors import Refused
from hemu.loop.screening.importing.rules import dates, people
from hemu.loop.screening.importing.rules.kinds import Words
from hemu.loop.screening.importing.rules.people import is_nothing
from hemu.loop.screening.importing.rules.places import Index, Where
from hemu.loop.screening.importing.rules.records import Record
from hemu.loop.screening.importing.rules.unclear import Unclear
from hemu.loop.screening.links.names import simplified
from hemu.orgs.actor import Actor
from hemu.orgs.queries import place_names

T = TypeVar("T")
LONGEST_MARK = 400


@dataclass(frozen=True, slots=True)
class Frame:
    """What a file is read against: where its importer works, and what was decided for it by hand."""

    by: Actor
    index: Index
    words: Words
    today: date
    year: int | None = None
    region: int | None = None
    kind: int | None = None
    kind_from_text: bool = False
    from_unit: str = ""
    with_ended: bool = False
    learned_kinds: Mapping[str, int] = field(default_factory=dict)
    learned_places: Mapping[str, int] = field(default_factory=dict)
    labels: Mapping[int, str] = field(default_factory=dict)
    fields: Mapping[int, str] = field(default_factory=dict)
    """The heads of the columns and what they say, by place."""


@dataclass(frozen=True, slots=True)
class Note:
    """Something to say of a record: the field it is about, the word for it, and the text."""

    key: str
    code: str
    text: str


@dataclass(slots=True)
class Understood:
    """One record as it was understood.

    `new` is what the act will be given, as JSON keeps it; `mark` is the same text for the same matter;
    `over` says that the ledger calls it ended, `urgent` the colour that its account speaks for above blue.
    """

    new: dict[str, Any] = field(default_factory=dict)
    problems: list[Note] = field(default_factory=list)
    remarks: list[Note] = field(default_factory=list)
    mark: str = ""
    number: str = ""
    over: bool = False
    urgent: int = 0


@dataclass(frozen=True, slots=True)
class Came:
    """What a row became: the record's county, number and what people call it."""

    county: int
    record_id: int
    ref: str


@dataclass(frozen=True, slots=True)
class RowReader:
    """How one kind of row is understood, checked by the rules of its act, shown, and brought in.

    `known` answers which of the numbers given the county already has; None where numbers aren't unique.
    """

    understand: Callable[[Record, Frame], Understood]
    check: Callable[[dict[str, Any], Actor], None]
    show: Callable[[dict[str, Any]], list[tuple[str, str]]]
    bring_in: Callable[[Sequence[tuple[int, dict[str, Any]]], Actor], list[Came | Refused]]
    known: Callable[[int, Sequence[str]], dict[str, int]] | None = None


class Cells:
    """A record being read: each field by its parser, everything wrong noted by field."""

    def __init__(self, record: Record, frame: Frame) -> None:
        self.record, self.frame = record, frame
        self.out = Understood()

    def has(self, key: str) -> bool:
        """Whether the ledger says anything of a field."""
        return not is_nothing(self.record.text(key))

    def text(self, key: str, *, longest: int, between: str = "\n") -> str:
        """The words of a field; too many are a problem."""
        said = [one.text.strip() for one in self.record.said.get(key, ()) if not is_nothing(one.text)]
        words = between.join(dict.fromkeys(said))
        if len(words) > longest:
            told = _("超过 %(most)s 字（现有 %(n)s 字），请缩短。") % {"most": longest, "n": len(words)}
            self.wrong(key, "too_long", told)
        return words[:longest]

    def needed(self, key: str, *, longest: int, message: str) -> str:
        """The words of a field that must say something."""
        words = self.text(key, longest=longest)
        if not words:
            self.wrong(key, "required", message)
        return words

    def parsed(self, key: str, parse: Callable[[str], T], *, lenient: Sequence[str] = ()) -> T | None:
        """What a field says, by `parse`. Unclear is a problem, or for the codes of `lenient` a remark.

        What is only remarked on is kept in the account, in its own words.
        """
        text = self.record.text(key, between="、").strip()
        if is_nothing(text):
            return None
        try:
            return parse(text)
        except Unclear as error:
            if error.code in lenient:
                self.remark(key, error.code, _("%(why)s原话写入简述。") % {"why": error})
            else:
                self.wrong(key, error.code, str(error))
            return None

    def day(self, key: str, *, lenient: Sequence[str] = ()) -> date | None:
        """The day of a field."""
        found = self.parsed(key, self._moment, lenient=lenient)
        if found is not None and found.is_range:
            self.remark(key, "range", _("写的是一段时间，取第一天。"))
        return found.day if found else None

    def moment(self, key: str) -> datetime | None:
        """The moment of a field on a Chinese wall clock; midnight and a remark where only a day is given."""
        found = self.parsed(key, self._moment)
        if found is None:
            return None
        if found.time is None:
            self.remark(key, "no_time", _("只有日期，没有钟点，按零时记。"))
        return dates.moment_of(found).replace(tzinfo=clock.CHINA)

    def _moment(self, text: str) -> dates.Moment:
        return dates.read(text, year=self.frame.year, today=self.frame.today)

    def phone(self, key: str) -> str:
        """The telephone number of a field that may have one; more than one are remarked on."""
        numbers = self.parsed(key, people.phones) or []
        if len(numbers) > 1:
            self.remark(key, "spare_phones", _("有多个电话，只记第一个。"))
        return numbers[0] if numbers else ""

    def where(self) -> Where | None:
        """The place, from the columns of township, village and spot."""
        frame, said = self.frame, place_words(self.record)
        try:
            return frame.index.find(*said, default=frame.region, learned=frame.learned_places)
        except Unclear as error:
            key = next((key for key in ("place", "village", "township") if self.has(key)), "place")
            self.wrong(key, error.code, str(error))
            return None

    def wrong(self, key: str, code: str, text: str) -> None:
        """Note a problem: the record can't come in."""
        self.out.problems.append(Note(key, code, text))

    def remark(self, key: str, code: str, text: str) -> None:
        """Note something that a person should look at."""
        self.out.remarks.append(Note(key, code, text))


def place_words(record: Record) -> list[str]:
    """What a record says of where: township, village, spot; in simplified characters, without spaces."""
    said = [record.text(key, between="") for key in ("township", "village", "place")]
    return [re.sub(r"\s", "", simplified(text)) for text in said if not is_nothing(text)]


_LETTERS = re.compile(r"[^\w]+")


def same_text(*parts: object) -> str:
    """A text that is the same for the same matter, however formatted: letters and digits, simplified."""
    return "|".join(_LETTERS.sub("", simplified(str(part))).lower()[:LONGEST_MARK] for part in parts)


def as_date(text: str | None) -> date | None:
    """A day as JSON keeps it."""
    return date.fromisoformat(text) if text else None


def as_moment(text: str | None) -> datetime | None:
    """A moment as JSON keeps it."""
    return datetime.fromisoformat(text) if text else None


def placed(region: int, rest: str) -> str:
    """A place as people write it within their county, with what is said beyond it."""
    return f"{place_names([region], local=True)[region]} {rest}".strip()


def shown_moment(text: str | None) -> str:
    """A moment as people write it."""
    moment = as_moment(text)
    return f"{clock.local(moment):%Y-%m-%d %H:%M}" if moment else ""
