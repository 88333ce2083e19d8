"""The list of invoices: by where they stand, by words, part after part. What is owed is derived for the part shown."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from sqlalchemy import ColumnElement, Select, and_, false, select, tuple_, union
from sqlalchemy.orm import Session, joinedload

from core.billing.model import Invoice, InvoiceKind, InvoiceStatus, ReviewStatus
from core.billing.queries.balances import balances_of
from core.directory.model import Customer
from core.directory.queries.search import LARGEST_NUMBER, matching_customer_ids
from core.jobs.model import Job

MOST_CUSTOMERS = 500
LINES_AT_ONCE = 200


class Shown(StrEnum):
    """Which part of all documents. OPEN, OVERDUE and PAID know no credit notes: nobody pays one."""

    ALL = "all"
    DRAFT = "draft"
    REVIEW = "review"
    OPEN = "open"
    OVERDUE = "overdue"
    PAID = "paid"
    VOID = "void"


@dataclass(frozen=True)
class InvoiceFilter:
    """What is looked for. on: the company's day, which says what is overdue."""

    shown: Shown
    on: date
    words: str = ""
    customer_id: int | None = None


@dataclass(frozen=True)
class InvoiceRow:
    """One document of the list. number, issue_on, due_on: None while it is a draft."""

    id: int
    number: int | None
    kind: InvoiceKind
    status: InvoiceStatus
    review: ReviewStatus
    bill_to: str
    job_number: int | None
    place: str
    issue_on: date | None
    due_on: date | None
    total_cents: int
    balance_cents: int


@dataclass(frozen=True)
class Mark:
    """Where a part of the list ended. due_on: where the list is in order of due days."""

    id: int
    due_on: date | None = None


def invoice_list(
    session: Session, asked: InvoiceFilter, *, limit: int, after: Mark | None = None
) -> list[InvoiceRow]:
    """The documents that fit: those that are owed by their due day, the oldest first; all others newest first."""
    rows = session.scalars(_found(asked, after).limit(limit)).all()
    owed = balances_of(session, [row.id for row in rows])
    return [_row(row, owed.get(row.id, 0)) for row in rows]


def invoice_lines(session: Session, asked: InvoiceFilter) -> Iterator[InvoiceRow]:
    """All that fit, a part at a time, so that a file of any length is sent while it is read."""
    after: Mark | None = None
    while True:
        part = invoice_list(session, asked, limit=LINES_AT_ONCE, after=after)
        yield from part
        if len(part) < LINES_AT_ONCE:
            return
        after = mark_of(asked.shown, part[-1])


def documents_numbered(session: Session, number: int) -> list[InvoiceRow]:
    """The documents that bear a number: invoices and credit notes count each for themselves."""
    rows = session.scalars(_with_names().where(Invoice.number == number).order_by(Invoice.id)).all()
    owed = balances_of(session, [row.id for row in rows])
    return [_row(row, owed.get(row.id, 0)) for row in rows]


def mark_of(shown: Shown, row: InvoiceRow) -> Mark:
    """Where the next part begins after this row."""
    return Mark(row.id, row.due_on if is_by_due_day(shown) else None)


def is_by_due_day(shown: Shown) -> bool:
    """Whether the list is in order of due days."""
    return shown in {Shown.OPEN, Shown.OVERDUE}


def _found(asked: InvoiceFilter, after: Mark | None) -> Select[Invoice]:
    wanted = [_standing(asked), *_who(asked)]
    query = _with_names()
    if is_by_due_day(asked.shown):
        if after is not None and after.due_on is not None:
            wanted.append(tuple_(Invoice.due_on, Invoice.id) > (after.due_on, after.id))
        return query.where(*wanted).order_by(Invoice.due_on, Invoice.id)
    if after is not None:
        wanted.append(Invoice.id < after.id)
    return query.where(*wanted).order_by(Invoice.id.desc())


def _with_names() -> Select[Invoice]:
    return select(Invoice).options(
        joinedload(Invoice.bill_to), joinedload(Invoice.job), joinedload(Invoice.property)
    )


def _standing(asked: InvoiceFilter) -> ColumnElement[bool]:
    issued = Invoice.status == InvoiceStatus.ISSUED
    charge = Invoice.kind != InvoiceKind.CREDIT_NOTE
    owed = and_(issued, charge, Invoice.settled_on.is_(None))
    by_shown: dict[Shown, ColumnElement[bool]] = {
        Shown.ALL: Invoice.id > 0,
        Shown.DRAFT: Invoice.status == InvoiceStatus.DRAFT,
        Shown.REVIEW: and_(
            Invoice.status != InvoiceStatus.VOID, Invoice.review != ReviewStatus.REVIEWED
        ),
        Shown.OPEN: owed,
        Shown.OVERDUE: and_(owed, Invoice.due_on < asked.on),
        Shown.PAID: and_(issued, charge, Invoice.settled_on.is_not(None)),
        Shown.VOID: Invoice.status == InvoiceStatus.VOID,
    }
    return by_shown[asked.shown]


def _who(asked: InvoiceFilter) -> Sequence[ColumnElement[bool]]:
    found = [Invoice.bill_to_id == asked.customer_id] if asked.customer_id else []
    words = asked.words.strip()
    return [*found, _fits(words)] if words else found


def _fits(words: str) -> ColumnElement[bool]:
    """A document's or a job's number, or the customer who is billed; each found by an index of its own."""
    ways: list[ColumnElement[bool]] = []
    bare = words.removeprefix("#").strip()
    if bare.isascii() and bare.isdigit() and int(bare[:11]) <= LARGEST_NUMBER:
        ways.append(Invoice.number == int(bare))
        ways.append(Invoice.job_id.in_(select(Job.id).where(Job.number == int(bare))))
        ways.append(Invoice.bill_to_id.in_(select(Customer.id).where(Customer.number == int(bare))))
    ids = matching_customer_ids(words, limit=MOST_CUSTOMERS)
    if ids is not None:
        ways.append(Invoice.bill_to_id.in_(ids))
    return (
        Invoice.id.in_(union(*(select(Invoice.id).where(way) for way in ways))) if ways else false()
    )


def _row(row: Invoice, balance_cents: int) -> InvoiceRow:
    return InvoiceRow(
        id=row.id,
        number=row.number,
        kind=InvoiceKind(row.kind),
        status=InvoiceStatus(row.status),
        review=ReviewStatus(row.review),
        bill_to=row.bill_to_name or row.bill_to.display_name,
        job_number=row.job.number if row.job else None,
        place=(row.property.name or row.property.street) if row.property else "",
        issue_on=row.issue_on,
        due_on=row.due_on,
        total_cents=row.total_cents,
        balance_cents=balance_cents,
    )
