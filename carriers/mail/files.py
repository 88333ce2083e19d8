"""Which files of a mail are kept. The others leave their name, without content."""

from __future__ import annotations

from collections.abc import Iterable

from carriers.charsets import label
from carriers.kinds import kind_of, refusal_of
from carriers.mail.mime import MailFile
from core.messaging.wire import Media

MOST_FILES = 25
MOST_NAMED = 100
LONGEST_NAME = 200
LONGEST_KIND = 120


def kept_files(files: Iterable[MailFile]) -> tuple[Media, ...]:
    """The first MOST_FILES fit files with their bytes; refused ones by name, with the reason."""
    kept: list[Media] = []
    room = MOST_FILES
    for n, file in enumerate(list(files)[:MOST_NAMED]):
        name = label(file.name, longest=LONGEST_NAME) or f"attachment-{n + 1}"
        refusal = "too many files in one mail" if room == 0 else refusal_of(file.content)
        if refusal is not None:
            kind = label(file.content_type, longest=LONGEST_KIND)
            kept.append(Media(name, kind, refusal=refusal))
        else:
            room -= 1
            kept.append(Media(name, kind_of(file.content) or "", content=file.content))
    return tuple(kept)
