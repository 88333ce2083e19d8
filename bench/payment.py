"""One check over 500 invoices of 500 jobs, as a desk waits for it, against 500 payments of one invoice each."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from statistics import median
from uuid import uuid4

from sqlalchemy import select, text
from sqlalchemy.orm import Session

from bench.figures import PAYMENT_MS, PAYMENT_RATIO, Limit
from bench.ground import Site
from core.billing.actions.payments import receive_payment
from core.billing.model import PaymentMethod
from core.billing.receiving import NewPayment, Part
from core.db import Database
from core.directory.actions.people import add_customer
from core.directory.actions.places import add_property
from core.directory.model import CustomerKind
from core.events.actions import FIXLINE
from core.jobs.actions.booking import NewJob, book
from core.jobs.model import BusinessUnit, JobType

INVOICES = 500
SINGLES = 25
ROUNDS = 9
CENTS = 12_345
TODAY = date(2026, 3, 2)
# Later than every round before it, so that each lot's numbers are its own.
_LOT = text(
    """
    WITH drafts AS (
        INSERT INTO invoices (job_id, property_id, bill_to_id, bill_to_source, net_cents, total_cents)
        SELECT id, property_id, customer_id, 'job_customer', :cents, :cents FROM jobs ORDER BY id LIMIT :most
        RETURNING id
    )
    INSERT INTO invoice_lines (invoice_id, position, kind, words, unit_price_cents, net_cents)
    SELECT id, 1, 'service', 'Repair', :cents, :cents FROM drafts
    RETURNING invoice_id
    """
)
_ISSUE = text(
    """
    UPDATE invoices SET status = 'issued', number = id, issue_on = :on, due_on = :on, bill_to_name = 'Lakeside'
    WHERE status = 'draft'
    """
)


@dataclass(frozen=True)
class Paying:
    """Milliseconds from opening a transaction to its commit: one over all, and one at a time, by round."""

    together_ms: tuple[float, ...]
    singly_ms: tuple[float, ...]

    @property
    def ratio(self) -> float:
        """How many times longer the same invoices take one payment each."""
        pairs = zip(self.together_ms, self.singly_ms, strict=True)
        return median(singly / together for together, singly in pairs)

    def as_json(self) -> dict[str, object]:
        """Medians, then each round."""
        return {
            "ms": round(median(self.together_ms), 1),
            "worst_ms": round(max(self.together_ms), 1),
            "singly_ms": round(median(self.singly_ms), 1),
            "ratio": round(self.ratio, 1),
            "invoices": INVOICES,
            "rounds": [round(each, 1) for each in self.together_ms],
        }

    def limits(self) -> list[Limit]:
        """The issue's figure, and one that no machine's pace can meet or miss."""
        return [
            Limit("payment_ms", median(self.together_ms), below=PAYMENT_MS),
            Limit("payment_ratio", self.ratio, at_least=PAYMENT_RATIO),
        ]


def measure_paying(here: Site, tell: Callable[[str], None]) -> Paying:
    """Rounds of both, one right after the other; the first of each only warms up."""
    with here.database.transaction() as session:
        payer = _stage(session)
    together, singly = [], []
    for n in range(ROUNDS + 1):
        together.append(
            _paid(here.database, payer, _lot(here.database, INVOICES), at_once=INVOICES)
        )
        lot = _lot(here.database, SINGLES)
        singly.append(_paid(here.database, payer, lot, at_once=1) * INVOICES / SINGLES)
        if n:
            tell(f"  {together[-1]:.0f} ms together, {singly[-1]:.0f} ms one at a time")
    return Paying(tuple(together[1:]), tuple(singly[1:]))


def _stage(session: Session) -> int:
    """One manager, one place, a job for each invoice."""
    manager = add_customer(session, name="Lakeside", kind=CustomerKind.COMMERCIAL, actor=FIXLINE)
    place = add_property(
        session,
        street="1 Elm St",
        city="Springfield",
        state="IL",
        postal_code="62704",
        time_zone="America/Chicago",
    )
    unit = session.scalars(select(BusinessUnit).order_by(BusinessUnit.id)).first()
    type_ = session.scalars(select(JobType).order_by(JobType.id)).first()
    if unit is None or type_ is None:
        raise LookupError("The reference rows are missing.")
    for n in range(INVOICES):
        job = NewJob(
            customer=manager,
            property=place,
            business_unit=unit,
            job_type=type_,
            summary=f"Repair {n}",
        )
        book(session, job, actor=FIXLINE)
    return manager.id


def _lot(database: Database, most: int) -> list[int]:
    """That many issued invoices, each of another job."""
    with database.transaction() as session:
        ids = [int(id_) for id_ in session.scalars(_LOT, {"cents": CENTS, "most": most})]
        session.execute(_ISSUE, {"on": TODAY})
        return ids


def _paid(database: Database, payer_id: int, invoice_ids: list[int], *, at_once: int) -> float:
    """Milliseconds until all are paid, `at_once` to a payment."""
    began = time.perf_counter()
    for start in range(0, len(invoice_ids), at_once):
        chosen = invoice_ids[start : start + at_once]
        new = NewPayment(
            payer_id=payer_id,
            method=PaymentMethod.CHECK,
            amount_cents=CENTS * len(chosen),
            received_on=TODAY,
            key=uuid4().hex,
            parts=tuple(Part(id_, CENTS) for id_ in chosen),
            check_number="4471",
        )
        with database.transaction() as session:
            receive_payment(session, new, actor=FIXLINE)
    return (time.perf_counter() - began) * 1000
