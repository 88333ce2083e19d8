"""The kinds of file Fixline keeps, told by their first bytes. Archives and programs are refused."""

from __future__ import annotations

MOST_BYTES = 10 * 1024 * 1024

_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
    (b"#!AMR", "audio/amr"),
    (b"ID3", "audio/mpeg"),
    (b"\xff\xfb", "audio/mpeg"),
    (b"OggS", "audio/ogg"),
    (b"\x1a\x45\xdf\xa3", "video/webm"),
    (b"BEGIN:VCARD", "text/vcard"),
)
_RIFF = {b"WEBP": "image/webp", b"WAVE": "audio/wav", b"AVI ": "video/x-msvideo"}
# ISO base media files name their brand after `ftyp` (ISO/IEC 14496-12 §4.3).
_BRANDS: tuple[tuple[bytes, str], ...] = (
    (b"heic", "image/heic"),
    (b"heix", "image/heic"),
    (b"hevc", "image/heic"),
    (b"mif1", "image/heif"),
    (b"msf1", "image/heif"),
    (b"avif", "image/avif"),
    (b"qt  ", "video/quicktime"),
    (b"M4A ", "audio/mp4"),
    (b"3g", "video/3gpp"),
    (b"isom", "video/mp4"),
    (b"iso", "video/mp4"),
    (b"mp4", "video/mp4"),
    (b"avc1", "video/mp4"),
    (b"M4V", "video/mp4"),
    (b"MSNV", "video/mp4"),
)


def kind_of(content: bytes) -> str | None:
    """The content type the bytes themselves show, or None for a kind that is not kept."""
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12])
    if content[4:8] == b"ftyp":
        return next((kind for brand, kind in _BRANDS if content[8:].startswith(brand)), None)
    return next((kind for start, kind in _STARTS if content.startswith(start)), None)


def refusal_of(content: bytes) -> str | None:
    """Why a file is not kept, fit to show; None when it may be."""
    if not content:
        return "The file is empty."
    if len(content) > MOST_BYTES:
        return f"The file is larger than {MOST_BYTES // (1024 * 1024)} MB."
    if kind_of(content) is None:
        return "Files of this kind are not kept."
    return None
