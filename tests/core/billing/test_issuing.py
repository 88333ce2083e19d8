"""Issuing: numbers without gaps, also under many hands; what is frozen stays; jobs follow; voiding."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from core.billing.actions.drafting import draft_beside
from core.billing.actions.editing import set_review
from core.billing.actions.issuing import FIRST_NUMBER, issue, issue_many
from core.billing.actions.voiding import void
from core.billing.model import Invoice, InvoiceStatus, ReviewStatus
from core.billing.queries.balances import balance_of, balances_of
from core.billing.refusals import NotADraft, NotIssued
from core.db import Database
from core.errors import FieldRefused, Refused
from core.events.model import Event
from core.jobs.model import Job
from core.outbox import Kind
from core.outbox.model import OutboxEntry
from tests.builders import OFFICE, a_customer, a_job, a_place
from tests.builders.billing import MARCH_2, a_draft_invoice, a_job_draft, a_line, an_invoice
from tests.crowd import at_once

HANDS = 12
APRIL_1 = date(2026, 4, 1)


@pytest.mark.inventory(102)
def test_an_issued_invoice_is_numbered_dated_and_frozen(session: Session) -> None:
    customer = a_customer(session, "Rita Chen", company_name="Lakeside")
    customer.billing_address, customer.payment_terms_days = "1 Lake Dr", 14
    invoice = an_invoice(session, 10_000, customer=customer)
    customer.company_name, customer.billing_address = "Other", "Elsewhere"
    session.flush()
    session.refresh(invoice)
    assert (invoice.number, invoice.status) == (FIRST_NUMBER, InvoiceStatus.ISSUED)
    assert (invoice.bill_to_name, invoice.bill_to_address) == ("Lakeside", "1 Lake Dr")
    assert (invoice.issue_on, invoice.due_on) == (MARCH_2, MARCH_2 + timedelta(days=14))
    event = session.scalars(select(Event).where(Event.kind == "invoice.issued")).one()
    assert event.facts["total_cents"] == 10_000
    assert event.facts["invoice_number"] == FIRST_NUMBER


def test_a_draft_that_is_not_ready_is_not_issued(session: Session) -> None:
    empty, held = a_draft_invoice(session), a_draft_invoice(session, 10_000)
    set_review(session, held.id, ReviewStatus.ON_HOLD, actor=OFFICE)
    job = a_job(session)
    early = draft_beside(session, job.id, job.customer, on=MARCH_2, actor=OFFICE)
    a_line(session, early)
    done = issue_many(session, [empty.id, held.id, early.id, 10**9], on=MARCH_2, actor=OFFICE)
    assert [each.number for each in done] == [None] * 4
    told = " ".join(each.refusal for each in done)
    for words in ("no lines", "on hold", "complete it first", "There is no invoice"):
        assert words in told
    ready = an_invoice(session, 10_000)
    assert ready.number == FIRST_NUMBER
    with pytest.raises(NotADraft):
        issue(session, ready.id, on=MARCH_2, actor=OFFICE)


def test_many_hands_issue_at_once_and_no_number_is_skipped_or_given_twice(
    database: Database,
) -> None:
    with database.transaction() as session:
        drafts = [a_draft_invoice(session, 10_000 + n).id for n in range(HANDS)]

    def act(n: int) -> int | None:
        with database.transaction() as session:
            number = issue(session, drafts[n], on=MARCH_2, actor=OFFICE).number
            if n % 3 == 0:
                raise Refused("a hand that changes its mind")
            return number

    got = [each for each in at_once(HANDS, act) if isinstance(each, int)]
    with database.reading() as session:
        stored = session.scalars(select(Invoice.number).where(Invoice.number.is_not(None))).all()
    issued = HANDS - HANDS // 3
    assert sorted(got) == list(range(FIRST_NUMBER, FIRST_NUMBER + issued))
    assert sorted(number or 0 for number in stored) == sorted(got)


def test_one_draft_under_two_hands_is_issued_once(database: Database) -> None:
    with database.transaction() as session:
        draft = a_job_draft(session, 10_000).id

    def act(_: int) -> int | None:
        with database.transaction() as session:
            return issue(session, draft, on=MARCH_2, actor=OFFICE).number

    got = at_once(2, act)
    assert sorted(type(each).__name__ for each in got) == ["NotADraft", "int"]


@pytest.mark.inventory(113)
def test_a_job_is_invoiced_when_all_its_work_is_and_people_are_told(session: Session) -> None:
    first = a_job_draft(session, 10_000)
    job = _job_of(session, first)
    second = draft_beside(session, job.id, a_customer(session, "Tenant"), on=MARCH_2, actor=OFFICE)
    a_line(session, second)
    issue(session, first.id, on=MARCH_2, actor=OFFICE)
    assert job.status.name == "Completed"
    issue(session, second.id, on=MARCH_2, actor=OFFICE)
    assert job.status.name == "Invoiced"
    assert _news(session, job)[-1] == ("Completed", "Invoiced", True)


@pytest.mark.inventory(113)
def test_a_job_that_cost_nothing_reaches_paid_and_nobody_is_told_it_paid(
    session: Session,
) -> None:
    draft = a_job_draft(session, 0)
    invoice = issue(session, draft.id, on=MARCH_2, actor=OFFICE)
    job = _job_of(session, invoice)
    assert (job.status.name, invoice.settled_on) == ("Paid", MARCH_2)
    assert _news(session, job)[-2:] == [
        ("Completed", "Invoiced", True),
        ("Invoiced", "Paid", False),
    ]


@pytest.mark.inventory(113)
def test_a_job_whose_invoices_are_all_void_is_completed_again(session: Session) -> None:
    invoice = issue(session, a_job_draft(session, 10_000).id, on=MARCH_2, actor=OFFICE)
    void(session, invoice.id, on=APRIL_1, reason="Wrong job", actor=OFFICE)
    job = _job_of(session, invoice)
    assert (job.status.name, invoice.status) == ("Completed", InvoiceStatus.VOID)
    assert _news(session, job)[-1] == ("Invoiced", "Completed", False)
    assert (invoice.number, invoice.settled_on) == (FIRST_NUMBER, APRIL_1)
    assert balance_of(session, invoice.id) == 0
    before = APRIL_1 - timedelta(days=1)
    assert balances_of(session, [invoice.id], before) == {invoice.id: 10_000}
    assert balances_of(session, [invoice.id], APRIL_1) == {invoice.id: 0}


def test_what_cannot_be_void_is_refused(session: Session) -> None:
    draft, issued = a_draft_invoice(session, 1), an_invoice(session, 10_000)
    with pytest.raises(NotIssued):
        void(session, draft.id, on=MARCH_2, reason="x", actor=OFFICE)
    with pytest.raises(FieldRefused, match="Say why"):
        void(session, issued.id, on=MARCH_2, reason=" ", actor=OFFICE)
    with pytest.raises(FieldRefused, match="or a later day"):
        void(session, issued.id, on=MARCH_2 - timedelta(days=1), reason="x", actor=OFFICE)
    void(session, issued.id, on=MARCH_2, reason="x", actor=OFFICE)
    with pytest.raises(NotIssued, match="is void"):
        void(session, issued.id, on=MARCH_2, reason="x", actor=OFFICE)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE invoices SET total_cents = 1",
        "UPDATE invoices SET bill_to_name = 'x'",
        "UPDATE invoices SET due_on = due_on + 1",
        "UPDATE invoices SET number = 7",
        "UPDATE invoices SET status = 'draft'",
        "UPDATE invoices SET status = 'void'",
        "DELETE FROM invoices",
        "UPDATE invoice_lines SET net_cents = 1",
        "UPDATE invoice_lines SET words = 'x'",
        "DELETE FROM invoice_lines",
        "INSERT INTO invoice_lines (invoice_id, position, kind, words, unit_price_cents, net_cents)"
        " SELECT id, 9, 'service', 'x', 1, 1 FROM invoices",
    ],
)
def test_the_database_itself_keeps_an_issued_invoice_as_it_is(
    session: Session, change: str
) -> None:
    an_invoice(session, 10_000, place=a_place(session))
    with pytest.raises(DBAPIError, match="invoice"), session.begin_nested():
        session.execute(text(change))


def test_the_database_itself_issues_nothing_that_is_not_its_lines(session: Session) -> None:
    draft = a_draft_invoice(session, 10_000)
    change = text(
        "UPDATE invoices SET status = 'issued', number = 1, issue_on = '2026-03-02',"
        " due_on = '2026-03-02', bill_to_name = 'x', total_cents = 9999 WHERE id = :id"
    )
    with pytest.raises(DBAPIError, match="not the sum"), session.begin_nested():
        session.execute(change, {"id": draft.id})


def _job_of(session: Session, invoice: Invoice) -> Job:
    return session.get_one(Job, invoice.job_id)


def _news(session: Session, job: Job) -> list[tuple[object, object, bool]]:
    """The job's moves: from, to, and whether people were promised to hear of it."""
    told = set(
        session.scalars(
            select(OutboxEntry.args["event_id"].as_integer()).where(
                OutboxEntry.kind == Kind.FAN_OUT
            )
        )
    )
    moves = session.scalars(
        select(Event).where(Event.kind == "job.moved", Event.job_id == job.id).order_by(Event.id)
    )
    return [(each.before["status"], each.after["status"], each.id in told) for each in moves]
