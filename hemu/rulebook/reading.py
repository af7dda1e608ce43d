"""How a decision table is read, in words: for the page's help, by the way in which the table chooses."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hemu.rulebook.tables import Policy

Words = str | Promise

COMMON: Sequence[Words] = (
    _("一行是一条规则：左边的条件都成立，就得出右边的结论；“依据”是办理人看到的话。"),
    _("没有记录的要素，不算“是”也不算“否”：涉及它的条件一律不成立。"),
    _("兜底规则没有条件，只在其他规则都没有说到时才用。"),
)
POLICY: Mapping[Policy, tuple[Words, Words]] = {
    Policy.FIRST: (
        _("取最先成立的一条"),
        _("从上往下看，第一条成立的规则说了算，下面的不再看。所以次序要紧：具体的放上面，一般的放下面。"),
    ),
    Policy.HIGHEST: (
        _("取最高的一级"),
        _("每一条都看。成立的都列为依据，取其中最高的一级。次序不影响结果：红色的理由有三条，就列三条。"),
    ),
    Policy.MERGE: (
        _("逐项合并"),
        _(
            "从上往下看，结论的每一项取最先说到它的那条规则；互相牵连的几项（分流方式和交给谁）"
            "整组取自同一条。所以一件红色纠纷可以一边移送法院、一边立即报告政府。"
        ),
    ),
}
"""Policy → its name, and what it means for the order of the rows."""
