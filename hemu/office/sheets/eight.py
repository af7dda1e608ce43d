"""Which papers are the eight sheets (R6). The reports name eight sheets and one table but don't list them."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.documents.papers import registry
from hemu.documents.papers.registry import Paper


@dataclass(frozen=True, slots=True)
class Sheet:
    """One of the eight: the paper's key, what it is called, and when a dispute has one."""

    key: str
    title: str | Promise
    when: str | Promise

    @property
    def paper(self) -> Paper | None:
        """The paper, when the part that writes it is installed."""
        return registry.known(self.key)


EIGHT: tuple[Sheet, ...] = (
    Sheet("registration", _("排查登记单"), _("登记后就有，一件一份")),
    Sheet("rating", _("评估定级单"), _("定级后有，一件一份")),
    Sheet("warning", _("预警提示单"), _("发过预警提示单的才有，每张一份")),
    Sheet("routing", _("分流交办单"), _("分流后有，每次交办一份")),
    Sheet("acceptance", _("调解受理单"), _("受理调解后有，每次受理一份")),
    Sheet("supervision", _("督办单"), _("督办过的才有，每次督办一份")),
    Sheet("follow-up", _("回访单"), _("回访后有，每次回访一份")),
    Sheet("closing", _("办结单"), _("办结后有，一件一份")),
)
LEDGER = "ledger"
"""The key of the summary ledger (汇总台账)."""
