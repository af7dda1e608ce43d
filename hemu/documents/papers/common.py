"""What every paper of a dispute may say: the dispute itself, its parties, and days as papers write them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from hemu.disputes.models import Colour, Dispute, Party, PartyKind, Sex, Side, Source
from hemu.disputes.queries import parties
from hemu.documents.papers.registry import Named
from hemu.kernel import clock
from hemu.orgs.names import mask_phone
from hemu.orgs.queries import place_name
from hemu.rulebook import codes

EMPTY = "　　　　"
"""What isn't recorded is left free, to be written by hand."""

PARTY_EXAMPLE = {
    "id": "1",
    "side": "申请人",
    "name": "吴某",
    "person": "是",
    "about": "男，45 岁，农民，住荣院村三组",
    "sex": "男",
    "age": "45",
    "occupation": "农民",
    "address": "荣院村三组",
    "phone": "138****0001",
    "identity": "522725**********34",
    "representative": "",
    "signed": "签名",
}
DISPUTE_NAMED: tuple[Named, ...] = (
    Named("ref", _("纠纷编号"), "HM-2026-AB12C"),
    Named("title", _("纠纷名称"), "吴某与黄某田埂纠纷"),
    Named("kind", _("纠纷类型"), "土地承包经营"),
    Named("colour", _("等级"), "蓝色"),
    Named("source", _("来源"), "走访"),
    Named("place", _("纠纷地点"), "瓮安县珠藏镇荣院村第一网格"),
    Named("narrative", _("纠纷简述"), "双方因田埂的位置争吵。"),
    Named("opened", _("登记日期"), "2026年11月2日"),
    Named("lead_unit", _("主办单位"), "珠藏镇人民调解委员会"),
    Named(
        "parties",
        _("当事人，每人一项"),
        [PARTY_EXAMPLE, {**PARTY_EXAMPLE, "side": "被申请人", "name": "黄某"}],
    ),
    Named("applicants", _("申请人的姓名"), "吴某"),
    Named("respondents", _("被申请人的姓名"), "黄某"),
    Named("today", _("制作日期"), "2026年11月30日"),
)


_OPENED: ContextVar[Mapping[str, Mapping[str, str]] | None] = ContextVar(
    "hemu_opened_for_print", default=None
)


@contextmanager
def opened_for_print(values: Mapping[str, Mapping[str, str]]) -> Iterator[None]:
    """What is masked on papers is printed whole inside: by party (its number as text), the names and values.

    Whoever calls this has put the opening on record first.
    """
    token = _OPENED.set(values)
    try:
        yield
    finally:
        _OPENED.reset(token)


def day(given: date | datetime | None) -> str:
    """「2026年11月30日」, in the county's time; blank for none."""
    if given is None:
        return f"{EMPTY}年{EMPTY[:2]}月{EMPTY[:2]}日"
    when = clock.local(given).date() if isinstance(given, datetime) else given
    return f"{when.year}年{when.month}月{when.day}日"


def moment(given: datetime | None) -> str:
    """「2026年11月30日 14时30分」; blank for none."""
    if given is None:
        return day(None)
    local = clock.local(given)
    return f"{day(given)} {local.hour}时{local.minute:02}分"


def period(since: datetime, until: datetime | None) -> str:
    """「2026年11月5日 9时30分 至 11时00分」; without an end when there is none."""
    if until is None:
        return moment(since)
    ended = moment(until)
    return f"{moment(since)} 至 {ended.removeprefix(day(since)).strip()}"


def in_chinese(choices: Any, value: int | None) -> str:
    """A choice's label as papers say it, whatever the language of the page."""
    if value is None or value not in choices.values:
        return ""
    with override("zh-hans"):
        return str(choices(value).label)


def dispute_values(dispute: Dispute, signed: dict[int, str] | None = None) -> dict[str, Any]:
    """The values of DISPUTE_NAMED. `signed`: how each party signed, by the party's number."""
    people = parties(dispute)
    with override("zh-hans"):
        kind = codes.full_label(codes.KINDS, dispute.kind)
    return {
        "ref": dispute.ref,
        "title": dispute.title,
        "kind": kind,
        "colour": in_chinese(Colour, dispute.colour),
        "source": in_chinese(Source, dispute.source),
        "place": f"{place_name(dispute.region)}{dispute.place}",
        "narrative": dispute.narrative,
        "opened": day(dispute.opened_at),
        "lead_unit": dispute.lead_unit_name,
        "parties": [_party(each, (signed or {}).get(each.pk, "")) for each in people],
        "applicants": _names(people, Side.APPLICANT),
        "respondents": _names(people, Side.RESPONDENT),
        "today": day(clock.today()),
    }


def _names(people: Iterable[Party], side: Side) -> str:
    return "、".join(each.name for each in people if each.side == side)


def _party(party: Party, signed: str) -> dict[str, str]:
    is_person = party.kind == PartyKind.PERSON
    sex = in_chinese(Sex, party.sex) if party.sex in (Sex.MALE, Sex.FEMALE) else ""
    age = _age(party.born) if is_person and party.born else ""
    representative = party.legal_representative
    about = [
        sex,
        f"{age} 岁" if age else "",
        party.occupation,
        f"法定代表人 {representative}" if representative else "",
        f"住 {party.address}" if party.address and is_person else party.address,
    ]
    return {
        "id": str(party.pk),
        "side": in_chinese(Side, party.side),
        "name": party.name,
        "person": "是" if is_person else "",
        "about": "，".join(one for one in about if one),
        "sex": sex,
        "age": age,
        "occupation": party.occupation,
        "address": party.address,
        "phone": mask_phone(str(party.phone or "")) if party.phone else "",
        "identity": mask_identity(str(party.identity_number or "")),
        "representative": representative,
        "signed": signed,
        **(_OPENED.get() or {}).get(str(party.pk), {}),
    }


def mask_identity(number: str) -> str:
    """The first six and last two characters; short numbers show the first alone."""
    if len(number) <= 8:
        return number[:1] + "*" * max(0, len(number) - 1)
    return number[:6] + "*" * (len(number) - 8) + number[-2:]


def _age(born: date) -> str:
    today = clock.today()
    return str(today.year - born.year - ((today.month, today.day) < (born.month, born.day)))
