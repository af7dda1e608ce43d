"""A published story as a page to print and to hang up."""

from __future__ import annotations

from pathlib import Path

from hemu.documents.pdf import typeset
from hemu.outreach.stories.models import Story

_TEMPLATE = Path(__file__).parent / "story.typ"


def pdf(row: Story) -> bytes:
    """The PDF of what is told, and of nothing else."""
    paragraphs = [line for line in row.told_text.splitlines() if line.strip()]
    lesson = [line for line in row.told_lesson.splitlines() if line.strip()]
    return typeset(_TEMPLATE, {"title": row.told_title, "text": paragraphs, "lesson": lesson})
