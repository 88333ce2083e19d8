"""Receivables by age: every boundary of every bucket, as of any day, and sums that always meet."""

from __future__ import annotations

import random
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from core.billing.actions.crediting import credit_whole
from core.billing.actions.payments import receive_payment
from core.billing.actions.reversing import reverse_payment
from core.billing.actions.voiding import void
from core.billing.buckets import Ageing, Bucket, bucket_of
from core.billing.queries.ageing import (
    Account,
    Company,
    Order,
    Portfolio,
    Wanted,
    ageing,
    ageing_of,
)
from core.billing.queries.statement import account_of, open_items
from core.errors import FixlineError
from tests.builders import OFFICE, a_customer, a_place, linked
from tests.builders.billing import an_invoice, because
from tests.core.billing.books import DAYS, DEEDS, Hand
from tests.core.billing.opened import open_books
from tests.core.billing.paying import MARCH, issued, new_payment, paid

DUE = date(2026, 3, 31)


@pytest.mark.inventory(132)
@pytest.mark.parametrize(
    ("days", "bucket"),
    [
        (-400, Bucket.CURRENT),
        (-1, Bucket.CURRENT),
        (0, Bucket.CURRENT),
        (1, Bucket.TO_30),
        (30, Bucket.TO_30),
        (31, Bucket.TO_60),
        (60, Bucket.TO_60),
        (61, Bucket.TO_90),
        (90, Bucket.TO_90),
        (91, Bucket.OVER_90),
        (4_000, Bucket.OVER_90),
    ],
)
def test_an_item_ages_by_its_due_day(session: Session, days: int, bucket: Bucket) -> None:
    """Due 31 March: on that day still current, from 1 April overdue."""
    customer = a_customer(session)
    issued(session, customer, 7_500, on=DUE - timedelta(days=500), due_on=DUE)
    on = DUE + timedelta(days=days)
    assert bucket_of(DUE, on) is bucket
    assert ageing_of(session, customer.id, on).of(bucket) == 7_500
    assert ageing_of(session, customer.id, on).owed == 7_500


@pytest.mark.inventory(131)
def test_customers_with_overdue_balances_are_listed_largest_first(session: Session) -> None:
    small, large, early = (a_customer(session, name) for name in ("Small", "Large", "Early"))
    issued(session, small, 1_000, due_on=DUE)
    issued(session, large, 9_000, due_on=DUE)
    issued(session, early, 50_000, due_on=DUE + timedelta(days=90))
    overdue = Wanted(at_least=Bucket.TO_30)
    found = ageing(session, DUE + timedelta(days=5), Company(), overdue)
    assert [each.name for each in found.accounts] == ["Large", "Small"]
    assert (found.listed, found.total.overdue, found.total.current) == (2, 10_000, 50_000)


@pytest.mark.inventory(132)
def test_the_list_is_sorted_by_age_and_filtered_by_it(session: Session) -> None:
    for name, age in (("Thirty", 30), ("Ninety", 95), ("Sixty", 45)):
        issued(
            session,
            a_customer(session, name),
            500,
            due_on=DUE - timedelta(days=age),
            on=MARCH - timedelta(days=120),
        )
    oldest = ageing(session, DUE, Company(), Wanted(order=Order.OLDEST))
    assert [each.name for each in oldest.accounts] == ["Ninety", "Sixty", "Thirty"]
    for bucket, names in (
        (Bucket.TO_60, ["Ninety", "Sixty"]),
        (Bucket.TO_90, ["Ninety"]),
        (Bucket.OVER_90, ["Ninety"]),
    ):
        found = ageing(session, DUE, Company(), Wanted(order=Order.OLDEST, at_least=bucket))
        assert [each.name for each in found.accounts] == names


def test_accounts_are_found_by_name_whatever_is_typed(session: Session) -> None:
    issued(session, a_customer(session, "Lake 100% Homes"), 500)
    issued(session, a_customer(session, "Hill"), 700)
    for words, names in (("lake", ["Lake 100% Homes"]), ("100%", ["Lake 100% Homes"]), ("'--", [])):
        found = ageing(session, MARCH, Company(), Wanted(words=words))
        assert [each.name for each in found.accounts] == names
        assert found.total.owed == 1_200


def test_pages_of_the_list_follow_each_other(session: Session) -> None:
    for n in range(5):
        issued(session, a_customer(session, f"Payer {n}"), 1_000 + n, due_on=MARCH)
    late = MARCH + timedelta(days=9)
    names = [
        each.name
        for skip in (0, 2, 4)
        for each in ageing(session, late, Company(), Wanted(most=2, skip=skip)).accounts
    ]
    assert names == [f"Payer {n}" for n in (4, 3, 2, 1, 0)]


def test_a_later_payment_is_not_known_before_its_day(session: Session) -> None:
    customer = a_customer(session)
    invoice = issued(session, customer, 10_000, on=MARCH)
    received = new_payment(customer, 10_000, (invoice, 10_000), on=MARCH + timedelta(days=20))
    receive_payment(session, received, actor=OFFICE)
    assert ageing_of(session, customer.id, MARCH + timedelta(days=19)).owed == 10_000
    assert ageing_of(session, customer.id, MARCH + timedelta(days=20)) == Ageing()


def test_a_bounced_check_owes_again_from_its_day(session: Session) -> None:
    customer = a_customer(session)
    payment = paid(session, customer, 10_000, (issued(session, customer, 10_000), 10_000))
    reverse_payment(session, payment.id, on=MARCH + timedelta(days=9), reason="NSF", actor=OFFICE)
    assert ageing_of(session, customer.id, MARCH + timedelta(days=8)).balance == 0
    after = ageing_of(session, customer.id, MARCH + timedelta(days=9))
    assert (after.owed, after.unapplied) == (10_000, 0)


def test_void_counts_for_nothing_from_its_day_and_a_draft_never(session: Session) -> None:
    customer = a_customer(session)
    invoice = issued(session, customer, 4_000)
    void(session, invoice.id, on=MARCH + timedelta(days=3), reason="twice", actor=OFFICE)
    assert ageing_of(session, customer.id, MARCH + timedelta(days=2)).owed == 4_000
    assert ageing_of(session, customer.id, MARCH + timedelta(days=3)).owed == 0


def test_credit_and_money_not_used_lie_beside_the_buckets(session: Session) -> None:
    customer = a_customer(session)
    invoice = an_invoice(session, 10_000, customer=customer, on=MARCH)
    paid(session, customer, 13_000, (invoice, 10_000))
    other = an_invoice(session, 2_500, customer=customer, on=MARCH)
    credit_whole(session, other.id, because(on=MARCH), actor=OFFICE)
    found = ageing_of(session, customer.id, MARCH)
    assert found.balance == -3_000
    assert found.owed - found.unapplied == account_of(session, customer.id, MARCH)


def test_a_portfolio_is_the_manager_and_those_linked_to_what_they_manage(session: Session) -> None:
    manager, tenant, owner, stranger = (
        a_customer(session, name) for name in ("Manager", "Tenant", "Owner", "Stranger")
    )
    place, elsewhere = a_place(session), a_place(session, "9 Other Street")
    linked(session, place, manager, "Property Manager")
    linked(session, place, tenant, "Tenant")
    linked(session, place, owner, "Owner")
    linked(session, elsewhere, stranger, "Owner")
    linked(session, elsewhere, manager, "Owner")
    for n, customer in enumerate((manager, tenant, owner, stranger)):
        issued(session, customer, 100 * 10**n)
    found = ageing(session, MARCH, Portfolio(manager.id), Wanted(order=Order.NAME))
    assert [each.name for each in found.accounts] == ["Manager", "Owner", "Tenant"]
    assert found.total.owed == 100 + 1_000 + 10_000
    assert ageing(session, MARCH, Portfolio(tenant.id)).total.owed == 1_000


def test_money_of_one_payer_on_the_invoice_of_another_keeps_both_accounts_right(
    session: Session,
) -> None:
    """The manager pays 50.00 for the tenant: the tenant owes nothing, the manager has no credit left."""
    manager, tenant = a_customer(session, "Manager"), a_customer(session, "Tenant")
    place = a_place(session)
    linked(session, place, manager, "Property Manager")
    linked(session, place, tenant, "Tenant")
    paid(session, manager, 5_000, (issued(session, tenant, 5_000, place=place), 5_000))
    for customer in (manager, tenant):
        assert ageing_of(session, customer.id, MARCH) == Ageing()
        assert account_of(session, customer.id, MARCH) == 0


@settings(max_examples=15)
@given(orders=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 99)), max_size=30))
def test_buckets_less_unapplied_are_the_account_on_every_day(
    session: Session, orders: list[tuple[object, int]]
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
        for days in (-1, 0, 7, 20, 33, DAYS, DAYS + 45, DAYS + 200):
            on = MARCH + timedelta(days=days)
            each = [ageing_of(session, payer.id, on) for payer in books.payers]
            for payer, found in zip(books.payers, each, strict=True):
                assert min(found.current, found.to_30, found.to_60, found.to_90) >= 0
                assert min(found.over_90, found.unapplied) >= 0
                assert found.balance == account_of(session, payer.id, on)
                assert found.balance == open_items(session, payer.id, on).balance_cents
            whole = ageing(session, on, Company())
            assert whole.total.balance == sum(found.balance for found in each)
            assert whole.total.balance == sum(a.ageing.balance for a in whole.accounts)
        assert session.scalar(_UNMARKED) == 0
        trial.rollback()


_UNMARKED = text(
    "SELECT count(*) FROM payments WHERE kind = 'payment' AND spent_on IS DISTINCT FROM spent_day(id)"
)


def test_one_account_is_aged_as_the_company_ages_it(session: Session) -> None:
    customer = a_customer(session)
    issued(session, customer, 800, due_on=DUE)
    alone = ageing(session, DUE, Account(customer.id))
    assert alone.accounts[0].ageing == alone.total == ageing(session, DUE, Company()).total
    assert alone.accounts[0].oldest_on == DUE
