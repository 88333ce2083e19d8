"""A sheet to draw on, and the telephone that photographs it: light, grain, a crooked hand. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from io import BytesIO
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont

# The sheet's own measure, which drawings use; a photo has as many pixels.
WIDTH, HEIGHT = 480, 640
# Drawn larger and made smaller again, so that no edge shows steps.
FINER = 2
MARGIN = 30
GRAIN, QUALITY = 0.05, 78
CONTENT_TYPE = "image/jpeg"

Colour = tuple[int, int, int]
Point = tuple[float, float]
INK: Colour = (46, 46, 48)


@dataclass(frozen=True)
class Scene:
    """What a room is painted and built of. number: tells scenes apart; light: from dim to bright, 1.0 being plain."""

    number: int
    wall: Colour
    trim: Colour
    wood: Colour
    floor: Colour
    light: float


SCENES: tuple[Scene, ...] = (
    Scene(0, (219, 211, 196), (243, 240, 233), (158, 118, 78), (141, 121, 99), 1.0),
    Scene(1, (196, 206, 208), (236, 238, 238), (112, 84, 64), (104, 104, 106), 0.86),
    Scene(2, (226, 221, 202), (250, 248, 242), (206, 178, 138), (168, 142, 108), 1.06),
)


def shaded(colour: Colour, share: float) -> Colour:
    """The colour darker (below 1) or brighter (above)."""
    red, green, blue = (max(0, min(255, round(part * share))) for part in colour)
    return red, green, blue


@dataclass
class Sheet:
    """Shapes laid on each other. Places are counted from the upper left corner, 480 wide and 640 high."""

    ground: Colour
    image: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        """An empty sheet with a margin all around, which a crooked hand may show."""
        self.image = Image.new("RGB", _pixels(WIDTH + 2 * MARGIN, HEIGHT + 2 * MARGIN), self.ground)

    def box(self, left: float, top: float, right: float, bottom: float, colour: Colour, *,
            round_by: float = 0, edge: Colour | None = None, line: float = 2) -> None:  # fmt: skip
        """A rectangle, its corners rounded by so much."""
        corners = [_at((left, top)), _at((right, bottom))]
        self._pen().rounded_rectangle(
            corners, radius=round_by * FINER, fill=colour, outline=edge, width=round(line * FINER)
        )

    def disc(self, centre: Point, radius: float, colour: Colour, *,
             edge: Colour | None = None, line: float = 2, flat: float = 1) -> None:  # fmt: skip
        """A circle, or an ellipse whose height is that share of its width."""
        (x, y), high = centre, radius * flat
        corners = [_at((x - radius, y - high)), _at((x + radius, y + high))]
        self._pen().ellipse(corners, fill=colour, outline=edge, width=round(line * FINER))

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        """A filled outline."""
        self._pen().polygon([_at(point) for point in points], fill=colour)

    def stroke(self, points: Sequence[Point], colour: Colour, width: float) -> None:
        """A line through the points, with round joints and ends."""
        pen = self._pen()
        pen.line(
            [_at(point) for point in points], fill=colour, width=round(width * FINER), joint="curve"
        )
        for end in (points[0], points[-1]):
            self.disc(end, width / 2, colour)

    def words(self, centre: Point, text: str, colour: Colour, size: float) -> None:
        """Printed words around that place."""
        font = ImageFont.load_default(round(size * FINER))
        self._pen().text(_at(centre), text, fill=colour, font=font, anchor="mm")

    def shadow(self, points: Sequence[Point], depth: float = 0.45, soft: float = 9) -> None:
        """Darken what is there within the outline, with a soft edge; the deeper, the darker."""
        self.tint(points, INK, depth, soft)

    def tint(self, points: Sequence[Point], colour: Colour, depth: float, soft: float) -> None:
        """Colour what is there within the outline, with a soft edge."""
        left, top, right, bottom = _around(points, soft)
        mask = Image.new("L", (right - left, bottom - top), 0)
        outline = [(x - left, y - top) for x, y in map(_at, points)]
        ImageDraw.Draw(mask).polygon(outline, fill=round(255 * depth))
        softened = mask.filter(ImageFilter.BoxBlur(soft * FINER / 2))
        self.image.paste(colour, (left, top, right, bottom), softened)

    def _pen(self) -> ImageDraw.ImageDraw:
        return ImageDraw.Draw(self.image)


def photographed(sheet: Sheet, scene: Scene, seed: int) -> bytes:
    """The sheet as a JPEG that a telephone would make of it; the same seed holds it equally crooked."""
    hand = Random(seed)
    seen = sheet.image.reduce(FINER)
    turned = seen.rotate(hand.uniform(-2.2, 2.2), Image.Resampling.BILINEAR)
    left, top = MARGIN + hand.randint(-8, 8), MARGIN + hand.randint(-8, 8)
    framed = turned.crop((left, top, left + WIDTH, top + HEIGHT))
    lit = ImageChops.multiply(framed, _light(scene, hand))
    blurred = lit.filter(ImageFilter.BoxBlur(hand.uniform(0.3, 0.6)))
    written = BytesIO()
    Image.blend(blurred, _grain(hand), GRAIN).save(written, "JPEG", quality=QUALITY)
    return written.getvalue()


def _light(scene: Scene, hand: Random) -> Image.Image:
    """A lamp somewhere above: bright there, darker towards the corners, and a little warm."""
    near = Image.radial_gradient("L").resize((WIDTH * 2, HEIGHT * 2), Image.Resampling.BILINEAR)
    left, top = round(hand.uniform(0.3, 0.7) * WIDTH), round(hand.uniform(0.45, 0.75) * HEIGHT)
    far = near.crop((left, top, left + WIDTH, top + HEIGHT))
    warmth = (1.0, 0.985, 0.95)
    return Image.merge(
        "RGB",
        [
            far.point([_brightness(level, scene.light * part) for level in range(256)])
            for part in warmth
        ],
    )


def _brightness(distance: int, light: float) -> int:
    """How bright it is so far from the lamp."""
    lost: float = 0.42 * (distance / 255) ** 1.4
    return max(0, min(255, round(255 * light * (1.0 - lost))))


def _grain(hand: Random) -> Image.Image:
    return Image.frombytes("L", (WIDTH, HEIGHT), hand.randbytes(WIDTH * HEIGHT)).convert("RGB")


def _at(point: Point) -> tuple[int, int]:
    return _pixels(point[0] + MARGIN, point[1] + MARGIN)


def _pixels(x: float, y: float) -> tuple[int, int]:
    return round(x * FINER), round(y * FINER)


def _around(points: Sequence[Point], soft: float) -> tuple[int, int, int, int]:
    """The part of the sheet that a soft outline can touch; it may reach over the edge."""
    across, down = [x for x, _ in points], [y for _, y in points]
    return (
        *_at((min(across) - 2 * soft, min(down) - 2 * soft)),
        *_at((max(across) + 2 * soft, max(down) + 2 * soft)),
    )
