"""Phones of 羊关村's people: in use, lost, and one that sent a visit twice with different words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from hemu.demo.wengan import terrain
from hemu.demo.wengan.desk import Desk
from hemu.field import devices, envelope
from hemu.field.entry import Caller
from hemu.field.models import Device, EndedWhy
from hemu.field.schemas import EnvelopeIn
from hemu.kernel import clock
from hemu.kernel.ids import new_id
from hemu.loop.screening.models import ObjectKind, VisitReason, VisitResult
from hemu.orgs.models import Post, Role, UnitKind

AT_THE_DOOR = "老两口说屋后李家的牛踩过两次菜地，打过招呼，没有吵。"
AT_HOME = "老两口说屋后李家的牛踩过两次菜地，李家赔了一百元，两家都说算了。"


def enrolled(post: Post, name: str) -> Device:
    """A phone enrolled for a post. Its private key is nowhere: nobody can act for it."""
    key = ec.generate_private_key(ec.SECP256R1()).public_key()
    point = key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return devices.enrol(new_id(), post, name, point, person=post.person).device


def write(desk: Desk) -> None:
    """All of it."""
    home = desk.home
    with clock.at(desk.moment(33)):
        grid = enrolled(desk.grid_post(home, 1), "华为畅享 60")
        others = (
            enrolled(desk.grid_post(home, 2), "OPPO A2"),
            enrolled(home.post(UnitKind.POLICE_STATION, Role.STATION_OFFICER), "荣耀 X50"),
            enrolled(home.post(UnitKind.TOWNSHIP_CENTRE, Role.TOWNSHIP_COORDINATOR), "vivo Y78"),
        )
        lost = enrolled(desk.grid_post(home, 1), "红米 9A（旧）")
    with clock.at(desk.moment(12)):
        devices.end(lost.pk, EndedWhy.LOST, by=desk.grid_member(home, 1))
    for place, device in enumerate(others):
        seen = desk.now - timedelta(hours=3 + 9 * place)
        Device.objects.filter(pk=device.pk).update(seen_at=seen, offset_ms=-300 * place)
    _twice(desk, grid)


def _twice(desk: Desk, device: Device) -> None:
    """The same record out of two phones' hands (the draft was copied over by hand): both are kept."""
    item = new_id()
    by = desk.grid_member(desk.home, 1)
    began = desk.moment(1.1)
    for place, info in enumerate((AT_THE_DOOR, AT_HOME)):
        at = began + timedelta(minutes=45 + 20 * place)
        with clock.at(at):
            given = EnvelopeIn.model_validate(
                {
                    "envelope": str(new_id()),
                    "clock": {"sent_at": _ms(at), "rtt": 180},
                    "items": [
                        {
                            "id": str(item),
                            "kind": "visit",
                            "n": 7 + place,
                            "at": _ms(at),
                            "data": _data(desk, began, info),
                        }
                    ],
                }
            )
            envelope.receive(given, Caller(device, by, _ms(at), _ms(at)))


def _data(desk: Desk, began: datetime, info: str) -> dict[str, Any]:
    latitude, longitude = terrain.door(desk.near.index(desk.home), 1, desk.chance)
    return {
        "region": str(desk.home.village.code + 1),
        "place": f"{desk.home.village.name}一组",
        "visitors": desk.grid_member(desk.home, 1).name,
        "started_at": _ms(began),
        "ended_at": _ms(began + timedelta(minutes=25)),
        "object_kind": int(ObjectKind.HOUSEHOLD),
        "object_name": "石登科家",
        "object_people": 2,
        "object_info": info,
        "reason": int(VisitReason.ROUTINE),
        "publicity": "森林防火，不烧田埂。",
        "done_on_spot": "看了灶房和电线，换了一个插座。",
        "result": int(VisitResult.NOTHING),
        "what_follows": "赶场天路过再问一声。",
        "position": {"latitude": latitude, "longitude": longitude, "accuracy": 14.0},
    }


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
