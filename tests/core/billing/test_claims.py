"""A customer says that it is paid: the payment is found by any trace of it, with invoices and jobs around it."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from core.billing.actions.payments import receive_payment
from core.billing.actions.reversing import reverse_payment
from core.billing.model import Payment, PaymentMethod
from core.billing.queries.claims import documents_near, looked_for, payments_like
from tests.builders import OFFICE, a_customer, a_job_at, a_place, linked
from tests.core.billing.paying import MARCH, issued, new_payment


def a_check(session: Session) -> Payment:
    """Check 4471 of $120.50 from Lakeside for a job at Oak Street, billed to the tenant."""
    manager, tenant = a_customer(session, "Lakeside Homes"), a_customer(session, "Terry Tenant")
    place = a_place(session, "12 Oak Street")
    linked(session, place, manager, "Property Manager")
    linked(session, place, tenant, "Tenant")
    job = a_job_at(session, "Completed", place, tenant)
    invoice = issued(session, tenant, 10_000, job=job, place=place)
    new = new_payment(
        manager,
        12_050,
        (invoice, 10_000),
        method=PaymentMethod.CHECK,
        check_number="4471",
    )
    return receive_payment(session, new, actor=OFFICE)


@pytest.mark.inventory(116)
def test_a_payment_is_found_by_any_trace(session: Session) -> None:
    payment = a_check(session)
    invoice = payment.allocations[0].invoice
    job = invoice.job
    assert job is not None
    for words in ("4471", "$120.50", "lakeside", f"#{invoice.number}", str(job.number)):
        (found,) = payments_like(session, looked_for(session, words))
        assert found.payment.id == payment.id, words
    assert found.counted[0].job_number == job.number
    assert (found.counted[0].cents, found.left_cents) == (10_000, 2_050)


@pytest.mark.inventory(116)
def test_a_number_is_found_as_our_papers_write_it(session: Session) -> None:
    payment = a_check(session)
    invoice = payment.allocations[0].invoice
    assert invoice.job is not None
    for words in (
        "check 4471",
        "Payment, check 4471",
        "cheque no. 4471",
        "Check #4471",
        f"Invoice #{invoice.number}",
        f"factura {invoice.number}",
        f"job {invoice.job.number}",
    ):
        (found,) = payments_like(session, looked_for(session, words))
        assert found.payment.id == payment.id, words
    (document,) = documents_near(session, looked_for(session, f"invoice {invoice.number}"))
    assert document.invoice.id == invoice.id


@pytest.mark.inventory(116)
def test_a_customer_is_shown_what_others_paid_for_them(session: Session) -> None:
    payment = a_check(session)
    tenant_id = payment.allocations[0].invoice.bill_to_id
    (found,) = payments_like(session, looked_for(session, customer_id=tenant_id))
    assert found.payment.payer.name == "Lakeside Homes"
    (document,) = documents_near(session, looked_for(session, customer_id=tenant_id))
    assert document.balance_cents == 0
    assert document.invoice.job is not None


def test_a_bounced_check_explains_itself(session: Session) -> None:
    payment = a_check(session)
    reverse_payment(session, payment.id, on=MARCH, reason="NSF", actor=OFFICE)
    (found,) = [
        each
        for each in payments_like(session, looked_for(session, "4471"))
        if each.payment.id == payment.id
    ]
    assert (found.payment.state.value, found.counted) == ("reversed", ())


@pytest.mark.parametrize(
    "words", ["", "  ", "99999999999", "'; --", "%", "_", "0", "#", "check", "invoice #"]
)
def test_what_fits_nothing_finds_nothing(session: Session, words: str) -> None:
    a_check(session)
    assert payments_like(session, looked_for(session, words)) == []
    assert documents_near(session, looked_for(session, words)) == []
