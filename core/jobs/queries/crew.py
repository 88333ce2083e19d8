"""The technicians page: who does the work, who is paged first."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.addresses import spoken_phone
from core.errors import NotFound
from core.jobs.crew_time import held_by
from core.jobs.model import AssignmentState, Technician


@dataclass(frozen=True)
class TechnicianView:
    """One technician. phone: as people write it; paged: their place among those paged, from 1."""

    id: int
    name: str
    phone: str
    language: str
    on_call_order: int | None
    paged: int | None
    active: bool


@dataclass(frozen=True)
class InHand:
    """How many visits they were offered and have not answered, and how many they have accepted."""

    offered: int
    accepted: int


def crew(session: Session) -> tuple[TechnicianView, ...]:
    """Every technician: those who work first, by name."""
    rows = session.scalars(
        select(Technician).order_by(Technician.active.desc(), Technician.name, Technician.id)
    ).all()
    ladder = sorted(
        (row.on_call_order, row.id) for row in rows if row.active and row.on_call_order is not None
    )
    places = {row_id: place for place, (_, row_id) in enumerate(ladder, start=1)}
    return tuple(_view(row, places.get(row.id)) for row in rows)


def technician_page(session: Session, technician_id: int) -> TechnicianView:
    """One technician; NotFound if there is none."""
    for each in crew(session):
        if each.id == technician_id:
            return each
    raise NotFound("technician", technician_id)


def in_hand(session: Session, technician_id: int) -> InHand:
    """What they have of visits that are not over."""
    held = session.scalars(held_by(technician_id)).all()
    accepted = sum(each.state is AssignmentState.ACCEPTED for each in held)
    return InHand(offered=len(held) - accepted, accepted=accepted)


def _view(row: Technician, paged: int | None) -> TechnicianView:
    return TechnicianView(
        id=row.id,
        name=row.name,
        phone=spoken_phone(row.phone),
        language=row.language,
        on_call_order=row.on_call_order,
        paged=paged,
        active=row.active,
    )
