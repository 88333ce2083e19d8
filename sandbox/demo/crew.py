"""The demo company's technicians with their hours and trades, and the colleagues in its office."""

from __future__ import annotations

import secrets
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.desk.actions import add_staff
from core.desk.model import StaffRole, StaffUser
from core.jobs.model import OnCallShift, Technician, TechnicianSkill, TimeOff, WorkingHours
from sandbox.demo.drawing import Draw
from sandbox.demo.reference import Reference

CREW = (
    "Theo Blackwell", "Ines Carrasco", "Dev Marsh", "Ruthie Stokes", "Omar Castellan", "Joy Pettigrew", "Hank Liddell",
    "Mina Forsythe", "Rafa Quiroga", "Stan Wexler", "Bea Trumbull", "Cole Abney", "Lupita Morán", "Gus Ellerbee",
)  # fmt: skip
OFFICE = (
    ("Noah Bell", StaffRole.DISPATCHER),
    ("Camila Reyes", StaffRole.CSR),
    ("Grace Whitfield", StaffRole.ACCOUNTING),
)
OFFICE_NAMES = ("Olivia Grant", *(name for name, _ in OFFICE))
STARTS, ENDS = time(8), time(17)
WEEK = 7
SHIFTS_AHEAD = 4


def hire_crew(session: Session, draw: Draw, reference: Reference, count: int) -> list[Technician]:
    """As many technicians as wanted; each rests one day of the week, which is never today."""
    crew = []
    for n, name in enumerate(CREW[:count]):
        phone = f"+1312555014{n}" if n < 10 else f"+1312555015{n - 10}"
        language = "es" if name.split()[0] in {"Ines", "Rafa", "Lupita"} else "en"
        crew.append(Technician(name=name, phone=phone, language=language))
    session.add_all(crew)
    session.flush()
    trades = list(reference.trades.values())
    for technician in crew:
        skills = draw.some(trades, draw.number(2, 4))
        session.add_all(
            TechnicianSkill(technician_id=technician.id, business_unit_id=each) for each in skills
        )
    return crew


def plan_crew(session: Session, crew: list[Technician], today: date, zone: str) -> None:
    """Hours, one who is away next week, and who is on call in the weeks to come."""
    for n, technician in enumerate(crew):
        rest = (today.weekday() + 1 + n % (WEEK - 1)) % WEEK
        session.add_all(
            WorkingHours(technician_id=technician.id, weekday=day, starts=STARTS, ends=ENDS)
            for day in range(WEEK)
            if day != rest
        )
    monday = today - timedelta(days=today.weekday())
    away = _midnight(monday + timedelta(days=8), zone)
    session.add(
        TimeOff(technician_id=crew[-1].id, starts_at=away, ends_at=away + timedelta(days=2), reason="Holiday")
    )  # fmt: skip
    for week in range(SHIFTS_AHEAD):
        starts = _midnight(monday + timedelta(days=WEEK * week), zone)
        for place in (1, 2):
            who = crew[(week * 2 + place - 1) % len(crew)]
            ends = starts + timedelta(days=WEEK)
            session.add(
                OnCallShift(technician_id=who.id, starts_at=starts, ends_at=ends, place=place)
            )
    session.flush()


def hire_office(session: Session) -> None:
    """Colleagues of the practice ground's administrator; their passwords are nobody's to know."""
    for name, role in OFFICE:
        email = f"{name.split()[0].lower()}@oakstreet.example"
        if session.scalar(select(StaffUser.id).where(StaffUser.email == email)) is None:
            add_staff(
                session, name=name, email=email, role=role, password=secrets.token_urlsafe(24)
            )


def _midnight(day: date, zone: str) -> datetime:
    return datetime.combine(day, time(), tzinfo=ZoneInfo(zone))
