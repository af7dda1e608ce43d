"""Is a table sound, and does it do what its examples say? Asked before any version takes effect."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from hemu.kernel.wording import labelled
from hemu.kernel.worktime import periods_of
from hemu.orgs.models import UnitKind
from hemu.rulebook.engine import OPERATORS, Verdict, compile_table
from hemu.rulebook.facts import FACTS, BadFact, FactType, suits
from hemu.rulebook.tables import SPECS, Answer, Output, Policy, TableSpec

Row = Mapping[str, Any]
_NUMERIC = (FactType.NUMBER, FactType.AMOUNT)
_RANGES = ("at_least", "at_most", "between")


@dataclass(frozen=True, slots=True)
class Tried:
    """One example as it came out. `missed` names the parts of the answer that differ."""

    name: str
    facts: Mapping[str, Any]
    expect: Mapping[str, Any]
    verdict: Verdict | None
    missed: tuple[str, ...]
    error: str = ""

    @property
    def passed(self) -> bool:
        """Whether the table answers as the example says."""
        return not self.missed and not self.error


def problems(table: str, rows: Sequence[Row]) -> list[str]:
    """What is wrong with the rows of a table, in words that name the row; empty when it is sound."""
    spec = SPECS[table]
    found: list[str] = []
    seen: set[str] = set()
    for number, row in enumerate(rows, 1):
        name = str(row.get("id", "")).strip()
        label = _("第 %(number)s 条（%(id)s）") % {"number": number, "id": name or "—"}
        if not name:
            found.append(_("%(row)s：缺少编号。") % {"row": label})
        elif name in seen:
            found.append(_("%(row)s：编号重复。") % {"row": label})
        seen.add(name)
        found += [labelled(label, problem) for problem in _row_problems(spec, row)]
    if not [row for row in rows if not row.get("off")]:
        found.append(_("至少要有一条启用的规则。"))
    return found or _shadowed(spec, rows)


def _row_problems(spec: TableSpec, row: Row) -> list[str]:
    found = []
    if not str(row.get("text", "")).strip():
        found.append(_("缺少依据的文字。"))
    if not str(row.get("source", "")).strip():
        found.append(_("缺少来源（法律条文、上级规定，或“本地规定”）。"))
    for item in row.get("when", ()):
        found += _condition_problems(item)
    then = row.get("then") or {}
    if not then:
        found.append(_("没有结论。"))
    for part, given in then.items():
        if part not in spec.outputs:
            found.append(_("没有“%(part)s”这一项结论。") % {"part": part})
        elif not _answers(spec.outputs[part], given):
            found.append(
                _("结论“%(part)s”不能是“%(given)s”。") % {"part": spec.outputs[part].label, "given": given}
            )
    found += [
        _("缺少结论“%(part)s”。") % {"part": output.label}
        for part, output in spec.outputs.items()
        if output.required and part not in then
    ]
    return found


def _condition_problems(item: Row) -> list[str]:
    entry = FACTS.get(str(item.get("fact")))
    if entry is None:
        return [_("没有名为“%(name)s”的评估要素。") % {"name": item.get("fact")}]
    if _comparable(entry.type, str(item.get("op")), item.get("value")):
        return []
    return [_("“%(fact)s”的条件写得不对。") % {"fact": entry.label}]


def _comparable(kind: FactType, operator: str, wanted: Any) -> bool:
    if operator not in OPERATORS:
        return False
    if operator == "present":
        return True
    if operator in ("one_of", "between"):
        good = isinstance(wanted, list) and bool(wanted) and all(suits(kind, one) for one in wanted)
        if operator == "one_of" or not good:
            return good
        return kind in _NUMERIC and len(wanted) == 2 and wanted[0] <= wanted[1]
    if operator in ("at_least", "at_most") and kind not in _NUMERIC:
        return False
    return suits(kind, wanted)


def _answers(output: Output, given: Any) -> bool:
    if output.type is Answer.FLAG:
        return isinstance(given, bool)
    if output.type is Answer.NUMBER:
        fits = isinstance(given, int) and not isinstance(given, bool) and given >= 0
    elif output.type is Answer.TEXT:
        fits = isinstance(given, str) and bool(given)
    elif output.type is Answer.TEXTS:
        fits = isinstance(given, list) and bool(given) and all(isinstance(one, str) for one in given)
        if fits and output.vocabulary == "unit_kinds":
            fits = all(one in UnitKind.__members__ for one in given)
    else:
        return _are_periods(given)
    return fits and (not output.choices or given in output.choices)


def _are_periods(given: Any) -> bool:
    try:
        periods_of(given)
    except (TypeError, ValueError):
        return False
    return True


def _shadowed(spec: TableSpec, rows: Sequence[Row]) -> list[str]:
    """Where the topmost speaks: the rules that never do, since one above fires whenever they would."""
    if spec.policy is not Policy.FIRST:
        return []
    live = [row for row in rows if not row.get("off") and not row.get("otherwise")]
    found = []
    for position, later in enumerate(live):
        above = next((row for row in live[:position] if _covers(row, later)), None)
        if above is not None:
            words = {
                "id": above.get("text") or above.get("id"),
                "later": later.get("text") or later.get("id"),
            }
            found.append(_("规则“%(later)s”永远用不到：它成立时，排在前面的“%(id)s”已经成立。") % words)
    return found


def _covers(wide: Row, narrow: Row) -> bool:
    """Whether `wide` fires whenever `narrow` does: each of its conditions follows from one of the other's."""
    return all(any(_follows(one, from_) for from_ in narrow.get("when", ())) for one in wide.get("when", ()))


def _follows(wanted: Row, given: Row) -> bool:
    """Whether one condition follows from another on the same fact. Both must be sound."""
    operator, value = wanted["op"], wanted.get("value")
    if wanted["fact"] != given["fact"]:
        return False
    if wanted == given or operator == "present":
        return True
    if given["op"] in ("is", "one_of"):
        every = given["value"] if given["op"] == "one_of" else [given["value"]]
        return all(OPERATORS[operator](one, value) for one in every)
    if given["op"] == "between":
        return operator in _RANGES and all(OPERATORS[operator](edge, value) for edge in given["value"])
    return bool(
        given["op"] == operator and operator in _RANGES and OPERATORS[operator](given["value"], value)
    )


def try_examples(table: str, rows: Sequence[Row], examples: Sequence[Row]) -> list[Tried]:
    """Every example run against the rows, which must be sound."""
    compiled = compile_table(table, 0, rows)
    return [_try(compiled.evaluate, example) for example in examples]


def _try(evaluate: Any, example: Row) -> Tried:
    name, facts, expect = str(example.get("name", "")), example.get("facts", {}), example.get("expect", {})
    try:
        verdict: Verdict = evaluate(facts)
    except BadFact as error:
        return Tried(name, facts, expect, None, (), str(error))
    missed = tuple(part for part, want in expect.items() if verdict.value.get(part) != want)
    return Tried(name, facts, expect, verdict, missed)


def open_questions(table_rows: Sequence[Row], given: Mapping[str, Any]) -> list[str]:
    """Names of facts not recorded that a rule asks about and whose other conditions all hold.

    Answering one of them might change the verdict: worth asking before a person confirms it.
    """
    asked: dict[str, None] = {}
    for row in table_rows:
        unknown = [item["fact"] for item in row.get("when", ()) if given.get(item["fact"]) is None]
        known = [item for item in row.get("when", ()) if given.get(item["fact"]) is not None]
        if unknown and all(_holds(item, given[item["fact"]]) for item in known):
            asked.update(dict.fromkeys(unknown))
    return list(asked)


def _holds(item: Row, got: Any) -> bool:
    return OPERATORS[item["op"]](got, item.get("value"))
