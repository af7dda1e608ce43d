"""A dispute of an old ledger. What it says of its course stands in the account as the ledger's word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from hemu.disputes.models import Dispute, PartyKind, Sex, Side, Source
from hemu.disputes.parties import NewParty
from hemu.disputes.registration import NewDispute, check_new, register_many
from hemu.kernel.errors import Refused
from hemu.loop.screening.forms.dispute import made_title
from hemu.loop.screening.importing.rows import parties, suggested
from hemu.loop.screening.importing.rows.common import (
    Came,
    Cells,
    Frame,
    RowReader,
    Understood,
    as_date,
    placed,
    same_text,
)
from hemu.loop.screening.importing.rules import numerals, outcomes
from hemu.loop.screening.importing.rules.records import Record
from hemu.loop.screening.importing.rules.unclear import Unclear
from hemu.loop.screening.links.names import simplified
from hemu.orgs.actor import Actor
from hemu.orgs.names import mask_phone
from hemu.rulebook import codes

LONGEST_TITLE, LONGEST_TEXT, LONGEST_NOTE = 100, 5000, 1500
_WAGES = re.compile(r"工资|欠薪|讨薪|工钱|劳务报酬")
NOTED = (
    ("number", "编号"),
    ("registered_on", "登记日期"),
    ("source", "来源"),
    ("people", "涉及人数"),
    ("amount", "涉及金额"),
    ("level", "等级"),
    ("measures", "调处过程"),
    ("outcome", "结果"),
    ("settled_on", "化解日期"),
    ("mediator", "调解员"),
    ("unit", "责任单位"),
    ("remark", "备注"),
)
"""What is kept in the ledger's own words, with the words that introduce it. A record is Chinese."""
COUNTED = ("people", "amount")
"""Kept in words only where they say no number: 若干, 面议."""


def understand(record: Record, frame: Frame) -> Understood:
    """What a record of an old ledger says, as a dispute to register."""
    cells = Cells(record, frame)
    where = cells.where()
    day = cells.day("occurred_on", lenient=("no_day",))
    registered = _day_or_none(cells, "registered_on")
    everybody, people = parties.read(cells)
    title = cells.text("title", longest=LONGEST_TITLE)
    account = cells.text("narrative", longest=LONGEST_TEXT) or title
    if not account:
        cells.wrong("narrative", "required", _("没有写发生了什么。"))
    outcome = outcomes.ended(cells.text("outcome", longest=LONGEST_NOTE))
    cells.out.over = outcome in outcomes.OVER
    facts = _facts(cells, people, len(everybody))
    kind, triage = _suggested(cells, account, [party["name"] for party in everybody], facts)
    cells.out.number = cells.text("number", longest=60)
    names = "".join(sorted(same_text(party["name"]) for party in everybody))
    cells.out.mark = same_text(names, day or registered or "", account)
    cells.out.new = {
        "region": where.region if where else 0,
        "place": where.rest if where else "",
        "title": title,
        "narrative": _with_note(cells, account),
        "kind": kind or 0,
        "occurred_on": day.isoformat() if day else None,
        "parties": everybody,
        "facts": facts,
        "petition": bool(cells.has("petition") and outcomes.truth(record.text("petition"))),
        "triage": triage,
    }
    return cells.out


def _suggested(
    cells: Cells, account: str, names: Sequence[str], facts: dict[str, Any]
) -> tuple[int | None, dict[str, Any] | None]:
    """The kind, and what the account suggests; a row that is left out as ended isn't looked at."""
    if cells.out.over and not cells.frame.with_ended:
        return None, None
    found = suggested.read(account, names)
    kind = _kind(cells)
    if kind is None and not cells.has("kind"):
        kind = suggested.kind(cells, found, account) if cells.frame.kind_from_text else cells.frame.kind
        if kind is None:
            cells.wrong("kind", "required", _("没有写纠纷类型。可在“默认类型”一栏指定。"))
    return kind, suggested.noted(cells, found, account, kind or 0, facts)


def _kind(cells: Cells) -> int | None:
    """The kind that the ledger names."""
    text = cells.record.text("kind", between="").strip()
    if not cells.has("kind"):
        return None
    meant = cells.frame.words.meaning(text, cells.frame.learned_kinds)
    if meant is None:
        told = _("认不出类型“%(text)s”。可在“没认出的词”里指定，或改用类型表里的名称。")
        cells.wrong("kind", "unknown_kind", told % {"text": text[:30]})
        return None
    if meant.is_likely:
        told = _("“%(text)s”按“%(label)s”登记。") % {
            "text": text[:30],
            "label": codes.full_label(codes.KINDS, meant.code),
        }
        cells.remark("kind", "likely_kind", told)
    return meant.code


def _day_or_none(cells: Cells, key: str) -> Any:
    """The day of a field that only serves to know a row again; what can't be read is left to the note."""
    try:
        text = cells.record.text(key)
        return cells._moment(text).day if text else None
    except Unclear:
        return None


def _facts(cells: Cells, people: int | None, named: int) -> dict[str, Any]:
    """What the ledger counts. Nothing is concluded from its words: that is the officer's to confirm."""
    many = cells.parsed("people", numerals.count, lenient=("count",))
    said = cells.record.said
    unit = (
        10_000
        if any(_in_myriads(cells.frame.labels.get(one.place, "")) for one in said.get("amount", ()))
        else 1
    )
    amount = cells.parsed("amount", lambda text: numerals.money(text, unit=unit), lenient=("money",))
    counted = many if many is not None else people
    facts: dict[str, Any] = {}
    if counted:
        facts["people"] = max(counted, named)
    if amount:
        facts["amount"] = amount
    if _WAGES.search(simplified(cells.record.text("kind"))):
        facts["wages"] = True
    return facts


def _in_myriads(label: str) -> bool:
    return "万" in label or "萬" in label


def _with_note(cells: Cells, account: str) -> str:
    """The account, and under it what else the old ledger says, as its word and not as something done here."""
    unread = {one.key for one in cells.out.remarks if one.code in ("count", "money", "no_day")}
    said = [
        (_head(cells, key, words), cells.text(key, longest=LONGEST_NOTE, between="；"))
        for key, words in NOTED
        if key not in COUNTED or key in unread
    ]
    if "occurred_on" in unread:
        said.insert(0, ("发生时间", cells.record.text("occurred_on")))
    parts = [f"{words}：{text}" for words, text in said if text]
    whole = account + (f"\n【原台账】{'；'.join(parts)}" if parts else "")
    if len(whole) > LONGEST_TEXT and len(account) <= LONGEST_TEXT:
        told = _("连同原台账的结果、备注超过 %(most)s 字，请缩短。") % {"most": LONGEST_TEXT}
        cells.wrong("narrative", "too_long", told)
    return whole[:LONGEST_TEXT]


def _head(cells: Cells, key: str, otherwise: str) -> str:
    """What the ledger itself calls a field: 是否化解：否 says what 结果：否 doesn't."""
    said = cells.record.said.get(key)
    label = cells.frame.labels.get(said[0].place, "") if said else ""
    return label.rsplit(" / ", 1)[-1].partition(" #")[0] or otherwise


def new_dispute(new: dict[str, Any], dispute_id: int | None = None, source_ref: str = "") -> NewDispute:
    """What the act is given."""
    everybody = [
        NewParty(
            name=one["name"],
            side=Side(one["side"]),
            kind=PartyKind(one["kind"]),
            sex=Sex(one.get("sex") or Sex.UNSTATED),
            identity_number=one.get("identity_number", ""),
            phone=one.get("phone", ""),
            address=one.get("address", ""),
        )
        for one in new["parties"]
    ]
    return NewDispute(
        region=new["region"],
        title=new["title"] or made_title(everybody, new["kind"]),
        narrative=new["narrative"],
        kind=new["kind"],
        source=Source.IMPORT,
        parties=everybody,
        place=new["place"],
        occurred_on=as_date(new["occurred_on"]),
        facts=new["facts"],
        petition=new["petition"],
        source_ref=source_ref,
        triage=new.get("triage"),
        dispute_id=dispute_id,
    )


def check(new: dict[str, Any], by: Actor) -> None:
    """The act's own checks. Raises Refused by field."""
    check_new(new_dispute(new), by)


def bring_in(batch: Sequence[tuple[int, dict[str, Any]]], by: Actor) -> list[Came | Refused]:
    """Register a batch in one go: (number made for it, what was understood)."""
    news = [new_dispute(new, dispute_id, new.get("source_ref", "")) for dispute_id, new in batch]
    return [
        Came(result.county, result.id, result.ref) if isinstance(result, Dispute) else result
        for result in register_many(news, by=by)
    ]


def show(new: dict[str, Any]) -> list[tuple[str, str]]:
    """What would be registered, as people read it; telephones masked."""
    made = new_dispute(new)
    return [
        (_("纠纷名称"), made.title),
        (_("当事人"), "、".join(_shown(party) for party in made.parties)),
        (_("类型"), codes.full_label(codes.KINDS, f"{made.kind:04d}")),
        (_("地点"), placed(made.region, made.place)),
        (_("发生日期"), made.occurred_on.isoformat() if made.occurred_on else ""),
        (_("简述"), made.narrative),
    ]


def _shown(party: NewParty) -> str:
    return f"{party.name}（{mask_phone(party.phone)}）" if party.phone else party.name


READER = RowReader(understand, check, show, bring_in)
