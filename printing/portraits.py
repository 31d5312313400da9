"""Invented people: drawn portraits on white ground that no one could take for real.

Every picture says 样本 on its face. The same arguments always give the same bytes.
"""

import random
from typing import Final

from printing.sketch import INK, Colour, Point, Sketch, jpeg, mixed, words

PORTRAIT: Final = (960, 1280)

_SKINS: Final[tuple[Colour, ...]] = ((243, 209, 182), (234, 194, 163), (223, 180, 148), (246, 216, 193))
_CLOTHES: Final[tuple[Colour, ...]] = (
    (44, 62, 90),
    (94, 58, 72),
    (52, 88, 78),
    (72, 72, 80),
    (120, 78, 48),
    (60, 60, 104),
)


def portrait(seed: int, female: bool = False, elderly: bool = False, child: bool = False) -> bytes:
    """A drawn person on white ground as JPEG, 960×1280 px, bareheaded, both ears visible."""
    chance = random.Random(seed)
    look = _Look(chance, female, elderly, child)
    sketch = Sketch(PORTRAIT)
    _draw_back_hair(sketch, look)
    _draw_body(sketch, look)
    _draw_head(sketch, look)
    _draw_features(sketch, look)
    _draw_front_hair(sketch, look)
    image = sketch.finished()
    words(image, (480, 1236), "样本", 40, (255, 255, 255), middle=True)
    return jpeg(image)


class _Look:
    """How one invented person looks; the same seed always gives the same look."""

    def __init__(self, chance: random.Random, female: bool, elderly: bool, child: bool) -> None:
        self.female, self.elderly, self.child = female, elderly, child
        self.skin = chance.choice(_SKINS)
        self.clothes = chance.choice(_CLOTHES)
        grey = chance.randint(150, 205)
        black = chance.randint(22, 48)
        self.hair: Colour = (grey, grey, grey + 4) if elderly else (black + 8, black + 2, black)
        # Half width and half height of the head in px; children have rounder heads and narrower shoulders.
        self.rx = (168 if child else 172) + chance.randint(-8, 8)
        self.ry = (204 if child else 228) + chance.randint(-10, 10)
        self.shoulder = (270 if child else 350 if female else 395) + chance.randint(-15, 15)
        self.eye = (30 if child else 24) + chance.randint(-2, 3)
        self.apart = 72 + chance.randint(-6, 8)
        self.smile = chance.randint(4, 16)
        self.brow = chance.randint(6, 12)
        self.parting = chance.choice((-1, 1))
        self.glasses = not child and chance.random() < 0.25
        self.middle: Point = (480, 540)

    @property
    def shade(self) -> Colour:
        """The colour of skin in shadow."""
        return mixed(self.skin, (150, 96, 74), 0.3)


def _draw_body(sketch: Sketch, look: _Look) -> None:
    x, y = look.middle
    neck = 62 if look.child else 74 if look.female else 92
    top, collar = y + look.ry - 60, y + look.ry + 96
    reach = look.shoulder
    sketch.blob(
        [
            (x - neck - 20, collar - 16),
            (x - reach * 0.75, collar + 60),
            (x - reach, collar + 170),
            (x - reach - 30, 1500),
            (x + reach + 30, 1500),
            (x + reach, collar + 170),
            (x + reach * 0.75, collar + 60),
            (x + neck + 20, collar - 16),
        ],
        look.clothes,
    )
    sketch.polygon([(x - neck, top), (x + neck, top), (x + neck, collar), (x - neck, collar)], look.skin)
    sketch.ellipse(x, collar, neck, 60, look.skin)
    sketch.soft(x, top + 62, neck, 40, look.shade)
    lapel = mixed(look.clothes, (255, 255, 255), 0.22)
    for side in (-1, 1):
        edge = x + side * neck
        sketch.polygon(
            [(edge, collar - 30), (edge + side * 44, collar - 6), (x + side * 26, collar + 150)], lapel
        )


def _draw_head(sketch: Sketch, look: _Look) -> None:
    x, y = look.middle
    for side in (-1, 1):
        sketch.ellipse(x + side * look.rx, y + 16, 28, 50, look.skin)
        sketch.ellipse(x + side * (look.rx + 4), y + 18, 14, 30, look.shade)
    sketch.ellipse(x, y, look.rx, look.ry, look.skin)
    jaw = look.rx * (0.86 if look.female or look.child else 0.94)
    sketch.blob(
        [
            (x - look.rx, y + 10),
            (x - jaw, y + look.ry * 0.55),
            (x - jaw * 0.5, y + look.ry * 0.95),
            (x, y + look.ry + 6),
            (x + jaw * 0.5, y + look.ry * 0.95),
            (x + jaw, y + look.ry * 0.55),
            (x + look.rx, y + 10),
        ],
        look.skin,
    )
    blush = mixed(look.skin, (226, 120, 110), 0.25)
    for side in (-1, 1):
        sketch.soft(x + side * look.rx * 0.58, y + 74, 46, 34, blush)


def _draw_features(sketch: Sketch, look: _Look) -> None:
    x, y = look.middle
    for side in (-1, 1):
        _draw_eye(sketch, look, x + side * look.apart)
    sketch.curve([(x - 6, y + 20), (x - 18, y + 84), (x + 16, y + 92)], 5, look.shade)
    mouth = y + 146 if not look.child else y + 128
    lips = mixed(look.skin, (176, 56, 60), 0.55 if look.female else 0.4)
    sketch.curve([(x - 48, mouth), (x, mouth + look.smile), (x + 48, mouth)], 10, lips)
    if look.elderly:
        _draw_years(sketch, look)
    if look.glasses:
        _draw_glasses(sketch, look)


def _draw_eye(sketch: Sketch, look: _Look, x: float) -> None:
    y, size = look.middle[1], look.eye
    sketch.ellipse(x, y + 6, size * 1.35, size * 0.72, (252, 250, 248))
    sketch.ellipse(x, y + 6, size * 0.66, size * 0.68, (52, 36, 28))
    sketch.ellipse(x + 6, y, 5, 5, (255, 255, 255))
    sketch.curve([(x - size * 1.45, y + 4), (x, y - size * 0.85), (x + size * 1.45, y + 2)], 5, INK)
    brow = y - 46 - look.brow
    sketch.curve([(x - 40, brow + 8), (x, brow - 6), (x + 40, brow + 8)], 9, look.hair)


def _draw_years(sketch: Sketch, look: _Look) -> None:
    """Lines of the forehead, below the eyes and beside the mouth."""
    x, y = look.middle
    for top in (y - 124, y - 98):
        sketch.curve([(x - 70, top), (x, top - 8), (x + 70, top)], 3, look.shade)
    for side in (-1, 1):
        eye, fold = x + side * look.apart, x + side * 74
        sketch.curve([(eye - 30, y + 36), (eye, y + 46), (eye + 30, y + 38)], 3, look.shade)
        cheek = [(fold - side * 20, y + 96), (fold, y + 128), (fold + side * 4, y + 160)]
        sketch.curve(cheek, 4, look.shade)


def _draw_glasses(sketch: Sketch, look: _Look) -> None:
    x, y = look.middle
    for side in (-1, 1):
        sketch.ring(x + side * look.apart, y + 8, 56, 44, 5, (70, 66, 66))
        sketch.curve([(x + side * (look.apart + 54), y), (x + side * look.rx, y - 4)], 5, (70, 66, 66))
    sketch.curve([(x - look.apart + 54, y), (x, y - 6), (x + look.apart - 54, y)], 5, (70, 66, 66))


def _draw_back_hair(sketch: Sketch, look: _Look) -> None:
    x, y = look.middle
    if not look.female:
        return
    if look.child:
        for side in (-1, 1):
            sketch.ellipse(x + side * (look.rx + 46), y + 70, 44, 92, look.hair)
    elif not look.elderly:
        sketch.blob(
            [
                (x - look.rx * 0.9, y - 60),
                (x - look.rx * 1.06, y + 180),
                (x - look.rx * 0.9, y + 400),
                (x + look.rx * 0.9, y + 400),
                (x + look.rx * 1.06, y + 180),
                (x + look.rx * 0.9, y - 60),
            ],
            look.hair,
        )


def _forehead(look: _Look) -> list[Point]:
    """Points of the hairline above the forehead, from the right."""
    rx, ry, part = look.rx, look.ry, look.parting
    if look.child:
        edge = [(rx * 0.86, -60.0), (rx * 0.4, -78.0), (0.0, -84.0), (-rx * 0.4, -78.0)]
    elif look.female:
        edge = [(rx * 0.9, -50.0), (rx * 0.62, -130.0), (part * rx * 0.25, -ry * 0.76), (-rx * 0.62, -130.0)]
    elif look.elderly:
        edge = [(rx * 0.97, -70.0), (rx * 0.7, -ry * 0.74), (0.0, -ry * 0.9), (-rx * 0.7, -ry * 0.74)]
    else:
        edge = [(rx * 0.92, -60.0), (rx * 0.66, -126.0), (part * 40.0, -138.0), (-rx * 0.66, -122.0)]
    return edge


def _draw_front_hair(sketch: Sketch, look: _Look) -> None:
    """Hair from ear to ear over the crown, the ears left free."""
    x, y = look.middle
    rx, ry = look.rx, look.ry
    temple = -60 if look.elderly else -50
    crown = 30 if look.elderly and not look.female else 46
    outline = [
        (-rx * 1.02, temple + 50),
        (-rx * 1.1, -ry * 0.45),
        (-rx * 0.72, -ry * 0.98),
        (0, -ry - crown),
        (rx * 0.72, -ry * 0.98),
        (rx * 1.1, -ry * 0.45),
        (rx * 1.02, temple + 50),
        *_forehead(look),
        (-rx * 0.92, temple),
    ]
    sketch.blob([(x + across, y + down) for across, down in outline], look.hair)
