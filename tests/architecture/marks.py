"""Which tests show which requirement or article of law, read from their marks without running them.

``python -m tests.architecture.marks`` writes docs/coverage.md.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from config.env import ROOT

GROUPS = {
    "S": ("Screening 排查", 15),
    "A": ("Assessment 评估", 8),
    "R": ("Routing 分流", 6),
    "M": ("Mediation 调解", 11),
    "F": ("Follow-up 回访", 7),
    "P": ("Publicity 宣传", 3),
    "V": ("Service 便民", 1),
    "C": ("Command 指挥督导", 8),
    "O": ("Organisation 组织", 4),
    "G": ("Patrol and response 治安防控", 10),
}
"""Letter → what the group is about, and how many requirements it has."""

REQUIREMENTS = [f"{letter}{number}" for letter, (_, many) in GROUPS.items() for number in range(1, many + 1)]
TARGET = ROOT / "docs" / "coverage.md"


def test_files() -> list[Path]:
    """Every file of tests."""
    return sorted(
        path for top in ("hemu", "config", "tests", "bench") for path in (ROOT / top).rglob("test_*.py")
    )


def marks(kind: str) -> Iterator[tuple[str, str]]:
    """Each (argument, test) of the marks called `kind`; a mark on a class or module counts for its file."""
    for path in test_files():
        tree = ast.parse(path.read_text())
        names = {
            id(decorator): node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef | ast.ClassDef)
            for decorator in node.decorator_list
        }
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and ast.unparse(node.func) == f"pytest.mark.{kind}":
                test = f"{path.relative_to(ROOT)}::{names.get(id(node), '')}".removesuffix("::")
                for argument in node.args:
                    if isinstance(argument, ast.Constant):
                        yield str(argument.value), test


def page() -> str:
    """docs/coverage.md."""
    tests: dict[str, list[str]] = defaultdict(list)
    for name, test in marks("req"):
        tests[name].append(test)
    shown = sum(bool(tests[name]) for name in REQUIREMENTS)
    lines = [
        "# Which test shows which requirement",
        "",
        f"{shown} of {len(REQUIREMENTS)} requirements have a test that carries their id.",
        "Written by `python -m tests.architecture.marks` from the marks in the tests; don't edit.",
    ]
    for letter, (title, many) in GROUPS.items():
        lines += ["", f"## {letter} · {title}", ""]
        for name in (f"{letter}{number}" for number in range(1, many + 1)):
            found = sorted(set(tests[name]))
            lines.append(f"- **{name}**" + ("" if found else ": none yet"))
            lines += [f"  - `{test}`" for test in found]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    TARGET.write_text(page())
