"""Writes the demo company's books: invoices as the work was, credit notes, and what was paid.

The database weighs every sum while it is written, as it does for the product itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta

from sqlalchemy import text
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.orm import Session

from core.billing.actions.issuing import FIRST_NUMBER, SERIES
from core.billing.bill_to import BillToSource
from core.billing.model import (
    Allocation,
    Invoice,
    InvoiceKind,
    InvoiceLine,
    InvoiceNumbers,
    ItemKind,
    Payment,
    PaymentMethod,
    PaymentState,
    ReviewStatus,
)
from sandbox.demo.directory import TAX_RATE
from sandbox.demo.filling import Line
from sandbox.demo.people import Person
from sandbox.demo.planning import Stage
from sandbox.demo.works import Around, WrittenJob

TERMS_DAYS = 30
DRAFT_PERCENT, CREDIT_PERCENT, PART_PERCENT = 55, 2, 12
FRIDAY, WEEK = 4, 7
_ISSUE = text(
    """
    UPDATE invoices SET status = 'issued', review = 'reviewed', number = made.number,
        issued_at = invoices.created_at
    FROM unnest(CAST(:ids AS bigint[]), CAST(:numbers AS int[])) AS made(id, number)
    WHERE invoices.id = made.id
    """
)


@dataclass(frozen=True)
class Bill:
    """An invoice of a job; number 0 is a draft. credit_*: of the note that took credit_cents off it, if one did."""

    job: WrittenJob
    id: int
    issue_on: date
    number: int
    lines: tuple[Line, ...] = field(default=())
    credit_id: int | None = None
    credit_number: int = 0
    credit_cents: int = 0

    @property
    def payer(self) -> Person:
        """Whom it charges."""
        return self.job.work.place.payer

    @property
    def due_on(self) -> date:
        """The day it is to be paid by."""
        return self.issue_on + timedelta(days=TERMS_DAYS)

    def sum_of(self, name: str) -> int:
        """What its lines come to: net_cents or tax_cents."""
        return sum(int(str(line[name])) for line in self.lines)

    @property
    def total(self) -> int:
        """With tax."""
        return self.sum_of("net_cents") + self.sum_of("tax_cents")


def write_money(
    around: Around, session: Session, jobs: Sequence[WrittenJob], today: date
) -> list[Bill]:
    """Bill what is done, issue what is invoiced, and count what was paid towards it. Returns the bills."""
    bills = _bills(around, session, jobs, today)
    filler = around.filler
    filler.fill(Invoice, [each for bill in bills for each in _documents(around, bill)])
    filler.fill(InvoiceLine, [line for bill in bills for line in _lines(bill)])
    _issue(session, bills)
    _pay(around, bills, today)
    return bills


def _bills(around: Around, session: Session, jobs: Sequence[WrittenJob], today: date) -> list[Bill]:
    """One for each job that is done, but for some of the latest; numbered in the order of their days."""
    done = [job for job in jobs if job.work.invoiced_on or _is_drafted(around, job)]
    done.sort(key=lambda job: (job.work.invoiced_on or today, job.id))
    credited = {
        job.id
        for job in done
        if job.work.stage is Stage.PAID and around.draw.happens(CREDIT_PERCENT)
    }
    issued = sum(job.work.invoiced_on is not None for job in done) + len(credited)
    ids = iter(around.filler.ids(Invoice, len(done) + len(credited)))
    numbers = iter(_numbers(session, issued))
    bills = []
    for job in done:
        bill = _bill(job, today, ids, numbers)
        bills.append(_with_credit(bill, ids, numbers) if job.id in credited else bill)
    return bills


def _bill(job: WrittenJob, today: date, ids: Iterator[int], numbers: Iterator[int]) -> Bill:
    key = next(ids)
    return Bill(
        job=job,
        id=key,
        issue_on=job.work.invoiced_on or today,
        number=next(numbers) if job.work.invoiced_on else 0,
        lines=tuple(_line(key, place, job) for place in range(len(job.work.trouble.charges))),
    )


def _with_credit(bill: Bill, ids: Iterator[int], numbers: Iterator[int]) -> Bill:
    """The same with a tenth of its first line credited."""
    cents = int(str(bill.lines[0]["net_cents"])) // 10
    return replace(bill, credit_id=next(ids), credit_number=next(numbers), credit_cents=cents)


def _is_drafted(around: Around, job: WrittenJob) -> bool:
    return job.work.stage is Stage.COMPLETED and around.draw.happens(DRAFT_PERCENT)


def _numbers(session: Session, count: int) -> list[int]:
    """The next numbers of the series, which has no gaps."""
    last = session.scalar(
        insert(InvoiceNumbers)
        .values(series=SERIES, last=FIRST_NUMBER - 1 + count)
        .on_conflict_do_update(
            index_elements=["series"], set_={"last": InvoiceNumbers.last + count}
        )
        .returning(InvoiceNumbers.last)
    )
    return list(range(int(last or 0) - count + 1, int(last or 0) + 1))


def _line(invoice_id: int, position: int, job: WrittenJob) -> Line:
    charge = job.work.trouble.charges[position]
    net = charge.cents * charge.thousandths // 1_000
    rate = TAX_RATE if charge.kind == ItemKind.MATERIAL else 0
    return {
        "invoice_id": invoice_id,
        "position": position + 1,
        "kind": charge.kind,
        "words": charge.words,
        "quantity_thousandths": charge.thousandths,
        "unit_price_cents": charge.cents,
        "taxable": charge.kind == ItemKind.MATERIAL,
        "tax_rate_thousandths": rate,
        "net_cents": net,
        "tax_cents": (net * rate + 50_000) // 100_000,
        "cost_cents": charge.cents * 4 // 10,
    }


def _documents(around: Around, bill: Bill) -> Iterator[Line]:
    """The invoice, and the note that credits a part of it."""
    yield _document(around, bill, bill.id, InvoiceKind.INVOICE, bill.sum_of("net_cents"))
    if bill.credit_id is not None:
        yield _document(around, bill, bill.credit_id, InvoiceKind.CREDIT_NOTE, -bill.credit_cents)


def _document(around: Around, bill: Bill, key: int, kind: InvoiceKind, net: int) -> Line:
    work, payer = bill.job.work, bill.payer
    is_credit = kind is InvoiceKind.CREDIT_NOTE
    tax = 0 if is_credit else bill.sum_of("tax_cents")
    place = f"{work.place.street}, {work.place.city}, IL {work.place.postal_code}"
    return {
        "id": key,
        "kind": kind,
        "review": ReviewStatus.NEEDS_REVIEW,
        "job_id": bill.job.id,
        "property_id": around.directory.properties[work.place.key],
        "business_unit_id": around.reference.trade_of(work.trouble),
        "bill_to_id": around.directory.customers[payer.key],
        "bill_to_source": BillToSource.RESPONSIBLE_PARTY if work.place.owner_pays else BillToSource.JOB_CUSTOMER,
        "bill_to_name": payer.shown,
        "bill_to_address": payer.billing_address or place,
        "language": payer.language,
        "issue_on": bill.issue_on if bill.number else None,
        "due_on": (bill.issue_on if is_credit else bill.due_on) if bill.number else None,
        "net_cents": net,
        "tax_cents": tax,
        "total_cents": net + tax,
        "corrects_id": bill.id if is_credit else None,
        "correction_reason": "We came later than we had said" if is_credit else "",
        "created_at": dict(work.steps).get(Stage.INVOICED, around.now),
    }  # fmt: skip


def _lines(bill: Bill) -> Iterator[Line]:
    yield from bill.lines
    if bill.credit_id is not None:
        yield {
            **bill.lines[0],
            "invoice_id": bill.credit_id,
            "words": "Credit for the delay",
            "quantity_thousandths": -1_000,
            "unit_price_cents": bill.credit_cents,
            "taxable": False,
            "tax_rate_thousandths": 0,
            "net_cents": -bill.credit_cents,
            "tax_cents": 0,
            "cost_cents": 0,
        }


def _issue(session: Session, bills: Sequence[Bill]) -> None:
    """Every document gets its number, which rise with the days."""
    made = [(bill.id, bill.number) for bill in bills if bill.number]
    made += [(bill.credit_id, bill.credit_number) for bill in bills if bill.credit_id is not None]
    ids, numbers = [key for key, _ in made], [number for _, number in made]
    session.execute(_ISSUE, {"ids": ids, "numbers": numbers})


def _pay(around: Around, bills: Sequence[Bill], today: date) -> None:
    """One payment for all that a payer settles on one day; firms pay on Fridays, households by card."""
    wanted: dict[tuple[int, date], list[tuple[Bill, int]]] = {}
    for bill in bills:
        paid = _paid(around, bill, today)
        if paid is not None:
            wanted.setdefault((bill.payer.key, paid[0]), []).append((bill, paid[1]))
    ids = around.filler.ids(Payment, len(wanted))
    payments, allocations = [], list(_credited(bills))
    for key, ((_, on), parts) in zip(ids, wanted.items(), strict=True):
        payments.append(
            _payment(around, key, parts[0][0].payer, on, sum(cents for _, cents in parts))
        )
        allocations += [_allocation(key, None, bill, cents, on) for bill, cents in parts]
    around.filler.fill(Payment, payments)
    around.filler.fill(Allocation, allocations)


def _paid(around: Around, bill: Bill, today: date) -> tuple[date, int] | None:
    """When and how much of it was paid, if anything."""
    if bill.job.work.paid_on is not None:
        on = bill.job.work.paid_on
        friday = on + timedelta(days=(FRIDAY - on.weekday()) % WEEK)
        on = friday if bill.payer.company and friday <= today else on
        return on, bill.total - bill.credit_cents
    on = bill.issue_on + timedelta(days=10)
    if bill.number and on <= today and around.draw.happens(PART_PERCENT):
        return on, bill.total // 2
    return None


def _payment(around: Around, key: int, payer: Person, on: date, cents: int) -> Line:
    method = around.draw.by_weight(
        ((PaymentMethod.CHECK, 70), (PaymentMethod.ACH, 30)) if payer.company
        else ((PaymentMethod.CARD, 70), (PaymentMethod.CHECK, 20), (PaymentMethod.CASH, 10))
    )  # fmt: skip
    return {
        "id": key,
        "payer_id": around.directory.customers[payer.key],
        "method": method,
        "state": PaymentState.SUCCEEDED,
        "received_on": on,
        "amount_cents": cents,
        "check_number": str(around.draw.number(1_000, 9_999)) if method is PaymentMethod.CHECK else "",
        "taken_by": "Grace Whitfield",
        "settled_at": datetime.combine(on, time(18), tzinfo=around.now.tzinfo),
        "created_at": datetime.combine(on, time(17), tzinfo=around.now.tzinfo),
    }  # fmt: skip


def _allocation(
    payment_id: int | None, credit_id: int | None, bill: Bill, cents: int, on: date
) -> Line:
    return {
        "payment_id": payment_id,
        "credit_note_id": credit_id,
        "invoice_id": bill.id,
        "amount_cents": cents,
        "effective_on": on,
    }


def _credited(bills: Sequence[Bill]) -> Iterator[Line]:
    for bill in bills:
        if bill.credit_id is not None:
            yield _allocation(None, bill.credit_id, bill, bill.credit_cents, bill.issue_on)
