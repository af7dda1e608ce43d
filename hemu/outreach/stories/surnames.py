"""Characters that a Chinese name begins with: the commoner surnames, and those of two characters."""

from __future__ import annotations

from hemu.triage.normal import SURNAMES

DOUBLE = (
    *("欧阳", "上官", "司马", "诸葛", "皇甫", "令狐", "慕容", "尉迟", "公孙", "夏侯", "东方", "司徒", "端木"),
    *("宇文", "闻人", "澹台", "南宫", "西门", "独孤", "长孙"),
)
MORE = "付肖闫覃岑莫罗侬仡佘岳阳黎赖卓廖温庄瞿牟谭游向邬翟蒲龚谌敖晏代简粟苟佟尚涂鄢文古冷寿"
"""Beyond the hundred surnames: common in Guizhou, Guangxi and Sichuan."""
SINGLE = frozenset(SURNAMES + MORE)
