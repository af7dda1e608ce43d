"""What could still give somebody away after the masking: said to whoever approves, who must look at each.

A story without a name can name somebody all the same: the only one in the township, the schoolmaster, the
twins. The words are a help, no proof; a person decides (GB/T 37964-2019 5.4: re-identification is judged).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from hemu.outreach.stories import recognising
from hemu.outreach.stories.masking import Masked

FEW = 5
"""Fewer disputes of a kind in a township than this, and a neighbour knows which one it is."""
RARE = (
    "唯一|独一无二|第一例|首例|首个|最大|最老|轰动|上过电视|电视台|新闻|报道|网红|抖音|快手|朋友圈|"
    "村支书|支书|村主任|村长|镇长|书记|校长|院长|所长|老师|教师|医生|护士|军人|退伍|烈士|族长|寨老|道士|和尚|神父|牧师|"
    "残疾|聋哑|失明|瘫痪|精神病|癫痫|尿毒症|白血病|癌|艾滋|乙肝|流产|不孕|整容|"
    "双胞胎|孪生|三胞胎|再婚|改嫁|入赘|上门女婿|收养|抱养|私生|非婚生|同性|"
    "刑满释放|坐过牢|判刑|吸毒|戒毒|赌博|卖淫|嫖娼|强奸|猥亵|自杀|喝农药|上吊|跳河|命案|"
    "外国|越南|缅甸|老挝|港澳|台湾|少数民族|祠堂|族谱|古树|寺庙|祖坟"
)
_RARE = re.compile(RARE)
_QUOTED = re.compile('[《“"「]([^》”"」]{2,20})[》”"」]')


@dataclass(frozen=True, slots=True)
class Risk:
    """One thing to look at: the words, and why. `key` is the same for the same words."""

    words: str
    why: str

    @property
    def key(self) -> str:
        return f"{self.words}|{self.why}"


def left_over(texts: list[Masked], alike: int) -> list[Risk]:
    """What to look at. `alike`: how many closed disputes of the kind there are in the township."""
    text = "\n".join(one.text for one in texts)
    found = list(dict.fromkeys(_in_words(text)))
    if alike < FEW:
        why = _("近两年这个乡镇同类纠纷只有 %(n)s 件，知情人容易猜到是谁。") % {"n": alike}
        found.insert(0, Risk(_("同类很少"), why))
    return found


def _in_words(text: str) -> Iterator[Risk]:
    for match in _RARE.finditer(text):
        yield Risk(match[0], _("少见的身份、疾病、经历或传播，可能让人认出。"))
    for start, end in recognising.persons(text):
        yield Risk(text[start:end], _("看起来像姓名。"))
    for match in re.finditer(r"[0-9０-９A-Za-z]{2,}", text):
        yield Risk(match[0], _("还有数字或字母。"))
    for match in _QUOTED.finditer(text):
        yield Risk(match[0], _("引用的原话、名称可能查得到出处。"))
