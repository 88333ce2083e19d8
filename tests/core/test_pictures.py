"""Pictures are kept without what the camera wrote into them; what is no whole picture is refused."""

from __future__ import annotations

from io import BytesIO

import pytest
from PIL import Image

from core.pictures import UnfitPicture, without_traces

ORIENTATION, MAKER = 0x0112, 0x010F
ON_ITS_SIDE = 6


@pytest.mark.parametrize(
    "content_type", ["image/jpeg", "image/jpg", "IMAGE/JPEG", "image/jpeg; name=sink.jpg"]
)
def test_a_photo_loses_its_traces_and_stands_upright(content_type: str) -> None:
    kept = opened(without_traces(a_photo(), content_type))
    assert dict(kept.getexif()) == {}
    assert kept.size == (2, 4)


@pytest.mark.parametrize(("wanted", "mode"), [("PNG", "RGBA"), ("WEBP", "RGB"), ("GIF", "P")])
def test_every_kind_of_picture_is_kept_as_its_kind(wanted: str, mode: str) -> None:
    written = BytesIO()
    Image.new(mode, (4, 2)).save(written, wanted)
    kept = opened(without_traces(written.getvalue(), f"image/{wanted.lower()}"))
    assert (kept.format, kept.size) == (wanted, (4, 2))


@pytest.mark.parametrize(
    "content", [b"", b"no picture at all", b"<svg onload=alert(1)>", b"GIF89a"]
)
def test_what_is_no_whole_picture_is_refused(content: bytes) -> None:
    with pytest.raises(UnfitPicture, match="damaged or too large"):
        without_traces(content, "image/jpeg")


def test_half_a_photo_is_refused() -> None:
    with pytest.raises(UnfitPicture):
        without_traces(a_photo()[:-20], "image/jpeg")


def test_a_picture_that_is_another_kind_than_it_says_is_refused() -> None:
    with pytest.raises(UnfitPicture):
        without_traces(a_photo(), "image/png")


def test_a_small_file_that_unfolds_into_a_huge_picture_is_refused() -> None:
    written = BytesIO()
    Image.new("1", (8_000, 6_000)).save(written, "PNG")
    with pytest.raises(UnfitPicture, match="40 million pixels"):
        without_traces(written.getvalue(), "image/png")


def test_other_files_come_back_as_they_are() -> None:
    assert without_traces(b"%PDF-1.7", "application/pdf") == b"%PDF-1.7"


def a_photo() -> bytes:
    """Taken with the camera on its side, by a maker who signs."""
    traces = Image.Exif()
    traces[ORIENTATION], traces[MAKER] = ON_ITS_SIDE, "Camera & Co"
    written = BytesIO()
    Image.new("RGB", (4, 2), "red").save(written, "JPEG", exif=traces)
    return written.getvalue()


def opened(content: bytes) -> Image.Image:
    return Image.open(BytesIO(content))
