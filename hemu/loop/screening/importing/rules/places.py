"""Where a ledger means: 珠藏镇荣院村三组大田坝 → a region of the tree and the rest. Pure, given the tree."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemu.kernel.places import PLACE_DIGITS, Span
from hemu.loop.screening.importing.rules.unclear import Unclear

LONGEST = 200
_ENDINGS = ("民族乡", "街道办事处", "街道", "镇", "乡", "社区", "村", "嘎查")
_OFFICES = ("村民委员会", "居民委员会", "村委会", "居委会", "村支两委", "村两委", "人民政府", "政府")
_OUTSIDE = re.compile(r"^([\u4e00-\u9fff]{2,9}?(?:自治州|自治县|省|州|市|县|区|镇|乡|街道))")
_CODE = re.compile(r"\d{9,15}")
SHORTEST_STEM = 2


@dataclass(frozen=True, slots=True)
class Region:
    """One division: `lo` is its code, `lo` to `hi` its places."""

    lo: int
    hi: int
    level: int
    name: str
    official: str = ""

    def holds(self, other: Region) -> bool:
        """Whether `other` is it or lies in it."""
        return self.lo <= other.lo and other.hi <= self.hi


@dataclass(frozen=True, slots=True)
class Where:
    """A place code and what is said beyond it."""

    region: int
    rest: str


class Index:
    """The divisions of the counties where somebody works, by every way of saying their names."""

    def __init__(self, above: Iterable[Region], regions: Iterable[Region], spans: Sequence[Span]) -> None:
        """`above`: the county and what holds it, named and passed over; `regions`: everything below."""
        self._spans = tuple(spans)
        self._by_code = {region.lo: region for region in regions}
        self._above = sorted({form for one in above for form in _forms(one)}, key=len, reverse=True)
        self._whole: dict[str, list[Region]] = {}
        self._stems: dict[str, list[Region]] = {}
        for region in self._by_code.values():
            for form in _forms(region):
                self._whole.setdefault(form, []).append(region)
            if (stem := _stem(region.name)) is not None:
                self._stems.setdefault(stem, []).append(region)
        self._lengths = sorted({len(form) for form in self._whole}, reverse=True)
        self._stem_lengths = sorted({len(form) for form in self._stems}, reverse=True)

    def region(self, code: int) -> Region | None:
        """The division of that code, if it is one of these."""
        return self._by_code.get(code)

    def covers(self, region: Region) -> bool:
        """Whether all of it lies where the importer works."""
        return any(span.lo <= region.lo and region.hi <= span.hi for span in self._spans)

    def find(self, *said: str, default: int | None = None, learned: Mapping[str, int] | None = None) -> Where:
        """The narrowest division that the words name, from the wide to the narrow. Raises Unclear.

        Words that name none are taken as a spot inside `default`; so is a name that holds it.
        """
        whole = "".join(re.sub(r"\s", "", text) for text in said)
        at = self._by_code.get(default) if default else None
        taught = (learned or {}).get(whole)
        found, rest = (self._by_code.get(taught), "") if taught else self._walk(whole)
        if found is None:
            return self._unnamed(whole, at)
        if at is not None and found.holds(at):
            found = at
        if not self.covers(found):
            said_outside = _("“%(text)s”（%(name)s）不在您的管辖范围内，不能导入。")
            raise Unclear(said_outside % {"text": whole[:40], "name": found.name}, "outside_area")
        return Where(found.lo, _short(rest))

    def _unnamed(self, whole: str, at: Region | None) -> Where:
        outside = _OUTSIDE.match(self._below_county(whole))
        if outside is not None and len(outside[1]) > SHORTEST_STEM:
            said = _("“%(text)s”不在您的管辖范围内，或区划里没有这个名称。")
            raise Unclear(said % {"text": outside[1]}, "outside_area")
        if at is None:
            if not whole:
                raise Unclear(_("没有写地点。可在“默认地点”一栏指定。"), "no_place")
            raise Unclear(_("区划里没有“%(text)s”。请写明村（社区）。") % {"text": whole[:40]}, "no_place")
        return Where(at.lo, _short(whole))

    def _below_county(self, text: str) -> str:
        """What is left once province, prefecture and county are said."""
        again = True
        while again:
            again = False
            for form in self._above:
                if text.startswith(form) and len(form) >= SHORTEST_STEM:
                    text, again = text[len(form) :], True
        return text

    def _walk(self, whole: str) -> tuple[Region | None, str]:
        code = _CODE.fullmatch(whole)
        if code is not None:
            return self._by_code.get(int(whole.ljust(PLACE_DIGITS, "0"))), ""
        text = self._below_county(whole)
        found: Region | None = None
        passed: list[str] = []
        while True:
            step = self._named_in(text, found)
            if step is None:
                return found, self._not_twice(text, passed)
            found, text = step
            passed += sorted(_forms(found), key=len, reverse=True)

    def _not_twice(self, text: str, passed: Sequence[str]) -> str:
        """The rest without names that were said before: a column of villages, full addresses beside it."""
        if not passed:
            return text
        before = ""
        while text != before:
            before, text = text, self._below_county(text)
            for form in passed:
                text = text.removeprefix(form)
        return text

    def _named_in(self, text: str, inside: Region | None) -> tuple[Region, str] | None:
        """The next division that the text names: at its beginning, else anywhere by a whole name."""
        for length in self._lengths:
            if matches := self._right(self._whole.get(text[:length], ()), inside):
                return self._one(matches, text[:length]), _after(text[length:])
        for length in self._stem_lengths:
            matches = self._widest(self._right(self._stems.get(text[:length], ()), inside))
            if len(matches) == 1:
                return matches[0], _after(text[length:])
        for length in self._lengths:
            for start in range(1, len(text) - length + 1):
                if matches := self._right(self._whole.get(text[start : start + length], ()), inside):
                    return self._one(matches, text[start : start + length]), _after(
                        text[:start] + text[start + length :]
                    )
        return None

    def _right(self, regions: Sequence[Region], inside: Region | None) -> list[Region]:
        if inside is None:
            return list(regions)
        return [one for one in regions if inside.holds(one) and one is not inside]

    def _one(self, matches: list[Region], form: str) -> Region:
        """The one that is meant. Raises Unclear when it can't be told."""
        widest = self._widest(matches)
        if len(widest) > 1:
            raise Unclear(_("有多个“%(text)s”，请写明乡镇。") % {"text": form}, "which_place")
        return widest[0]

    def _widest(self, matches: list[Region]) -> list[Region]:
        """Of several with a name those where the importer works, and none that lies in another of them."""
        own = [one for one in matches if self.covers(one)] or matches
        return [one for one in own if not any(other.holds(one) and other is not one for other in own)]


def _forms(region: Region) -> set[str]:
    """Every way of writing a division's name in full."""
    forms = {region.name, region.official or region.name}
    base = region.name
    forms |= {base + office for office in _OFFICES}
    if base.endswith(("村", "社区")):
        forms |= {base.removesuffix("村") + office for office in ("村委会", "村支两委")}
        forms |= {base.removesuffix("社区") + office for office in ("居委会", "社区居委会", "社区居民委员会")}
    if base.endswith("街道"):
        forms.add(base + "办事处")
    return {form for form in forms if len(form) >= SHORTEST_STEM}


def _stem(name: str) -> str | None:
    """The name as it is said for short: 荣院 of 荣院村; None where too little would be left."""
    for ending in _ENDINGS:
        if name.endswith(ending):
            stem = name.removesuffix(ending)
            return stem if len(stem) >= SHORTEST_STEM else None
    return None


def _after(text: str) -> str:
    for office in _OFFICES:
        text = text.removeprefix(office)
    return text.lstrip("、,，-— ·")


def _short(text: str) -> str:
    text = re.sub(r"[(（]\s*[)）]", "", text)
    return text.strip("、,，。.；; ")[:LONGEST]
