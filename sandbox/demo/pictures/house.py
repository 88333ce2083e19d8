"""Drawings of what is built in: a door's lock, a window, a cabinet, a refrigerator. Pure."""

from __future__ import annotations

from sandbox.demo.pictures.camera import INK, Colour, Point, Scene, Sheet, shaded
from sandbox.demo.pictures.condition import Condition

BRASS: Colour = (200, 164, 96)
DULL: Colour = (142, 126, 100)
SKY: Colour = (176, 202, 222)
WHITE: Colour = (244, 245, 245)


def lock(scene: Scene, condition: Condition) -> Sheet:
    """A front door's lock: scratched, loose, the key stuck; or new and straight."""
    is_broken = condition is Condition.BROKEN
    metal = DULL if is_broken else BRASS
    sheet = _door(scene)
    sheet.shadow(_box(196, 196, 318, 470), 0.5, 14)
    sheet.box(180, 180, 300, 460, metal, round_by=16, edge=shaded(metal, 0.6), line=3)
    sheet.tint(_box(186, 190, 214, 450), (255, 255, 255), 0.35, 10)
    sheet.disc((240, 250), 44, shaded(metal, 1.1), edge=shaded(metal, 0.6), line=3)
    sheet.disc((240, 250), 24, shaded(metal, 0.85), edge=shaded(metal, 0.5))
    sheet.box(236, 234, 244, 266, INK, round_by=2)
    sheet.shadow(_box(236, 376, 470, 418), 0.5, 12)
    sheet.stroke([(240, 380), (430, 392 if is_broken else 380)], shaded(metal, 1.05), 34)
    sheet.stroke([(240, 374), (426, 386 if is_broken else 374)], shaded(metal, 1.25), 8)
    for y in (198, 442):
        sheet.disc((240, y), 8, shaded(metal, 0.7), edge=shaded(metal, 0.45))
    if is_broken:
        _stuck_key(sheet)
        for x, y in ((204, 300), (262, 318), (196, 226), (274, 214)):
            sheet.stroke([(x, y), (x + 22, y + 13)], shaded(metal, 1.45), 2)
    return sheet


def _stuck_key(sheet: Sheet) -> None:
    silver: Colour = (186, 188, 192)
    sheet.shadow(_box(238, 256, 268, 352), 0.4, 10)
    sheet.stroke([(240, 250), (246, 300)], silver, 9)
    sheet.disc((250, 324), 28, silver, edge=shaded(silver, 0.6))
    sheet.disc((252, 336), 8, shaded(silver, 0.4))


def _door(scene: Scene) -> Sheet:
    sheet = Sheet(scene.wood)
    for x in range(-20, 500, 34):
        sheet.stroke([(x, -30), (x + 8, 300), (x - 4, 680)], shaded(scene.wood, 0.93), 3)
    sheet.shadow(_box(-30, -30, 34, 680), 0.35, 20)
    sheet.box(-30, -30, 26, 680, scene.trim)
    sheet.stroke([(27, -30), (27, 680)], shaded(scene.wood, 0.3), 5)
    return sheet


def window(scene: Scene, condition: Condition) -> Sheet:
    """A window that stays open a hand's width, or is shut and locked."""
    sheet = Sheet(scene.wall)
    is_broken = condition is Condition.BROKEN
    sheet.shadow(_box(66, 56, 432, 560), 0.4, 18)
    sheet.box(56, 40, 424, 546, scene.trim, edge=shaded(scene.trim, 0.8), line=3)
    _outside(sheet)
    _sash(sheet, 76, 60, 404, 300, scene.trim)
    low = 252 if is_broken else 292
    _sash(sheet, 76, low, 404, low + 236, shaded(scene.trim, 0.97))
    sheet.shadow(_box(76, low - 8, 404, low), 0.4, 8)
    sheet.box(
        216, low + 4, 264, low + 18, DULL if is_broken else BRASS, round_by=6, edge=INK, line=1
    )
    sheet.box(36, 536, 444, 572, shaded(scene.trim, 1.02), edge=shaded(scene.trim, 0.75))
    sheet.shadow(_box(36, 574, 444, 590), 0.3, 12)
    if is_broken:
        sheet.stroke([(84, 430), (88, 488), (96, 528)], (60, 60, 62), 5)
        sheet.tint(_box(76, 500, 404, 536), (206, 226, 240), 0.45, 8)
    return sheet


def _outside(sheet: Sheet) -> None:
    sheet.box(76, 60, 404, 536, SKY)
    sheet.tint(_box(76, 60, 404, 200), (232, 240, 246), 0.7, 40)
    sheet.shape(
        [(76, 420), (150, 380), (240, 410), (330, 370), (404, 400), (404, 536), (76, 536)],
        (104, 122, 96),
    )
    sheet.shape([(270, 300), (330, 250), (390, 300), (390, 440), (270, 440)], (150, 116, 100))
    sheet.box(300, 330, 322, 362, (92, 92, 100))
    sheet.box(344, 330, 366, 362, (92, 92, 100))


def _sash(sheet: Sheet, left: float, top: float, right: float, bottom: float, trim: Colour) -> None:
    """A frame around the glass; what is behind it stays seen."""
    thick = 22
    for side in (
        (left, top, right, top + thick),
        (left, bottom - thick, right, bottom),
        (left, top, left + thick, bottom),
        (right - thick, top, right, bottom),
    ):
        sheet.box(*side, trim, edge=shaded(trim, 0.84), line=1)
    glass = [
        (left + thick, top + thick),
        (left + 130, top + thick),
        (left + 50, bottom - thick),
        (left + thick, bottom - thick),
    ]
    sheet.tint(glass, (255, 255, 255), 0.24, 4)


def cabinet(scene: Scene, condition: Condition) -> Sheet:
    """Kitchen cabinets with a door that hangs by one hinge, or with both straight."""
    sheet = Sheet(scene.wall)
    sheet.shadow(_box(30, 40, 470, 500), 0.4, 20)
    sheet.box(24, 20, 456, 476, shaded(scene.wood, 0.85), edge=shaded(scene.wood, 0.5))
    _front(sheet, [(34, 30), (236, 30), (236, 466), (34, 466)], scene.wood, (212, 400))
    if condition is Condition.MENDED:
        _front(sheet, [(244, 30), (446, 30), (446, 466), (244, 466)], scene.wood, (268, 400))
    else:
        _open_shelves(sheet, scene)
        sheet.shadow([(270, 80), (490, 120), (470, 560), (250, 520)], 0.5, 18)
        _front(sheet, [(282, 64), (478, 108), (396, 536), (200, 492)], scene.wood, (240, 420))
        sheet.box(440, 52, 456, 84, (150, 152, 156), round_by=3)
    sheet.box(-30, 590, 510, 680, shaded(scene.floor, 1.15))
    sheet.box(-30, 584, 510, 600, shaded(scene.trim, 0.9))
    return sheet


def _front(sheet: Sheet, corners: list[Point], wood: Colour, knob: Point) -> None:
    """A cabinet door with a sunken field and a knob."""
    middle_x = sum(x for x, _ in corners) / 4
    middle_y = sum(y for _, y in corners) / 4
    sheet.shape(corners, wood)
    field = [
        (middle_x + (x - middle_x) * 0.74, middle_y + (y - middle_y) * 0.84) for x, y in corners
    ]
    sheet.stroke([*corners, corners[0]], shaded(wood, 0.7), 3)
    sheet.shape(field, shaded(wood, 0.93))
    sheet.stroke([field[3], field[0], field[1]], shaded(wood, 0.68), 4)
    sheet.stroke([field[1], field[2], field[3]], shaded(wood, 1.15), 4)
    sheet.disc((knob[0] + 3, knob[1] + 4), 11, shaded(wood, 0.5))
    sheet.disc(knob, 10, (186, 188, 190), edge=(120, 122, 124))


def _open_shelves(sheet: Sheet, scene: Scene) -> None:
    sheet.box(244, 30, 446, 466, shaded(scene.wood, 0.45))
    for y, colours in (
        (170, ((200, 86, 66), (226, 200, 120), (110, 140, 120))),
        (320, ((236, 236, 232), (120, 150, 190))),
    ):
        for n, colour in enumerate(colours):
            sheet.box(262 + n * 58, y - 64, 308 + n * 58, y, colour, round_by=5)
        sheet.box(244, y, 446, y + 12, shaded(scene.wood, 0.8))


def refrigerator(scene: Scene, condition: Condition) -> Sheet:
    """Inside a refrigerator a thermometer says how warm it is; the lamp is out, or lit."""
    is_broken = condition is Condition.BROKEN
    inside: Colour = (178, 182, 184) if is_broken else (238, 243, 246)
    sheet = Sheet(inside)
    if not is_broken:
        sheet.tint(_box(100, -30, 380, 120), (255, 255, 255), 0.9, 40)
    for y in (230, 470):
        sheet.shadow(_box(-30, y, 510, y + 30), 0.22, 12)
        sheet.box(-30, y, 510, y + 13, shaded(inside, 1.08), edge=shaded(inside, 0.8))
    _food(sheet, scene, 0.8 if is_broken else 1.0)
    sheet.shadow(_box(300, 320, 440, 476), 0.3, 12)
    sheet.box(288, 306, 428, 466, WHITE, round_by=12, edge=(150, 152, 154))
    sheet.box(304, 326, 412, 392, (190, 202, 184), round_by=5, edge=(120, 124, 118))
    sheet.words((358, 358), "55°" if is_broken else "37°", (160, 40, 30) if is_broken else INK, 42)
    sheet.words((358, 424), "FRIDGE", (90, 92, 94), 16)
    return sheet


def _food(sheet: Sheet, scene: Scene, light_share: float) -> None:
    milk = shaded((242, 244, 246), light_share)
    sheet.box(60, 60, 150, 230, milk, round_by=4, edge=shaded(milk, 0.8))
    sheet.shape([(60, 60), (105, 20), (150, 60)], shaded(milk, 0.9))
    sheet.box(60, 120, 150, 190, shaded((60, 104, 168), light_share))
    sheet.words((105, 155), "MILK", WHITE, 24)
    for n, colour in enumerate(((196, 60, 48), (220, 170, 60), (96, 138, 76))):
        jar = shaded(colour, light_share)
        sheet.box(190 + n * 78, 130, 250 + n * 78, 230, jar, round_by=8, edge=shaded(jar, 0.7))
        sheet.box(194 + n * 78, 114, 246 + n * 78, 132, shaded((210, 206, 196), light_share))
    box = shaded(scene.wood, light_share)
    sheet.box(40, 370, 240, 470, box, round_by=8, edge=shaded(box, 0.7))
    for x, y in ((90, 560), (180, 585), (290, 566), (392, 584)):
        apple = shaded((178, 70, 54), light_share)
        sheet.disc((x, y), 46, apple, edge=shaded(apple, 0.75))
        sheet.disc((x - 14, y - 16), 9, shaded(apple, 1.4))


def _box(left: float, top: float, right: float, bottom: float) -> list[Point]:
    return [(left, top), (right, top), (right, bottom), (left, bottom)]
