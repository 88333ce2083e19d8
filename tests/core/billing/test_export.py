"""Exports: only what is posted, block by block in balance, the same bytes whenever they are asked for."""

from __future__ import annotations

import csv
import hashlib
import io
import random
from collections.abc import Callable
from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import case, func, select
from sqlalchemy.orm import Session

from core.billing.actions.batches import post_batch
from core.billing.actions.crediting import credit_part
from core.billing.actions.exporting import export_batch, file_of
from core.billing.actions.payments import receive_payment
from core.billing.actions.refunding import NewRefund, refund_payment
from core.billing.actions.reversing import reverse_payment
from core.billing.model import (
    AccountPurpose,
    Batch,
    BatchState,
    ExportFormat,
    ExportLog,
    ExportStatus,
    Invoice,
    InvoiceLine,
    InvoiceStatus,
    ItemKind,
    Payment,
    PaymentKind,
    PaymentMethod,
    SyncLog,
)
from core.billing.queries.batch_errors import errors_of
from core.blobs import read_blob
from core.errors import FixlineError, Refused
from tests.builders import OFFICE, a_customer, a_place
from tests.builders.billing import MARCH_2, a_taxed, an_invoice, because
from tests.builders.books import NAMES, a_batch, a_posted_batch, mapped_accounts
from tests.core.billing.books import DEEDS, Hand
from tests.core.billing.iif_reader import read_iif
from tests.core.billing.opened import open_books
from tests.core.billing.paying import MARCH, new_payment, paid

OWED = NAMES[AccountPurpose.RECEIVABLE]
TAX = NAMES[AccountPurpose.SALES_TAX]
SERVICES = NAMES[AccountPurpose.INCOME_SERVICE]
CASH = NAMES[AccountPurpose.DEPOSIT_CASH]
WHOLE_YEAR = (date(2026, 1, 1), date(2026, 12, 31))


def made(session: Session, batch: Batch, chosen: ExportFormat) -> bytes:
    return b"".join(file_of(session, batch, chosen))


def a_month(session: Session) -> Batch:
    """A charge with tax, a part credited, a check that bounced, cash of which a part was given back; posted."""
    customer = a_customer(session, "Rita Chen", company_name='Lakeside "Homes":\tNorth')
    place = a_taxed(session, a_place(session))
    invoice = an_invoice(session, 10_000, 2_500, customer=customer, place=place)
    credit_part(session, invoice.id, 1_000, because(), actor=OFFICE)
    check = new_payment(
        customer,
        5_000,
        (invoice, 5_000),
        method=PaymentMethod.CHECK,
        check_number="=cmd|'/C calc'!A0",
        on=MARCH_2,
    )
    bounced = receive_payment(session, check, actor=OFFICE)
    reverse_payment(session, bounced.id, on=MARCH_2, reason="no funds", actor=OFFICE)
    cash = paid(session, customer, 4_000, (invoice, 3_000))
    back = NewRefund(cash.id, 1_000, MARCH_2, "paid too much", "refund-1")
    refund_payment(session, back, actor=OFFICE)
    return a_posted_batch(session)


@pytest.mark.inventory(141)
def test_only_a_posted_batch_is_exported(session: Session) -> None:
    mapped_accounts(session)
    invoice = an_invoice(session, 5_000)
    payment = paid(session, invoice.bill_to, 5_000, (invoice, 5_000))
    batch = a_batch(session)
    with pytest.raises(Refused, match="is not posted yet"):
        export_batch(session, batch.id, ExportFormat.IIF, actor=OFFICE)
    post_batch(session, batch.id, actor=OFFICE)
    log = export_batch(session, batch.id, ExportFormat.IIF, actor=OFFICE)
    session.refresh(invoice)
    session.refresh(payment)
    assert batch.state is BatchState.EXPORTED
    assert batch.exported_at is not None
    assert (invoice.export, payment.export) == (ExportStatus.EXPORTED, ExportStatus.EXPORTED)
    assert log.made_by == OFFICE.name


def test_every_block_of_a_month_balances_and_every_account_is_right(session: Session) -> None:
    batch = a_month(session)
    books = read_iif(made(session, batch, ExportFormat.IIF))
    assert [block.kind for block in books.blocks] == [
        "INVOICE",
        "CREDIT MEMO",
        "PAYMENT",
        "PAYMENT",
        "GENERAL JOURNAL",
        "GENERAL JOURNAL",
    ]
    assert books.customers == ["Lakeside 'Homes'- North"]
    assert books.accounts == {OWED: "AR", SERVICES: "INC", TAX: "OCLIAB"}
    found = tuple(books.on_account(each) for each in (OWED, SERVICES, TAX, CASH))
    assert found == ledger_sums(session, batch)
    assert (found[1], found[3]) == (-11_500, 3_000)
    (charge,) = [block for block in books.blocks if block.kind == "INVOICE"]
    assert charge.head.cents > 0
    assert [line.cells["EXTRA"] for line in charge.splits] == ["", "", "AUTOSTAX"]
    (credit,) = [block for block in books.blocks if block.kind == "CREDIT MEMO"]
    assert credit.head.cents < 0
    for journal in [block for block in books.blocks if block.kind == "GENERAL JOURNAL"]:
        assert journal.head.cents < 0
        assert [line.cells["NAME"] for line in journal.splits] == books.customers


@pytest.mark.inventory(141)
def test_the_same_file_comes_whenever_it_is_asked_for(session: Session) -> None:
    batch = a_month(session)
    for chosen in ExportFormat:
        first = made(session, batch, chosen)
        log = export_batch(session, batch.id, chosen, actor=OFFICE)
        assert log.sha256 == hashlib.sha256(first).hexdigest()
        mapped_accounts(session, income_service="Elsewhere", deposit_cash="Elsewhere")
        customer = session.scalars(select(Invoice)).first()
        assert customer is not None
        customer.bill_to.company_name = "Renamed since"
        an_invoice(session, 7_700, customer=customer.bill_to)
        session.flush()
        session.expire_all()
        assert made(session, batch, chosen) == first
        again = export_batch(session, batch.id, chosen, actor=OFFICE)
        assert (again.sha256, again.size) == (log.sha256, len(first))
        assert again.blob_id is not None
        assert read_blob(session, again.blob_id) == first
    outcomes = session.scalars(select(SyncLog.outcome).order_by(SyncLog.id)).all()
    assert outcomes == ["posted", "exported", "exported_again", "exported", "exported_again"]
    assert len(session.scalars(select(ExportLog)).all()) == 4


@pytest.mark.inventory(143)
def test_nothing_is_ever_in_two_files(session: Session) -> None:
    first = an_invoice(session, 5_000, on=MARCH)
    paid(session, first.bill_to, 5_000, (first, 5_000))
    march = read_iif(made(session, a_posted_batch(session), ExportFormat.IIF))
    second = an_invoice(session, 6_000, on=MARCH_2)
    both = read_iif(made(session, a_posted_batch(session), ExportFormat.IIF))
    assert next(block.head.cells["DOCNUM"] for block in march.blocks) == str(first.number)
    assert [block.head.cells["DOCNUM"] for block in both.blocks] == [str(second.number)]


def test_the_journal_balances_and_runs_no_formula(session: Session) -> None:
    batch = a_month(session)
    content = made(session, batch, ExportFormat.CSV).decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(content)))
    debits = sum(round(float(row["Debit"] or 0) * 100) for row in rows)
    credits_ = sum(round(float(row["Credit"] or 0) * 100) for row in rows)
    assert debits == credits_ > 0
    assert {row["Type"] for row in rows} == {
        "invoice",
        "credit note",
        "payment",
        "refund",
        "reversal",
        "application",
    }
    assert {row["Document"] for row in rows if "cmd" in row["Document"]} == {"'=cmd|'/C calc'!A0"}
    applied = [row for row in rows if row["Type"] == "application"]
    assert {row["Account"] for row in applied} == {OWED}


def test_income_goes_to_the_account_of_its_kind_and_unit(session: Session) -> None:
    mapped_accounts(session)
    invoice = an_invoice(session, 5_000)
    kinds = (ItemKind.SERVICE, ItemKind.MATERIAL, ItemKind.LABOUR)
    draft = Invoice(bill_to_id=invoice.bill_to_id, bill_to_source=invoice.bill_to_source)
    draft.net_cents = draft.total_cents = 600
    session.add(draft)
    session.flush()
    session.add_all(
        InvoiceLine(
            invoice_id=draft.id,
            position=n,
            kind=kind,
            words="x\ny",
            unit_price_cents=n * 100,
            net_cents=n * 100,
        )
        for n, kind in enumerate(kinds, 1)
    )
    session.flush()
    draft.number, draft.bill_to_name = 5_001, "Robert"
    draft.issue_on, draft.due_on = MARCH_2, MARCH_2 + timedelta(days=30)
    draft.status = InvoiceStatus.ISSUED
    session.flush()
    batch = a_batch(session)
    post_batch(session, batch.id, actor=OFFICE)
    books = read_iif(made(session, batch, ExportFormat.IIF))
    assert books.on_account(SERVICES) == -5_100
    assert books.on_account(NAMES[AccountPurpose.INCOME_MATERIAL]) == -200
    assert books.on_account(NAMES[AccountPurpose.INCOME_LABOUR]) == -300


def ledger_sums(session: Session, batch: Batch) -> tuple[int, int, int, int]:
    """Owed, income, tax and cash by the rows themselves."""
    net, tax, total = session.execute(
        select(
            func.coalesce(func.sum(Invoice.net_cents), 0),
            func.coalesce(func.sum(Invoice.tax_cents), 0),
            func.coalesce(func.sum(Invoice.total_cents), 0),
        ).where(Invoice.batch_id == batch.id)
    ).one()
    signed = case((Payment.kind == PaymentKind.PAYMENT, 1), else_=-1) * Payment.amount_cents
    cash = session.scalar(select(func.sum(signed)).where(Payment.batch_id == batch.id)) or 0
    return int(total - cash), -int(net), -int(tax), int(cash)


@settings(max_examples=10)
@given(
    orders=st.lists(st.tuples(st.sampled_from(DEEDS), st.integers(0, 99)), min_size=5, max_size=30)
)
def test_whatever_happened_the_file_says_what_the_ledger_says(
    session: Session, orders: list[tuple[Callable[[Hand, Session], None], int]]
) -> None:
    with session.begin_nested() as trial:
        books = open_books(session)
        mapped_accounts(session, deposit_card="Cash", deposit_cash="Cash", deposit_check="Cash")
        for deed, seed in orders:
            try:
                with session.begin_nested():
                    deed(Hand(books, random.Random(seed)), session)
            except FixlineError:
                session.expire_all()
        batch = a_batch(session, *WHOLE_YEAR)
        if not errors_of(session, batch):
            post_batch(session, batch.id, actor=OFFICE)
            content = made(session, batch, ExportFormat.IIF)
            found = read_iif(content)
            assert (
                found.on_account(OWED),
                found.on_account(SERVICES),
                found.on_account(TAX),
                found.on_account("Cash"),
            ) == ledger_sums(session, batch)
            assert made(session, batch, ExportFormat.IIF) == content
        trial.rollback()
