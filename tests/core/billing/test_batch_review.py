"""Review of a batch: every account that is missing, every member that is not as it should be, in words."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy.orm import Session

from core.billing.actions.batches import NotPostable, post_batch
from core.billing.actions.editing import set_review
from core.billing.actions.payments import begin_card_payment
from core.billing.actions.voiding import void
from core.billing.model import Batch, BatchState, PaymentMethod, ReviewStatus
from core.billing.queries.batch_errors import Weight
from core.billing.queries.batch_review import review
from tests.builders import OFFICE, a_customer, a_place
from tests.builders.billing import MARCH_2, a_job_draft, a_taxed, an_invoice
from tests.builders.books import FIRST, a_batch, mapped_accounts
from tests.core.billing.paying import new_payment, paid


def words_of(session: Session, batch: Batch, weight: Weight) -> list[str]:
    return [each.words for each in review(session, batch) if each.weight is weight]


@pytest.mark.inventory(139)
def test_review_lists_every_account_that_is_missing(session: Session) -> None:
    place = a_taxed(session, a_place(session))
    invoice = an_invoice(session, 10_000, place=place)
    paid(session, invoice.bill_to, 1_000, (invoice, 1_000))
    batch = a_batch(session)
    errors = words_of(session, batch, Weight.ERROR)
    assert [each.partition(":")[0] for each in errors] == [
        "What customers owe (accounts receivable)",
        "Income from services",
        "Sales tax payable",
        "Deposits in cash",
    ]
    with pytest.raises(NotPostable) as refusal:
        post_batch(session, batch.id, actor=OFFICE)
    assert len(refusal.value.findings) == len(errors)
    assert batch.state is BatchState.OPEN
    mapped_accounts(session)
    assert words_of(session, batch, Weight.ERROR) == []


@pytest.mark.inventory(139)
def test_review_names_what_is_incomplete(session: Session) -> None:
    mapped_accounts(session)
    draft = a_job_draft(session, 4_000)
    job = draft.job
    assert job is not None
    job.status_since = job.status_since.replace(year=2026, month=3, day=10)
    nothing, held, gone = (an_invoice(session, cents) for cents in (0, 2_000, 3_000))
    an_invoice(session, 9_000, on=FIRST - timedelta(days=9))
    card = new_payment(held.bill_to, 2_000, (held, 2_000), method=PaymentMethod.CARD)
    begin_card_payment(session, card, processor="stripe", actor=OFFICE)
    batch = a_batch(session)
    set_review(session, held.id, ReviewStatus.ON_HOLD, actor=OFFICE)
    void(session, gone.id, on=MARCH_2, reason="never done", actor=OFFICE)
    assert words_of(session, batch, Weight.ERROR) == [
        f"Invoice {gone.number} was voided after it entered this batch.",
        f"Invoice {held.number} is on hold.",
    ]
    assert words_of(session, batch, Weight.WARNING) == [
        f"Job {job.number} is completed, and draft {draft.id} of it is not issued.",
        "Payment by card of $20.00 from Robert Diaz is not settled yet.",
        f"Invoice {nothing.number} asks for nothing ($0.00).",
        "1 document was not reviewed yet.",
        "1 earlier document is in no batch yet.",
    ]


def test_an_empty_batch_is_not_posted(session: Session) -> None:
    mapped_accounts(session)
    with pytest.raises(NotPostable, match="Nothing is in this batch"):
        post_batch(session, a_batch(session).id, actor=OFFICE)


def test_a_customer_without_a_readable_name_is_an_error(session: Session) -> None:
    mapped_accounts(session)
    customer = a_customer(session)
    payment = paid(session, customer, 1_000)
    batch = a_batch(session)
    customer.name = "\t"
    session.flush()
    assert words_of(session, batch, Weight.ERROR) == [
        f"Customer {customer.id} has no name the books could take."
    ]
    assert payment.batch_id == batch.id


def test_money_counted_towards_what_the_books_never_saw_is_a_warning(session: Session) -> None:
    mapped_accounts(session)
    old = an_invoice(session, 5_000, on=FIRST - timedelta(days=20))
    paid(session, old.bill_to, 5_000, (old, 5_000))
    warnings = words_of(session, a_batch(session), Weight.WARNING)
    assert f"$50.00 counted towards invoice {old.number}, which is in no posted batch." in warnings
