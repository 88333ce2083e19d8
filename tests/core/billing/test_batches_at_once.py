"""Many hands at one batch: real threads, real transactions. Whoever comes second finds it posted, or is refused."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from core.billing.actions.batches import (
    BatchClosed,
    NotPostable,
    add_members,
    post_batch,
    remove_members,
)
from core.billing.actions.exporting import export_batch
from core.billing.actions.payments import receive_payment
from core.billing.actions.voiding import void
from core.billing.books import MemberKind
from core.billing.model import (
    Batch,
    BatchState,
    BookName,
    ExportFormat,
    ExportLog,
    ExportStatus,
    Invoice,
    InvoiceStatus,
)
from core.billing.queries.batch_members import counts_of
from core.db import Database
from core.errors import Refused
from core.events.model import Event
from tests.builders import OFFICE, a_customer
from tests.builders.billing import MARCH_2, an_invoice
from tests.builders.books import a_batch, mapped_accounts
from tests.core.billing.paying import new_payment, paid
from tests.core.billing.test_payments_at_once import at_once

ROUNDS = 4


def doing(database: Database, act: Callable[[Session], object]) -> Callable[[], object]:
    """A transaction of its own."""

    def run() -> object:
        with database.transaction() as session:
            act(session)
        return None

    return run


def stage(database: Database, count: int = 6) -> tuple[int, list[Invoice]]:
    """An open batch with invoices of one customer and a payment; accounts are mapped."""
    with database.transaction() as session:
        mapped_accounts(session)
        customer = a_customer(session)
        invoices = [an_invoice(session, 1_000, customer=customer) for _ in range(count)]
        paid(session, customer, 500, (invoices[0], 500))
        return a_batch(session).id, invoices


@pytest.mark.inventory(140)
def test_of_many_who_post_at_once_one_does(database: Database) -> None:
    batch_id, _ = stage(database)
    posts = doing(database, lambda session: post_batch(session, batch_id, actor=OFFICE))
    answers = at_once([posts] * 6)
    assert answers.count(None) == 1
    assert all(isinstance(each, BatchClosed) for each in answers if each is not None)
    with database.reading() as session:
        told = select(func.count()).select_from(Event).where(Event.kind == "batch.posted")
        assert session.scalar(told) == 1


@pytest.mark.parametrize("n", range(ROUNDS))
def test_posting_while_a_member_is_voided_ends_in_one_story(database: Database, n: int) -> None:
    assert n < ROUNDS
    batch_id, invoices = stage(database)
    last = invoices[-1]

    def voids(session: Session) -> None:
        void(session, last.id, on=MARCH_2, reason="never done", actor=OFFICE)

    def posts(session: Session) -> None:
        post_batch(session, batch_id, actor=OFFICE)

    posted, voided = at_once([doing(database, posts), doing(database, voids)])
    with database.reading() as session:
        batch, invoice = session.get_one(Batch, batch_id), session.get_one(Invoice, last.id)
        if posted is None:
            assert isinstance(voided, Refused)
            assert (batch.state, invoice.status) == (BatchState.POSTED, InvoiceStatus.ISSUED)
        else:
            assert isinstance(posted, NotPostable)
            assert voided is None
            assert (batch.state, invoice.status) == (BatchState.OPEN, InvoiceStatus.VOID)
            assert invoice.export is ExportStatus.PENDING


def test_posting_while_people_pay_makes_nobody_wait_in_a_circle(database: Database) -> None:
    batch_id, invoices = stage(database)
    with database.reading() as session:
        payer = session.get_one(Invoice, invoices[0].id).bill_to

    def pays(invoice: Invoice) -> Callable[[Session], object]:
        new = new_payment(payer, 1_000, (invoice, 500), (invoices[-1], 10))
        return lambda session: receive_payment(session, new, actor=OFFICE)

    acts = [doing(database, pays(each)) for each in invoices[1:-1]]
    acts.append(doing(database, lambda session: post_batch(session, batch_id, actor=OFFICE)))
    assert at_once(acts) == [None] * len(acts)
    with database.reading() as session:
        assert session.get_one(Batch, batch_id).state is BatchState.POSTED
        assert counts_of(session, batch_id)[MemberKind.PAYMENT] == 1


def test_taking_out_and_bringing_in_while_posting_leaves_the_batch_whole(
    database: Database,
) -> None:
    batch_id, invoices = stage(database)
    with database.transaction() as session:
        late = an_invoice(session, 9_000, customer=session.get_one(Invoice, invoices[0].id).bill_to)

    def takes_out(session: Session) -> None:
        ids = [each.id for each in invoices[:2]]
        remove_members(session, batch_id, MemberKind.INVOICE, ids, actor=OFFICE)

    def brings_in(session: Session) -> None:
        add_members(session, batch_id, MemberKind.INVOICE, [late.id], actor=OFFICE)

    def posts(session: Session) -> None:
        post_batch(session, batch_id, actor=OFFICE)

    out, came, posted = at_once([doing(database, each) for each in (takes_out, brings_in, posts)])
    assert posted is None
    assert all(each is None or isinstance(each, BatchClosed) for each in (out, came))
    with database.reading() as session:
        inside = session.scalars(select(Invoice.export).where(Invoice.batch_id == batch_id)).all()
        assert set(inside) == {ExportStatus.POSTED}
        assert len(inside) == 6 - (2 if out is None else 0) + (1 if came is None else 0)
        outside = session.scalars(select(Invoice.export).where(Invoice.batch_id.is_(None))).all()
        assert set(outside) <= {ExportStatus.PENDING}


@pytest.mark.inventory(138)
def test_two_who_open_the_same_days_at_once_share_nothing(database: Database) -> None:
    with database.transaction() as session:
        for _ in range(20):
            an_invoice(session, 1_000)
    at_once([doing(database, a_batch) for _ in range(4)])
    with database.reading() as session:
        batches = session.scalars(select(Batch.id)).all()
        sizes = [counts_of(session, each)[MemberKind.INVOICE] for each in batches]
    assert sorted(sizes) == [0, 0, 0, 20]


def test_two_batches_posted_at_once_give_no_name_twice(database: Database) -> None:
    with database.transaction() as session:
        mapped_accounts(session)
        batch_ids = []
        for _ in range(4):
            an_invoice(session, 1_000, customer=a_customer(session, "Robert Diaz"))
            batch_ids.append(a_batch(session).id)

    def posts(batch_id: int) -> Callable[[Session], object]:
        return lambda session: post_batch(session, batch_id, actor=OFFICE)

    assert at_once([doing(database, posts(each)) for each in batch_ids]) == [None] * 4
    with database.reading() as session:
        names = session.scalars(select(BookName.name)).all()
    assert len({name.lower() for name in names}) == 4


def test_exported_by_two_at_once_it_is_one_file(database: Database) -> None:
    batch_id, _ = stage(database)
    with database.transaction() as session:
        post_batch(session, batch_id, actor=OFFICE)

    def exports(session: Session) -> None:
        export_batch(session, batch_id, ExportFormat.IIF, actor=OFFICE)

    assert at_once([doing(database, exports)] * 3) == [None] * 3
    with database.reading() as session:
        logs = session.scalars(select(ExportLog)).all()
    assert len(logs) == 3
    assert len({(each.sha256, each.blob_id) for each in logs}) == 1
