"""How many staff notes a page shows: the newest, or all where somebody asks for them."""

from __future__ import annotations

from flask import request

from core.desk.queries.notes import MOST_NOTES, MOST_OF_ALL

# A note stands in its own section; the history beside it does not say it again.
NOTED = "note.added"


def notes_asked() -> int:
    """The newest MOST_NOTES, or MOST_OF_ALL with `?notes=all`."""
    return MOST_OF_ALL if request.args.get("notes") == "all" else MOST_NOTES
