"""Every incident that the reports tell, in one list: its name there, and what it becomes here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hemu.demo.incidents import chela, qianxinan, zhucang
from hemu.demo.incidents.places import Place, county_places
from hemu.demo.offices import prefecture_actor
from hemu.demo.staff import Staff
from hemu.orgs.queries import region

ZHUCANG = 522725106 * 10**6
ZHUCANG_VILLAGE = 522725106202 * 1000
BUYI = ("布依语",)


@dataclass(frozen=True, slots=True)
class Case:
    """One incident: fixed identifiers of the disputes and small services that it becomes."""

    id: str
    disputes: tuple[int, ...] = ()
    services: tuple[int, ...] = ()


CASES = (
    Case("qxn-1", disputes=(1101, 1102, 1103, 1104, 1105)),
    Case("qxn-2", disputes=(1201,)),
    Case("qxn-3", services=(1301,)),
    Case("qxn-4", disputes=(1401,), services=(1402,)),
    Case("qxn-5", services=(1501,)),
    Case("qxn-6", disputes=(1601,)),
    Case("qxn-7", disputes=(1701,)),
    Case("qxn-8", disputes=(1801, 1802)),
    Case("zc-red", disputes=(2101,)),
    Case("zc-orange", disputes=(2201,)),
    Case("zc-blue", disputes=(2301,)),
    Case("zc-vertical", disputes=(2401,)),
    Case("zc-horizontal", disputes=(2501,)),
    Case("dc-1", disputes=(3101,)),
)
"""Identifiers far below any that the application makes, so that nothing else ever has one of them."""


def prepare() -> dict[str, Place]:
    """Make the offices of every place outside 瓮安县; by the incidents' names, 晴隆县's as ``qxn-8b``."""
    (xingyi,) = county_places("兴义市", "522301103202")
    (anlong,) = county_places("安龙县", "522328101201")
    (ceheng,) = county_places("册亨县", "522327107210")
    (puan,) = county_places("普安县", "522323109200")
    (wangmo,) = county_places("望谟县", "522326102202")
    xiaotun, beipanjiang = county_places("贞丰县", "522325106202", "522325103201", languages=BUYI)
    (xingren,) = county_places("兴仁市", "522302102200")
    (qinglong,) = county_places("晴隆县", "522324105201")
    (chela_,) = county_places("宕昌县", "621223213201")
    found = (xingyi, anlong, ceheng, puan, wangmo, xiaotun, beipanjiang, xingren, qinglong, chela_)
    names = ("qxn-1", "qxn-2", "qxn-3", "qxn-4", "qxn-5", "qxn-6", "qxn-7", "qxn-8", "qxn-8b", "dc-1")
    return dict(zip(names, found, strict=True))


def zhucang_of(wengan: Staff) -> Place:
    """珠藏镇 among Weng'an's own offices."""
    return Place(wengan, region(ZHUCANG), region(ZHUCANG_VILLAGE))


def only_zhucang() -> Place:
    """珠藏镇 with nothing of Weng'an around it but the county's own offices; for trying one incident."""
    return county_places("瓮安县", str(ZHUCANG_VILLAGE // 1000), languages=BUYI)[0]


def enter(at: Mapping[str, Place], zhucang_: Place) -> None:
    """Enter every incident through its own door, each on its own days."""
    ids = {case.id: case for case in CASES}
    qianxinan.house(at["qxn-1"], ids["qxn-1"].disputes)
    qianxinan.ten_years(at["qxn-2"], ids["qxn-2"].disputes[0])
    qianxinan.loan_app(at["qxn-3"], ids["qxn-3"].services[0])
    qianxinan.rescue(at["qxn-4"], ids["qxn-4"].disputes[0], ids["qxn-4"].services[0])
    qianxinan.reunion(at["qxn-5"], ids["qxn-5"].services[0])
    qianxinan.handshake(at["qxn-6"], ids["qxn-6"].disputes[0])
    qianxinan.buyi(at["qxn-7"], ids["qxn-7"].disputes[0])
    pair = (at["qxn-8"], at["qxn-8b"])
    first, second = ids["qxn-8"].disputes
    qianxinan.warning(pair, (first, second), prefecture_actor(at["qxn-8"].staff.county))
    zhucang.red(zhucang_, ids["zc-red"].disputes[0])
    zhucang.orange(zhucang_, ids["zc-orange"].disputes[0])
    zhucang.blue(zhucang_, ids["zc-blue"].disputes[0])
    zhucang.vertical(zhucang_, ids["zc-vertical"].disputes[0])
    zhucang.horizontal(zhucang_, ids["zc-horizontal"].disputes[0])
    chela.service_team(at["dc-1"], ids["dc-1"].disputes[0])
