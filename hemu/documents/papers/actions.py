"""Putting an office's own Word file in place of the product's, and taking it back."""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext as _

from hemu.documents.actions import clean_name
from hemu.documents.inspection import inspect
from hemu.documents.models import Format, PaperTemplate
from hemu.documents.papers.filling import BadTemplate, as_pdf, fill
from hemu.documents.papers.registry import Paper
from hemu.documents.store import store
from hemu.kernel import clock
from hemu.kernel.errors import Missing, Refused
from hemu.kernel.places import Span
from hemu.orgs.actor import Actor
from hemu.orgs.permissions import Permission
from hemu.orgs.queries import place_names


def put_template(of: Paper, name: str, file: bytes, why: str, *, by: Actor) -> PaperTemplate:
    """Use this Word file for a paper in the actor's area from now on. Disputes print with it at once.

    It is tried out on examples first: what can't be filled in is refused, with the reason (field ``file``).
    """
    area = managed_area(by)
    if not why.strip():
        raise Refused(_("请写明为什么修改。"), field="why", code="required")
    if inspect(file).format != Format.WORD:
        raise Refused(_("请上传 Word 文件（.docx）。"), field="file", code="not_word")
    _try_out(of, file)
    kept = clean_name(name, Format.WORD)
    return _stand(of, area, stored=store().put(file), file_name=kept, why=why.strip(), by=by)


def bring_back(of: Paper, old: PaperTemplate, *, by: Actor) -> PaperTemplate:
    """Use an earlier edition again, as a new one."""
    area = managed_area(by)
    if (old.paper, old.lo, old.hi) != (of.key, area.lo, area.hi):
        raise Missing("")
    why = _("恢复第 %(n)s 版") % {"n": old.edition}
    return _stand(of, area, stored=old.stored, file_name=old.file_name, why=why, by=by)


def withdraw(of: Paper, *, by: Actor) -> None:
    """Go back to the Word file of the level above, or the product's own."""
    area = managed_area(by)
    with transaction.atomic():
        if not _withdraw(of, area, by):
            raise Missing(_("没有正在使用的本地模板。"))


def managed_area(by: Actor) -> Span:
    """The area whose papers the actor looks after; raises Forbidden, or Missing for a post without one."""
    by.require(Permission.MANAGE_RULES)
    if not by.spans:
        raise Missing("")
    return by.spans[0]


def preview(of: Paper, file: bytes, *, by: Actor) -> bytes:
    """A Word file filled in with examples, without putting it in place. Raises Refused (field ``file``)."""
    managed_area(by)
    if inspect(file).format != Format.WORD:
        raise Refused(_("请上传 Word 文件（.docx）。"), field="file", code="not_word")
    _try_out(of, file)
    return fill(file, of.examples())


def _try_out(of: Paper, file: bytes) -> None:
    try:
        as_pdf(fill(file, of.examples()))
    except BadTemplate as error:
        told = _("这个模板填不出来：%(what)s。请对照下面的名称检查花括号里的内容。")
        raise Refused(told % {"what": error}, field="file", code="template") from error


def _withdraw(of: Paper, area: Span, by: Actor) -> int:
    rows = PaperTemplate.objects.standing().filter(paper=of.key, lo=area.lo, hi=area.hi)
    return rows.update(withdrawn_at=clock.now(), withdrawn_by=_signed(by))


def _stand(of: Paper, area: Span, *, stored: str, file_name: str, why: str, by: Actor) -> PaperTemplate:
    with transaction.atomic():
        mine = PaperTemplate.objects.filter(paper=of.key, lo=area.lo, hi=area.hi)
        last = mine.select_for_update().order_by("-edition").values_list("edition", flat=True).first()
        _withdraw(of, area, by)
        return PaperTemplate.objects.create(
            paper=of.key,
            lo=area.lo,
            hi=area.hi,
            area=place_names([area.lo], local=True)[area.lo],
            edition=(last or 0) + 1,
            stored=stored,
            file_name=file_name,
            why=why,
            put_at=clock.now(),
            put_by=_signed(by),
        )


def _signed(by: Actor) -> str:
    return f"{by.unit_name} {by.name}".strip()
