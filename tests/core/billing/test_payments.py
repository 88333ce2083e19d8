"""Money received: counted towards invoices, the rest kept as credit, everything else refused whole."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.billing.actions.counting import MOST_FOLLOWED_AT_ONCE
from core.billing.actions.payments import apply_payment, receive_payment, unapply_payment
from core.billing.model import Allocation, Invoice, Payment, PaymentMethod, PaymentState
from core.billing.queries.payable import left_of, payables_of, unapplied_of
from core.billing.receiving import BalanceMoved, NewPayment, Part, PaymentRules, SameKeyOtherPayment
from core.billing.suggesting import Debt, suggest
from core.directory.model import CustomerKind
from core.errors import FieldRefused, NotFound, Refused
from core.events.model import Event
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import OFFICE, a_customer, a_job, a_place, linked
from tests.core.billing.paying import MARCH, balances, issued, new_payment, paid

APRIL = date(2026, 4, 2)


@pytest.mark.inventory(123)
@pytest.mark.inventory(122)
@pytest.mark.inventory(124)
def test_one_check_pays_invoices_at_three_places(session: Session) -> None:
    """900 over 500, 300 and 250 at three places of one manager: paid, paid, 150 left; nothing unapplied."""
    manager = a_customer(session, "Lakeside")
    streets = ("1 Elm St", "2 Oak St", "3 Ash St")
    places = [a_place(session, street) for street in streets]
    for place in places:
        linked(session, place, manager, "Property Manager")
    first, second, third = (
        issued(session, manager, cents, place=place, due_on=date(2026, 4, day))
        for cents, place, day in zip((50_000, 30_000, 25_000), places, (1, 2, 3), strict=True)
    )
    told = suggest(90_000, [each.item for each in payables_of(session, manager.id)])
    new = replace(
        new_payment(manager, 90_000, method=PaymentMethod.CHECK, check_number="4471"),
        parts=tuple(Part(share.invoice_id, share.cents) for share in told.shares),
    )
    payment = receive_payment(session, new, actor=OFFICE)
    assert balances(session, first, second, third) == [0, 0, 15_000]
    assert left_of(session, [payment.id]) == {payment.id: 0}
    assert first.settled_on == MARCH
    assert third.settled_on is None


@pytest.mark.inventory(124)
def test_a_check_covers_a_tenants_invoice_and_is_booked_once_to_the_payer(session: Session) -> None:
    manager, tenant, place = a_customer(session, "Lakeside"), a_customer(session), a_place(session)
    linked(session, place, manager, "Property Manager")
    linked(session, place, tenant, "Tenant")
    theirs = issued(session, tenant, 12_000, place=place)
    payment = paid(session, manager, 12_000, (theirs, 12_000))
    assert balances(session, theirs) == [0]
    assert payment.payer_id == manager.id
    assert session.scalars(select(Payment)).all() == [payment]


def test_what_no_invoice_asks_for_stays_the_payers_credit(session: Session) -> None:
    """900 over invoices of 800: 100 unapplied, no balance below zero; then used for the next invoice."""
    payer = a_customer(session)
    invoice = issued(session, payer, 80_000)
    payment = paid(session, payer, 90_000, (invoice, 80_000))
    assert unapplied_of(session, payer.id) == [(payment, 10_000)]
    later = issued(session, payer, 4_000, on=APRIL)
    apply_payment(session, payment.id, [Part(later.id, 4_000)], on=APRIL, actor=OFFICE)
    assert balances(session, invoice, later) == [0, 0]
    assert left_of(session, [payment.id]) == {payment.id: 6_000}
    again = issued(session, payer, 9_000, on=APRIL)
    with pytest.raises(Refused, match="left"):
        apply_payment(session, payment.id, [Part(again.id, 6_001)], on=APRIL, actor=OFFICE)


@pytest.mark.inventory(119)
def test_a_check_needs_its_number_and_a_photo_where_the_company_asks_for_one(
    session: Session,
) -> None:
    payer = a_customer(session)
    rules = PaymentRules(photo_from_cents=50_000)
    check = new_payment(payer, 60_000, method=PaymentMethod.CHECK)
    with pytest.raises(FieldRefused) as no_number:
        receive_payment(session, check, actor=OFFICE)
    with pytest.raises(FieldRefused) as no_photo:
        receive_payment(session, replace(check, check_number="88"), actor=OFFICE, rules=rules)
    small = replace(check, check_number="88", amount_cents=49_999)
    kept = receive_payment(session, small, actor=OFFICE, rules=rules)
    assert (no_number.value.field, no_photo.value.field) == ("check_number", "check_image")
    assert (kept.check_number, kept.amount_cents) == ("88", 49_999)


@pytest.mark.inventory(130)
def test_the_same_key_makes_one_payment(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 5_000)
    new = new_payment(payer, 5_000, (invoice, 5_000), key="form-1")
    first = receive_payment(session, new, actor=OFFICE)
    assert receive_payment(session, replace(new, note="again"), actor=OFFICE).id == first.id
    assert session.scalar(select(func.count()).select_from(Payment)) == 1
    assert session.scalar(select(func.count()).select_from(Allocation)) == 1
    with pytest.raises(SameKeyOtherPayment):
        receive_payment(session, replace(new, amount_cents=5_001), actor=OFFICE)


@pytest.mark.inventory(130)
def test_a_second_tab_with_an_old_balance_is_told_to_look_again(session: Session) -> None:
    payer = a_customer(session)
    invoice = issued(session, payer, 50_000)
    seen = Part(invoice.id, 10_000, seen_cents=50_000)
    one = replace(new_payment(payer, 10_000), parts=(seen,))
    receive_payment(session, one, actor=OFFICE)
    with pytest.raises(BalanceMoved, match=r"\$400\.00"), session.begin_nested():
        receive_payment(session, replace(one, key="tab-2"), actor=OFFICE)
    assert balances(session, invoice) == [40_000]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"amount_cents": 0}, "amount"),
        ({"amount_cents": -5}, "amount"),
        ({"amount_cents": 10**12}, "amount"),
        ({"key": ""}, "key"),
        ({"key": "k" * 121}, "key"),
        ({"parts": (Part(1, 0),)}, "parts"),
        ({"parts": (Part(1, -1),)}, "parts"),
        ({"parts": (Part(1, 10), Part(1, 10))}, "parts"),
        ({"parts": (Part(1, 5_001),)}, "parts"),
        ({"method": PaymentMethod.CARD}, "method"),
        ({"note": "x" * 2_001}, "note"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field_and_nothing_is_written(
    session: Session, changed: dict[str, object], field: str
) -> None:
    new = replace(new_payment(a_customer(session), 5_000), **changed)  # type: ignore[arg-type]
    with pytest.raises(FieldRefused) as refusal:
        receive_payment(session, new, actor=OFFICE)
    assert refusal.value.field == field
    assert session.scalars(select(Payment)).all() == []


def test_more_than_is_owed_a_draft_and_a_strangers_invoice_are_refused(session: Session) -> None:
    payer = a_customer(session)
    mine, strangers = issued(session, payer, 5_000), issued(session, a_customer(session), 5_000)
    draft = Invoice(bill_to_id=payer.id, bill_to_source="manual")
    session.add(draft)
    session.flush()
    refusals: list[tuple[NewPayment, type[Exception]]] = [
        (new_payment(payer, 9_000, (mine, 5_001)), Refused),
        (new_payment(payer, 9_000, (draft, 1)), Refused),
        (new_payment(payer, 9_000, (strangers, 5_000)), NotFound),
        (replace(new_payment(payer, 9_000), parts=(Part(10**9, 5),)), NotFound),
        (replace(new_payment(payer, 9_000), payer_id=10**9), NotFound),
    ]
    for new, kind in refusals:
        with pytest.raises(kind), session.begin_nested():
            receive_payment(session, new, actor=OFFICE)
    assert session.scalars(select(Payment)).all() == []
    assert balances(session, mine, strangers) == [5_000, 5_000]


def test_a_payment_taken_off_an_invoice_leaves_it_owed_and_the_money_as_credit(
    session: Session,
) -> None:
    payer = a_customer(session)
    one, two = issued(session, payer, 3_000), issued(session, payer, 2_000)
    payment = paid(session, payer, 5_000, (one, 3_000), (two, 2_000))
    unapply_payment(session, payment.id, [two.id], on=APRIL, reason="wrong one", actor=OFFICE)
    assert balances(session, one, two) == [0, 2_000]
    assert left_of(session, [payment.id]) == {payment.id: 2_000}
    with pytest.raises(Refused, match="not counted"):
        unapply_payment(session, payment.id, [two.id], on=APRIL, reason="again", actor=OFFICE)
    apply_payment(session, payment.id, [Part(two.id, 2_000)], on=MARCH, actor=OFFICE)
    assert balances(session, two) == [0]


def test_a_payment_is_told_once_and_shows_on_every_invoice(session: Session) -> None:
    payer = a_customer(session)
    one, two = issued(session, payer, 3_000), issued(session, payer, 2_000)
    payment = paid(session, payer, 4_000, (one, 3_000), (two, 1_000))
    happened = session.scalars(
        select(Event).where(Event.kind.like("payment.%")).order_by(Event.id)
    ).all()
    told = [(each.kind, each.subject_id, each.after.get("balance_cents")) for each in happened]
    assert told == [
        ("payment.applied", one.id, 0),
        ("payment.applied", two.id, 1_000),
        ("payment.received", payment.id, None),
    ]
    (promise,) = session.scalars(select(OutboxEntry).where(OutboxEntry.kind == Kind.TELL_PAYMENT))
    assert promise.args["payment_id"] == payment.id


def test_a_payment_over_more_jobs_than_one_waits_for_lets_them_follow_later(
    session: Session,
) -> None:
    payer, place = a_customer(session), a_place(session)
    jobs = [a_job(session, place, payer) for _ in range(MOST_FOLLOWED_AT_ONCE + 1)]
    invoices = [issued(session, payer, 100, job=job, place=place) for job in jobs]
    payment = paid(session, payer, 2_100, *((each, 100) for each in invoices))
    (promise,) = session.scalars(select(OutboxEntry).where(OutboxEntry.kind == Kind.FOLLOW_JOBS))
    assert promise.args == {"payment_id": payment.id}


def test_a_state_only_what_succeeded_counts(session: Session) -> None:
    payer = a_customer(session)
    payment = paid(session, payer, 700)
    assert payment.state is PaymentState.SUCCEEDED
    assert payment.settled_at is not None
    assert left_of(session, [payment.id]) == {payment.id: 700}


def test_the_payers_own_come_first_then_what_they_answer_for_then_what_others_owe(
    session: Session,
) -> None:
    company = a_customer(session, "Lakeside", kind=CustomerKind.COMMERCIAL)
    owner, tenant = a_customer(session, "Olga Owner"), a_customer(session, "Tina Tenant")
    answered, others = a_place(session, "1 Elm St"), a_place(session, "2 Oak St")
    for place in (answered, others):
        linked(session, place, company, "Property Manager")
        linked(session, place, owner, "Owner")
        linked(session, place, tenant)
    answered.responsible = company
    others.responsible = owner
    at_others = issued(session, tenant, 100, place=others, due_on=date(2026, 4, 1))
    at_answered = issued(session, tenant, 200, place=answered, due_on=date(2026, 4, 2))
    own = issued(session, company, 300, due_on=date(2026, 4, 3))
    found = [(each.invoice_id, each.debt) for each in payables_of(session, company.id)]
    assert found == [
        (own.id, Debt.OWN),
        (at_answered.id, Debt.ANSWERED_FOR),
        (at_others.id, Debt.OTHERS),
    ]
    household = {each.invoice_id: each.debt for each in payables_of(session, owner.id)}
    assert household[at_others.id] is Debt.OTHERS


def test_who_lives_at_a_place_does_not_see_what_neighbours_are_billed_by_hand(
    session: Session,
) -> None:
    place, tenant, owner = a_place(session), a_customer(session), a_customer(session, "Olga Owner")
    neighbour = a_customer(session, "Nora Next")
    for customer, link in ((tenant, "Tenant"), (neighbour, "Tenant"), (owner, "Owner")):
        linked(session, place, customer, link)
    by_hand = issued(session, neighbour, 5_000)
    assert payables_of(session, tenant.id) == []
    assert [each.invoice_id for each in payables_of(session, owner.id)] == [by_hand.id]
