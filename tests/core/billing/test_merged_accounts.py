"""Customers with issued documents: merged where nothing issued is touched, else refused with what to do instead."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from core.billing.actions.payments import receive_payment
from core.billing.model import Invoice
from core.billing.queries.balances import balance_of
from core.directory.actions.merging import merge_customers
from core.directory.model import Contact, Customer
from core.errors import Refused
from tests.builders import OFFICE, a_customer, a_person, a_place, linked
from tests.builders.billing import a_draft_invoice, an_invoice
from tests.core.billing.paying import new_payment


def merge(session: Session, kept: Customer, gone: Customer) -> None:
    merge_customers(session, kept_id=kept.id, gone_id=gone.id, actor=OFFICE)


def test_who_has_only_drafts_is_merged_into_who_has_invoices(session: Session) -> None:
    kept, gone = a_customer(session, "Ann Lee"), a_customer(session, "Anne Lee")
    issued = an_invoice(session, 5_000, customer=kept)
    draft = a_draft_invoice(session, 700, customer=gone)
    merge(session, kept, gone)
    assert session.get_one(Invoice, draft.id).bill_to_id == kept.id
    assert session.get_one(Invoice, issued.id).bill_to_name == "Ann Lee"


def test_the_other_way_round_is_named_where_that_works(session: Session) -> None:
    kept, gone = a_customer(session, "Ann Lee"), a_customer(session, "Anne Lee")
    an_invoice(session, 5_000, customer=gone)
    person = a_person(session, gone)
    with pytest.raises(Refused, match=f"Keep customer {gone.number} instead"):
        merge(session, kept, gone)
    assert session.get_one(Contact, person.id).customer_id == gone.id
    merge(session, gone, kept)


def test_two_accounts_stay_two_and_the_refusal_tells_how_to_go_on(session: Session) -> None:
    kept, gone = a_customer(session, "Ann Lee"), a_customer(session, "Anne Lee")
    mine, theirs = (
        an_invoice(session, 5_000, customer=kept),
        an_invoice(session, 700, customer=gone),
    )
    person, at_home = a_person(session, gone), a_person(session, kept)
    with pytest.raises(Refused, match=f"Go on with customer {kept.number}") as refused:
        merge(session, kept, gone)
    assert "One payment may then cover what both owe" in str(refused.value)
    assert (mine.bill_to_id, theirs.bill_to_id) == (kept.id, gone.id)
    assert session.get_one(Contact, person.id).customer_id == gone.id
    assert session.get_one(Contact, at_home.id).customer_id == kept.id
    assert (kept.merged_into_id, gone.merged_into_id) == (None, None)


def test_as_the_refusal_says_one_payment_then_covers_both(session: Session) -> None:
    kept, gone = a_customer(session, "Ann Lee"), a_customer(session, "Anne Lee")
    place = a_place(session)
    mine = an_invoice(session, 5_000, customer=kept, place=place)
    theirs = an_invoice(session, 700, customer=gone, place=place)
    linked(session, place, kept, "Owner")
    receive_payment(session, new_payment(kept, 5_700, (mine, 5_000), (theirs, 700)), actor=OFFICE)
    assert [balance_of(session, each.id) for each in (mine, theirs)] == [0, 0]
