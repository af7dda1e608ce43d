"""Photos of visits, drawn: a house under hills, a shop front, a building site, a school. No real place."""

from __future__ import annotations

import io
import random
from collections.abc import Callable

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter

from hemu.documents.inspection import inspect
from hemu.documents.store import store
from hemu.loop.screening.models import ObjectKind

WIDTH, HEIGHT = 880, 660
_SKIES = ((196, 214, 226), (214, 222, 228), (178, 200, 222), (226, 224, 214), (160, 178, 194))
_HILLS = ((94, 122, 92), (112, 138, 104), (78, 104, 88), (132, 146, 108))
_WALLS = ((226, 220, 206), (204, 190, 168), (238, 236, 230), (190, 158, 126), (170, 172, 170))
_ROOFS = ((88, 84, 84), (124, 78, 62), (70, 78, 92), (142, 104, 78))
_GROUNDS = ((168, 154, 126), (152, 152, 146), (128, 138, 100), (184, 170, 142))
_SIGNS = ((152, 52, 44), (44, 88, 128), (52, 104, 72), (176, 132, 48))
_STEEL = (96, 98, 102)
Shade = tuple[int, int, int]


def _shaded(colour: Shade, by: float) -> Shade:
    red, green, blue = (max(0, min(255, int(part * by))) for part in colour)
    return red, green, blue


class _Scene:
    """One picture on its way."""

    def __init__(self, seed: str) -> None:
        self.chance = random.Random(seed)  # noqa: S311  # a drawing
        self.image = Image.new("RGB", (WIDTH, HEIGHT))
        self.draw = ImageDraw.Draw(self.image)
        self.ground = self.chance.randrange(370, 500)

    def backdrop(self) -> None:
        """Sky, two rows of hills, ground."""
        sky, hill = self.chance.choice(_SKIES), self.chance.choice(_HILLS)
        for y in range(0, self.ground, 4):
            self.draw.rectangle((0, y, WIDTH, y + 4), fill=_shaded(sky, 0.86 + 0.2 * y / self.ground))
        for row, by in ((0, 1.16), (1, 0.92)):
            base = self.ground - 150 + row * 80
            points = [(0, HEIGHT)]
            for x in range(-40, WIDTH + 120, 110):
                points.append((x, base - self.chance.randrange(0, 170 - row * 60)))
            self.draw.polygon([*points, (WIDTH, HEIGHT)], fill=_shaded(hill, by))
        self.draw.rectangle((0, self.ground, WIDTH, HEIGHT), fill=self.chance.choice(_GROUNDS))

    def house(self, left: int, width: int, floors: int) -> None:
        """A house with its roof, windows and door, and the shadow it throws."""
        wall, roof = self.chance.choice(_WALLS), self.chance.choice(_ROOFS)
        tall = 118 * floors
        top, right, foot = self.ground + 40 - tall, left + width, self.ground + 40
        self.draw.polygon(
            [(left + 30, foot), (right + 90, foot + 46), (right, foot)],
            fill=_shaded(self.ground_shade(), 0.7),
        )
        self.draw.rectangle((left, top, right, foot), fill=wall)
        self.draw.rectangle((right - width // 5, top, right, foot), fill=_shaded(wall, 0.86))
        eaves = [(left - 26, top), (left + width // 2, top - 62), (right + 26, top)]
        if self.chance.random() >= 0.7:
            eaves = [(left - 14, top - 16), (right + 14, top - 16), (right + 14, top), (left - 14, top)]
        self.draw.polygon(eaves, fill=roof)
        for floor in range(floors):
            for x in range(left + 26, right - 60, 92):
                y = top + 30 + floor * 112
                self.draw.rectangle((x, y, x + 46, y + 52), fill=(92, 108, 118), outline=(240, 238, 232))
        door = left + width // 2 - 24
        self.draw.rectangle((door, foot - 92, door + 52, foot), fill=_shaded(roof, 0.8))

    def ground_shade(self) -> Shade:
        """What the ground looks like where nothing stands."""
        found = self.image.getpixel((4, HEIGHT - 4))
        return found if isinstance(found, tuple) and len(found) == 3 else _GROUNDS[0]

    def sign(self, left: int, width: int) -> None:
        """A shop's board and its shutter."""
        top = self.ground - 66
        self.draw.rectangle((left, top, left + width, top + 46), fill=self.chance.choice(_SIGNS))
        for x in range(left + 16, left + width - 30, 34):
            self.draw.rectangle((x, top + 12, x + 20, top + 34), fill=(244, 240, 224))

    def scaffold(self, left: int, width: int) -> None:
        """Poles and boards before a shell."""
        for x in range(left, left + width + 1, 58):
            self.draw.line((x, self.ground + 40, x, self.ground - 230), fill=_STEEL, width=5)
        for y in range(self.ground - 200, self.ground + 30, 72):
            self.draw.line((left, y, left + width, y), fill=_STEEL, width=7)

    def trees(self, many: int) -> None:
        """Trees, each with its crown."""
        for _number in range(many):
            x, size = self.chance.randrange(20, WIDTH - 60), self.chance.randrange(50, 120)
            foot = self.ground + self.chance.randrange(10, 130)
            leaf = _shaded(self.chance.choice(_HILLS), self.chance.uniform(0.7, 1.0))
            self.draw.rectangle((x + size // 2 - 6, foot - size, x + size // 2 + 6, foot), fill=(96, 78, 60))
            self.draw.ellipse((x, foot - size * 2, x + size, foot - size // 2), fill=leaf)


def _house(scene: _Scene) -> None:
    scene.house(
        scene.chance.randrange(40, 430), scene.chance.randrange(240, 390), scene.chance.choice((1, 2, 2))
    )
    scene.trees(scene.chance.randrange(2, 6))


def _shop(scene: _Scene) -> None:
    left, width = scene.chance.randrange(60, 300), scene.chance.randrange(300, 480)
    scene.house(left, width, 2)
    scene.sign(left + 10, width - 20)


def _site(scene: _Scene) -> None:
    left, width = scene.chance.randrange(60, 260), scene.chance.randrange(350, 520)
    scene.house(left, width, 3)
    scene.scaffold(left - 10, width + 20)


def _school(scene: _Scene) -> None:
    scene.house(
        scene.chance.randrange(20, 120), scene.chance.randrange(560, 700), scene.chance.choice((2, 3))
    )
    scene.trees(2)


_SCENES: dict[ObjectKind, Callable[[_Scene], None]] = {
    ObjectKind.SHOP: _shop,
    ObjectKind.BUILDING_SITE: _site,
    ObjectKind.MINE: _site,
    ObjectKind.SCHOOL: _school,
    ObjectKind.EMPLOYER: _school,
}


def photo(kind: ObjectKind, seed: str) -> str:
    """A photo in the store; answers its name there. The same seed draws the same picture."""
    scene = _Scene(seed)
    scene.backdrop()
    _SCENES.get(kind, _house)(scene)
    return _kept(scene.image.filter(ImageFilter.GaussianBlur(0.6)))


def again(name: str) -> str:
    """A photo as it looks when somebody sends it once more: smaller, a little brighter, saved anew."""
    with store().open(name) as content, Image.open(content) as opened:
        smaller = opened.convert("RGB").resize((720, 540))
    return _kept(ImageEnhance.Brightness(smaller).enhance(1.06))


def encoded(image: Image.Image) -> bytes:
    """The picture as a phone sends it."""
    out = io.BytesIO()
    image.save(out, "JPEG", quality=84)
    return out.getvalue()


def content(kind: ObjectKind, seed: str) -> bytes:
    """The same picture as bytes, for those who send a file."""
    scene = _Scene(seed)
    scene.backdrop()
    _SCENES.get(kind, _house)(scene)
    return encoded(scene.image)


def _kept(image: Image.Image) -> str:
    return store().put(inspect(encoded(image)).content)
