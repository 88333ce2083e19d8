"""What is posted or paid is kept by the database itself, whoever asks it to forget."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.billing.actions.issuing import issue
from core.billing.actions.voiding import void
from core.billing.model import Allocation, Batch, BatchState, Invoice
from core.billing.queries.balances import balance_of
from core.billing.refusals import Posted
from core.jobs.model import Job
from tests.builders import OFFICE
from tests.builders.billing import MARCH_2, a_job_draft, a_payment_of, an_invoice

ONE_MORE = (
    "INSERT INTO payments (kind, payer_id, method, state, received_on, amount_cents, returns_id)"
    " SELECT 'refund', payer_id, 'check', 'succeeded', received_on, 1, id FROM payments"
)


@pytest.mark.inventory(140)
@pytest.mark.parametrize(
    "change",
    [
        "UPDATE invoices SET batch_id = NULL",
        "UPDATE invoices SET status = 'void', voided_on = '2026-04-01'",
        "UPDATE payments SET batch_id = NULL",
        "UPDATE allocations SET batch_id = NULL",
        "UPDATE batches SET state = 'open'",
        "UPDATE batches SET title = 'x'",
        "UPDATE batches SET to_on = to_on + 1",
        "DELETE FROM batches",
    ],
)
def test_a_posted_batch_lets_nothing_go_and_stays_as_it_is(session: Session, change: str) -> None:
    _posted(session)
    with pytest.raises(DBAPIError, match=r"batch|posted|money on it"), session.begin_nested():
        session.execute(text(change))


@pytest.mark.inventory(140)
@pytest.mark.parametrize("table", ["invoices", "payments", "allocations"])
def test_a_posted_batch_takes_nothing(session: Session, table: str) -> None:
    batch = _posted(session)
    fresh = an_invoice(session, 500)
    a_payment_of(session, fresh)
    change = text(f"UPDATE {table} SET batch_id = :batch WHERE batch_id IS NULL")
    with pytest.raises(DBAPIError, match="takes nothing"), session.begin_nested():
        session.execute(change, {"batch": batch.id})


def test_a_posted_invoice_is_not_voided_but_still_paid(session: Session) -> None:
    invoice, batch = an_invoice(session, 10_000), _batch(session)
    invoice.batch_id = batch.id
    session.flush()
    batch.state = BatchState.POSTED
    session.flush()
    with pytest.raises(Posted, match=f"batch {batch.id}"):
        void(session, invoice.id, on=MARCH_2, reason="x", actor=OFFICE)
    a_payment_of(session, invoice)
    assert balance_of(session, invoice.id) == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE payments SET amount_cents = 1", "never changed"),
        ("UPDATE payments SET payer_id = payer_id + 1", "never changed"),
        ("UPDATE payments SET received_on = received_on + 1", "never changed"),
        ("UPDATE payments SET state = 'pending'", "cannot go"),
        ("UPDATE payments SET state = 'failed'", "cannot go"),
        ("UPDATE payments SET state = 'reversed'", "still counted"),
        ("DELETE FROM payments", "never deleted"),
        (ONE_MORE, "more than there is"),
        (ONE_MORE.replace(", received_on, 1", ", received_on - 1, 1"), "before it came"),
    ],
)
def test_a_payment_that_happened_is_never_changed_or_given_back_twice(
    session: Session, change: str, words: str
) -> None:
    a_payment_of(session, an_invoice(session, 10_000))
    with pytest.raises(DBAPIError, match=words), session.begin_nested():
        session.execute(text(change))


def test_what_is_settled_is_known_from_its_day_and_forgotten_when_taken_back(
    session: Session,
) -> None:
    invoice = an_invoice(session, 10_000)
    payment = a_payment_of(session, invoice)
    session.refresh(invoice)
    assert invoice.settled_on == MARCH_2
    row = session.query(Allocation).filter_by(payment_id=payment.id).one()
    session.add(
        Allocation(
            payment_id=payment.id,
            invoice_id=invoice.id,
            amount_cents=-row.amount_cents,
            effective_on=MARCH_2,
            reverses_id=row.id,
        )
    )
    session.flush()
    session.refresh(invoice)
    standing = session.get_one(Invoice, invoice.id)
    assert (standing.settled_on, balance_of(session, invoice.id)) == (None, 10_000)


def test_a_draft_carries_nothing_and_money_waits_for_its_issue(session: Session) -> None:
    draft = a_job_draft(session, 10_000)
    with pytest.raises(DBAPIError, match="cannot be counted"), session.begin_nested():
        a_payment_of(session, draft)
    invoice = issue(session, draft.id, on=MARCH_2, actor=OFFICE)
    a_payment_of(session, invoice)
    assert session.get_one(Job, invoice.job_id).status.name == "Invoiced"


def _batch(session: Session) -> Batch:
    batch = Batch(from_on=MARCH_2, to_on=MARCH_2)
    session.add(batch)
    session.flush()
    return batch


def _posted(session: Session) -> Batch:
    """A posted batch of an invoice, a payment and what was counted between two others."""
    batch = _batch(session)
    unpaid, paid = an_invoice(session, 10_000), an_invoice(session, 5_000)
    payment = a_payment_of(session, paid)
    unpaid.batch_id = payment.batch_id = batch.id
    for row in session.query(Allocation).all():
        row.batch_id = batch.id
    session.flush()
    batch.state = BatchState.POSTED
    session.flush()
    return batch
