"""Drawings of what water does: a full sink, a dripping trap, a stained ceiling, a cold water heater. Pure."""

from __future__ import annotations

from math import cos, pi, sin
from random import Random

from sandbox.demo.pictures.camera import (
    INK,
    Colour,
    Point,
    Scene,
    Sheet,
    shaded,
)
from sandbox.demo.pictures.condition import Condition

STEEL: Colour = (176, 180, 184)
PLASTIC: Colour = (232, 232, 228)
BRASS: Colour = (196, 160, 92)
WATER: Colour = (120, 132, 122)


def sink(scene: Scene, condition: Condition) -> Sheet:
    """A kitchen sink from above: grey water stands in it, or it shines."""
    sheet = Sheet(shaded(scene.floor, 1.2))
    sheet.shadow(_rounded(34, 96, 446, 610), 0.35, 14)
    sheet.box(40, 90, 440, 600, STEEL, round_by=34)
    sheet.box(62, 112, 418, 578, shaded(STEEL, 0.86), round_by=46)
    sheet.shadow([(62, 112), (418, 112), (418, 200), (62, 170)], 0.28, 30)
    if condition is Condition.BROKEN:
        _grey_water(sheet, scene)
    else:
        sheet.tint([(120, 200), (190, 170), (330, 560), (250, 560)], (255, 255, 255), 0.3, 24)
        _drain(sheet)
    _tap(sheet)
    return sheet


def _grey_water(sheet: Sheet, scene: Scene) -> None:
    chance = Random(scene.number)
    sheet.box(72, 150, 408, 570, WATER, round_by=42)
    sheet.tint(_ring((240, 380), 130, 0.8), shaded(WATER, 0.6), 0.55, 30)
    for _ in range(26):
        place = chance.uniform(100, 380), chance.uniform(190, 545)
        sheet.disc(place, chance.uniform(2, 9), shaded(WATER, chance.uniform(1.15, 1.5)))
    for x, y in ((140, 250), (310, 470), (200, 500)):
        sheet.disc((x, y), 15, (122, 98, 60), flat=0.5)
        sheet.disc((x + 12, y + 8), 8, (92, 116, 62), flat=0.6)
    sheet.tint([(100, 190), (190, 170), (160, 260), (100, 300)], (255, 255, 255), 0.35, 16)


def _drain(sheet: Sheet) -> None:
    sheet.disc((240, 390), 46, shaded(STEEL, 1.12), edge=shaded(STEEL, 0.6))
    sheet.disc((240, 390), 32, shaded(STEEL, 0.5))
    for turn in range(6):
        spot = 240 + 18 * cos(turn * pi / 3), 390 + 18 * sin(turn * pi / 3)
        sheet.disc(spot, 5, INK)


def _tap(sheet: Sheet) -> None:
    sheet.shadow([(226, 80), (290, 80), (290, 260), (240, 260)], 0.4, 14)
    sheet.disc((240, 60), 44, shaded(STEEL, 1.15), edge=shaded(STEEL, 0.7))
    sheet.stroke([(240, 60), (240, 226)], shaded(STEEL, 1.2), 34)
    sheet.stroke([(232, 60), (232, 220)], (244, 246, 248), 7)
    sheet.disc((240, 232), 19, shaded(STEEL, 0.8), edge=shaded(STEEL, 0.6))


def trap(scene: Scene, condition: Condition) -> Sheet:
    """Under a basin: the trap drips into a bucket, or is new and the floor is dry."""
    sheet = Sheet(shaded(scene.wood, 0.72))
    sheet.shape([(-30, 500), (510, 500), (510, 680), (-30, 680)], shaded(scene.wood, 0.95))
    sheet.shadow([(-30, -30), (510, -30), (510, 150), (-30, 90)], 0.6, 40)
    sheet.shape([(70, -30), (410, -30), (330, 90), (150, 90)], (238, 238, 236))
    is_broken = condition is Condition.BROKEN
    pipe = shaded(PLASTIC, 0.84) if is_broken else (248, 248, 246)
    _bend(sheet, pipe)
    if is_broken:
        _puddle(sheet, (240, 600), 200)
        sheet.tint(_ring((262, 420), 34, 1.0), (120, 92, 50), 0.5, 10)
        _bucket(sheet)
        for y in (452, 482):
            sheet.disc((262, y), 6, (214, 228, 236), flat=1.5)
    return sheet


def _bend(sheet: Sheet, pipe: Colour) -> None:
    bend = [
        (240 + 65 * cos(turn * pi / 12) + 25, 340 + 70 * sin(turn * pi / 12)) for turn in range(13)
    ]
    run = [(200, 90), (200, 340), *reversed(bend), (330, 340), (330, 250), (520, 250)]
    sheet.stroke([(x + 14, y + 12) for x, y in run], shaded(pipe, 0.3), 44)
    sheet.stroke(run, shaded(pipe, 0.8), 46)
    sheet.stroke([(x - 4, y - 3) for x, y in run], pipe, 32)
    for x, y in ((200, 170), (200, 310), (330, 300)):
        sheet.box(x - 32, y - 16, x + 32, y + 16, pipe, round_by=6, edge=shaded(pipe, 0.65))
        for ridge in range(-24, 25, 12):
            sheet.stroke([(x + ridge, y - 12), (x + ridge, y + 12)], shaded(pipe, 0.72), 2)
    for x, colour in ((70, (176, 58, 50)), (120, (58, 92, 160))):
        sheet.stroke([(x, -20), (x + 6, 200), (x - 4, 330)], (170, 172, 176), 13)
        sheet.disc((x - 4, 336), 19, colour, edge=shaded(colour, 0.6))


def _bucket(sheet: Sheet) -> None:
    red: Colour = (178, 66, 52)
    sheet.shape([(160, 500), (366, 500), (340, 660), (186, 660)], red)
    sheet.shape([(160, 500), (210, 500), (226, 660), (186, 660)], shaded(red, 1.25))
    sheet.disc((263, 500), 104, shaded(red, 0.6), edge=shaded(red, 1.2), flat=0.24, line=5)
    sheet.disc((263, 506), 90, (132, 150, 158), flat=0.2)
    sheet.disc((263, 506), 30, (186, 202, 210), edge=(210, 222, 228), flat=0.2)


def _puddle(sheet: Sheet, centre: Point, radius: float) -> None:
    sheet.tint(_ring(centre, radius, 0.24), INK, 0.42, 8)
    x, y = centre
    sheet.tint(_ring((x - radius * 0.3, y - 6), radius * 0.4, 0.14), (236, 242, 246), 0.6, 8)


def ceiling(scene: Scene, condition: Condition) -> Sheet:
    """A ceiling with a brown stain that grows, or with a clean new patch."""
    sheet = Sheet(scene.trim)
    sheet.shape([(-30, 470), (510, 520), (510, 680), (-30, 680)], scene.wall)
    sheet.shadow([(-30, 466), (510, 516), (510, 532), (-30, 482)], 0.35, 7)
    sheet.stroke([(-30, 462), (510, 512)], shaded(scene.trim, 0.94), 12)
    if condition is Condition.MENDED:
        sheet.tint([(120, 130), (372, 142), (360, 352), (112, 336)], (255, 255, 255), 0.75, 8)
        sheet.tint([(112, 336), (360, 352), (360, 356), (112, 340)], INK, 0.16, 5)
        return sheet
    chance = Random(40 + scene.number)
    for size, depth, soft in ((172, 0.3, 12), (152, 0.24, 22), (110, 0.24, 34), (60, 0.4, 40)):
        outline = _ragged((240, 240), size, chance)
        sheet.tint(outline, (150, 106, 52), depth, soft)
    for x, y in ((214, 268), (262, 232), (246, 300)):
        sheet.disc((x, y), 7, (188, 158, 112), edge=(132, 96, 52), line=1)
        sheet.disc((x - 2, y - 2), 2, (250, 246, 238))
    sheet.stroke([(96, 150), (170, 205), (240, 238), (330, 300)], (128, 98, 62), 2)
    return sheet


def heater(scene: Scene, condition: Condition) -> Sheet:
    """A water heater in its closet: dark and in a puddle, or lit and dry."""
    sheet = Sheet(shaded(scene.wall, 0.9))
    sheet.shape([(-30, 560), (510, 560), (510, 680), (-30, 680)], shaded(scene.floor, 0.85))
    sheet.shadow([(120, 60), (420, 60), (440, 620), (120, 620)], 0.45, 26)
    tank: Colour = (226, 226, 220)
    sheet.box(110, 40, 370, 610, tank, round_by=26)
    sheet.tint([(112, 60), (170, 60), (170, 600), (112, 600)], (255, 255, 255), 0.6, 24)
    sheet.tint([(310, 60), (368, 60), (368, 600), (310, 600)], INK, 0.32, 30)
    for x, colour in ((170, (70, 100, 160)), (300, (176, 70, 58))):
        sheet.stroke([(x, 44), (x, -30)], (188, 122, 74), 17)
        sheet.box(x - 17, 22, x + 17, 44, colour, round_by=5)
    sheet.box(160, 130, 320, 220, (250, 220, 90), round_by=4, edge=(150, 130, 60))
    for line in range(4):
        sheet.stroke([(174, 148 + line * 17), (306 - line * 22, 148 + line * 17)], (70, 64, 40), 3)
    sheet.box(180, 420, 300, 500, (60, 62, 66), round_by=8)
    sheet.disc((216, 460), 21, (178, 52, 44), edge=(110, 34, 30))
    sheet.box(252, 448, 286, 472, (30, 30, 32), round_by=3)
    sheet.box(176, 532, 304, 578, (38, 36, 36), round_by=6, edge=(150, 150, 148), line=3)
    if condition is Condition.MENDED:
        for x in range(196, 296, 17):
            sheet.shape([(x - 7, 572), (x, 542), (x + 7, 572)], (74, 138, 232))
            sheet.shape([(x - 3, 572), (x, 556), (x + 3, 572)], (206, 230, 255))
    else:
        _puddle(sheet, (260, 622), 210)
        sheet.tint([(196, 578), (216, 578), (220, 612), (190, 612)], (128, 78, 40), 0.6, 5)
    return sheet


def _ring(centre: Point, radius: float, flat: float) -> list[Point]:
    steps = [turn * pi / 16 for turn in range(32)]
    return [(centre[0] + radius * cos(at), centre[1] + radius * flat * sin(at)) for at in steps]


def _ragged(centre: Point, radius: float, chance: Random) -> list[Point]:
    """A closed outline that wanders in and out, as damp does."""
    first, second = chance.uniform(0, 6), chance.uniform(0, 6)
    found = []
    for turn in range(48):
        at = turn * pi / 24
        far = radius * (1 + 0.16 * sin(2 * at + first) + 0.09 * sin(5 * at + second))
        far *= chance.uniform(0.97, 1.03)
        found.append((centre[0] + far * cos(at), centre[1] + far * 0.86 * sin(at)))
    return found


def _rounded(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]
