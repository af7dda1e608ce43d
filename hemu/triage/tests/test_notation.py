"""The notation of the lexicon, and that its files are sound."""

from __future__ import annotations

import re

import pytest

from hemu.rulebook.facts import FACTS, FactType
from hemu.triage import kinds, numbers
from hemu.triage.lexicon import lexicon, outermost
from hemu.triage.normal import masked, normalise
from hemu.triage.notation import BadPattern, read
from hemu.triage.scope import Said

CLASSES = {"knife": ["刀", "菜刀"]}


def test_what_comes_before_a_gap_is_written_out():
    assert read("(拿|持)(着|){knife}", CLASSES).heads == (
        "拿着刀", "拿着菜刀", "拿刀", "拿菜刀", "持着刀", "持着菜刀", "持刀", "持菜刀",
    )  # fmt: skip


def test_a_gap_stays_within_its_clause():
    pattern = read("欠…{knife}", CLASSES)
    tail = re.compile(pattern.tail)
    assert pattern.heads == ("欠",)
    assert tail.match("我一把菜刀") is not None
    assert tail.match("我,一把刀") is None
    assert tail.match("一二三四五六七八九刀") is None


@pytest.mark.parametrize("written", ["(a", "a)", "{none}", "(|a)", "a…", "a…(b|)", "a|b"])
def test_what_cannot_be_read_is_refused(written):
    with pytest.raises(BadPattern):
        read(written, CLASSES)


def test_every_fact_of_the_lexicon_is_one_that_rules_know():
    found = lexicon()
    assert {name for name in found.facts if FACTS[name].type is not FactType.FLAG} == set()
    assert {name for name in numbers.names() if FACTS[name].type is FactType.FLAG} == set()
    assert {how for spec in found.facts.values() for how in spec.counts} <= {str(said) for said in Said}


@pytest.mark.django_db
def test_every_kind_of_the_lexicon_is_one_of_the_list():
    from hemu.rulebook import codes

    unknown = [code for code in kinds.codes() if not codes.is_code(codes.KINDS, code)]
    assert unknown == [kinds.NO_DISPUTE]


def test_the_lexicon_names_nobody_and_judges_nobody():
    """Words for a belief, a people, a record or a character would mark a person, not a dispute."""
    said = str(lexicon().files["facts"]).replace("刑满释放", "")
    assert not re.search("回族|苗族|布依|基督|穆斯林|前科人员|两劳|刁民|缠访户|上访户|重点人", said)


def test_a_word_within_a_longer_one_is_hidden():
    text = normalise("劳动合同")
    found = outermost(hit for hit in lexicon().hits(text) if hit.entry.family == "kinds")
    assert "0699" not in {hit.entry.name for hit in found}


@pytest.mark.parametrize(
    "text", ["對方拿著刀", "ＡＢＣ１２３,。", "著作權", "İstanbul ﬁ", "𠮷野家打人", "欠１，２００元"]
)
def test_normal_text_keeps_every_place(text):
    assert len(normalise(text)) == len(text)


def test_normal_text():
    assert normalise("對方拿著刀，威脅ＡPP") == "对方拿着刀,威胁app"
    assert normalise("著作權") == "著作权"


def test_names_are_blotted_out():
    assert masked("张大山与大山之弟", ["张大山"]) == "〇〇〇与〇〇之弟"
    assert masked("张某与李某某、王某甲") == "〇〇与〇〇〇、〇〇〇"
