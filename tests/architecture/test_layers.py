"""The house stays in order: who may import whom, how long things get, and what never appears."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from config.env import KNOWN, ROOT
from tests.architecture import laws, marks

LONGEST_FUNCTION = 40
LONGEST_FILE = 400
TOPS = ("hemu", "config", "bench")


def sources() -> list[Path]:
    return sorted(
        path
        for top in TOPS
        for path in (ROOT / top).rglob("*.py")
        if "tests" not in path.parts and "migrations" not in path.parts
    )


def functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_layers():
    done = subprocess.run(
        [sys.executable, "-c", "from importlinter.cli import lint_imports_command; lint_imports_command()"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-1000:]


def test_no_function_is_longer_than_a_screen():
    long = {
        f"{path.relative_to(ROOT)}:{name}": lines
        for path in sources()
        for name, lines in functions(path)
        if lines > LONGEST_FUNCTION
    }
    assert long == {}


def test_no_file_is_longer_than_can_be_kept_in_mind():
    long = {
        str(path.relative_to(ROOT)): lines
        for path in sources()
        if (lines := len(path.read_text().splitlines())) > LONGEST_FILE
    }
    assert long == {}


def test_the_time_comes_from_the_clock():
    """Only hemu.kernel.clock asks the machine, so that the demonstration can live in another year."""
    allowed = {"hemu/kernel/clock.py"}
    asks = re.compile(r"timezone\.now\(|datetime\.now\((?!UTC\))|date\.today\(|auto_now|datetime\.utcnow")
    found = {
        str(path.relative_to(ROOT))
        for path in sources()
        if asks.search(path.read_text()) and str(path.relative_to(ROOT)) not in allowed
    }
    assert found == set()


def test_nothing_is_left_for_later():
    unfinished = re.compile(
        r"\b(TODO|FIXME|XXX|HACK)\b|pytest\.(skip|mark\.skip|mark\.xfail|xfail|importorskip)"
    )
    me = Path(__file__)
    paths = [*sources(), *marks.test_files(), *(ROOT / "web").rglob("*.ts"), *(ROOT / "hemu").rglob("*.html")]
    found = {
        str(path.relative_to(ROOT)) for path in paths if path != me and unfinished.search(path.read_text())
    }
    assert found == set()


def test_every_mark_names_a_requirement():
    assert {name for name, _ in marks.marks("req")} <= set(marks.REQUIREMENTS)


def test_the_list_of_what_is_shown_names_every_requirement():
    page = marks.page()
    assert [name for name in marks.REQUIREMENTS if f"- **{name}**" not in page] == []


def test_every_article_that_asks_something_of_us_is_shown_by_a_test():
    assert laws.missing() == []


def test_the_lists_of_what_is_shown_are_fresh():
    """``make check`` writes them."""
    assert marks.TARGET.read_text() == marks.page()
    assert laws.TARGET.read_text() == laws.page()


def test_every_variable_that_is_read_is_declared():
    """config.env refuses an undeclared one when it is read; this finds it before that."""
    named = re.compile(r"HEMU_[A-Z_]+[A-Z]")
    files = [*sources(), ROOT / "README.md", ROOT / "Makefile", *(ROOT / "tools").iterdir()]
    stray = {name for path in files if path.is_file() for name in named.findall(path.read_text())} - set(
        KNOWN
    )
    assert stray == set()


def test_no_registry_is_named():
    """Set-up honours the machine's own settings of pip and npm."""
    files = ["package.json", "pyproject.toml", "Makefile", ".npmrc", ".ci/run"]
    named = re.compile(
        r"registry\.npm|pypi\.org|pythonhosted|npmmirror|\"resolved\"|index-url|^registry", re.M
    )
    assert not (ROOT / "package-lock.json").exists(), "versions are pinned in package.json"
    assert [name for name in files if named.search((ROOT / name).read_text())] == []


@pytest.mark.parametrize("name", ["need-python", "need-browser", "with-node"])
def test_tools_are_sound_shell(name):
    assert subprocess.run(["sh", "-n", str(ROOT / "tools" / name)], check=False).returncode == 0
