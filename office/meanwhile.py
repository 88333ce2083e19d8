"""Two people with the same form open: each saves what they changed themselves and nothing else. A field that both
changed is refused with what stands there now, and everything typed stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from core.jobs.actions.editing import fingerprint
from office.forms import Form

SEEN = "seen-"

Choices = Mapping[str, Iterable[tuple[str, str]]]


def opened(typed: Form, stands: Mapping[str, object]) -> Form:
    """A form over what stands, which remembers what its reader sees of each field.

    stands: by field name, as the form writes it.
    """
    seen = {f"{SEEN}{name}": fingerprint(_words(value)) for name, value in stands.items()}
    return typed.over(**stands, **seen)


def settled(sent: Form, stands: Mapping[str, object], choices: Choices | None = None) -> Form:
    """The form to save: what its sender did not touch is as it stands now. Read it with the row locked.

    Notes an error at each field that somebody else changed too; sent once more, the sender's own word counts there.
    A form that tells nothing of what was seen is taken as it is. choices: the words people read for stored values.
    """
    kept: dict[str, str] = {}
    clashes: dict[str, str] = {}
    for name, value in stands.items():
        now, typed, seen = _words(value), _words(sent.value(name)), sent.value(f"{SEEN}{name}")
        if not seen:
            continue
        if fingerprint(typed) == seen:
            kept[name] = now
        elif typed != now and fingerprint(now) != seen:
            clashes[name] = now
        kept[f"{SEEN}{name}"] = fingerprint(now)
    mended = sent.instead(**kept)
    for name, now in clashes.items():
        said = dict((choices or {}).get(name, ()))
        mended.refuse(name, _clash(said.get(now, now), _words(sent.value(name)), said))
    return mended


def _clash(now: str, typed: str, said: Mapping[str, str]) -> str:
    theirs = f"wrote “{now}” here" if now else "emptied this"
    yours = f"you have “{said.get(typed, typed)}”" if typed else "you have it empty"
    return f"Somebody else {theirs} meanwhile; {yours}. Save again to keep yours, or write theirs."


def _words(value: object) -> str:
    """A value as a browser sends it back, whatever it does to spaces and line ends."""
    return "" if value is None else str(value).replace("\r\n", "\n").strip()
