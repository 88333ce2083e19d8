"""A customer says that it is paid: every trace of a payment in one place, with the invoices and jobs around it."""

from __future__ import annotations

from flask import render_template

from core.billing.model import PaymentState
from core.billing.queries.claims import documents_near, looked_for, payments_like
from core.desk.permissions import Permission
from core.directory.model import Customer
from core.errors import NotFound
from office.access import needs
from office.billing.asking import day_said
from office.billing.rooms import billing_rooms
from office.door import reading, row_asked, words_asked
from office.payment_words import method_words

STATE_PILLS = {
    PaymentState.SUCCEEDED: ("counted", "good"),
    PaymentState.PENDING: ("not settled yet", "attention"),
    PaymentState.FAILED: ("failed", "danger"),
    PaymentState.REVERSED: ("taken back", "danger"),
}


@needs(Permission.BILLING_READ)
def paid_search() -> str:
    """What fits what the customer says (inventory 116)."""
    with reading() as session:
        sought = looked_for(session, words_asked(), row_asked("customer"))
        customer = session.get(Customer, sought.customer_id) if sought.customer_id else None
        if sought.customer_id and customer is None:
            raise NotFound("customer", sought.customer_id)
        return render_template(
            "office/billing/paid.html",
            billing=billing_rooms("receivables"),
            sought=sought,
            customer=customer,
            payments=payments_like(session, sought),
            documents=documents_near(session, sought),
            STATE_PILLS=STATE_PILLS,
            method_words=method_words,
            day_said=day_said,
        )
