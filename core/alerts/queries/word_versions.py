"""What the company's words once were: every version with who saved it and when, read from the events."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.alerts.notice_kinds import WORDS_SAVED
from core.alerts.wording import Words
from core.errors import NotFound
from core.events.model import Event
from core.language import Language
from core.messaging.wire import Channel

SAVED = "template.saved"
MOST_VERSIONS = 100

Slot = tuple[Channel, Language]


@dataclass(frozen=True)
class Version:
    """One version. at, who: of its saving; None and empty for the words Fixline came with."""

    number: int
    at: datetime | None
    who: str
    subject: str
    body: str


def versions(session: Session, subject: tuple[str, int], slot: Slot) -> tuple[Version, ...]:
    """The versions of a slot, newest first, at most MOST_VERSIONS. subject: whose events tell of them."""
    events = session.scalars(
        select(Event)
        .where(
            Event.subject_type == subject[0],
            Event.subject_id == subject[1],
            Event.kind.in_((SAVED, WORDS_SAVED)),
            Event.after["channel"].astext == slot[0],
            Event.after["language"].astext == slot[1],
        )
        .order_by(Event.id.desc())
        .limit(MOST_VERSIONS)
    ).all()
    found = [_version(event) for event in events]
    if events and events[-1].before.get("body"):
        first = events[-1].before
        number = found[-1].number - 1
        found.append(Version(number, None, "", str(first.get("subject") or ""), str(first["body"])))
    return tuple(found)


def words_of_version(session: Session, subject: tuple[str, int], slot: Slot, number: int) -> Words:
    """The words of that version, to be saved once more. NotFound when there is no such version."""
    for each in versions(session, subject, slot):
        if each.number == number:
            return Words(slot[0], slot[1], each.subject, each.body)
    raise NotFound("version", number)


def _version(event: Event) -> Version:
    number = event.after.get("version")
    return Version(
        number=number if isinstance(number, int) else 0,
        at=event.created_at,
        who=event.actor_name,
        subject=str(event.after.get("subject") or ""),
        body=str(event.after.get("body") or ""),
    )
