"""The way back from a credit: off the invoice, or void with its other half; each day stays as it was."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from core.billing.actions.crediting import apply_credit, credit_part, credit_whole
from core.billing.actions.plans import active_plan, agree_plan
from core.billing.actions.splitting import Pair, split_issued
from core.billing.actions.undoing import take_credit_off, undo_credit
from core.billing.actions.voiding import void
from core.billing.instalments import Pace
from core.billing.model import (
    Allocation,
    Batch,
    BatchState,
    Invoice,
    InvoiceKind,
    InvoiceStatus,
    PaymentPlan,
    PlanState,
)
from core.billing.papers.statement import said
from core.billing.queries.balances import balance_of, credit_left
from core.billing.queries.statement import activity
from core.billing.refusals import NotIssued
from core.errors import FieldRefused, NotFound, Refused
from core.events.model import Event
from core.language import Language
from tests.builders import CHICAGO, OFFICE, a_customer, a_place
from tests.builders.billing import MARCH_2, a_payment_of, a_taxed, an_invoice, because
from tests.core.billing.paying import paid

APRIL_1 = date(2026, 4, 1)
WHY = "Credited the wrong one"


def undo(session: Session, document: Invoice, *, on: date = APRIL_1) -> list[Invoice]:
    return undo_credit(session, document.id, on=on, reason=WHY, actor=OFFICE)


def a_pair(session: Session, invoice: Invoice, cents: int = 4_000) -> Pair:
    other = a_customer(session, "Paula Tenant")
    return split_issued(session, invoice.id, cents, other.id, because(), actor=OFFICE)


@pytest.mark.inventory(107)
def test_a_counted_credit_note_is_undone_and_its_invoice_owed_again(session: Session) -> None:
    invoice = an_invoice(session, 10_000, place=a_taxed(session, a_place(session)))
    note = credit_part(session, invoice.id, 4_000, because(), actor=OFFICE)
    assert undo(session, note) == [note]
    assert (note.status, note.voided_on) == (InvoiceStatus.VOID, APRIL_1)
    assert balance_of(session, invoice.id) == invoice.total_cents
    assert balance_of(session, invoice.id, MARCH_2) == invoice.total_cents + note.total_cents
    assert credit_left(session, [note.id]) == {note.id: 0}
    session.refresh(invoice)
    assert invoice.settled_on is None


def test_what_was_undone_is_credited_anew_and_then_its_invoice_void(session: Session) -> None:
    invoice = an_invoice(session, 10_000)
    undo(session, credit_whole(session, invoice.id, because(), actor=OFFICE))
    again = credit_whole(session, invoice.id, because(on=APRIL_1), actor=OFFICE)
    assert again.total_cents == -10_000
    with pytest.raises(Refused, match="has money on it"):
        void(session, invoice.id, on=APRIL_1, reason=WHY, actor=OFFICE)
    undo(session, again)
    assert void(session, invoice.id, on=APRIL_1, reason=WHY, actor=OFFICE).voided_on == APRIL_1


def test_a_credit_note_is_taken_off_one_invoice_and_used_for_another(session: Session) -> None:
    customer = a_customer(session)
    wrong, right = (an_invoice(session, 5_000, customer=customer) for _ in range(2))
    note = credit_part(session, wrong.id, 3_000, because(), actor=OFFICE)
    day = take_credit_off(session, note.id, wrong.id, on=APRIL_1, reason=WHY, actor=OFFICE)
    assert day == APRIL_1
    assert credit_left(session, [note.id]) == {note.id: 3_000}
    apply_credit(session, note.id, [(right.id, 3_000)], on=APRIL_1, actor=OFFICE)
    assert [balance_of(session, each.id) for each in (wrong, right)] == [5_000, 2_000]
    with pytest.raises(Refused, match="not counted towards"):
        take_credit_off(session, note.id, wrong.id, on=APRIL_1, reason=WHY, actor=OFFICE)


def test_what_is_undone_says_why_and_changes_no_earlier_day(session: Session) -> None:
    invoice = an_invoice(session, 5_000)
    note = credit_part(session, invoice.id, 3_000, because(on=APRIL_1), actor=OFFICE)
    undo(session, note, on=MARCH_2)
    assert note.voided_on == APRIL_1
    rows = session.scalars(select(Allocation).order_by(Allocation.id)).all()
    assert [(row.amount_cents, row.reason) for row in rows] == [
        (3_000, because().reason),
        (-3_000, WHY),
    ]
    told = session.scalars(select(Event).order_by(Event.id.desc()).limit(2)).all()
    assert [(each.kind, each.after["reason"]) for each in told] == [
        ("invoice.voided", WHY),
        ("credit.taken_off", WHY),
    ]


@pytest.mark.inventory(107)
@pytest.mark.parametrize("half", [InvoiceKind.CREDIT_NOTE, InvoiceKind.ADJUSTMENT])
def test_both_halves_of_a_pair_are_undone_together(session: Session, half: InvoiceKind) -> None:
    invoice = an_invoice(session, 10_000)
    first, second = a_pair(session, invoice), a_pair(session, invoice, 1_000)
    chosen = first.credit if half is InvoiceKind.CREDIT_NOTE else first.charge
    assert undo(session, chosen) == [first.credit, first.charge]
    assert {each.voided_on for each in (first.credit, first.charge)} == {APRIL_1}
    assert second.charge.status is InvoiceStatus.ISSUED
    assert balance_of(session, invoice.id) == 9_000


def test_a_pair_whose_charge_was_paid_stands(session: Session) -> None:
    pair = a_pair(session, an_invoice(session, 10_000))
    a_payment_of(session, pair.charge)
    with pytest.raises(Refused, match=r"Adjustment \d+ has money on it"):
        undo(session, pair.credit)
    assert pair.credit.status is InvoiceStatus.ISSUED


def test_a_pair_whose_charge_was_credited_is_undone_once_that_is(session: Session) -> None:
    pair = a_pair(session, an_invoice(session, 10_000))
    note = credit_part(session, pair.charge.id, 1_000, because(), actor=OFFICE)
    take_credit_off(session, note.id, pair.charge.id, on=APRIL_1, reason=WHY, actor=OFFICE)
    with pytest.raises(Refused, match=f"was corrected by credit note {note.number}; undo that"):
        undo(session, pair.charge)
    undo(session, note)
    assert undo(session, pair.charge) == [pair.credit, pair.charge]


def test_what_is_posted_is_not_undone(session: Session) -> None:
    note = credit_part(session, an_invoice(session, 10_000).id, 1_000, because(), actor=OFFICE)
    note.batch = Batch(from_on=MARCH_2, to_on=MARCH_2)
    session.flush()
    note.batch.state = BatchState.POSTED
    session.flush()
    with pytest.raises(Refused, match="Charge it again with a new invoice"):
        undo(session, note)


def a_plan(session: Session, invoice: Invoice) -> PaymentPlan:
    return agree_plan(
        session,
        invoice.id,
        first_on=APRIL_1,
        count=2,
        pace=Pace.MONTHLY,
        on=MARCH_2,
        zone=CHICAGO,
        actor=OFFICE,
    )


def test_a_plan_that_was_kept_runs_again(session: Session) -> None:
    customer = a_customer(session)
    invoice = an_invoice(session, 10_000, customer=customer)
    plan = a_plan(session, invoice)
    note = credit_part(session, invoice.id, 4_000, because(), actor=OFFICE)
    paid(session, customer, 6_000, (invoice, 6_000))
    assert active_plan(session, invoice.id) is None
    undo(session, note)
    assert active_plan(session, invoice.id) == plan


def test_a_plan_agreed_on_after_the_credit_is_broken(session: Session) -> None:
    invoice = an_invoice(session, 10_000)
    note = credit_part(session, invoice.id, 4_000, because(), actor=OFFICE)
    plan = a_plan(session, invoice)
    undo(session, note)
    session.refresh(plan)
    assert plan.state is PlanState.BROKEN


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (Language.ENGLISH, ["Credit note #1002 voided", "Adjustment #1003 voided"]),
        (Language.SPANISH, ["Nota de crédito #1002 anulada", "Ajuste #1003 anulado"]),
    ],
)
def test_a_statement_says_what_was_undone(
    session: Session, language: Language, expected: list[str]
) -> None:
    invoice = an_invoice(session, 10_000)
    pair = a_pair(session, invoice)
    undo(session, pair.credit)
    told = [
        said(each, language)
        for customer_id in (invoice.bill_to_id, pair.charge.bill_to_id)
        for each in activity(session, customer_id, APRIL_1, APRIL_1).movements
    ]
    assert told == expected


def test_nothing_else_is_undone(session: Session) -> None:
    invoice = an_invoice(session, 10_000)
    note = credit_part(session, invoice.id, 1_000, because(), actor=OFFICE)
    with pytest.raises(Refused, match="no credit note"):
        undo(session, invoice)
    with pytest.raises(FieldRefused, match="Say why"):
        undo_credit(session, note.id, on=APRIL_1, reason=" ", actor=OFFICE)
    undo(session, note)
    with pytest.raises(NotIssued):
        undo(session, note)
    with pytest.raises(NotFound):
        undo_credit(session, 2**40, on=APRIL_1, reason=WHY, actor=OFFICE)
