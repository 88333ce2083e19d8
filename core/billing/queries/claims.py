"""What is looked at when a customer says "I paid that": payments by any trace, and the invoices around them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import BigInteger, ColumnElement, Select, any_, cast, literal, select, union
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import InstrumentedAttribute, Session, joinedload

from core.billing.model import Allocation, Invoice, InvoiceStatus, Payment
from core.billing.queries.balances import balances_of
from core.billing.queries.payable import left_of
from core.directory.model import PropertyRelationship
from core.directory.queries.search import matching_customer_ids
from core.jobs.model import Job
from core.money import cents_of

MOST_PAYMENTS = 60
MOST_DOCUMENTS = 60
MOST_CUSTOMERS = 500
MOST_RECENT = 1000
LARGEST_NUMBER = 2**31 - 1
# What papers and people write before a number: `check 9768`, `Payment, check 9768`, `Invoice #1053`.
_BEFORE = re.compile(
    r"(?:(?:payment|pago|check|cheque|chk|ck|invoice|factura|inv|job|trabajo|number|no|nr|núm)\b[\s.,:#]*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Sought:
    """words: a check number, an amount, an invoice or job number, or what finds the payer; named: whom they find."""

    words: str = ""
    customer_id: int | None = None
    named: Sequence[int] = ()

    @property
    def bare(self) -> str:
        """The words without what only says which number it is."""
        before = _BEFORE.match(self.words)
        return (self.words[before.end() :] if before else self.words).removeprefix("#").strip()

    @property
    def is_anything(self) -> bool:
        """Whether there is something to look for."""
        return bool(self.words) or self.customer_id is not None


@dataclass(frozen=True)
class Counted:
    """What of a payment an invoice has."""

    invoice_id: int
    number: int
    cents: int
    job_number: int | None


@dataclass(frozen=True)
class FoundPayment:
    """One payment with what it was counted towards. left_cents: what nothing has used."""

    payment: Payment
    counted: tuple[Counted, ...]
    left_cents: int


@dataclass(frozen=True)
class FoundDocument:
    """One invoice around the claim. balance_cents: what is still owed on it."""

    invoice: Invoice
    issue_on: date
    balance_cents: int


def looked_for(session: Session, words: str = "", customer_id: int | None = None) -> Sought:
    """What is looked for. Names are asked for beforehand and once: the planner then knows how few they are."""
    named = matching_customer_ids(words, limit=MOST_CUSTOMERS)
    found = session.scalars(named).all() if named is not None else ()
    return Sought(words.strip(), customer_id, found)


def payments_like(session: Session, sought: Sought) -> list[FoundPayment]:
    """Payments that fit, newest first; those that failed too: they explain most claims (inventory 116)."""
    if not sought.is_anything:
        return []
    rows = session.scalars(
        _wanted(session, sought)
        .options(joinedload(Payment.payer))
        .order_by(Payment.received_on.desc(), Payment.id.desc())
        .limit(MOST_PAYMENTS)
    ).all()
    counted = _counted(session, [row.id for row in rows])
    left = left_of(session, [row.id for row in rows])
    return [FoundPayment(row, tuple(counted.get(row.id, ())), left[row.id]) for row in rows]


def documents_near(session: Session, sought: Sought) -> list[FoundDocument]:
    """Invoices of the customer and of the places linked to it, or of the numbers told; newest first."""
    if not sought.is_anything:
        return []
    rows = session.scalars(
        select(Invoice)
        .where(Invoice.status != InvoiceStatus.DRAFT, _near(session, sought))
        .options(joinedload(Invoice.job), joinedload(Invoice.bill_to), joinedload(Invoice.property))
        .order_by(Invoice.issue_on.desc(), Invoice.id.desc())
        .limit(MOST_DOCUMENTS)
    ).all()
    owed = balances_of(session, [row.id for row in rows])
    return [FoundDocument(row, row.issue_on, owed[row.id]) for row in rows if row.issue_on]


def _wanted(session: Session, sought: Sought) -> Select[Payment]:
    """Each trace finds by an index of its own; alternatives in one condition would read every payment."""
    wanted = select(Payment)
    words = _traces(sought) if sought.words else None
    if sought.customer_id is not None:
        near = _of_customer(session, sought.customer_id, is_narrowed=words is not None)
        wanted = wanted.where(Payment.id.in_(union(*near)))
    return wanted.where(Payment.id.in_(union(*words))) if words else wanted


def _of_customer(session: Session, customer_id: int, *, is_narrowed: bool) -> list[Select[int]]:
    """Paid by the customer, by somebody at a place of theirs, or by another towards an invoice of theirs."""
    neighbours = session.scalars(_neighbours(customer_id)).all()
    own = select(Payment.id).where(Payment.payer_id == customer_id)
    near = select(Payment.id).where(_among(Payment.payer_id, neighbours))
    others = _towards(Invoice.id.in_(_recent(customer_id))).where(Payment.payer_id != customer_id)
    # Only the newest can be among those shown, unless words narrow them; payments by others are few at any rate.
    return [own, near, others] if is_narrowed else [_newest(own), _newest(near), others]


def _recent(customer_id: int) -> Select[int]:
    """Nobody claims today to have paid what was billed a thousand invoices ago."""
    return (
        select(Invoice.id)
        .where(Invoice.bill_to_id == customer_id)
        .order_by(Invoice.issue_on.desc())
        .limit(MOST_RECENT)
    )


def _newest(trace: Select[int]) -> Select[int]:
    newest = trace.order_by(Payment.received_on.desc(), Payment.id.desc()).limit(MOST_PAYMENTS)
    return select(newest.subquery().c.id)


def _towards(which: ColumnElement[bool]) -> Select[int]:
    return (
        select(Payment.id)
        .join(Allocation, Allocation.payment_id == Payment.id)
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .outerjoin(Job, Job.id == Invoice.job_id)
        .where(which)
    )


def _neighbours(customer_id: int) -> Select[int]:
    return (
        select(PropertyRelationship.customer_id)
        .where(PropertyRelationship.property_id.in_(_places(customer_id)))
        .distinct()
    )


def _places(customer_id: int) -> Select[int]:
    return select(PropertyRelationship.property_id).where(
        PropertyRelationship.customer_id == customer_id
    )


def _traces(sought: Sought) -> list[Select[int]]:
    check = sought.bare
    traces = [select(Payment.id).where(Payment.check_number == check, Payment.check_number != "")]
    traces.append(select(Payment.id).where(Payment.payer_id.in_(sought.named)))
    cents = _cents(check)
    if cents is not None:
        traces.append(select(Payment.id).where(Payment.amount_cents == cents))
    number = _number(check)
    if number is not None:
        traces += [_towards(Invoice.number == number), _towards(Job.number == number)]
    return traces


def _near(session: Session, sought: Sought) -> ColumnElement[bool]:
    number = _number(sought.bare)
    if sought.customer_id is not None:
        ways = [
            _latest(Invoice.bill_to_id == sought.customer_id),
            _latest(
                _among(Invoice.property_id, session.scalars(_places(sought.customer_id)).all())
            ),
        ]
    elif number is not None:
        jobs = select(Job.id).where(Job.number == number)
        ways = [
            select(Invoice.id).where(Invoice.number == number),
            select(Invoice.id).where(Invoice.job_id.in_(jobs)),
        ]
    else:
        return Invoice.bill_to_id.in_(sought.named)
    return Invoice.id.in_(union(*ways))


def _among(
    column: InstrumentedAttribute[int] | InstrumentedAttribute[int | None], ids: Sequence[int]
) -> ColumnElement[bool]:
    """One of these, however many: a single value for the statement, which the database looks up by its hash."""
    return column == any_(cast(literal(list(ids)), ARRAY(BigInteger)))


def _latest(which: ColumnElement[bool]) -> Select[int]:
    """Of each way only the latest can be among those shown."""
    latest = (
        select(Invoice.id)
        .where(Invoice.status != InvoiceStatus.DRAFT, which)
        .order_by(Invoice.issue_on.desc(), Invoice.id.desc())
        .limit(MOST_DOCUMENTS)
    )
    return select(latest.subquery().c.id)


def _cents(words: str) -> int | None:
    try:
        return cents_of(words)
    except ValueError:
        return None


def _number(bare: str) -> int | None:
    readable = bare.isascii() and bare.isdigit() and len(bare) <= len(str(LARGEST_NUMBER))
    return int(bare) if readable and 0 < int(bare) <= LARGEST_NUMBER else None


def _counted(session: Session, payment_ids: Sequence[int]) -> dict[int, list[Counted]]:
    rows = session.execute(
        select(
            Allocation.payment_id, Invoice.id, Invoice.number, Allocation.amount_cents, Job.number
        )
        .join(Invoice, Invoice.id == Allocation.invoice_id)
        .outerjoin(Job, Job.id == Invoice.job_id)
        .where(Allocation.payment_id.in_(payment_ids))
        .order_by(Invoice.number, Allocation.id)
    )
    sums: dict[tuple[int, int], Counted] = {}
    for payment_id, invoice_id, number, cents, job in rows:
        key = (payment_id or 0, invoice_id)
        before = sums[key].cents if key in sums else 0
        sums[key] = Counted(invoice_id, number or 0, before + cents, job)
    found: dict[int, list[Counted]] = {}
    for (payment_id, _), counted in sums.items():
        if counted.cents:
            found.setdefault(payment_id, []).append(counted)
    return found
