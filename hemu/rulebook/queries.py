"""What the pages of the rulebook show."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.kernel.errors import Missing
from hemu.rulebook import store, words
from hemu.rulebook.checking import Tried, problems, try_examples
from hemu.rulebook.defaults.shape import LOCAL
from hemu.rulebook.engine import Verdict
from hemu.rulebook.facts import FACTS, Fact
from hemu.rulebook.models import RuleChange, RuleTable, Status
from hemu.rulebook.store import CodeBook, CodeRow
from hemu.rulebook.tables import SPECS, TableSpec

ABOUT: Mapping[str, str | Promise] = {
    "rating": _("纠纷定为红、橙、蓝哪一级。所有成立的规则都是依据，取最高一级。"),
    "routing": _("分到哪里、谁协办、向谁报告。自上而下，每一项取最先说到它的规则。"),
    "reporting": _("哪些事要向上一级报告、多久之内、报给谁。取最先成立的规则。"),
    "clock": _("每个环节、每次交办、每项法定事务的期限。取最先成立的规则；没有规则的不计时。"),
    "mediable": _("什么不能调解、能调解多少、该向哪里提出。所有成立的规则都要告知，以限制最多的为准。"),
    "followup": _("调解之后多久回访、回访几次。取最先成立的规则。"),
    "review": _("办理期间多久会商复评一次。取最先成立的规则。"),
    "asking": _("电话回访打几次、满意度抽多少件、多少份答复才下结论。取最先成立的规则。"),
    "key": _("哪些纠纷建议列为重点、属于哪一类、由哪一级牵头包保。取最先成立的规则；是否列入由人决定。"),
    "doubts": _("走访到什么程度算可疑、提请人核查。取最先成立的规则；没有规则的不核查。"),
    "worktime": _("工作时间从几点到几点。节假日另见工作日历。"),
    "quiet": _("几点到几点可以向手机、邮箱和群发消息，其余时间攒到下一个时段再发。红色预警随时发。"),
}
"""What each table decides and how, for its reader."""


@dataclass(frozen=True, slots=True)
class RuleLine:
    """One rule in words. `colour` is set where the answer is a rating."""

    position: int
    id: str
    text: str
    note: str
    source: str
    is_local: bool
    conditions: list[str]
    answers: list[str]
    colour: int | None
    otherwise: bool
    off: bool


@dataclass(frozen=True, slots=True)
class ExampleLine:
    """One example in words, with how it came out."""

    position: int
    name: str
    facts: list[str]
    expected: list[str]
    got: list[str]
    passed: bool
    error: str
    colour: int | None
    expected_colour: int | None


@dataclass(frozen=True, slots=True)
class Overview:
    """One table in the list of tables."""

    spec: TableSpec
    about: str | Promise
    version: RuleTable | None
    rules: int
    examples: int
    passed: int
    drafts: int
    coming: int
    proposed: int


def spec_of(name: str) -> TableSpec:
    """The frame of a table; raises Missing."""
    if name not in SPECS:
        raise Missing(_("没有这张规则表。"))
    return SPECS[name]


def in_force(name: str, on: date) -> RuleTable:
    """The version of a table in force `on` that day; raises Missing."""
    spec_of(name)
    try:
        held = store.snapshot().table(name, on)
    except store.NotInForce:
        raise Missing(_("那一天还没有生效的版本。")) from None
    return RuleTable.objects.get(name=name, version=held.version)


def version_of(name: str, number: int) -> RuleTable:
    """One version of a table; raises Missing."""
    spec_of(name)
    found = RuleTable.objects.filter(name=name, version=number).first()
    if found is None:
        raise Missing(_("没有这个版本。"))
    return found


def versions(name: str) -> list[RuleTable]:
    """Every version of a table without its content, latest first."""
    return list(RuleTable.objects.filter(name=name).defer("rows", "examples").order_by("-version"))


def history(name: str, number: int) -> list[RuleChange]:
    """What was done to a version, the latest first."""
    return list(RuleChange.objects.filter(name=name, version=number).order_by("-id"))


def proposed() -> QuerySet[RuleTable]:
    """The versions that wait for somebody's approval, the longest waiting first."""
    return RuleTable.objects.filter(status=Status.PROPOSED).order_by("proposed_at", "id")


def others_in_force(held: RuleTable, on: date) -> RuleTable | None:
    """The version in force `on` that day, when it isn't `held` itself."""
    try:
        number = store.snapshot().table(held.name, on).version
    except store.NotInForce:
        return None
    return None if number == held.version else RuleTable.objects.get(name=held.name, version=number)


def overview(on: date) -> list[Overview]:
    """Every table as it stands `on` that day."""
    found: dict[str, list[RuleTable]] = {}
    for row in RuleTable.objects.order_by("name", "-version"):
        found.setdefault(row.name, []).append(row)
    return [_overview(spec, found.get(name, []), on) for name, spec in SPECS.items()]


def _overview(spec: TableSpec, every: Sequence[RuleTable], on: date) -> Overview:
    active = [row for row in every if row.status == Status.ACTIVE and row.valid_from]
    held = [row for row in active if row.valid_from and row.valid_from <= on]
    version = max(held, key=lambda row: row.valid_from or date.min, default=None)
    tried = examples(version) if version else []
    return Overview(
        spec=spec,
        about=ABOUT[spec.name],
        version=version,
        rules=len([row for row in version.rows if not row.get("off")]) if version else 0,
        examples=len(tried),
        passed=sum(line.passed for line in tried),
        drafts=len([row for row in every if row.status == Status.DRAFT]),
        coming=len([row for row in active if row.valid_from and row.valid_from > on]),
        proposed=len([row for row in every if row.status == Status.PROPOSED]),
    )


def lines(version: RuleTable) -> list[RuleLine]:
    """The rules of a version in words, in the order in which they are asked."""
    return [line(version.name, position, row) for position, row in enumerate(version.rows)]


def line(table: str, position: int, row: Mapping[str, Any]) -> RuleLine:
    """One rule in words."""
    then = row.get("then", {})
    return RuleLine(
        position=position,
        id=row["id"],
        text=row["text"],
        note=row.get("note", ""),
        source=row.get("source", ""),
        is_local=row.get("source") == LOCAL,
        conditions=[words.condition(item) for item in row.get("when", ())],
        answers=words.answer(table, then),
        colour=then.get("colour"),
        otherwise=bool(row.get("otherwise")),
        off=bool(row.get("off")),
    )


def examples(version: RuleTable) -> list[ExampleLine]:
    """The examples of a version run against it. None is run while its rules are unsound."""
    if problems(version.name, version.rows):
        return [
            _example(version.name, position, Tried(item["name"], item["facts"], item["expect"], None, ()))
            for position, item in enumerate(version.examples)
        ]
    tried = try_examples(version.name, version.rows, version.examples)
    return [_example(version.name, position, item) for position, item in enumerate(tried)]


def _example(table: str, position: int, tried: Tried) -> ExampleLine:
    value = tried.verdict.value if tried.verdict else {}
    return ExampleLine(
        position=position,
        name=tried.name,
        facts=[words.recorded(name, given) for name, given in tried.facts.items() if name in FACTS],
        expected=words.answer(table, tried.expect),
        got=words.answer(table, {part: value[part] for part in tried.expect if part in value}),
        passed=tried.passed and tried.verdict is not None,
        error=tried.error,
        colour=value.get("colour"),
        expected_colour=tried.expect.get("colour"),
    )


def asked(rows: Sequence[Mapping[str, Any]]) -> list[Fact]:
    """The facts that a table's rules ask about, in the order of the registry."""
    names = {item["fact"] for row in rows for item in row.get("when", ())}
    return [fact for name, fact in FACTS.items() if name in names]


def named_values() -> list[tuple[Fact, list[str]]]:
    """The facts whose values have names, with those names: what may be typed in a condition."""
    found = [(fact, words.values_of(name)) for name, fact in FACTS.items()]
    return [(fact, [str(word) for word in named.values()]) for fact, named in found if named]


def outcome(table: str, verdict: Verdict) -> dict[str, Any]:
    """A verdict in words."""
    return {
        "answers": words.answer(table, verdict.value),
        "colour": verdict.value.get("colour"),
        "grounds": [(ground, ground.in_words()) for ground in verdict.grounds],
    }


@dataclass(frozen=True, slots=True)
class CodeLine:
    """One code with its counterparts in words. `depth` 0 is a first-level code."""

    row: CodeRow
    depth: int
    counterparts: list[str]
    ended: bool


def code_lines(book: CodeBook, others: Mapping[str, CodeBook], query: str, on: date) -> list[CodeLine]:
    """The codes of a list that contain `query` in code or words, with the parents of those that do."""
    wanted = query.strip().lower()
    hits = {row.code for row in book.rows if wanted in row.label.lower() or wanted in row.code}
    parents = {row.parent for row in book.rows if row.code in hits}
    children = {row.code for row in book.rows if row.parent in hits}
    shown = hits | parents | children if wanted else {row.code for row in book.rows}
    return [
        CodeLine(row, 1 if row.parent else 0, _counterparts(book, row, others), not row.holds(on))
        for row in book.rows
        if row.code in shown and row.since <= on
    ]


def _counterparts(book: CodeBook, row: CodeRow, others: Mapping[str, CodeBook]) -> list[str]:
    parent = book.find(row.parent) if row.parent else None
    found = []
    for name in counterpart_lists(book, others):
        code = row.maps.get(name) or (parent.maps.get(name) if parent else None)
        held = others[name].find(code) if code else None
        found.append(held.label if held else "")
    return found


def counterpart_lists(book: CodeBook, others: Mapping[str, CodeBook]) -> list[str]:
    """The other lists that codes of this one have counterparts in."""
    named = dict.fromkeys(name for row in book.rows for name in row.maps)
    return [name for name in named if name in others]
