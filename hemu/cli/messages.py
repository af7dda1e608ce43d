"""``hemu messages``: the texts that users read, without GNU gettext on the machine.

The texts in the code are Chinese; a catalogue for each other language stands in
``locale/LANGUAGE/LC_MESSAGES/django.po``.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir, extract_python
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from config import env

LANGUAGES = ("en",)
METHODS = [
    ("**/tests/**", "ignore"),
    ("**/migrations/**", "ignore"),
    ("hemu/**.py", "python"),
    ("config/**.py", "python"),
    ("hemu/**/templates/**.html", "hemu.cli.messages:extract_template"),
    ("hemu/**/templates/**.txt", "hemu.cli.messages:extract_template"),
]
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "_now": None,  # gettext beside a lazy _ in modules of forms
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


def configure(parser: argparse.ArgumentParser) -> None:
    """Options of the command."""
    acts = parser.add_subparsers(dest="act", metavar="ACT", required=True)
    acts.add_parser("extract", help="bring each catalogue up to date with the code")
    acts.add_parser("compile", help="compile the catalogues that the site reads")
    acts.add_parser("check", help="list what isn't translated; fails when there is any")


def run(options: argparse.Namespace) -> int:
    """Work on every language's catalogue."""
    act = {"extract": _extract, "compile": _compile, "check": _check}[options.act]
    return max((act(language) for language in LANGUAGES), default=0)


def extract_template(
    fileobj: BinaryIO, keywords: Any, comment_tags: Any, options: Any
) -> Iterator[tuple[Any, ...]]:
    """Messages of a Django template, for Babel: Django turns it into calls, Babel reads those."""
    from django.utils.translation.template import templatize

    source = templatize(fileobj.read().decode(), origin=getattr(fileobj, "name", None))
    lines = "\n".join(line.strip() for line in source.splitlines())
    yield from extract_python(BytesIO(lines.encode()), keywords, comment_tags, {"encoding": "utf-8"})


def _path(language: str) -> Path:
    return env.ROOT / "locale" / language / "LC_MESSAGES" / "django.po"


def _read(language: str) -> Catalog:
    path = _path(language)
    if not path.exists():
        return Catalog(
            locale=language,
            project="hemu",
            charset="utf-8",
            fuzzy=False,
            header_comment="# What users read.",
            last_translator="",
            language_team="",
            msgid_bugs_address="",
        )
    with path.open("rb") as file:
        return read_po(file, locale=language, domain="django", charset="utf-8")


def found_messages() -> Catalog:
    """A catalogue of every message in the code and the templates."""
    found = Catalog(project="hemu", charset="utf-8", fuzzy=False)
    walked = extract_from_dir(
        env.ROOT, METHODS, keywords=KEYWORDS, comment_tags=("Translators:",), directory_filter=_is_ours
    )
    for filename, line, message, comments, context in walked:
        found.add(message, None, [(filename, line)], auto_comments=comments, context=context)
    return found


def _is_ours(folder: str) -> bool:
    top = Path(folder).relative_to(env.ROOT).parts[:1] if Path(folder) != env.ROOT else ("hemu",)
    return top in (("hemu",), ("config",)) and not Path(folder).name.startswith((".", "__"))


def _extract(language: str) -> int:
    catalogue = _read(language)
    catalogue.update(found_messages(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    path = _path(language)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(file, catalogue, width=110, sort_by_file=True, include_lineno=False, omit_header=False)
    print(f"{path.relative_to(env.ROOT)}: {len(catalogue)} messages, {len(_missing(catalogue))} to translate")
    return 0


def _missing(catalogue: Catalog) -> list[str]:
    return [
        str(message.id)
        for message in catalogue
        if message.id and not (all(message.string) if isinstance(message.string, tuple) else message.string)
    ]


def _compile(language: str) -> int:
    path = _path(language)
    if not path.exists():
        return 0
    with path.with_suffix(".mo").open("wb") as file:
        write_mo(file, _read(language))
    return 0


def _check(language: str) -> int:
    catalogue, wanted = _read(language), found_messages()
    # A fuzzy entry is a guess of the tool that updates the catalogue, and is left out when compiled.
    known = {(one.id, one.context) for one in catalogue if one.string and not one.fuzzy}
    missing = sorted({str(one.id) for one in wanted if one.id and (one.id, one.context) not in known})
    for text in missing:
        print(f"{language}: {text}")
    return 1 if missing else 0
