"""What in an agreement may be unclear: words to look at again. A proposal; a person decides."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from hemu.kernel.wording import listed
from hemu.loop.mediation.models import Agreement, Promise
from hemu.rulebook import codes


def hints(agreement: Agreement, owed: Sequence[Promise]) -> list[str]:
    """What a court might find unclear (法释〔2011〕5号7), in sentences; empty when nothing strikes."""
    text = f"{agreement.content}{agreement.manner}{agreement.time_limit}"
    vague = [words for _code, words in codes.choices("vague_words") if words in text]
    found = []
    if vague:
        found.append(_("有不明确的用语：%(words)s。请写成可以履行的数额和日期。") % {"words": listed(vague)})
    if not owed:
        found.append(_("没有逐项列明谁、做什么、到哪天。"))
    unnamed = [each.what for each in owed if each.party_id is None]
    if unnamed:
        found.append(_("没有写明由哪一方履行：%(what)s。") % {"what": listed(unnamed)})
    if not any(sign.isdigit() or sign in "一二三四五六七八九十" for sign in agreement.time_limit):
        found.append(_("履行期限没有写明天数或者日期。"))
    return found
