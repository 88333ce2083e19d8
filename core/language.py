"""The two languages Fixline speaks, and the one it falls back to."""

from enum import StrEnum


class Language(StrEnum):
    """A language a person is answered in (ISO 639-1)."""

    ENGLISH = "en"
    SPANISH = "es"
