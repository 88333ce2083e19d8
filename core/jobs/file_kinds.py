"""What a file is, by its first bytes: what somebody calls it is not believed. Only pictures and PDF are known."""

from __future__ import annotations

# First bytes of each kind we keep, by its registered name; RIFF says WebP only eight bytes later.
_BEGINNINGS: tuple[tuple[bytes, str], ...] = (
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_WEBP_AT = 8


def kind_of(content: bytes) -> str | None:
    """The content type the bytes themselves claim, or None for anything we do not keep."""
    if content.startswith(b"RIFF") and content[_WEBP_AT:].startswith(b"WEBP"):
        return "image/webp"
    return next((kind for start, kind in _BEGINNINGS if content.startswith(start)), None)
