"""When a technician works, is away, and which trades they know. It refuses days that end before they begin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from core.errors import FieldRefused, NotFound
from core.events.actions import Actor, record
from core.jobs.availability import DAY_WORDS
from core.jobs.model import BusinessUnit, Technician, TechnicianSkill, TimeOff, WorkingHours

LONGEST_OFF = timedelta(days=366)
LONGEST_REASON = 120


def set_hours(
    session: Session, technician_id: int, hours: Mapping[int, tuple[time, time]], *, actor: Actor
) -> None:
    """The whole week at once: weekdays that are missing are days off; none at all means "not told".

    hours: by weekday, 0 is Monday, on the company's clock. Refuses a day that ends before it begins.
    """
    technician = _locked(session, technician_id)
    for weekday, (starts, ends) in hours.items():
        if ends <= starts:
            raise FieldRefused(f"ends_{weekday}", f"{DAY_WORDS[weekday]} must end after it starts.")
    session.execute(delete(WorkingHours).where(WorkingHours.technician_id == technician_id))
    session.add_all(
        WorkingHours(technician_id=technician_id, weekday=weekday, starts=starts, ends=ends)
        for weekday, (starts, ends) in sorted(hours.items())
    )
    session.flush()
    week = {DAY_WORDS[day]: f"{each[0]:%H:%M}-{each[1]:%H:%M}" for day, each in hours.items()}
    _note(session, technician, "technician.hours_set", actor, {"hours": week})


def set_skills(
    session: Session, technician_id: int, unit_ids: Sequence[int], *, actor: Actor
) -> None:
    """The trades they know, all at once; none means every trade. Refuses one that does not exist."""
    technician = _locked(session, technician_id)
    wanted = sorted(set(unit_ids))
    units = session.scalars(select(BusinessUnit).where(BusinessUnit.id.in_(wanted))).all()
    if len(units) != len(wanted):
        raise FieldRefused("unit", "Choose trades of the list.")
    session.execute(delete(TechnicianSkill).where(TechnicianSkill.technician_id == technician_id))
    session.add_all(
        TechnicianSkill(technician_id=technician_id, business_unit_id=each) for each in wanted
    )
    session.flush()
    names = sorted(unit.name for unit in units)
    _note(session, technician, "technician.skills_set", actor, {"trades": names})


def add_time_off(
    session: Session,
    technician_id: int,
    *,
    starts_at: datetime,
    ends_at: datetime,
    reason: str,
    actor: Actor,
) -> TimeOff:
    """Away from then to then, aware UTC; visits they have stay theirs until somebody moves them.

    Refuses a time that is empty, reversed or longer than a year.
    """
    technician = _locked(session, technician_id)
    if not starts_at < ends_at <= starts_at + LONGEST_OFF:
        raise FieldRefused("off_ends", "Time off must end after it starts, within a year.")
    row = TimeOff(
        technician_id=technician_id,
        starts_at=starts_at,
        ends_at=ends_at,
        reason=reason.strip()[:LONGEST_REASON],
    )
    session.add(row)
    session.flush()
    _note(session, technician, "technician.time_off_added", actor, _told(row))
    return row


def drop_time_off(session: Session, technician_id: int, time_off_id: int, *, actor: Actor) -> None:
    """They are there after all. NotFound where this is no time off of theirs."""
    technician = _locked(session, technician_id)
    row = session.get(TimeOff, time_off_id)
    if row is None or row.technician_id != technician_id:
        raise NotFound("time off", time_off_id)
    _note(session, technician, "technician.time_off_dropped", actor, _told(row))
    session.delete(row)
    session.flush()


def _told(row: TimeOff) -> dict[str, object]:
    return {
        "start": row.starts_at.isoformat(),
        "end": row.ends_at.isoformat(),
        "why": row.reason,
    }


def _locked(session: Session, technician_id: int) -> Technician:
    found = session.scalar(
        select(Technician).where(Technician.id == technician_id).with_for_update(key_share=True)
    )
    if found is None:
        raise NotFound("technician", technician_id)
    return found


def _note(
    session: Session, technician: Technician, kind: str, actor: Actor, after: dict[str, object]
) -> None:
    record(
        session,
        kind,
        subject=("technician", technician.id),
        actor=actor,
        after={"name": technician.name, **after},
    )
