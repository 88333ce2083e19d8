"""Wrong tries are counted: those of strangers slow the account down, those from one place shut that place out, and
those of whoever is half in, or in, lock for longer each time. Nobody is shut out by strangers alone.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.db import JsonObject
from core.desk.model import StaffUser
from core.events.actions import Actor, ActorType, record
from core.events.model import Event

TRIES_BEFORE_LOCK = 5
# From one browser or address, in TRIES_KEPT, until a sign-in from there.
TRIES_FROM_ONE_PLACE = 10
TRIES_KEPT = timedelta(hours=1)
# How long a place counts as the person's own after they last signed in from it.
KNOWN_FOR = timedelta(days=90)
REFUSED = "staff.sign_in_refused"
SIGNED_IN = "staff.signed_in"
FIRST_LOCK = timedelta(seconds=30)
LONGEST_LOCK = timedelta(hours=1)
MOST_DOUBLINGS = 16


@dataclass(frozen=True)
class Origin:
    """Whence a try comes, in hashes; what is not known is empty.

    device: a browser that proves to have signed in before, as anybody. known_as: what it is called once it is in.
    """

    device: str = ""
    address: str = ""
    known_as: str = ""

    @property
    def place(self) -> JsonObject | None:
        """What its events have in common; None where nobody can say."""
        if self.device:
            return {"device": self.device}
        return {"device": "", "address": self.address} if self.address else None


NOWHERE = Origin()


def is_turned_away(session: Session, user: StaffUser, origin: Origin, now: datetime) -> bool:
    """Whether nothing tried from there counts at present (OWASP ASVS 5.0 6.1.1, 6.3.1).

    A place that failed too often is shut out of this account for TRIES_KEPT. The account's own pause holds for
    strangers: places the person signed in from do not hear of it.
    """
    if _tries_from(session, user, origin, now) >= TRIES_FROM_ONE_PLACE:
        return True
    return is_locked_out(user, now) and not _is_known(session, user, origin, now)


def count_strange_try(session: Session, user: StaffUser, origin: Origin, now: datetime) -> None:
    """One more wrong password; the caller holds the person's row.

    After TRIES_BEFORE_LOCK each makes strangers wait FIRST_LOCK and no longer, whatever their number: two a minute.
    """
    if user.failed_logins < TRIES_BEFORE_LOCK:
        user.failed_logins += 1
    if user.failed_logins >= TRIES_BEFORE_LOCK:
        user.locked_until = max(user.locked_until or now, now + FIRST_LOCK)
    note_of(session, user, REFUSED, origin)


def _tries_from(session: Session, user: StaffUser, origin: Origin, now: datetime) -> int:
    if origin.place is None:
        return 0
    of_theirs = (Event.subject_type == "staff", Event.subject_id == user.id)
    last_in = select(func.coalesce(func.max(Event.id), 0)).where(
        *of_theirs, Event.kind == SIGNED_IN, Event.facts.contains(_of_place(origin))
    )
    tries = select(func.count()).where(
        *of_theirs,
        Event.kind == REFUSED,
        Event.facts.contains(origin.place),
        Event.created_at > now - TRIES_KEPT,
        Event.id > last_in.scalar_subquery(),
    )
    return session.scalar(tries) or 0


def _is_known(session: Session, user: StaffUser, origin: Origin, now: datetime) -> bool:
    if origin.place is None:
        return False
    seen = select(Event.id).where(
        Event.subject_type == "staff",
        Event.subject_id == user.id,
        Event.kind == SIGNED_IN,
        Event.facts.contains(_of_place(origin)),
        Event.created_at > now - KNOWN_FOR,
    )
    return session.scalar(seen.limit(1)) is not None


def _of_place(origin: Origin) -> JsonObject:
    """What a sign-in from there is known by: it names the browser's new name beside the address."""
    return {"device": origin.device} if origin.device else {"address": origin.address}


def is_locked_out(user: StaffUser, now: datetime) -> bool:
    """Whether nothing this person tries counts at present, not even what is right."""
    return user.locked_until is not None and user.locked_until > now


def count_wrong_try(
    session: Session, user: StaffUser, now: datetime, origin: Origin = NOWHERE
) -> None:
    """One more wrong try of somebody who knew the password or sits at the desk; the caller holds the person's row
    (OWASP ASVS 5.0 6.3.1).
    """
    user.failed_logins += 1
    wait = lock_after(user.failed_logins)
    if wait is not None:
        user.locked_until = now + wait
    note_of(session, user, REFUSED, origin)


def forgive_tries(user: StaffUser) -> None:
    """All was right: earlier tries are forgotten."""
    user.failed_logins, user.locked_until = 0, None


def lock_after(tries: int) -> timedelta | None:
    """How long the person must wait after so many wrong tries in a row; None while there are tries
    left.
    """
    beyond = tries - TRIES_BEFORE_LOCK
    if beyond < 0:
        return None
    doublings: int = 2 ** min(beyond, MOST_DOUBLINGS)
    return min(FIRST_LOCK * doublings, LONGEST_LOCK)


def note_of(session: Session, user: StaffUser, kind: str, origin: Origin = NOWHERE) -> None:
    """Record what a person did with their own account, and whence."""
    actor = Actor(ActorType.STAFF, user.name, user.id)
    device = origin.known_as if kind == SIGNED_IN else origin.device
    whence: JsonObject = {"device": device, "address": origin.address} if origin != NOWHERE else {}
    record(session, kind, subject=("staff", user.id), actor=actor, facts=whence)
