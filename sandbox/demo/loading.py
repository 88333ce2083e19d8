"""Loads the demo company, part by part, in the transaction it is given. It promises no work: nobody is told anything.

Refuses a database with customers of somebody else's, and one where it stands already.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy import Select, func, select, text, update
from sqlalchemy.orm import Session

from core.clock import database_now
from core.directory.model import Contact, ContactPoint, Customer
from core.errors import Refused
from core.jobs.model import JobStatus
from sandbox import cast
from sandbox.company import load_company
from sandbox.demo.amounts import AMOUNTS, DemoSize
from sandbox.demo.checklists import write_forms
from sandbox.demo.consent import write_estimates
from sandbox.demo.crew import hire_crew, hire_office, plan_crew
from sandbox.demo.desk import write_bookings, write_desk, write_tasks
from sandbox.demo.directory import KEY, write_directory
from sandbox.demo.drawing import Draw
from sandbox.demo.filling import Filler, Tell
from sandbox.demo.money import write_money
from sandbox.demo.people import Town, settle
from sandbox.demo.photos import write_photos
from sandbox.demo.planning import Planner
from sandbox.demo.reference import reference_of
from sandbox.demo.reminding import write_reminders, write_visit_reminders
from sandbox.demo.shop import open_shop
from sandbox.demo.talk import write_talk
from sandbox.demo.works import Around, WrittenJob, write_works

SEED = 1871
# The practice ground's own people, and whoever lives on numbers and addresses that nobody can have.
_FICTITIOUS = r"^\+1\d{3}55501\d\d$|\.example$"


@dataclass(frozen=True)
class Loaded:
    """How much there is now."""

    customers: int
    properties: int
    jobs: int
    rows: int


class DemoRefused(Refused):
    """The demo company cannot come into this database."""


def load_demo(session: Session, size: DemoSize, tell: Tell, *, seed: int = SEED) -> Loaded:
    """Load it beside the practice company, or into an empty database, which gets that first.

    The same seed brings the same company, with all its times moved to now. Raises DemoRefused.
    """
    refuse_unless_free(session)
    load_company(session)
    amounts, draw, filler = AMOUNTS[size], Draw(seed), Filler(session)
    now = database_now(session)
    reference = reference_of(session)
    crew = hire_crew(session, draw, reference, amounts.technicians)
    today = now.astimezone(ZoneInfo(cast.COMPANY_ZONE)).date()
    plan_crew(session, crew, today, cast.COMPANY_ZONE)
    hire_office(session)
    open_shop(session, reference)
    town = settle(draw, amounts, now)
    directory = write_directory(filler, draw, town, reference, now)
    tell(f"{len(town.people):,} customers at {len(town.places):,} properties")
    around = Around(filler, draw, directory, reference, crew, now)
    works = Planner(draw, amounts, town, now, cast.COMPANY_ZONE).works()
    jobs = write_works(around, works)
    tell(f"{len(jobs):,} jobs with visits and history")
    _talk(around, session, town, jobs, amounts.waiting)
    tell("a year of conversations")
    bills = write_money(around, session, jobs, today)
    write_reminders(filler, bills, now, cast.COMPANY_ZONE)
    write_visit_reminders(filler, jobs, now)
    tell(f"{len(bills):,} invoices, and what was paid")
    waiting = write_bookings(around, town, amounts.bookings)
    write_tasks(around, session, jobs, amounts.tasks)
    write_forms(around, jobs)
    write_photos(around, session, jobs, waiting, amounts.photos)
    tell(f"{amounts.photos:,} photos of the work")
    _finish(session)
    return Loaded(len(town.people), len(town.places), len(jobs), filler.written)


def _talk(
    around: Around, session: Session, town: Town, jobs: Sequence[WrittenJob], waiting: int
) -> None:
    mails = write_estimates(around, jobs)
    threads = write_talk(around, jobs, mails)
    write_desk(around, session, town, jobs, threads[-waiting:])


def refuse_unless_free(session: Session) -> None:
    """Return only where nobody but the practice company's people are customers; else raise DemoRefused."""
    if session.scalar(select(Customer.id).where(Customer.import_key.startswith(KEY)).limit(1)):
        raise DemoRefused("The demo company is here already; it is loaded once.")
    others = session.scalar(_count_of_others()) or 0
    if others:
        raise DemoRefused(
            f"This database holds {others:,} customers of a real company. The demo company is only loaded"
            " beside the practice ground's own people, or into an empty database."
        )


def _count_of_others() -> Select[int]:
    """Customers whom a real number or address reaches, or whom nothing reaches at all."""
    fictitious = (
        select(Contact.customer_id)
        .join(ContactPoint, ContactPoint.contact_id == Contact.id)
        .group_by(Contact.customer_id)
        .having(func.bool_and(ContactPoint.value.regexp_match(_FICTITIOUS)))
    )
    return select(func.count()).select_from(Customer).where(Customer.id.not_in(fictitious))


def _finish(session: Session) -> None:
    """The statuses are in use from now on, and the planner knows how much there is."""
    session.execute(
        update(JobStatus)
        .where(JobStatus.first_used_at.is_(None))
        .values(first_used_at=func.clock_timestamp())
    )
    session.flush()
    session.execute(text("ANALYZE"))
