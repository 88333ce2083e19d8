"""Pictures people send, made safe to keep and show: read whole, written anew, without what the camera noted."""

from __future__ import annotations

import warnings
from io import BytesIO

from PIL import Image, ImageOps

MOST_PIXELS = 40_000_000
JPEG_QUALITY = 88
FORMATS = {"image/jpeg": "JPEG", "image/png": "PNG", "image/webp": "WEBP", "image/gif": "GIF"}
# What mail programs also call a JPEG.
ALSO = {"image/jpg": "image/jpeg", "image/pjpeg": "image/jpeg"}


class UnfitPicture(Exception):
    """A picture that cannot be kept; the text is fit to show."""


def without_traces(content: bytes, content_type: str) -> bytes:
    """The picture written anew, turned upright, without place, device or anything hidden in it.

    Other files come back as they are. Raises UnfitPicture for what is no whole picture or has over MOST_PIXELS.
    """
    plain = content_type.partition(";")[0].strip().lower()
    wanted = FORMATS.get(ALSO.get(plain, plain))
    if wanted is None:
        return content
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            with Image.open(BytesIO(content), formats=[wanted]) as picture:
                return _written_anew(picture, wanted)
    except UnfitPicture:
        raise
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError, Warning) as error:
        raise UnfitPicture("the picture is damaged or too large") from error


def _written_anew(picture: Image.Image, wanted: str) -> bytes:
    if picture.width * picture.height > MOST_PIXELS:
        raise UnfitPicture("the picture has more than 40 million pixels")
    upright = ImageOps.exif_transpose(picture)
    if wanted == "JPEG" and upright.mode not in {"RGB", "L"}:
        upright = upright.convert("RGB")
    upright.info.clear()
    written = BytesIO()
    upright.save(written, wanted, quality=JPEG_QUALITY)
    return written.getvalue()
