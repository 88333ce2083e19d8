"""Books just opened: who pays, which jobs are billed, and an own record of the cash that moved."""

from __future__ import annotations

from dataclasses import dataclass, field
from threading import Lock

from sqlalchemy.orm import Session

from core.billing.receiving import NewPayment
from core.db import Database
from core.directory.model import Customer, Property
from core.jobs.model import Job
from tests.builders import a_customer, a_job_at, a_place, linked
from tests.builders.billing import a_taxed

REMEMBERED = 40
JOBS = 12


@dataclass
class Books:
    """What all hands share: who pays, which jobs are billed, and an own record of the cash."""

    payers: list[Customer]
    jobs: list[Job]
    place: Property
    lock: Lock = field(default_factory=Lock)
    cash: int = 0
    sent: list[NewPayment] = field(default_factory=list)

    def note(self, cents: int) -> None:
        """Cash came (or went, below zero): the hand that moved it says so after its commit."""
        with self.lock:
            self.cash += cents

    def remember(self, new: NewPayment) -> None:
        with self.lock:
            self.sent = [*self.sent, new][-REMEMBERED:]


def open_books(session: Session) -> Books:
    """Three payers of one taxed place, and jobs whose work is done."""
    payers = [a_customer(session, f"Payer {n}") for n in range(3)]
    place = a_taxed(session, a_place(session))
    for payer in payers:
        linked(session, place, payer, "Owner")
    jobs = [a_job_at(session, "Completed", place, payers[n % 3]) for n in range(JOBS)]
    return Books(payers, jobs, place)


def books_in(database: Database) -> Books:
    """Opened books in a database of their own."""
    with database.transaction() as session:
        return open_books(session)
