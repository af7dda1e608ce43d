"""Whether words are taken as they are meant: each way of not meaning it, beside the same words meant."""

from __future__ import annotations

import pytest

from hemu.triage.scope import Said
from hemu.triage.tests.looking import look

pytestmark = pytest.mark.req("A4")


@pytest.mark.parametrize(
    ("fact", "meant", "denied"),
    [
        ("suspected_offence", "双方打架斗殴。", "双方没有打架斗殴。"),
        ("suspected_offence", "双方互殴。", "双方未发生互殴等情况。"),
        ("domestic_violence", "这是家暴。", "不是家暴,只是拌嘴。"),
        ("injury", "有人受伤。", "无人受伤。"),
        ("injury", "李某被打伤。", "李某没有被打伤。"),
        ("injury", "对方把他砍伤了。", "对方否认把他砍伤。"),
        ("threat", "他威胁对方。", "他没有威胁对方。"),
        ("threat", "他威胁对方。", "他从未威胁对方。"),
        ("weapon", "他手持菜刀。", "他没有手持菜刀。"),
        ("weapon", "现场发现管制刀具。", "现场未发现管制刀具。"),
        ("self_harm", "她喝农药。", "她没有喝农药。"),
        ("self_harm", "他要自杀。", "他并没有自杀。"),
        ("group_fight", "两姓村民械斗。", "两姓村民没有发生械斗。"),
        ("petition", "村民集体上访。", "村民没有集体上访。"),
        ("may_escalate", "事态可能进一步激化。", "目前没有激化的苗头。"),
        ("sued", "已向法院起诉。", "没有向法院起诉。"),
        ("wages", "老板拖欠工资。", "不存在拖欠工资。"),
        ("suspected_offence", "说他偷牛。", "说他偷牛,经查没有这回事。"),
        ("suspected_offence", "他盗伐林木。", "他盗伐林木一事不属实。"),
        ("threat", "他威胁、恐吓对方。", "他没有威胁、恐吓对方。"),
    ],
)
def test_what_is_denied_does_not_fire(fact, meant, denied):
    assert look(meant).values.get(fact) is True
    assert look(denied).values.get(fact) is not True


def test_a_not_reaches_over_a_list_and_no_further():
    found = look("双方没有打架、骂人、砸东西,但李某扬言要杀人。")
    assert "suspected_offence" not in found.values
    assert found.values["threat_violence"] is True


def test_two_nots_make_a_yes():
    assert look("他没少打老婆。").values["domestic_violence"] is True
    assert look("他没打老婆。").values.get("domestic_violence") is not True


@pytest.mark.parametrize(
    "text", ["他不停地威胁对方。", "他无故威胁对方。", "他不断威胁对方。", "他无证驾驶撞伤了人。"]
)
def test_a_word_that_only_looks_like_a_not_denies_nothing(text):
    found = look(text).values
    assert found.get("threat") or found.get("injury")


def test_taking_a_knife_away_is_no_denial_of_the_knife():
    assert look("没收了他的菜刀。").values["weapon"] is True
    assert look("他没有带菜刀。").values.get("weapon") is not True


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("没有打人。", "suspected_offence"),
        ("她没有想过自杀。", "threat"),
        ("她没有想过自杀。", "self_harm"),
        ("没有任何证据证明李某偷了牛。", "suspected_offence"),
        ("據鄰居反映,李某經常打罵妻子。", "domestic_violence"),
        ("李某说:再来我就砍死你。", "injury"),
        ("外面传言他要报复,经核实没有此事。", "threat"),
        ("王某拿着锄头在地里干活,李某上前理论。", "weapon"),
    ],
)
def test_what_is_said_otherwise_than_as_so_is_never_proposed(text, fact):
    assert look(text).values.get(fact) is not True


@pytest.mark.parametrize(
    ("text", "fact", "words"),
    [
        ("她扬言不给钱就从楼上跳下去。", "self_harm", ["从楼上跳下"]),
        ("双方有可能发生打架。", "may_escalate", ["可能发生打架"]),
        ("李某说:再来我就砍死你。", "threat_violence", ["我就砍死你"]),
        ("对方说没动手,可我脸上的伤还在。", "injury", ["脸上的伤"]),
        ("张某用锄头打伤李某。", "weapon", ["用锄头打"]),
        ("张某用锄头打伤李某。", "injury", ["打伤"]),
        ("现场一死一伤。", "injury", ["一死一伤"]),
        ("他没少打骂老人。", "domestic_violence", ["打骂老人"]),
        ("对方借钱不还,已經告到法院。", "sued", ["已經告到法院"]),
        ("村委會調解三次都沒有談成。", "failed_mediations", ["調解三次"]),
        ("拖欠三十多名農民工的工錢。", "people", ["三十多名"]),
    ],
)
def test_the_words_that_say_a_fact_are_pointed_at(text, fact, words):
    assert look(text).words(fact) == words


@pytest.mark.parametrize(
    "text", ["听说他要杀人。", "据说他要杀人。", "有人说他要杀人。", "传言他要杀人,还准备了刀。"]
)
def test_hearsay_does_not_fire(text):
    found = look(text)
    assert "threat_violence" not in found.values
    assert found.how("threat_violence") is Said.HEARD
    assert look("他要杀人,还准备了刀。").values["threat_violence"] is True


def test_hearsay_ends_where_somebody_saw_for_himself():
    assert look("听说他要杀人,民警到场时他手持菜刀。").values["weapon"] is True


@pytest.mark.parametrize("text", ["家人担心他自杀。", "怕他自杀。", "他可能自杀。", "担心会喝农药。"])
def test_a_fear_does_not_fire(text):
    assert look(text).how("self_harm") is Said.POSSIBLE
    assert look("他自杀被救下。").values["self_harm"] is True


@pytest.mark.parametrize("text", ["如果他再打伤人就报警。", "要是打伤人怎么办。", "万一打伤人谁负责。"])
def test_a_supposition_does_not_fire(text):
    assert "injury" not in look(text).values


@pytest.mark.parametrize(
    ("fact", "text"),
    [
        ("threat", "他说再不还钱就砍死我全家。"),
        ("threat_violence", "他说再不还钱就砍死我全家。"),
        ("threat", "你要是敢报警,我就弄死你。"),
        ("threat", "快还钱,否则打断你的腿。"),
        ("self_harm", "要是离婚我就喝农药。"),
        ("petition", "再不解决我们就去北京上访。"),
    ],
)
def test_a_condition_that_threatens_is_a_threat(fact, text):
    assert look(text).values[fact] is True


def test_what_is_threatened_has_not_happened():
    assert "injury" not in look("他说再不还钱就砍死我全家。").values


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("差点打伤人。", Said.ALMOST),
        ("要防止打伤人。", Said.PREVENTED),
        ("劝他不要打伤人。", Said.PREVENTED),
        ("是否打伤人还不清楚。", Said.ASKED),
        ("打伤人犯法吗?", Said.ASKED),
    ],
)
def test_what_did_not_happen_does_not_fire(text, how):
    found = look(text)
    assert "injury" not in found.values
    assert found.how("injury") is how
    assert look("打伤人了。").values["injury"] is True


def test_an_intention_to_sue_is_no_suit():
    for text in ("准备向法院起诉。", "打算去法院起诉。", "建议他向法院起诉。"):
        assert "sued" not in look(text).values, text
    assert look("已经向法院起诉。").values["sued"] is True


def test_what_is_over_does_not_fire():
    found = look("以前双方打伤过人,已经和好了,这次只是吵架。")
    assert "injury" not in found.values
    assert found.how("injury") is Said.SETTLED
    assert look("双方打伤过人,这次又吵架。").values["injury"] is True


def test_what_an_officer_does_is_not_the_parties_doing():
    assert look("民警持枪到场。").how("weapon") is Said.BY_OFFICIAL
    assert look("他对着走访民警扬言要报复社会。").values["revenge_on_society"] is True
    assert look("民警夺下菜刀。").values["weapon"] is True


def test_a_tool_at_work_is_no_weapon():
    assert look("他拿着刀去砍柴,路过时吵了起来。").values.get("weapon") is not True
    assert look("他拿着刀冲进来。").values["weapon"] is True


def test_a_beast_hurt_is_nobody_hurt():
    assert look("车把羊撞死了两只。").values.get("injury") is not True
    assert look("车把人撞伤了。").values["injury"] is True


def test_an_old_sentence_is_no_offence_of_this_dispute():
    assert "suspected_offence" not in look("与刑满释放的兄长因房产发生纠纷。").values


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("對方持鐵棍將我打傷,頭部縫了五針。", "injury"),
        ("對方拿著刀威脅我。", "weapon"),
        ("老闆拖欠農民工工資。", "wages"),
        ("俩口子角孽,堂客喝了敌敌畏。", "self_harm"),
    ],
)
def test_traditional_characters_and_dialect_are_read(text, fact):
    assert look(text).values[fact] is True


def test_dialect_denies_too():
    assert look("两家冇打架斗殴。").values.get("suspected_offence") is not True


def test_the_words_pointed_at_are_those_of_the_text_as_written():
    found = look("對方持鐵棍將我打傷,頭部縫了五針,無人報警。")
    assert "打傷" in found.words("injury")
    assert look("两户因浇水发生口角,无人受伤,可当场调解。").words("injury") == ["无人受伤"]
    assert look("第一次没事。第二次他要杀人！").words("threat_violence") == ["要杀人"]
