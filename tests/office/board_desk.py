"""The board for tests: a small crew with one visit taken and one open, and what its page shows."""

from __future__ import annotations

import re
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from core.db import Database
from core.jobs.model import (
    Appointment,
    Assignment,
    AssignmentState,
)
from core.jobs.objections import standing_of
from tests.builders import (
    a_job,
    a_technician,
    a_visit,
    an_accepted_visit,
    number,
)
from tests.builders.jobs import TUESDAY
from tests.office.desk import Browser

DAY = TUESDAY.date().isoformat()


@dataclass(frozen=True)
class Crew:
    """Maria has a job from 9 to 11; another at 1 pm waits for somebody."""

    maria_id: int
    tom_id: int
    taken_id: int
    taken_number: int
    open_id: int
    open_number: int


def settle_crew(database: Database) -> Crew:
    with database.transaction() as session:
        maria = a_technician(session)
        tom = a_technician(session, "Tom Reed", number(171))
        taken = an_accepted_visit(session, a_job(session, summary="No heat"), maria)
        waits = a_visit(session, a_job(session, summary="Sink leaks"), 4)
        return Crew(maria.id, tom.id, taken.id, taken.job.number, waits.id, waits.job.number)


def board(desk: Browser, **asked: object) -> str:
    return desk.text("/dispatch", **({"day": DAY} | asked))


def row_of(page: str, name: str) -> str:
    """The technician's row of the sheet."""
    found = re.search(rf'<tr[^>]* data-name="{name}">(.*?)</tr>', page, re.DOTALL)
    assert found is not None, f"no row of {name}"
    return found[1]


def lane(page: str) -> str:
    """What nobody has yet."""
    found = re.search(r"data-lane>(.*?)</section>", page, re.DOTALL)
    assert found is not None
    return found[1]


def seen(database: Database, visit_id: int) -> str:
    with database.reading() as session:
        return standing_of(session.get_one(Appointment, visit_id))


def move(desk: Browser, database: Database, visit_id: int, **fields: object) -> tuple[int, str]:
    """Send the form as it stood when it was opened."""
    where: dict[str, object] = {"day": DAY, "seen": seen(database, visit_id)}
    answer = desk.send(f"/dispatch/visits/{visit_id}/move", seen_on="/dispatch", **(where | fields))
    return answer.status_code, answer.text


def holders(session: Session, visit_id: int) -> list[tuple[str, AssignmentState]]:
    rows = session.scalars(
        select(Assignment).where(Assignment.appointment_id == visit_id).order_by(Assignment.id)
    )
    return [(row.technician.first_name, row.state) for row in rows]
