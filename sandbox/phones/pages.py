"""The page itself, and the two things its script asks for: what is new, and how the jobs stand."""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import assert_never

from flask import render_template, request

from sandbox.carrier.emulator import Emulator, current_emulator
from sandbox.carrier.feed import FEED_LIMIT
from sandbox.carrier.records import Mail, Sms
from sandbox.carrier.store import KEPT_MESSAGES
from sandbox.cast import STAFF_EMAIL, STAFF_PASSWORD
from sandbox.phones.devices import (
    ELSEWHERE,
    MOST_ELSEWHERE,
    Bubble,
    Letter,
    Stray,
    device_of,
    screens_of,
    shown,
)
from sandbox.phones.progress import Progress, progress_of
from sandbox.phones.surroundings import surroundings
from sandbox.phones.switches import RECEIPTS, SENDING, UNREACHABLE, positions

# Texts and mails together.
EVERYTHING = 2 * KEPT_MESSAGES


@dataclass(frozen=True)
class Trouble:
    """Something typed that could not be sent. words: why; kept: what was typed, not to be lost."""

    key: str
    words: str
    kept: Mapping[str, str]


def page() -> str:
    """Every device with what it holds, the jobs, the switches."""
    return render_page(None)


def render_page(trouble: Trouble | None) -> str:
    """The page, with what was refused where somebody typed it."""
    emulator = current_emulator()
    epoch = emulator.store.epoch
    changes = emulator.store.changes_since(0, limit=EVERYTHING)
    screens, strays = screens_of(change.message for change in changes)
    return render_template(
        "sandbox/page.html",
        screens=screens,
        strays=strays,
        epoch=epoch,
        cursor=changes[-1].cursor if changes else 0,
        trouble=trouble,
        company=surroundings().company,
        office_url=surroundings().office_url,
        staff=(STAFF_EMAIL, STAFF_PASSWORD),
        progress=_progress(),
        sending=SENDING,
        receipts=RECEIPTS,
        unreachable=UNREACHABLE,
        **_carriers(emulator),
    )


def live() -> dict[str, object]:
    """What changed after the cursor `since`, each message drawn as its device shows it."""
    emulator = current_emulator()
    since = request.args.get("since", 0, type=int)
    epoch = emulator.store.epoch
    changes = emulator.store.changes_since(since, limit=FEED_LIMIT + 1)
    batch = changes[:FEED_LIMIT]
    return {
        "epoch": epoch,
        "cursor": batch[-1].cursor if batch else since,
        "more": len(changes) > FEED_LIMIT,
        "parts": _parts([change.message for change in batch]),
        **_carriers(emulator),
    }


def progress() -> str:
    """How the jobs stand, as a part of the page."""
    return render_template(
        "sandbox/progress.html", progress=_progress(), office_url=surroundings().office_url
    )


def _progress() -> Progress | None:
    database = surroundings().database
    return None if database is None else progress_of(database)


def _carriers(emulator: Emulator) -> dict[str, object]:
    return {
        "pending": emulator.pending(),
        "switches": positions(emulator.moods),
        "stopped": emulator.store.blocked(),
    }


def _parts(messages: list[Sms | Mail]) -> list[dict[str, str]]:
    """What belongs to nobody here may be thousands in a load test; only the last are drawn."""
    ours = [message for message in messages if device_of(message) != ELSEWHERE]
    strays = deque((each for each in messages if device_of(each) == ELSEWHERE), MOST_ELSEWHERE)
    return [
        {"device": device_of(message), "id": f"m-{message.sid}", "html": _drawn(message)}
        for message in (*ours, *strays)
    ]


def _drawn(message: Sms | Mail) -> str:
    seen = shown(message)
    match seen:
        case Bubble():
            return render_template("sandbox/bubble.html", bubble=seen)
        case Letter():
            owner = device_of(message)
            return render_template("sandbox/letter.html", letter=seen, owner=owner, trouble=None)
        case Stray():
            return render_template("sandbox/stray.html", stray=seen)
        case _:
            assert_never(seen)
