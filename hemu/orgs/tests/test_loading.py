"""The national tree, loaded from small tables of the same form."""

from __future__ import annotations

from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from hemu.orgs import division, loading, queries, tree
from hemu.orgs.models import ChangeKind, Level, Region, RegionChange

TABLES = {
    "provinces.csv": "code,name\n11,北京市\n44,广东省\n35,福建省\n52,贵州省\n",
    "cities.csv": "code,name,provinceCode\n1101,市辖区,11\n4419,东莞市,44\n3505,泉州市,35\n"
    "5227,黔南布依族苗族自治州,52\n",
    "areas.csv": "code,name,cityCode,provinceCode\n110101,东城区,1101,11\n441900,东莞市,4419,44\n"
    "350527,金门县,3505,35\n522725,瓮安县,5227,52\n",
    "streets.csv": "code,name,areaCode,provinceCode,cityCode\n110101001,东华门街道,110101,11,1101\n"
    "441900003,东城街道,441900,44,4419\n350527000,金门县,350527,35,3505\n522725106,珠藏镇,522725,52,5227\n",
    "villages.csv": "code,name,streetCode,provinceCode,cityCode,areaCode\n"
    "110101001001,多福巷社区居委会,110101001,11,1101,110101\n"
    "441900003001,岗贝社区居委会,441900003,44,4419,441900\n"
    "350527000000,金门县,350527000,35,3505,350527\n"
    "522725106201,荣院村村民委员会,522725106,52,5227,522725\n"
    "522725106202,羊关村村民委员会,522725106,52,5227,522725\n",
}


@pytest.fixture
def tables(tmp_path: Path) -> Path:
    for name, text in TABLES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    return tmp_path


def load(tables: Path, as_of: date = date(2022, 10, 31)) -> loading.Loaded:
    return loading.load_regions(source=tables, as_of=as_of)


@pytest.mark.req("O1")
def test_the_tree_stands_with_names_as_people_say_them(db: None, tables: Path) -> None:
    load(tables)
    village = queries.region(522725106201000)
    assert village.name == "荣院村"
    assert village.official_name == "荣院村村民委员会"
    assert village.full_name == "贵州省黔南布依族苗族自治州瓮安县珠藏镇荣院村"
    assert village.local_name == "珠藏镇荣院村"
    assert queries.place_name(110101001001000) == "北京市东城区东华门街道多福巷社区"
    assert [step.name for step in queries.path(village)][:2] == ["全国", "贵州省"]


@pytest.mark.req("O1")
def test_every_row_lies_inside_its_parent_and_apart_from_its_siblings(db: None, tables: Path) -> None:
    load(tables)
    for region in Region.objects.exclude(parent=None).select_related("parent"):
        assert region.parent is not None
        assert region.parent.lo <= region.lo < region.hi <= region.parent.hi
    for level in Level:
        rows = list(Region.objects.filter(level=level).order_by("lo"))
        assert all(a.hi <= b.lo for a, b in pairwise(rows))


@pytest.mark.req("O1")
def test_one_code_for_two_levels_is_one_row_that_counts_as_both(db: None, tables: Path) -> None:
    load(tables)
    dongguan = queries.region(441900000000000)
    assert dongguan.level == Level.PREFECTURE
    assert dongguan.also_county
    assert queries.region(441900003000000).parent == dongguan
    assert queries.place_name(441900003001000) == "广东省东莞市东城街道岗贝社区"
    assert Region.objects.at_level(Level.COUNTY).count() == 4
    assert Region.objects.at_level(Level.TOWNSHIP).count() == 4
    assert Region.objects.at_level(Level.VILLAGE).count() == 5


@pytest.mark.req("O1")
def test_loading_again_changes_nothing_and_keeps_grids(db: None, tables: Path) -> None:
    first = load(tables)
    village = tree.as_row(queries.region(522725106201000))
    tree.as_region(tree.grid_row(1, "第一网格", village)).save()
    again = load(tables)
    assert (first.added, first.total) == (19, 19)
    assert (again.added, again.renamed, again.ended, again.restored) == (0, 0, 0, 0)
    assert queries.region(village.code + 1).is_current
    assert not RegionChange.objects.exists()


@pytest.mark.req("O1")
def test_a_later_edition_renames_ends_and_restores_with_history(db: None, tables: Path) -> None:
    load(tables)
    village = tree.as_row(queries.region(522725106201000))
    tree.as_region(tree.grid_row(1, "第一网格", village)).save()
    text = TABLES["villages.csv"].replace("荣院村", "新荣院村")
    kept = "".join(line for line in text.splitlines(keepends=True) if "羊关" not in line)
    (tables / "villages.csv").write_text(kept, encoding="utf-8")
    second = load(tables, date(2024, 1, 1))
    assert (second.renamed, second.ended) == (1, 1)
    assert queries.place_name(village.code + 1).endswith("珠藏镇新荣院村第一网格")
    gone = queries.region(522725106202000)
    assert gone.until == date(2024, 1, 1)
    assert queries.successors(gone.code) == []
    (tables / "villages.csv").write_text(text, encoding="utf-8")
    assert load(tables, date(2025, 1, 1)).restored == 1
    assert queries.region(522725106202000).is_current
    kinds = RegionChange.objects.order_by("on").values_list("kind", flat=True)
    assert set(kinds) == {ChangeKind.RENAME, ChangeKind.WITHDRAWN, ChangeKind.RESTORED}


def test_without_the_tables_the_message_says_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(division.NoDivisionData, match="make build"):
        division.read(tmp_path)
