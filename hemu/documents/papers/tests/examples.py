"""Papers set from their examples: what each says in its braces, and each example that stands there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

from docx import Document

from hemu.documents.papers.registry import Paper

_BRACES = re.compile(r"\{%(?:p|tr)? for (\w+) in ([a-z_.]+) %\}|\{%(?:p|tr)? (endfor) %\}|\{\{\s*([a-z_.]+)")


def told(paper: Paper) -> dict[str, Any]:
    """The examples of a paper; no empty one, so that everything stands; with an organisation for a party."""
    values = {each.name: _told(each.name, each.example) for each in paper.named}
    if "parties" in values:
        values["parties"].append({**values["parties"][0], "name": "某公司", "person": ""})
    return values


def _told(name: str, example: Any) -> Any:
    if isinstance(example, list):
        return [_told(name, one) for one in example]
    if isinstance(example, dict):
        return {key: _told(key, value) for key, value in example.items()}
    return example if example != "" else f"写了{name}"


def word_text(content: bytes) -> str:
    """Everything that a Word file says, as python-docx reads it, in the file's order."""

    def lines(holder: Any) -> Iterator[str]:
        for item in holder.iter_inner_content():
            if hasattr(item, "rows"):
                for row in item.rows:
                    for cell in row.cells:
                        yield from lines(cell)
            else:
                yield item.text

    return "\n".join(lines(Document(BytesIO(content))))


def wanted(draft: str, values: dict[str, Any]) -> list[str]:
    """Every value that the braces of a draft name, those of each line of a list included."""
    found: list[str] = []
    lines: list[tuple[str, list[Any]]] = []
    for begins, over, ends, name in _BRACES.findall(draft):
        if begins:
            lines.append((begins, _flat(over, lines, values)))
        elif ends:
            lines.pop()
        elif not name.startswith("loop."):
            found += [str(one) for one in _stand_for(name, lines, values)]
    return found


def _stand_for(name: str, lines: list[tuple[str, list[Any]]], values: dict[str, Any]) -> list[Any]:
    """What a name stands for: one value, or what each line of the list says that it runs over."""
    head, *rest = name.split(".")
    here = next((each for of, each in reversed(lines) if of == head), None)
    if here is None:
        return [values[head]]
    return [one[rest[0]] for one in here] if rest else here


def _flat(over: str, lines: list[tuple[str, list[Any]]], values: dict[str, Any]) -> list[Any]:
    return [one for each in _stand_for(over, lines, values) for one in each]
