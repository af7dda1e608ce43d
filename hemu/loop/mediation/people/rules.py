"""What the law asks of a committee's roster, in words (人民调解法8, 9, 13, 34). No writing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _

from hemu.loop.mediation.people.models import ELECTED, Committee, Duty, Member

FEWEST, MOST = 3, 9
"""人民调解法8: three to nine members."""
TERM_YEARS = 3
"""人民调解法9: three years, and they may be chosen again."""
WARN_AHEAD = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Fault:
    """What isn't as the law asks, with its article. `ahead`: it will be so soon."""

    text: str
    article: str
    ahead: bool = False


def faults(committee: Committee | None, members: Sequence[Member], *, today: date) -> list[Fault]:
    """Everything that is to be put right in a committee; `members` are those who serve now."""
    if committee is None:
        return [Fault(_("还没有登记，请先填写设立主体、任期和成员。"), "人民调解法10")]
    return [*_members(committee, members), *_term(committee, today)]


def _members(committee: Committee, members: Sequence[Member]) -> list[Fault]:
    elected = [one for one in members if one.duty in ELECTED]
    chairs = [one for one in elected if one.duty == Duty.CHAIR]
    found = []
    if not FEWEST <= len(elected) <= MOST:
        told = _("委员应当是 3 至 9 人，现有 %(n)d 人。") % {"n": len(elected)}
        found.append(Fault(told, "人民调解法8"))
    if len(chairs) != 1:
        found.append(Fault(_("应当设主任一人。"), "人民调解法8"))
    if not committee.women:
        found.append(Fault(_("应当有妇女成员。"), "人民调解法8"))
    if committee.mixed and not committee.mixed_member:
        found.append(Fault(_("多民族居住的地区，应当有人数较少民族的成员。"), "人民调解法8"))
    return found


def _term(committee: Committee, today: date) -> list[Fault]:
    if committee.term_from is None or committee.term_until is None:
        return [Fault(_("还没有填写本届任期。"), "人民调解法9")]
    if committee.term_until > full_term(committee.term_from):
        return [Fault(_("每届任期三年，本届超过了三年。"), "人民调解法9")]
    if committee.term_until <= today:
        told = _("本届任期已于 %(day)s 届满，请推选下一届。") % {"day": committee.term_until.isoformat()}
        return [Fault(told, "人民调解法9")]
    if committee.term_until - today <= WARN_AHEAD:
        told = _("本届任期将于 %(day)s 届满，请准备推选。") % {"day": committee.term_until.isoformat()}
        return [Fault(told, "人民调解法9", ahead=True)]
    return []


def full_term(since: date) -> date:
    """The last day of a term of three years; 29 February ends on the 28th."""
    try:
        return since.replace(year=since.year + TERM_YEARS)
    except ValueError:
        return since.replace(year=since.year + TERM_YEARS, day=28)
