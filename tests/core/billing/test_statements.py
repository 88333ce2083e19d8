"""Statements: opening and movements make closing, whatever happened, and nothing later is known."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, event
from sqlalchemy.orm import Session

from core.billing.actions.payments import receive_payment
from core.billing.actions.voiding import void
from core.billing.queries.statement import MovementKind, account_of, activity, open_items
from core.errors import FieldRefused, FixlineError, NotFound
from tests.builders import OFFICE, a_customer, a_place, linked
from tests.core.billing.books import DAYS, DEEDS, Hand
from tests.core.billing.opened import open_books
from tests.core.billing.paying import MARCH, issued, new_payment, paid

APRIL = date(2026, 4, 1)


@pytest.mark.inventory(133)
def test_a_statement_shows_several_invoices_of_one_customer_by_property(session: Session) -> None:
    """1 March 100.00 and 40.00 at two places, 5 March a check of 60.00: closing 80.00."""
    customer = a_customer(session)
    oak, elm = a_place(session, "12 Oak Street"), a_place(session, "3 Elm Street")
    first = issued(session, customer, 10_000, place=oak)
    second = issued(session, customer, 4_000, place=elm)
    fifth = MARCH + timedelta(days=4)
    check = new_payment(customer, 6_000, (first, 6_000), on=fifth)
    receive_payment(session, check, actor=OFFICE)
    told = activity(session, customer.id, MARCH, MARCH + timedelta(days=30))
    assert (told.opening_cents, told.closing_cents) == (0, 8_000)
    assert [(each.kind, each.cents, each.after_cents) for each in told.movements] == [
        (MovementKind.INVOICE, 10_000, 10_000),
        (MovementKind.INVOICE, 4_000, 14_000),
        (MovementKind.PAYMENT, -6_000, 8_000),
    ]
    groups = told.groups()
    assert {group.property_id: group.cents for group in groups} == {
        elm.id: 4_000,
        oak.id: 10_000,
        None: -6_000,
    }
    assert groups[-1].property_id is None
    assert {first.number, second.number} <= {each.number for each in told.movements}


def test_what_an_account_owed_is_one_question_whatever_the_statement_shows_beside(
    session: Session,
) -> None:
    customer = a_customer(session)
    issued(session, customer, 10_000)
    heard: list[str] = []

    def note(_connection: Connection, _cursor: object, statement: str, *_rest: object) -> None:
        heard.append(statement)

    bound = session.connection()
    event.listen(bound, "before_cursor_execute", note)
    try:
        assert account_of(session, customer.id, MARCH) == 10_000
    finally:
        event.remove(bound, "before_cursor_execute", note)
    assert len(heard) == 1


@pytest.mark.inventory(133)
def test_the_open_items_of_a_customer_sum_to_the_account(session: Session) -> None:
    customer = a_customer(session)
    first, second = issued(session, customer, 10_000), issued(session, customer, 4_000)
    paid(session, customer, 7_000, (first, 6_000))
    told = open_items(session, customer.id, MARCH)
    assert [(each.number, each.left_cents) for each in told.items[:2]] == [
        (first.number, 4_000),
        (second.number, 4_000),
    ]
    assert [(each.kind, each.left_cents) for each in told.items[2:]] == [
        (MovementKind.PAYMENT, -1_000)
    ]
    assert told.balance_cents == told.ageing.balance == 7_000


def test_a_statement_of_a_day_ignores_what_came_later(session: Session) -> None:
    customer = a_customer(session)
    invoice = issued(session, customer, 10_000)
    before = activity(session, customer.id, MARCH, APRIL)
    later = new_payment(customer, 10_000, (invoice, 10_000), on=APRIL + timedelta(days=1))
    receive_payment(session, later, actor=OFFICE)
    assert activity(session, customer.id, MARCH, APRIL) == before
    assert open_items(session, customer.id, APRIL).balance_cents == 10_000
    assert open_items(session, customer.id, APRIL + timedelta(days=1)).items == ()


def test_what_happened_before_is_the_opening(session: Session) -> None:
    customer = a_customer(session)
    paid(session, customer, 2_500, (issued(session, customer, 10_000), 2_500))
    told = activity(session, customer.id, APRIL, APRIL)
    assert (told.opening_cents, told.movements, told.closing_cents) == (7_500, (), 7_500)


def test_a_voided_invoice_is_told_twice_and_weighs_nothing(session: Session) -> None:
    customer = a_customer(session)
    invoice = issued(session, customer, 900)
    void(session, invoice.id, on=MARCH + timedelta(days=2), reason="twice", actor=OFFICE)
    told = activity(session, customer.id, MARCH, APRIL)
    assert [each.cents for each in told.movements] == [900, -900]
    assert [each.kind for each in told.movements] == [MovementKind.INVOICE, MovementKind.VOID]


def test_what_another_paid_is_told_on_both_statements(session: Session) -> None:
    manager, tenant = a_customer(session, "Manager"), a_customer(session, "Tenant")
    place = a_place(session)
    linked(session, place, manager, "Property Manager")
    linked(session, place, tenant, "Tenant")
    paid(session, manager, 5_000, (issued(session, tenant, 5_000, place=place), 5_000))
    theirs = activity(session, tenant.id, MARCH, MARCH).movements
    ours = activity(session, manager.id, MARCH, MARCH).movements
    assert [(each.kind, each.words) for each in theirs[1:]] == [
        (MovementKind.PAID_BY_OTHER, "Manager")
    ]
    assert [(each.kind, each.cents) for each in ours] == [
        (MovementKind.PAYMENT, -5_000),
        (MovementKind.PAID_FOR_OTHER, 5_000),
    ]


def test_a_statement_of_nobody_or_of_days_the_wrong_way_round_is_refused(session: Session) -> None:
    customer = a_customer(session)
    with pytest.raises(FieldRefused):
        activity(session, customer.id, APRIL, MARCH)
    with pytest.raises(NotFound):
        activity(session, 999_999, MARCH, APRIL)
    with pytest.raises(NotFound):
        open_items(session, 999_999, MARCH)


@settings(max_examples=15)
@given(
    orders=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 99)), max_size=25),
    first=st.integers(-3, DAYS),
    length=st.integers(0, DAYS),
)
def test_opening_and_movements_make_closing_in_any_history(
    session: Session, orders: list[tuple[object, int]], first: int, length: int
) -> None:
    with session.begin_nested() as trial:
        books = open_books(session)
        for deed, seed in orders:
            try:
                with session.begin_nested():
                    assert callable(deed)
                    deed(Hand(books, random.Random(seed)), session)
            except FixlineError:
                session.expire_all()
        from_on = MARCH + timedelta(days=first)
        to_on = from_on + timedelta(days=length)
        for payer in books.payers:
            told = activity(session, payer.id, from_on, to_on)
            assert told.opening_cents == account_of(session, payer.id, from_on - timedelta(days=1))
            assert told.closing_cents == account_of(session, payer.id, to_on)
            assert told.closing_cents == told.ageing.balance
            assert sum(group.cents for group in told.groups()) == (
                told.closing_cents - told.opening_cents
            )
            assert all(from_on <= each.on <= to_on for each in told.movements)
        trial.rollback()
