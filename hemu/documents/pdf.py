"""Setting a page as PDF, by Typst, with a Chinese font of our own: servers have none.

Typst and not WeasyPrint: its one wheel needs nothing else on the machine (WeasyPrint needs Pango), it sets
a page in a tenth of a second, and what a document says reaches it as data, so that no name or narrative
can be taken for a command.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import typst
from noto_cjk_sans_otc import FONT_PATH

FONT = "Noto Sans CJK SC"
"""The family that templates name."""


@cache
def _fonts() -> typst.Fonts:
    """The same fonts on every machine: those of the system are left out."""
    return typst.Fonts(include_system_fonts=False, font_paths=[Path(str(FONT_PATH)).parent])


def typeset(template: Path, data: Mapping[str, Any]) -> bytes:
    """The PDF that `template` (a .typ file) makes of `data`: it reads ``json(bytes(sys.inputs.data))``.

    Tagged, so that a screen reader can read it. Raises typst.TypstError when the template is wrong.
    """
    made = typst.compile(
        template,
        root=template.parent,
        font_paths=_fonts(),
        format="pdf",
        sys_inputs={"data": json.dumps(data, ensure_ascii=False)},
    )
    if not isinstance(made, bytes):
        raise TypeError("Typst answered no single file")
    return made
