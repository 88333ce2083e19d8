"""Batches: what enters them, what stands in their way, and that nothing moves once they are posted."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.billing.actions.accounts import set_accounts
from core.billing.actions.batches import (
    LONGEST_DAYS,
    BatchClosed,
    BatchWanted,
    add_members,
    let_go,
    open_batch,
    post_batch,
    remove_members,
    take_days,
)
from core.billing.actions.crediting import credit_whole
from core.billing.actions.payments import apply_payment, receive_payment
from core.billing.actions.reversing import reverse_payment
from core.billing.actions.voiding import void
from core.billing.books import MemberKind
from core.billing.model import (
    AccountMapping,
    AccountPurpose,
    Allocation,
    Batch,
    BatchState,
    BookName,
    ExportStatus,
    Invoice,
    Payment,
    SyncLog,
)
from core.billing.queries.batch_members import counts_of
from core.billing.receiving import Part
from core.errors import FieldRefused, NotFound, Refused
from core.events.model import Event
from core.jobs.model import BusinessUnit
from tests.builders import OFFICE, a_customer
from tests.builders.billing import (
    a_draft_invoice,
    a_job_draft,
    an_invoice,
    because,
)
from tests.builders.books import FIRST, LAST, a_batch, a_posted_batch, mapped_accounts
from tests.core.billing.paying import new_payment, paid

INVOICES = frozenset({MemberKind.INVOICE})


@pytest.mark.inventory(138)
def test_a_batch_takes_what_happened_in_its_days_and_is_in_no_other(session: Session) -> None:
    before, first, last, after = (
        an_invoice(session, 5_000, on=day)
        for day in (FIRST - timedelta(days=1), FIRST, LAST, LAST + timedelta(days=1))
    )
    a_draft_invoice(session, 7_000)
    paid(session, first.bill_to, 2_000, (first, 2_000))
    batch = a_batch(session)
    assert [each.batch_id for each in (before, first, last, after)] == [
        None,
        batch.id,
        batch.id,
        None,
    ]
    assert counts_of(session, batch.id) == {
        MemberKind.INVOICE: 2,
        MemberKind.PAYMENT: 1,
        MemberKind.ALLOCATION: 1,
    }
    second = a_batch(session)
    assert sum(counts_of(session, second.id).values()) == 0
    event = session.scalars(select(Event).where(Event.kind == "batch.opened").limit(1)).one()
    assert (event.actor_name, event.after["invoices"]) == (OFFICE.name, 2)


def test_a_batch_of_one_kind_and_of_one_business_unit(session: Session) -> None:
    draft = a_job_draft(session, 5_000)
    unit = draft.business_unit_id
    assert unit is not None
    other = an_invoice(session, 6_000)
    paid(session, other.bill_to, 6_000, (other, 6_000))
    wanted = BatchWanted(FIRST, LAST, INVOICES, unit)
    batch = open_batch(session, wanted, actor=OFFICE)
    assert sum(counts_of(session, batch.id).values()) == 0
    all_units = a_batch(session, kinds=INVOICES)
    assert counts_of(session, all_units.id)[MemberKind.INVOICE] == 1
    assert counts_of(session, all_units.id)[MemberKind.PAYMENT] == 0


@pytest.mark.parametrize(
    ("wanted", "field"),
    [
        (BatchWanted(LAST, FIRST), "to_on"),
        (BatchWanted(FIRST, FIRST + timedelta(days=LONGEST_DAYS + 1)), "to_on"),
        (BatchWanted(FIRST, LAST, frozenset()), "kinds"),
        (BatchWanted(FIRST, LAST, title="x" * 121), "title"),
        (BatchWanted(FIRST, LAST, INVOICES, 999), "business_unit_id"),
    ],
)
def test_a_batch_of_impossible_days_is_refused(
    session: Session, wanted: BatchWanted, field: str
) -> None:
    with pytest.raises(FieldRefused) as refusal:
        open_batch(session, wanted, actor=OFFICE)
    assert refusal.value.field == field


def test_money_of_one_business_unit_is_refused_because_it_has_none(session: Session) -> None:
    unit = session.scalars(select(BusinessUnit.id).limit(1)).one()
    with pytest.raises(FieldRefused, match="belong to no business unit"):
        open_batch(session, BatchWanted(FIRST, LAST, business_unit_id=unit), actor=OFFICE)


def test_members_come_and_go_while_the_batch_is_open(session: Session) -> None:
    inside, outside = an_invoice(session, 1_000), an_invoice(session, 2_000, on=date(2026, 4, 9))
    batch = a_batch(session)
    remove_members(session, batch.id, MemberKind.INVOICE, [inside.id], actor=OFFICE)
    assert counts_of(session, batch.id)[MemberKind.INVOICE] == 0
    add_members(session, batch.id, MemberKind.INVOICE, [outside.id], actor=OFFICE)
    session.refresh(outside)
    assert outside.batch_id == batch.id
    assert take_days(session, batch.id, actor=OFFICE) == 1
    session.refresh(inside)
    assert inside.batch_id == batch.id
    with pytest.raises(NotFound):
        remove_members(session, batch.id, MemberKind.PAYMENT, [1], actor=OFFICE)


def test_what_is_elsewhere_or_a_draft_does_not_enter(session: Session) -> None:
    draft, taken = a_draft_invoice(session, 1_000), an_invoice(session, 2_000)
    a_batch(session)
    second = a_batch(session)
    for each in (draft, taken):
        with pytest.raises(Refused, match="in another batch already, or not ready"):
            add_members(session, second.id, MemberKind.INVOICE, [each.id], actor=OFFICE)
    with pytest.raises(FieldRefused):
        add_members(session, second.id, MemberKind.INVOICE, [], actor=OFFICE)


def test_a_batch_let_go_frees_its_members(session: Session) -> None:
    invoice = an_invoice(session, 1_000)
    paid(session, invoice.bill_to, 500, (invoice, 500))
    batch = a_batch(session)
    let_go(session, batch.id, actor=OFFICE)
    again = a_batch(session)
    assert set(counts_of(session, again.id).values()) == {1}
    assert session.get(Batch, batch.id) is None


@pytest.mark.inventory(140)
def test_a_posted_batch_is_frozen(session: Session) -> None:
    invoice, later = an_invoice(session, 5_000), an_invoice(session, 1_000, on=date(2026, 4, 2))
    paid(session, invoice.bill_to, 2_000, (invoice, 2_000))
    batch = a_posted_batch(session)
    assert batch.state is BatchState.POSTED
    assert batch.posted_by == OFFICE.name
    assert batch.posted_at is not None
    for act in (
        lambda: add_members(session, batch.id, MemberKind.INVOICE, [later.id], actor=OFFICE),
        lambda: remove_members(session, batch.id, MemberKind.INVOICE, [invoice.id], actor=OFFICE),
        lambda: take_days(session, batch.id, actor=OFFICE),
        lambda: let_go(session, batch.id, actor=OFFICE),
        lambda: post_batch(session, batch.id, actor=OFFICE),
    ):
        with pytest.raises(BatchClosed, match="is posted: it stays as it is"):
            act()
    with pytest.raises(Refused, match="posted to the books"):
        void(session, invoice.id, on=LAST, reason="wrong", actor=OFFICE)


@pytest.mark.inventory(140)
@pytest.mark.parametrize(
    "offence",
    [
        "UPDATE invoices SET status = 'void', voided_on = '2026-03-31' WHERE id = :invoice",
        "UPDATE invoices SET batch_id = NULL WHERE id = :invoice",
        "UPDATE invoices SET total_cents = 1 WHERE id = :invoice",
        "DELETE FROM invoices WHERE id = :invoice",
        "UPDATE invoice_lines SET net_cents = 1 WHERE invoice_id = :invoice",
        "UPDATE payments SET batch_id = NULL WHERE batch_id = :batch",
        "UPDATE allocations SET batch_id = NULL WHERE batch_id = :batch",
        "UPDATE invoices SET batch_id = :batch WHERE batch_id IS NULL",
        "UPDATE invoices SET export = 'pending' WHERE id = :invoice",
        "UPDATE payments SET export = 'pending' WHERE batch_id = :batch",
        "UPDATE batches SET state = 'open' WHERE id = :batch",
        "UPDATE batches SET accounts = '{}' WHERE id = :batch",
        "UPDATE batches SET title = 'x' WHERE id = :batch",
        "DELETE FROM batches WHERE id = :batch",
        "UPDATE book_names SET name = 'x'",
        "DELETE FROM book_names",
    ],
)
def test_not_even_sql_changes_what_is_posted(session: Session, offence: str) -> None:
    invoice = an_invoice(session, 5_000)
    paid(session, invoice.bill_to, 2_000, (invoice, 2_000))
    an_invoice(session, 1_000, on=date(2026, 4, 2))
    batch = a_posted_batch(session)
    known = {"invoice": invoice.id, "batch": batch.id}
    asked = {name: value for name, value in known.items() if f":{name}" in offence}
    with pytest.raises(DBAPIError), session.begin_nested():
        session.execute(text(offence), asked)


@pytest.mark.inventory(144)
def test_pending_becomes_posted_becomes_exported_and_nothing_else(session: Session) -> None:
    invoice = an_invoice(session, 5_000)
    payment = paid(session, invoice.bill_to, 2_000, (invoice, 2_000))
    for table in (Invoice, Payment):
        with pytest.raises(DBAPIError, match="pending cannot"), session.begin_nested():
            session.execute(update(table).values(export=ExportStatus.EXPORTED))
    a_posted_batch(session)
    session.refresh(invoice)
    session.refresh(payment)
    assert (invoice.export, payment.export) == (ExportStatus.POSTED, ExportStatus.POSTED)


def test_what_comes_later_to_a_posted_invoice_goes_into_a_later_batch(session: Session) -> None:
    invoice = an_invoice(session, 5_000)
    payment = paid(session, invoice.bill_to, 5_000)
    first = a_posted_batch(session)
    april = date(2026, 4, 3)
    apply_payment(session, payment.id, [Part(invoice.id, 2_000)], on=april, actor=OFFICE)
    taken = reverse_payment(session, payment.id, on=april, reason="bounced", actor=OFFICE)
    again = new_payment(invoice.bill_to, 5_000, (invoice, 3_000), on=april)
    receive_payment(session, again, actor=OFFICE)
    credit = credit_whole(session, invoice.id, because(on=april), actor=OFFICE)
    second = a_posted_batch(session, date(2026, 4, 1), date(2026, 4, 30))
    assert (invoice.batch_id, payment.batch_id) == (first.id, first.id)
    session.refresh(taken)
    session.refresh(credit)
    assert (taken.batch_id, credit.batch_id) == (second.id, second.id)
    assert set(session.scalars(select(Allocation.batch_id))) == {second.id}


def test_posting_writes_down_names_and_accounts_as_they_are(session: Session) -> None:
    customer = a_customer(session, 'Robert\tDiaz: the "Elder"')
    an_invoice(session, 5_000, customer=customer)
    an_invoice(session, 5_000, customer=a_customer(session, "robert diaz- the 'elder'"))
    batch = a_posted_batch(session)
    first, second = session.scalars(select(BookName.name).order_by(BookName.customer_id))
    assert first == "Robert Diaz- the 'Elder'"
    assert second.startswith("robert diaz- the 'elder' (")
    assert batch.accounts == {
        "receivable": {"": "Accounts Receivable"},
        "income_service": {"": "Income:Services"},
    }
    outcomes = session.scalars(select(SyncLog.outcome).where(SyncLog.batch_id == batch.id)).all()
    assert outcomes == ["posted"]


def test_income_of_a_business_unit_has_its_own_account(session: Session) -> None:
    unit = session.scalars(select(BusinessUnit.id).limit(1)).one()
    slot = (AccountPurpose.INCOME_SERVICE, unit)
    set_accounts(session, {slot: "Income:HVAC"}, actor=OFFICE)
    mapped_accounts(session)
    set_accounts(session, {slot: " Income:HVAC\tand more "}, actor=OFFICE)
    found = session.scalars(
        select(AccountMapping.account).where(AccountMapping.business_unit_id == unit)
    ).all()
    assert found == ["Income:HVAC and more"]
    set_accounts(session, {slot: ""}, actor=OFFICE)
    kinds = session.scalars(
        select(Event.kind).where(Event.kind == "billing.accounts_changed")
    ).all()
    assert len(kinds) == 4
    with pytest.raises(FieldRefused, match="Only income"):
        set_accounts(session, {(AccountPurpose.RECEIVABLE, unit): "A/R"}, actor=OFFICE)
    with pytest.raises(FieldRefused, match="Keep this under"):
        set_accounts(session, {(AccountPurpose.RECEIVABLE, None): "x" * 160}, actor=OFFICE)
    with pytest.raises(NotFound):
        set_accounts(session, {(AccountPurpose.INCOME_SERVICE, 999): "x"}, actor=OFFICE)
