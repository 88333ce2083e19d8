"""The on-call rota: who is paged for emergencies from when to when, and swaps. It refuses two people in one place."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from core.errors import FieldRefused, NotFound
from core.events.actions import Actor, record
from core.jobs.model import OnCallShift, Technician

LONGEST_SHIFT = timedelta(days=31)
LAST_PLACE = 5
# Whoever changes the rota waits for whoever is changing it: shifts are checked against each other.
_ROTA_LOCK = text("SELECT pg_advisory_xact_lock(hashtext('on_call_rota'))")


def add_shift(
    session: Session,
    technician_id: int,
    *,
    starts_at: datetime,
    ends_at: datetime,
    place: int,
    actor: Actor,
) -> OnCallShift:
    """They are on call from then to then, aware UTC; place: 1 is paged first, 2 is the backup.

    Refuses a shift that is empty, reversed or longer than a month, one switched off, and a time in which somebody has
    that place already or the technician stands in another place.
    """
    session.execute(_ROTA_LOCK)
    technician = _active(session, technician_id)
    if not starts_at < ends_at <= starts_at + LONGEST_SHIFT:
        raise FieldRefused("ends", "A shift must end after it starts, within a month.")
    if not 1 <= place <= LAST_PLACE:
        raise FieldRefused("place", f"Give a whole number from 1 to {LAST_PLACE}.")
    shift = OnCallShift(
        technician_id=technician_id, starts_at=starts_at, ends_at=ends_at, place=place
    )
    _refuse_clash(session, shift, technician)
    session.add(shift)
    session.flush()
    _note(session, "on_call.added", shift, actor, {"technician": technician.name})
    return shift


def swap_shift(session: Session, shift_id: int, technician_id: int, *, actor: Actor) -> OnCallShift:
    """Another takes the shift over; harmless to repeat. Refuses what `add_shift` refuses of them."""
    session.execute(_ROTA_LOCK)
    shift, technician = _shift(session, shift_id), _active(session, technician_id)
    if shift.technician_id == technician_id:
        return shift
    before = shift.technician.name
    with session.no_autoflush:
        shift.technician_id = technician_id
        _refuse_clash(session, shift, technician)
    session.flush()
    session.refresh(shift, ["technician"])
    after: dict[str, object] = {"technician": technician.name}
    _note(session, "on_call.swapped", shift, actor, after, before={"technician": before})
    return shift


def drop_shift(session: Session, shift_id: int, *, actor: Actor) -> None:
    """The shift is no more; the page warns where nobody is on call then."""
    session.execute(_ROTA_LOCK)
    shift = _shift(session, shift_id)
    _note(session, "on_call.dropped", shift, actor, {"technician": shift.technician.name})
    session.delete(shift)
    session.flush()


def _refuse_clash(session: Session, shift: OnCallShift, technician: Technician) -> None:
    clashes = session.scalars(
        select(OnCallShift).where(
            OnCallShift.id != (shift.id or 0),
            OnCallShift.starts_at < shift.ends_at,
            OnCallShift.ends_at > shift.starts_at,
        )
    ).all()
    for each in clashes:
        if each.technician_id == technician.id:
            raise FieldRefused("technician_id", f"{technician.name} is on call then already.")
        if each.place == shift.place:
            raise FieldRefused(
                "technician_id",
                f"{each.technician.name} has place {each.place} then; swap instead.",
            )


def _shift(session: Session, shift_id: int) -> OnCallShift:
    found = session.get(OnCallShift, shift_id, populate_existing=True)
    if found is None:
        raise NotFound("on-call shift", shift_id)
    return found


def _active(session: Session, technician_id: int) -> Technician:
    found = session.get(Technician, technician_id)
    if found is None or not found.active:
        raise FieldRefused("technician_id", "Choose a technician who works now.")
    return found


def _note(
    session: Session,
    kind: str,
    shift: OnCallShift,
    actor: Actor,
    after: dict[str, object],
    *,
    before: dict[str, object] | None = None,
) -> None:
    times = {"start": shift.starts_at.isoformat(), "end": shift.ends_at.isoformat()}
    record(
        session,
        kind,
        subject=("on_call_shift", shift.id),
        actor=actor,
        before=before,
        after=after | times | {"place": shift.place},
    )
