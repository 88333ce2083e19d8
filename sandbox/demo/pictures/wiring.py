"""Drawings of what hangs on a wire: thermostat, outlet, breaker panel, ceiling light, smoke alarm. Pure."""

from __future__ import annotations

from math import cos, pi, sin

from sandbox.demo.pictures.camera import INK, Colour, Point, Scene, Sheet, shaded
from sandbox.demo.pictures.condition import Condition, Drawing

WHITE: Colour = (246, 246, 243)
OLD_WHITE: Colour = (232, 226, 208)
GLASS: Colour = (168, 184, 166)
SOOT: Colour = (52, 40, 32)


def thermostat(broken: str, mended: str) -> Drawing:
    """A thermostat whose screen says that; an empty word is a screen that shows nothing."""

    def draw(scene: Scene, condition: Condition) -> Sheet:
        sheet = _wall(scene)
        _plate(sheet, (90, 200, 390, 430), WHITE, round_by=22)
        shown = broken if condition is Condition.BROKEN else mended
        screen = GLASS if shown else (96, 104, 98)
        sheet.box(118, 228, 362, 348, screen, round_by=8, edge=(120, 124, 118), line=3)
        if shown:
            sheet.words((240, 282), shown, INK, 66)
            sheet.words((240, 332), "INSIDE", shaded(INK, 1.4), 14)
        sheet.tint([(118, 228), (220, 228), (160, 348), (118, 348)], (255, 255, 255), 0.18, 10)
        for x, sign in ((150, "-"), (210, "+"), (270, "FAN"), (330, "HEAT")):
            sheet.box(
                x - 24, 372, x + 24, 404, shaded(WHITE, 0.9), round_by=8, edge=(180, 180, 176)
            )
            sheet.words((x, 388), sign, INK, 13)
        return sheet

    return draw


def outlet(scene: Scene, condition: Condition) -> Sheet:
    """An outlet with soot around a slot, or a new one with its test buttons."""
    sheet = _wall(scene)
    is_broken = condition is Condition.BROKEN
    colour = OLD_WHITE if is_broken else WHITE
    if is_broken:
        sheet.tint(_ring((262, 220), 96, 1.3), SOOT, 0.4, 34)
    _plate(sheet, (150, 150, 330, 470), colour, round_by=14)
    sheet.box(180, 186, 300, 434, shaded(colour, 0.95), round_by=16, edge=shaded(colour, 0.72))
    for y in (240, 378):
        _slots(sheet, y)
    if is_broken:
        sheet.tint(_ring((262, 226), 44, 1.4), SOOT, 0.85, 16)
        sheet.tint(_ring((258, 190), 30, 1.8), SOOT, 0.6, 14)
        sheet.stroke([(160, 430), (190, 446), (204, 468)], shaded(colour, 0.5), 2)
    else:
        sheet.box(210, 292, 238, 322, (40, 40, 42), round_by=3)
        sheet.box(244, 292, 272, 322, (178, 44, 40), round_by=3)
        sheet.disc((288, 307), 4, (96, 220, 110))
    return sheet


def _slots(sheet: Sheet, y: float) -> None:
    sheet.box(212, y - 24, 220, y + 12, INK)
    sheet.box(258, y - 20, 266, y + 10, INK)
    sheet.disc((240, y + 32), 9, INK)


def panel(scene: Scene, condition: Condition) -> Sheet:
    """A breaker panel with one breaker out, or all of them in and labelled."""
    sheet = _wall(scene)
    grey: Colour = (142, 146, 150)
    _plate(sheet, (60, 30, 420, 630), grey, round_by=8)
    sheet.box(96, 70, 384, 592, shaded(grey, 0.72), round_by=4, edge=shaded(grey, 0.5))
    for row in range(9):
        for column in range(2):
            is_out = condition is Condition.BROKEN and (row, column) == (3 + scene.number % 3, 1)
            _breaker(sheet, (178 + column * 124, 104 + row * 55), column, out=float(is_out))
    for row in range(9):
        for x in (112, 368):
            sheet.box(x - 13, 92 + row * 55, x + 13, 116 + row * 55, (240, 238, 226))
            sheet.stroke([(x - 9, 104 + row * 55), (x + 6, 104 + row * 55)], (90, 90, 110), 2)
    return sheet


def _breaker(sheet: Sheet, centre: Point, column: int, *, out: float) -> None:
    """A switch that points to the middle; out (1.0): it has sprung half way back and shows its red mark."""
    x, y = centre
    sheet.box(x - 56, y - 23, x + 56, y + 23, (34, 34, 36), round_by=4, edge=(70, 70, 72))
    to_middle = 1 if column == 0 else -1
    knob = x + to_middle * (22 - 36 * out)
    sheet.box(knob - 15, y - 12, knob + 15, y + 12, (74, 74, 78), round_by=3, edge=(12, 12, 12))
    sheet.stroke([(knob + to_middle * 7, y - 8), (knob + to_middle * 7, y + 8)], WHITE, 3)
    sheet.words((x - to_middle * 38, y), "15" if y < 300 else "20", (216, 216, 216), 13)
    if out:
        sheet.box(x + to_middle * 20 - 8, y - 9, x + to_middle * 20 + 8, y + 9, (224, 66, 40))


def light(scene: Scene, condition: Condition) -> Sheet:
    """A hallway light with one tube dark and the other dim, or both bright."""
    is_broken = condition is Condition.BROKEN
    sheet = Sheet(shaded(scene.trim, 0.62 if is_broken else 0.93))
    sheet.shape(
        [(-30, 520), (510, 520), (510, 680), (-30, 680)],
        shaded(scene.wall, 0.55 if is_broken else 0.95),
    )
    sheet.shadow([(60, 200), (430, 200), (430, 420), (60, 420)], 0.3, 26)
    sheet.shape([(50, 200), (430, 180), (440, 390), (40, 400)], (206, 206, 202))
    sheet.shape([(70, 218), (412, 200), (420, 372), (62, 382)], (182, 182, 178))
    if not is_broken:
        sheet.tint(_ring((240, 295), 260, 0.5), (255, 250, 226), 0.6, 44)
    for n, y in enumerate((258, 332)):
        bright = ((150, 148, 140), (198, 190, 160))[n] if is_broken else (255, 255, 248)
        sheet.stroke([(84, y + 6), (398, y - 8)], bright, 28)
        for end, x in ((y + 6, 84), (y - 8, 398)):
            dark = SOOT if is_broken and n == 0 else (176, 176, 174)
            sheet.stroke([(x - 8, end), (x + 8, end)], dark, 28)
    if is_broken:
        for x in (130, 190, 300):
            sheet.disc((x, 366), 4, SOOT, flat=0.7)
    return sheet


def smoke_alarm(scene: Scene, condition: Condition) -> Sheet:
    """A smoke alarm: yellow with age and blinking red, or new and green."""
    is_broken = condition is Condition.BROKEN
    colour: Colour = (222, 206, 160) if is_broken else WHITE
    sheet = Sheet(scene.trim)
    sheet.shadow(_ring((262, 342), 168, 0.96), 0.42, 26)
    sheet.disc((240, 315), 166, shaded(colour, 0.9), edge=shaded(colour, 0.7))
    sheet.disc((238, 311), 142, colour, edge=shaded(colour, 0.86))
    for turn in range(40):
        at = turn * pi / 20
        inner = 240 + 94 * cos(at), 313 + 94 * sin(at)
        outer = 240 + 124 * cos(at), 313 + 124 * sin(at)
        sheet.stroke([inner, outer], shaded(colour, 0.42), 6)
    sheet.disc((240, 313), 54, shaded(colour, 1.03), edge=shaded(colour, 0.7))
    sheet.words((240, 306), "TEST", shaded(colour, 0.45), 18)
    lamp: Colour = (226, 44, 36) if is_broken else (66, 190, 88)
    sheet.tint(_ring((240, 338), 20, 1.0), lamp, 0.5, 10)
    sheet.disc((240, 338), 6, lamp)
    if is_broken:
        sheet.tint([(80, 260), (200, 150), (230, 190), (110, 330)], SOOT, 0.16, 26)
    return sheet


def _wall(scene: Scene) -> Sheet:
    """A painted wall, a little uneven."""
    sheet = Sheet(scene.wall)
    sheet.tint([(-30, -30), (180, -30), (40, 680), (-30, 680)], (255, 255, 255), 0.12, 40)
    sheet.tint([(360, -30), (510, -30), (510, 680), (440, 680)], INK, 0.08, 40)
    return sheet


def _plate(
    sheet: Sheet, sides: tuple[float, float, float, float], colour: Colour, *, round_by: float
) -> None:
    left, top, right, bottom = sides
    low = [
        (left + 8, top + 12),
        (right + 12, top + 12),
        (right + 12, bottom + 14),
        (left + 8, bottom + 14),
    ]
    sheet.shadow(low, 0.45, 14)
    sheet.box(left, top, right, bottom, colour, round_by=round_by, edge=shaded(colour, 0.78))
    sheet.stroke([(left + 14, top + 4), (right - 14, top + 4)], shaded(colour, 1.05), 3)


def _ring(centre: Point, radius: float, flat: float) -> list[Point]:
    steps = [turn * pi / 16 for turn in range(32)]
    return [(centre[0] + radius * cos(at), centre[1] + radius * flat * sin(at)) for at in steps]
