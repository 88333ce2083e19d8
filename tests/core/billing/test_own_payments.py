"""What a payer may choose without the office: several invoices in full, or a part of one; never another's."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy.orm import Session

from core.billing.actions.own_payments import begin_own_payment
from core.billing.model import Invoice, Payment, PaymentMethod, PaymentState
from core.billing.receiving import BalanceMoved, NewPayment, Part
from core.directory.model import Customer
from core.errors import FieldRefused, NotFound, Refused
from tests.builders import OFFICE, a_customer, a_place, linked
from tests.core.billing.paying import issued, new_payment, paid


def begin(session: Session, new: NewPayment) -> Payment:
    return begin_own_payment(session, new, processor="stripe", actor=OFFICE)


def card(payer: Customer, cents: int, *parts: tuple[Invoice, int]) -> NewPayment:
    return new_payment(payer, cents, *parts, method=PaymentMethod.CARD)


@pytest.mark.inventory(182)
def test_a_part_of_one_invoice_or_several_in_full(session: Session) -> None:
    payer = a_customer(session)
    one, two = issued(session, payer, 5_000), issued(session, payer, 3_000)
    paid(session, payer, 1_000, (two, 1_000))
    assert begin(session, card(payer, 1_500, (one, 1_500))).state is PaymentState.PENDING
    whole = begin(session, card(payer, 7_000, (one, 5_000), (two, 2_000)))
    assert whole.intended == {str(one.id): 5_000, str(two.id): 2_000}


@pytest.mark.inventory(182)
def test_a_part_with_two_invoices_chosen_is_refused(session: Session) -> None:
    payer = a_customer(session)
    one, two = issued(session, payer, 5_000), issued(session, payer, 3_000)
    with pytest.raises(FieldRefused, match="one invoice alone") as refusal:
        begin(session, card(payer, 7_999, (one, 5_000), (two, 2_999)))
    assert refusal.value.field == "parts"


def test_nothing_beyond_what_is_chosen_and_owed_is_taken(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 5_000)
    with pytest.raises(FieldRefused):
        begin(session, card(payer, 6_000, (invoice, 5_000)))
    with pytest.raises(FieldRefused):
        begin(session, card(payer, 6_000))
    with pytest.raises(Refused):
        begin(session, card(payer, 5_001, (invoice, 5_001)))
    stale = replace(card(payer, 4_000), parts=(Part(invoice.id, 4_000, seen_cents=4_000),))
    with pytest.raises(BalanceMoved):
        begin(session, stale)


def test_anothers_invoice_is_not_found_even_at_ones_own_place(session: Session) -> None:
    manager, tenant, place = a_customer(session), a_customer(session), a_place(session)
    linked(session, place, manager, "Property Manager")
    linked(session, place, tenant, "Tenant")
    theirs = issued(session, tenant, 5_000, place=place)
    with pytest.raises(NotFound):
        begin(session, card(manager, 5_000, (theirs, 5_000)))
