"""Two people with the same form open: each saves what they changed themselves and nothing else. A field that both
changed is refused with what stands there now, and everything typed stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from flask import request
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.jobs.actions.editing import fingerprint
from office.forms import Form

SEEN = "seen-"

Choices = Mapping[str, Iterable[tuple[str, str]]]


def in_turn(session: Session) -> None:
    """Of two who save what stands at one address the second waits here, and then reads what the first has saved."""
    key = func.hashtextextended(f"meanwhile {request.path}", 0)
    session.execute(select(func.pg_advisory_xact_lock(key)))


def opened(typed: Form, stands: Mapping[str, object]) -> Form:
    """A form over what stands, which remembers what its reader sees of each field.

    stands: by field name, as the form writes it.
    """
    return typed.over(**stands, **seen_of(stands))


def seen_of(stands: Mapping[str, object]) -> dict[str, str]:
    """What `opened` remembers, alone: for a field that opens empty whatever stands."""
    return {f"{SEEN}{name}": fingerprint(_words(value)) for name, value in stands.items()}


def settled(sent: Form, stands: Mapping[str, object], choices: Choices | None = None) -> Form:
    """The same form, to save: what its sender did not touch is as it stands now. Read that with the row locked.

    Notes an error at each field that somebody else changed too; sent once more, the sender's own word counts there.
    A form that tells nothing of what was seen is taken as it is. choices: the words people read for stored values.
    """
    kept: dict[str, str] = {}
    clashes: dict[str, str] = {}
    for name, value in stands.items():
        now, typed, seen = _words(value), _words(sent.value(name)), sent.value(f"{SEEN}{name}")
        # A box that is not ticked is not sent at all, and is typed all the same.
        kept[name] = sent.value(name)
        if not seen:
            continue
        if fingerprint(typed) == seen:
            kept[name] = now
        elif typed != now and fingerprint(now) != seen:
            clashes[name] = now
        kept[f"{SEEN}{name}"] = fingerprint(now)
    for name, now in clashes.items():
        said = dict((choices or {}).get(name, ()))
        sent.refuse(name, _clash(now, _words(sent.value(name)), said))
    sent.hold(**kept)
    return sent


def unmoved(sent: Form, name: str, stands: str) -> Form:
    """The same form, to save what is saved whole and cannot be told field by field, such as a list of questions.

    stands: all of it in words, as it was `opened` by this name. Notes an error there if it is another meanwhile; sent
    once more it replaces what stands. A form that tells nothing of what was seen is taken as it is.
    """
    field, seen = f"{SEEN}{name}", sent.value(f"{SEEN}{name}")
    now = fingerprint(_words(stands))
    if seen in {"", now}:
        return sent
    sent.hold(**{field: now})
    sent.refuse(
        name,
        f"Somebody else changed this meanwhile. It is now: {_words(stands) or 'empty'}. "
        "Save again to put yours in its place.",
    )
    return sent


def _clash(now: str, typed: str, said: Mapping[str, str]) -> str:
    theirs = f"wrote “{said.get(now, now)}” here" if now else "emptied this"
    yours = f"you have “{said.get(typed, typed)}”" if typed else "you have it empty"
    return f"Somebody else {theirs} meanwhile; {yours}. Save again to keep yours, or write theirs."


def _words(value: object) -> str:
    """A value as a browser sends it back, whatever it does to spaces and line ends."""
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
